package project_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"onewindow/central/project"
	"onewindow/cli/demo"
	"onewindow/queue"
	"onewindow/queue/queuetest"

	"pgregory.net/rapid"
)

// morning is a hall as the demonstration lives it.
func morning(t testing.TB, windows int, seed uint64, hour queue.Clock) (*queue.State, []json.RawMessage) {
	t.Helper()
	set, cat := queuetest.Settings(windows), queuetest.Catalogue()
	s, rs, err := demo.Morning(set, cat, "1-00000001", queuetest.Date, set.Hall.At(queuetest.Date, hour*60), "", demo.NewCrowd(seed, len(set.Windows)))
	if err != nil {
		t.Fatal(err)
	}
	raw := make([]json.RawMessage, len(rs))
	for i, r := range rs {
		if raw[i], err = r.Encode(); err != nil {
			t.Fatal(err)
		}
	}
	return s, raw
}

func TestADayOfTheDemonstrationIsCountedAsTheHallCountsIt(t *testing.T) {
	s, raw := morning(t, 4, 3, 17)
	x := projected(t, raw, func(i int) bool { return i%500 == 499 })
	l := &life{Hall: &queuetest.Hall{State: s}}
	for _, b := range raw {
		var r queue.Record
		if err := r.UnmarshalJSON(b); err != nil {
			t.Fatal(err)
		}
		l.Records = append(l.Records, r)
	}
	agree(t, x, l)
	if x.hall.Odd != 0 || x.hall.Unknown != 0 {
		t.Errorf("%d odd and %d unknown events", x.hall.Odd, x.hall.Unknown)
	}
	day := x.cells[project.Key{Day: queuetest.Date, Slot: project.WholeDay, Dim: project.DimHall}]
	var waits []int
	for _, q := range s.Tickets {
		for _, p := range q.Periods {
			if p.State == queue.Called {
				waits = append(waits, int(p.From.Sub(q.Issued).Seconds()))
				break
			}
		}
	}
	slices.Sort(waits)
	for _, percent := range []int{50, 90} {
		want := waits[len(waits)*percent/100]
		i := classOf(want)
		low, high := 0, project.Bounds[min(i+1, len(project.Bounds)-1)]
		if i > 1 {
			low = project.Bounds[i-2]
		}
		if got := day.Waits.Percentile(percent); got < low || got > high {
			t.Errorf("%d %% of the waits are at most %d s, want about %d", percent, got, want)
		}
	}
}

func TestEventsOfNewerHallsAreCountedAndNotRefused(t *testing.T) {
	s := project.New()
	for _, raw := range []string{
		`{"v":1,"hall":"H","epoch":"1-00000001","seq":1,"type":"ticket.flown/1","at":"2026-11-25T01:00:00Z","data":{"to":"the moon"}}`,
		`{"v":2,"hall":"H","epoch":"1-00000001","seq":2,"type":"ticket.called/1","at":"2026-11-25T01:00:00Z","data":{"number":"A001"}}`,
		`{"v":1,"hall":"H","epoch":"1-00000001","seq":3,"type":"ticket.called/1","at":"2026-11-25T01:00:00Z","data":{"number":7}}`,
		`{"v":1,"hall":"H","epoch":"1-00000001","seq":4,"type":"odd\u0000type","at":"2026-11-25T01:00:00Z"}`,
	} {
		e := must(t, json.RawMessage(raw))
		if strings.ContainsRune(e.Type, 0) {
			t.Errorf("the type %q cannot be stored as text", e.Type)
		}
		s.Apply(e)
	}
	if h := s.Changes().Hall; h.Unknown != 4 || h.Seq != 4 {
		t.Errorf("the hall is %+v", h)
	}
}

func TestWhatIsNoRecordIsAnError(t *testing.T) {
	for _, raw := range []string{``, `x`, `[]`, `{}`, `{"seq":1,"type":"a"}`, `{"seq":0,"type":"a","at":"2026-11-25T01:00:00Z"}`} {
		if _, err := project.Read([]byte(raw)); err == nil {
			t.Errorf("%q was read", raw)
		}
	}
}

