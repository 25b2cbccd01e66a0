package store_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"onewindow/central/store"
	"onewindow/queue"
	"onewindow/wire"
)

// diverged is a copy of the hall as it was after the event at, which then went on for
// itself in the same line of history.
func (h *hall) diverged(t testing.TB, at uint64, citizens int) *hall {
	t.Helper()
	c := h.upTo(at)
	on := c.restored(t, at, "9-00000009", citizens)
	c.events = append(slices.Clone(c.events), renumbered(on.events[at+1:])...)
	return c
}

// renumbered are events each a place earlier.
func renumbered(events []json.RawMessage) []json.RawMessage {
	out := make([]json.RawMessage, len(events))
	for i, raw := range events {
		var r queue.Record
		if err := r.UnmarshalJSON(raw); err != nil {
			panic(err)
		}
		old := fmt.Sprintf(`"seq":%d,`, r.Seq)
		out[i] = bytes.Replace(raw, []byte(old), fmt.Appendf(nil, `"seq":%d,`, r.Seq-1), 1)
	}
	return out
}

// said is the answer to a hello, let in or not.
func said(t testing.TB, s *store.Store, h wire.Hello) wire.HelloReply {
	t.Helper()
	r, err := s.Hello(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// take sends one segment of the hall after a hello, which must be taken.
func take(t testing.TB, s *store.Store, h *hall, r wire.HelloReply, n uint64) {
	t.Helper()
	a, err := s.Ingest(t.Context(), h.segment(r.Seq+1, min(r.Seq+n, h.last()), r.Token))
	if err != nil || a.Err != nil {
		t.Fatalf("the segment after %d: %v, %v", r.Seq, a.Err, err)
	}
}

// marks compares the mark of an answer with the hall's own event, as an uplink does.
func marks(t testing.TB, h *hall, r wire.HelloReply) (same bool) {
	t.Helper()
	if r.Mark == nil {
		t.Fatalf("the answer for %d has no mark", r.Seq)
	}
	own, err := wire.MarkOf(h.events[r.Seq-1])
	if err != nil {
		t.Fatal(err)
	}
	return own.Equal(*r.Mark)
}

func TestTheAnswerToAHelloMarksTheLastEventThatIsKept(t *testing.T) {
	h := morning(t, "LG-1", 2, 5, 10)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		if r := greet(t, s, h); r.Seq != 0 || r.Mark != nil {
			t.Errorf("of nothing: %+v", r)
		}
		for n := uint64(1); n <= 12; n++ { // settings and catalogue are among them
			send(t, s, h.upTo(n), 1)
			if r := greet(t, s, h); r.Seq != n || !marks(t, h, r) {
				t.Errorf("event %d is marked as %+v", n, r.Mark)
			}
		}
		send(t, s, h.upTo(60), 100)
		restored := h.restored(t, 40, "2-00000002", 10)
		if r := greet(t, s, restored); r.Seq != 40 || !marks(t, restored, r) {
			t.Errorf("the last event in common is marked as %+v of %d", r.Mark, r.Seq)
		}
		late := *h
		late.first = 61
		if r := greet(t, s, &late); r.Seq != 60 || r.Mark != nil {
			t.Errorf("a hall that no longer has the event is to compare it: %+v", r)
		}
		late.first = 71
		if r := greet(t, s, &late); r.Seq != 70 || r.Mark != nil {
			t.Errorf("an event that will not come is marked: %+v", r)
		}
		take(t, s, &late, greet(t, s, &late), 5)
		late.first = 1 // the hall has its older journal back
		if r := greet(t, s, late.upTo(75)); r.Seq != 75 || !marks(t, &late, r) {
			t.Errorf("the event behind a gap is marked as %+v", r)
		}
	})
}

func TestACopyThatHasOvertakenTheHallIsTold(t *testing.T) {
	h := morning(t, "LG-1", 2, 5, 10)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, h.upTo(80), 100)
		copied := h.diverged(t, 60, 30)
		if copied.last() <= 80 {
			t.Fatalf("the copy has only %d events", copied.last())
		}
		if r := greet(t, s, copied); r.Seq != 80 || marks(t, copied, r) {
			t.Errorf("the copy is to go on after %d, marked as %+v", r.Seq, r.Mark)
		}
		if r := greet(t, s, h); !marks(t, h, r) {
			t.Errorf("the hall itself is told from its own: %+v", r.Mark)
		}
	})
}

