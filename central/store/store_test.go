package store_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"onewindow/central/store"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

func TestWhatAHallTellsIsKeptOnceAndCounted(t *testing.T) {
	h := morning(t, "LG-1", 2, 1, 11)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		if sent := send(t, s, h, 97); sent != h.last() {
			t.Errorf("%d events were asked for, the hall has %d", sent, h.last())
		}
		same(t, s, h)
		once(t, s, h)
		if sent := send(t, s, h, 97); sent != 0 {
			t.Errorf("%d events were asked for again", sent)
		}
		again := d.open(t) // another process
		same(t, again, h)
		if sent := send(t, again, h, 97); sent != 0 {
			t.Errorf("another process asks for %d events again", sent)
		}
	})
}

func TestHoweverItIsCutAndWhoeverTakesItTheRowsAreTheSame(t *testing.T) {
	h := morning(t, "LG-1", 2, 2, 11)
	each(t, func(t *testing.T, d database) {
		r := rand.New(rand.NewPCG(1, 2))
		for h2 := uint64(0); h2 < h.last(); {
			h2 = min(h2+1+r.Uint64N(150), h.last())
			s := d.open(t)
			send(t, s, h.upTo(h2), 1+r.Uint64N(60))
			if r.IntN(2) == 0 {
				if err := s.Reproject(t.Context(), h.id); err != nil {
					t.Fatal(err)
				}
			}
		}
		same(t, d.open(t), h)
		once(t, d.open(t), h)
	})
}

func TestWhatDoesNotFollowTheWatermarkIsRefused(t *testing.T) {
	h := morning(t, "LG-1", 2, 1, 10)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		first := greet(t, s, h)
		r := greet(t, s, h)
		if r.Token == first.Token || r.Token == 0 {
			t.Errorf("two hellos got the tokens %d and %d", first.Token, r.Token)
		}
		good := h.segment(1, 20, r.Token)
		spoilt := func(spoil func(g *wire.Segment)) wire.Segment {
			g := good
			g.Events = slices.Clone(good.Events)
			spoil(&g)
			return g
		}
		for name, tc := range map[string]struct {
			g    wire.Segment
			code string
		}{
			"begun before another hello": {h.segment(1, 20, first.Token), wire.CodeStaleWatermark},
			"later than the watermark":   {h.segment(2, 20, r.Token), wire.CodeStaleWatermark},
			"another epoch":              {spoilt(func(g *wire.Segment) { g.Epoch = "2-00000002" }), wire.CodeStaleWatermark},
			"an unknown hall":            {spoilt(func(g *wire.Segment) { g.Hall = "LG-9" }), wire.CodeHallUnknown},
			"another version":            {spoilt(func(g *wire.Segment) { g.V = 2 }), wire.CodeUnsupportedVersion},
			"no events":                  {spoilt(func(g *wire.Segment) { g.Events = nil }), wire.CodeBadRequest},
			"fewer events than it says":  {spoilt(func(g *wire.Segment) { g.To++ }), wire.CodeBadRequest},
			"from nothing":               {spoilt(func(g *wire.Segment) { g.From, g.To = 0, 19 }), wire.CodeBadRequest},
			"not in order":               {spoilt(func(g *wire.Segment) { g.Events[3], g.Events[4] = g.Events[4], g.Events[3] }), wire.CodeBadRequest},
			"no JSON":                    {spoilt(func(g *wire.Segment) { g.Events[3] = json.RawMessage("{") }), wire.CodeBadRequest},
			"too many": {spoilt(func(g *wire.Segment) {
				g.Events, g.To = make([]json.RawMessage, wire.MaxSegmentEvents+1), wire.MaxSegmentEvents+1
			}), wire.CodeTooLarge},
			"too large": {spoilt(func(g *wire.Segment) { g.Events[3] = json.RawMessage(strings.Repeat(" ", 5<<20)) }), wire.CodeTooLarge},
		} {
			a, err := s.Ingest(t.Context(), tc.g)
			if err != nil || code(a.Err) != tc.code {
				t.Errorf("%s: %v, %v; want %s", name, a.Err, err, tc.code)
			}
		}
		if a, err := s.Ingest(t.Context(), good); err != nil || a.Err != nil || a.Seq != 20 {
			t.Fatalf("the good one: %+v, %v", a, err)
		}
		if a, err := s.Ingest(t.Context(), good); err != nil || code(a.Err) != wire.CodeStaleWatermark {
			t.Errorf("the good one again: %v, %v", a.Err, err)
		}
		send(t, s, h, 500)
		same(t, s, h)
		once(t, s, h)
	})
}