// TestTheUsualFormIsReadAsAnyOther compares the short way of reading with the long
// one, which it takes for a record with a space at its front.
func TestTheUsualFormIsReadAsAnyOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t, rapid.Uint64().Draw(t, "seed"), false)
		for range 200 {
			l.step()
		}
		l.write(t)
		for _, raw := range l.raw {
			short, long := must(t, raw), must(t, append([]byte(" "), raw...))
			if !reflect.DeepEqual(short, long) {
				t.Fatalf("%s is read as\n%+v, and the long way as\n%+v", raw, short, long)
			}
			var r queue.Record
			if err := r.UnmarshalJSON(raw); err != nil {
				t.Fatal(err)
			}
			if short.Seq != r.Seq || !short.At.Equal(r.At) || short.Type != r.Event.Type() || short.Cause != r.Cause || short.Event == nil {
				t.Fatalf("%s is read as\n%+v, the hall reads\n%+v", raw, short, r)
			}
			switch short.Event.(type) {
			case project.Other, queue.TicketIssued, queue.CatalogueChanged:
			default:
				if !reflect.DeepEqual(short.Event, r.Event) {
					t.Fatalf("%s is read as\n%+v, the hall reads\n%+v", raw, short.Event, r.Event)
				}
			}
		}
	})
}

func TestAfterAGapTheRestIsStillProjected(t *testing.T) {
	_, raw := morning(t, 2, 5, 11)
	s := project.New()
	x := newRows()
	half := len(raw) / 2
	for _, b := range raw[:half] {
		s.Apply(must(t, b))
	}
	x.take(s.Changes())
	inside := x.hall.Waiting + x.hall.Called + x.hall.Serving + x.hall.Held + x.hall.Missing
	s.Lose(uint64(half + 50))
	for _, b := range raw[half+50:] {
		s.Apply(must(t, b))
	}
	x.take(s.Changes())
	lost := 0
	for _, k := range x.tickets {
		if k.State == project.StateLost {
			lost++
		}
	}
	if x.hall.Gaps != 1 || lost != inside || inside == 0 {
		t.Errorf("%d gaps; %d tickets are lost, %d were in the hall", x.hall.Gaps, lost, inside)
	}
	if n := x.cells[project.Key{Day: queuetest.Date, Slot: project.WholeDay, Dim: project.DimHall}].Issued; n <= half/8 {
		t.Errorf("only %d numbers were counted", n)
	}
}

func TestAHallIsFollowedFromTheMiddleOfItsHistory(t *testing.T) {
	_, raw := morning(t, 2, 5, 11)
	s := project.New()
	from := len(raw) / 2
	s.Lose(uint64(from))
	issued := 0
	for _, b := range raw[from:] {
		if e := must(t, b); e.Type == "ticket.issued/1" {
			issued++
		}
		s.Apply(must(t, b))
	}
	c := s.Changes()
	if c.Hall.Day != queuetest.Date || len(c.Tickets) != issued || issued == 0 {
		t.Errorf("on %q %d of %d numbers have rows", c.Hall.Day, len(c.Tickets), issued)
	}
	for _, k := range c.Cells {
		if k.Dim == project.DimHall && k.Slot == project.WholeDay && k.Issued != issued {
			t.Errorf("%d of %d are counted", k.Issued, issued)
		}
	}
}