func TestAHelloThrowsNothingAway(t *testing.T) {
	old := morning(t, "LG-1", 2, 3, 11)
	each(t, func(t *testing.T, d database) {
		s := both(t, d)
		send(t, s[0], old, 200)
		before := raw(t, s[0], old.id)
		restored := old.restored(t, old.last()/2, "2-00000002", 40)
		late := *old
		late.epoch, late.line = "3-00000003", append(slices.Clone(old.line), wire.EpochStart{Epoch: "3-00000003", From: old.last() + 20})
		late.first = old.last() + 10
		late.events = append(slices.Clone(old.events), make([]json.RawMessage, 40)...)
		for i := range 6 { // in turn, as programs do of which each takes itself for the hall
			if r := greet(t, s[i%2], restored); r.Seq != old.last()/2 || r.Epoch != restored.epoch {
				t.Fatalf("the restored hall goes on: %+v", r)
			}
			if r := greet(t, s[1-i%2], &late); r.Seq != late.first-1 || r.Epoch != late.epoch {
				t.Fatalf("the late hall goes on: %+v", r)
			}
			if r := greet(t, s[i/3], old); r.Seq != old.last() || r.Epoch != old.epoch {
				t.Fatalf("the old hall goes on: %+v", r)
			}
			same(t, s[0], old)
		}
		if after := raw(t, s[0], old.id); !slices.Equal(before, after) {
			t.Error("what is kept has changed")
		}
		if gaps, err := s[0].Gaps(t.Context()); err != nil || len(gaps) != 0 {
			t.Errorf("there are gaps: %+v, %v", gaps, err)
		}
		// What was begun before another hello is not taken after it.
		stale := greet(t, s[0], restored)
		greet(t, s[1], old)
		if a, err := s[0].Ingest(t.Context(), restored.segment(stale.Seq+1, stale.Seq+5, stale.Token)); err != nil || code(a.Err) != wire.CodeStaleWatermark {
			t.Errorf("a segment after another hello: %v, %v", a.Err, err)
		}
		same(t, s[0], old)
		// The first segment decides.
		r := greet(t, s[0], restored)
		if a, err := s[1].Ingest(t.Context(), old.segment(r.Seq+1, r.Seq+5, r.Token)); err != nil || code(a.Err) != wire.CodeStaleWatermark {
			t.Errorf("a segment of the line that is left: %v, %v", a.Err, err)
		}
		same(t, s[0], old)
		take(t, s[1], restored, r, 5)
		same(t, s[1], old.upTo(r.Seq)) // the rows come with the rest
		if r := said(t, s[0], old.hello()); code(r.Refused) != wire.CodeEpochOld {
			t.Errorf("the old hall: %+v", r)
		}
		send(t, s[0], restored, 30)
		same(t, s[1], restored)
		once(t, s[1], restored)
	})
}

func TestProgramsOfManyLinesThatSpeakInTurnMixNothing(t *testing.T) {
	base := morning(t, "LG-1", 2, 4, 11)
	each(t, func(t *testing.T, d database) {
		s := both(t, d)
		r := rand.New(rand.NewPCG(6, 6))
		all := []*hall{base}
		for i := range 4 {
			of := all[r.IntN(len(all))]
			all = append(all, of.restored(t, of.last()/2+r.Uint64N(of.last()/2), fmt.Sprintf("%d-0000000%d", i+2, i+2), 15))
		}
		now := base.upTo(1) // what is kept
		for range 60 {
			i := r.IntN(len(all))
			h := all[i]
			st := s[r.IntN(2)]
			reply := said(t, st, h.hello())
			if reply.Refused != nil {
				if code(reply.Refused) != wire.CodeEpochOld {
					t.Fatalf("%s: %v", h.epoch, reply.Refused)
				}
				continue
			}
			if r.IntN(3) == 0 && reply.Seq < h.last() {
				n := 1 + r.Uint64N(60)
				take(t, st, h, reply, n)
				now = h.upTo(min(reply.Seq+n, h.last()))
				now.line, now.epoch = h.line, h.epoch
			}
		}
		send(t, s[0], all[4], 50)
		same(t, s[1], all[4])
		once(t, s[1], all[4])
		if err := s[0].Reproject(t.Context(), base.id); err != nil {
			t.Fatal(err)
		}
		same(t, s[1], all[4])
		if now.last() == 1 {
			t.Error("nothing was taken in between")
		}
	})
}

func TestAHallThatLostTheMiddleIsWaitedForUntilItSends(t *testing.T) {
	h := morning(t, "LG-1", 2, 7, 11)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, h.upTo(100), 30)
		late := *h
		late.first = 151
		if r := greet(t, s, &late); r.Seq != 150 {
			t.Fatalf("it goes on after %d", r.Seq)
		}
		same(t, s, h.upTo(100))
		send(t, s, h.upTo(120), 30) // the whole journal was found after all
		same(t, s, h.upTo(120))
		take(t, s, &late, greet(t, s, &late), 30)
		if gaps, err := s.Gaps(t.Context()); err != nil || len(gaps) != 1 || gaps[0].From != 121 || gaps[0].To != 150 {
			t.Errorf("the gaps are %+v, %v", gaps, err)
		}
	})
}

func TestOnlyKnownHallsMaySayHelloIfThatIsWanted(t *testing.T) {
	h := morning(t, "LG-1", 2, 1, 10)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		s.OnlyKnown()
		unknown := func(says string) {
			t.Helper()
			if r := said(t, s, h.hello()); code(r.Refused) != wire.CodeHallUnknown || r.Token != 0 {
				t.Errorf("%s: %+v", says, r)
			}
		}
		unknown("a stranger")
		if halls, err := s.Halls(t.Context()); err != nil || len(halls) != 0 {
			t.Errorf("it is noted: %+v, %v", halls, err)
		}
		place := spot(h.id, queue.LevelDistrict, "")
		if err := s.PutPlaces(t.Context(), place); err != nil {
			t.Fatal(err)
		}
		send(t, s, h.upTo(20), 10)
		r := greet(t, s, h)
		if err := s.RemovePlace(t.Context(), h.id); err != nil {
			t.Fatal(err)
		}
		if a, err := s.Ingest(t.Context(), h.segment(21, 30, r.Token)); err != nil || code(a.Err) != wire.CodeStaleWatermark {
			t.Errorf("a hall without a place goes on: %v, %v", a.Err, err)
		}
		unknown("a hall that was removed")
		same(t, s, h.upTo(20))
		if err := s.Keys().Invite(t.Context(), inviteOf(h.id), noon); err != nil {
			t.Fatal(err)
		}
		unknown("a hall that is only invited")
		if _, err := s.Keys().Enrol(t.Context(), inviteOf(h.id).ID, enrolledAs(h.id, "K")); err != nil {
			t.Fatal(err)
		}
		send(t, s, h, 100) // one that is enrolled
		same(t, s, h)
		if _, err := s.Keys().Revoke(t.Context(), h.id); err != nil {
			t.Fatal(err)
		}
		unknown("a hall that was revoked")
	})
}