func TestARestoredHallGoesOnInANewHistory(t *testing.T) {
	old := morning(t, "LG-1", 2, 3, 11)
	at := old.last() * 2 / 3
	for name, sent := range map[string]uint64{"the centre has more": old.last(), "the centre has just that": at, "the centre has less": at / 2, "the centre has nothing": 0} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, d database) {
				s := d.open(t)
				if sent > 0 {
					send(t, s, old.upTo(sent), 200)
				}
				h := old.restored(t, at, "2-00000002", 40)
				lost := sent > at
				if n := send(t, s, h, 200); n != h.last()-min(sent, at) {
					t.Errorf("%d events were asked for, want %d", n, h.last()-min(sent, at))
				}
				same(t, s, h)
				once(t, s, h)
				superseded := 0
				for _, e := range raw(t, s, h.id) {
					if strings.HasSuffix(e, "true") {
						superseded++
					}
				}
				if want := max(sent, at) - at; uint64(superseded) != want {
					t.Errorf("%d events are superseded, want %d", superseded, want)
				}
				ts, err := s.Tickets(t.Context(), h.id, queuetest.Date)
				if err != nil {
					t.Fatal(err)
				}
				if slices.ContainsFunc(ts, func(k store.TicketState) bool { return k.Superseded }) != lost {
					t.Errorf("tickets are superseded: %v", !lost)
				}
				if err := s.Reproject(t.Context(), h.id); err != nil {
					t.Fatal(err)
				}
				same(t, s, h)
				// The machine that was replaced comes back.
				if r, err := s.Hello(t.Context(), old.hello()); err != nil || code(r.Refused) != wire.CodeEpochOld {
					t.Errorf("the old machine: %v, %v", r.Refused, err)
				}
				same(t, s, h)
			})
		})
	}
}

func TestAHallThatIsRestoredAgainAndAgainIsCountedOnce(t *testing.T) {
	h := morning(t, "LG-1", 2, 4, 10)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		r := rand.New(rand.NewPCG(4, 4))
		cur := h
		for i := range 6 {
			began := cur.line[len(cur.line)-1].From
			send(t, s, cur.upTo(began+r.Uint64N(cur.last()-began)), 50)
			at := cur.last()/2 + r.Uint64N(cur.last()/2)
			cur = cur.restored(t, at, fmt.Sprintf("%d-0000000%d", i+2, i+2), 10+r.IntN(20))
			if r.IntN(2) == 0 {
				s = d.open(t)
			}
		}
		send(t, s, cur, 50)
		same(t, s, cur)
		once(t, s, cur)
		if err := s.Reproject(t.Context(), h.id); err != nil {
			t.Fatal(err)
		}
		same(t, s, cur)
	})
}

func TestACentreThatLostEverythingIsFilledByTheHalls(t *testing.T) {
	h := morning(t, "LG-1", 2, 6, 11)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		h := *h
		h.first = h.last() / 3 // what is older has left the hall's outbox
		if sent := send(t, s, &h, 100); sent != h.last()-h.first+1 {
			t.Errorf("%d events were asked for", sent)
		}
		same(t, s, &h)
		once(t, s, &h)
		gaps, err := s.Gaps(t.Context())
		if err != nil || len(gaps) != 1 || gaps[0].From != 1 || gaps[0].To != h.first-1 || gaps[0].Hall != h.id {
			t.Errorf("the gaps are %+v, %v", gaps, err)
		}
		if err := s.Reproject(t.Context(), h.id); err != nil {
			t.Fatal(err)
		}
		same(t, s, &h)
	})
}

func TestAGapInTheMiddleIsNotedAndTheRestIsKept(t *testing.T) {
	h := morning(t, "LG-1", 2, 7, 11)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, h.upTo(100), 30)
		late := *h
		late.first = 151
		send(t, s, &late, 70)
		got := stored(t, s, h.id)
		if got.now.Gaps != 1 || got.now.Seq != h.last() {
			t.Errorf("the hall is %+v", got.now)
		}
		gaps, err := s.Gaps(t.Context())
		if err != nil || len(gaps) != 1 || gaps[0].From != 101 || gaps[0].To != 150 {
			t.Errorf("the gaps are %+v, %v", gaps, err)
		}
		if err := s.Reproject(t.Context(), h.id); err != nil {
			t.Fatal(err)
		}
		equal(t, stored(t, s, h.id), got)
		again := d.open(t)
		send(t, again, &late, 70)
		equal(t, stored(t, again, h.id), got)
	})
}