func TestTheHistoryOfEveryReleaseIsRead(t *testing.T) {
	b, err := os.ReadFile("../../queue/testdata/events-v1.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	s := project.New()
	for _, line := range bytes.Split(bytes.TrimSpace(b), []byte("\n")) {
		s.Apply(must(t, line))
	}
	if h := s.Changes().Hall; h.Unknown != 0 || h.Odd != 0 {
		t.Errorf("%d events are unknown and %d odd", h.Unknown, h.Odd)
	}
}

func TestNoRowTellsWhoACitizenIs(t *testing.T) {
	h := queuetest.New(t, 1)
	h.IssueAs(t, queue.Issue{Theme: "business", Source: queue.SourceKiosk, Citizen: queue.Citizen{Key: "key-of-hers", Last4: "4321", Sealed: "c2VhbA"}, Agent: &queue.Agent{Document: "for Mrs Chen", For: queue.Citizen{Sealed: "b3RoZXI"}}})
	s := project.New()
	for _, r := range h.Records {
		b, err := r.Encode()
		if err != nil {
			t.Fatal(err)
		}
		s.Apply(must(t, b))
	}
	all, err := json.Marshal(s.Changes())
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{"key-of-hers", "4321", "c2VhbA", "b3RoZXI", "Chen"} {
		if bytes.Contains(all, []byte(secret)) {
			t.Errorf("the rows tell %s", secret)
		}
	}
}

func TestWaitsAreWrittenAndReadBack(t *testing.T) {
	var w project.Waits
	if got, err := project.ParseWaits(w.String()); err != nil || got != w || w.Percentile(50) != 0 {
		t.Errorf("no waits come back as %v, %v", got, err)
	}
	w[0], w[3], w[len(w)-1] = 10, 5, 1
	if got, err := project.ParseWaits(w.String()); err != nil || got != w {
		t.Errorf("%v came back as %v, %v", w, got, err)
	}
	if w.Number() != 16 || w.Within15() != 15 || w.Percentile(50) != 48 || w.Percentile(100) != 7200 {
		t.Errorf("%d waits, %d within 15 minutes, half at most %d s, all at most %d s", w.Number(), w.Within15(), w.Percentile(50), w.Percentile(100))
	}
	for _, bad := range []string{"x", "1  2", strings.Repeat("1 ", 20)} {
		if _, err := project.ParseWaits(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func FuzzRead(f *testing.F) {
	b, err := os.ReadFile("../../queue/testdata/events-v1.jsonl")
	if err != nil {
		f.Fatal(err)
	}
	for _, line := range bytes.Split(bytes.TrimSpace(b), []byte("\n")) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := project.Read(raw)
		h, herr := project.Peek(raw)
		if (err == nil) != (herr == nil) || err == nil && h.Head() != e.Head {
			t.Fatalf("read %+v, %v; peeked %+v, %v", e, err, h, herr)
		}
		if err != nil {
			return
		}
		if long, err := project.Read(append([]byte(" "), raw...)); json.Valid(raw) && (err != nil || !reflect.DeepEqual(long, e)) {
			t.Fatalf("read as %+v, and the long way as %+v, %v", e, long, err)
		}
		s := project.New()
		for _, line := range [][]byte{
			[]byte(`{"v":1,"hall":"H","epoch":"","seq":1,"type":"day.opened/1","at":"2026-11-25T01:00:00Z","data":{"date":"2026-11-25"}}`),
			[]byte(`{"v":1,"hall":"H","epoch":"","seq":2,"type":"ticket.issued/1","at":"2026-11-25T01:00:00Z","data":{"ticket":{"day":"2026-11-25","number":"A001","legs":[{"theme":"a"}]}}}`),
		} {
			first, err := project.Read(line)
			if err != nil {
				t.Fatal(err)
			}
			s.Apply(first)
		}
		s.Apply(e)
		s.Apply(e)
		s.Changes()
	})
}

func BenchmarkProject(b *testing.B) {
	_, raw := morning(b, 10, 3, 17)
	b.ReportAllocs()
	for b.Loop() {
		s := project.New()
		for i, r := range raw {
			e, err := project.Read(r)
			if err != nil {
				b.Fatal(err)
			}
			if s.Apply(e); i%500 == 499 {
				s.Changes()
			}
		}
	}
	b.ReportMetric(float64(b.N*len(raw))/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkRead(b *testing.B) {
	_, raw := morning(b, 10, 3, 17)
	b.ReportAllocs()
	for b.Loop() {
		for _, r := range raw {
			if _, err := project.Read(r); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.N*len(raw))/b.Elapsed().Seconds(), "events/s")
}