func TestAHelloThatNoHallSaysChangesNothing(t *testing.T) {
	h := morning(t, "LG-1", 2, 1, 10)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		for name, tc := range map[string]struct {
			spoil func(*wire.Hello)
			code  string
		}{
			"another version": {func(h *wire.Hello) { h.V = 9 }, wire.CodeUnsupportedVersion},
			"no hall":         {func(h *wire.Hello) { h.Hall = "a b" }, wire.CodeBadRequest},
			"no history":      {func(h *wire.Hello) { h.Line = nil }, wire.CodeBadRequest},
			"too long":        {func(h *wire.Hello) { h.Seq = 1 << 50 }, wire.CodeBadRequest},
		} {
			hello := h.hello()
			tc.spoil(&hello)
			if r, err := s.Hello(t.Context(), hello); err != nil || code(r.Refused) != tc.code {
				t.Errorf("%s: %v, %v", name, r.Refused, err)
			}
		}
		if halls, err := s.Halls(t.Context()); err != nil || len(halls) != 0 {
			t.Errorf("there are halls: %+v, %v", halls, err)
		}
	})
}

func TestWhatANewerHallWritesIsKeptAsItCame(t *testing.T) {
	h := morning(t, "LG-1", 2, 1, 10)
	odd := json.RawMessage(fmt.Sprintf(`{"v":1,"hall":"LG-1","epoch":"1-00000001","seq":%d,"type":"ticket.flown/1","at":"2026-11-25T02:00:00Z","data":{"to":"the \u0000 moon"}}`, h.last()+1))
	h.events = append(h.events, odd)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, h, 100)
		once(t, s, h)
		same(t, s, h)
		if got := stored(t, s, h.id); got.now.Unknown != 1 {
			t.Errorf("%d unknown events are counted", got.now.Unknown)
		}
	})
}

func TestTheCentreKeepsNoPINAndNoKey(t *testing.T) {
	hh := queuetest.Empty(t, func() queue.Settings {
		s := queuetest.Settings(1)
		s.Staff[0].PIN = "pbkdf2$secret-of-hers"
		return s
	}())
	hh.Do(t, queue.OpenDay{Date: queuetest.Date})
	hh.IssueAs(t, queue.Issue{Theme: "business", Citizen: queue.Citizen{Key: "key-of-hers", Last4: "9876", Sealed: "c2VhbA"}})
	h := &hall{id: "LG-1", epoch: "1-00000001", line: []wire.EpochStart{{Epoch: "1-00000001", From: 1}}, events: mustEncode(t, hh.Records)}
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, h, 100)
		same(t, s, h)
		var b bytes.Buffer
		if err := s.WriteCSV(t.Context(), &b, h.id, queuetest.Date[:7]); err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"secret-of-hers", "key-of-hers", "9876"} {
			if bytes.Contains(b.Bytes(), []byte(secret)) {
				t.Errorf("the centre keeps %s", secret)
			}
		}
		for _, want := range []string{"c2VhbA", "Clerk 1", "settings.changed/1"} {
			if !bytes.Contains(b.Bytes(), []byte(want)) {
				t.Errorf("the centre does not keep %s", want)
			}
		}
	})
}

func TestTheEventsOfAMonthAreWrittenAsCSV(t *testing.T) {
	h := morning(t, "LG-1", 2, 1, 10)
	other := morning(t, "LG-2", 2, 2, 10)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, h, 100)
		send(t, s, other, 100)
		var b bytes.Buffer
		if err := s.WriteCSV(t.Context(), &b, "", queuetest.Date[:7]); err != nil {
			t.Fatal(err)
		}
		all, err := csv.NewReader(&b).ReadAll()
		if err != nil || uint64(len(all)) != 1+h.last()+other.last() || all[0][0] != "hall" {
			t.Fatalf("%d lines, %v", len(all), err)
		}
		for i, l := range all[1:] {
			if want := append(slices.Clone(h.events), other.events...)[i]; l[4] != "settings.changed/1" && l[6] != string(want) {
				t.Fatalf("line %d is %v, want %s", i, l, want)
			}
		}
		b.Reset()
		if err := s.WriteCSV(t.Context(), &b, "", "2026-10"); err != nil || len(lines(b.String())) != 1 {
			t.Errorf("another month has %q, %v", b.String(), err)
		}
		if err := s.WriteCSV(t.Context(), &b, "", "October"); err == nil {
			t.Error("October is no month")
		}
	})
}
