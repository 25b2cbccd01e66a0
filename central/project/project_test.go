package project_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"reflect"
	"testing"
	"time"

	"onewindow/central/project"
	"onewindow/queue"

	"pgregory.net/rapid"
)

// rows are what a store would have.
type rows struct {
	hall    project.Hall
	tickets map[string]project.Ticket
	windows map[string]project.Window
	cells   map[project.Key]project.Cell
	points  map[uint64]project.Checkpoint
	reports map[string]uint64
}

func newRows() *rows {
	return &rows{tickets: map[string]project.Ticket{}, windows: map[string]project.Window{}, cells: map[project.Key]project.Cell{}, points: map[uint64]project.Checkpoint{}, reports: map[string]uint64{}}
}

func (x *rows) take(c project.Changes) {
	x.hall = c.Hall
	for _, t := range c.Tickets {
		x.tickets[t.Day+" "+t.Number] = t
	}
	for _, w := range c.Windows {
		x.windows[w.ID] = w
	}
	for _, id := range c.Gone {
		delete(x.windows, id)
	}
	for _, k := range c.Empty {
		delete(x.cells, k)
	}
	for _, k := range c.Cells {
		x.cells[k.Key] = k
	}
	for _, p := range c.Checkpoints {
		x.points[p.Seq] = p
	}
	for _, r := range c.Reports {
		x.reports[r.Day] = r.Seq
	}
}

func must(t fatal, raw json.RawMessage) project.Event {
	t.Helper()
	e, err := project.Read(raw)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return e
}

// projected is the rows of a history that was cut after some of its events.
func projected(t fatal, raw []json.RawMessage, cut func(i int) bool) *rows {
	t.Helper()
	x, s := newRows(), project.New()
	for i, b := range raw {
		if s.Apply(must(t, b)); cut(i) {
			x.take(s.Changes())
		}
	}
	x.take(s.Changes())
	return x
}

func differ(t fatal, what string, got, want *rows) {
	t.Helper()
	if got.hall != want.hall {
		t.Fatalf("%s: the hall is\n%+v, want\n%+v", what, got.hall, want.hall)
	}
	for k, w := range want.tickets {
		if g := got.tickets[k]; g != w {
			t.Fatalf("%s: ticket %s is\n%+v, want\n%+v", what, k, g, w)
		}
	}
	for k, w := range want.cells {
		if g := got.cells[k]; g != w {
			t.Fatalf("%s: cell %+v is\n%+v, want\n%+v", what, k, g.Counts, w.Counts)
		}
	}
	if !maps.Equal(got.tickets, want.tickets) || !maps.Equal(got.cells, want.cells) {
		t.Fatalf("%s: there are %d tickets and %d cells, want %d and %d", what, len(got.tickets), len(got.cells), len(want.tickets), len(want.cells))
	}
	if !maps.Equal(got.windows, want.windows) {
		t.Fatalf("%s: the windows are\n%+v, want\n%+v", what, got.windows, want.windows)
	}
	if !maps.Equal(got.reports, want.reports) {
		t.Fatalf("%s: the reports are in %v, want %v", what, got.reports, want.reports)
	}
	if !reflect.DeepEqual(got.points, want.points) {
		t.Fatalf("%s: the checkpoints differ", what)
	}
}

// init bounds the random days; the flags of the command line still win.
func init() {
	for name, value := range map[string]string{"rapid.checks": "25", "rapid.nofailfile": "true"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
}

func TestTheRowsAreWhatTheHallItselfSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t, rapid.Uint64().Draw(t, "seed"), rapid.Bool().Draw(t, "keep"))
		x, s, read := newRows(), project.New(), 0
		for range rapid.IntRange(1, 3).Draw(t, "days") {
			for range rapid.IntRange(50, 300).Draw(t, "steps") {
				l.step()
				if l.r.IntN(20) > 0 {
					continue
				}
				l.write(t)
				for ; read < len(l.raw); read++ {
					s.Apply(must(t, l.raw[read]))
				}
				x.take(s.Changes())
				agree(t, x, l)
			}
			l.night()
		}
	})
}

func TestHoweverAHistoryIsCutTheRowsAreTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t, rapid.Uint64().Draw(t, "seed"), rapid.Bool().Draw(t, "keep"))
		for range rapid.IntRange(1, 3).Draw(t, "days") {
			for range rapid.IntRange(20, 200).Draw(t, "steps") {
				l.step()
			}
			l.night()
		}
		l.write(t)
		want := projected(t, l.raw, func(int) bool { return false })
		differ(t, "one event at a time", projected(t, l.raw, func(int) bool { return true }), want)
		differ(t, "at random", projected(t, l.raw, func(int) bool { return l.r.IntN(30) == 0 }), want)
		differ(t, "once more", projected(t, l.raw, func(int) bool { return false }), want)
		if want.hall.Odd != 0 || want.hall.Unknown != 0 || want.hall.Gaps != 0 {
			t.Fatalf("of a whole history %d events are odd, %d unknown, %d lost", want.hall.Odd, want.hall.Unknown, want.hall.Gaps)
		}
	})
}

func TestFromACheckpointTheRowsAreTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t, rapid.Uint64().Draw(t, "seed"), rapid.Bool().Draw(t, "keep"))
		for range 3 {
			for range rapid.IntRange(20, 150).Draw(t, "steps") {
				l.step()
			}
			l.night()
		}
		l.write(t)
		want := projected(t, l.raw, func(int) bool { return false })
		for seq, p := range want.points {
			// What the rows were like when the checkpoint was made, and what a hall made of
			// them that went on otherwise.
			x := projected(t, l.raw[:min(int(seq)+40, len(l.raw))], func(int) bool { return true })
			for k := range x.cells {
				if k.Day >= p.Day {
					delete(x.cells, k)
				}
			}
			for k, v := range x.tickets {
				if v.First > seq {
					delete(x.tickets, k)
				}
			}
			s, err := project.Load(p.Data)
			if err != nil {
				t.Fatalf("%v", err)
			}
			if s.Seq() != seq {
				t.Fatalf("a checkpoint of event %d is of event %d", seq, s.Seq())
			}
			for _, b := range l.raw[seq:] {
				s.Apply(must(t, b))
			}
			x.take(s.Changes())
			differ(t, fmt.Sprint("from event ", seq), x, want)
		}
	})
}

// agree compares the rows with the hall's own state.
func agree(t fatal, x *rows, l *life) {
	t.Helper()
	st, h := l.State, x.hall
	opened := uint64(0)
	for _, r := range l.Records {
		if _, ok := r.Event.(queue.DayOpened); ok {
			opened = r.Seq
		}
	}
	n := map[queue.TicketState]int{}
	var want project.Counts
	for _, q := range st.Tickets {
		n[q.State]++
		count(&want, q, &st.Day, opened)
		r, ok := x.tickets[q.Day+" "+q.Number]
		if !ok {
			t.Fatalf("ticket %s has no row", q.Number)
		}
		sameTicket(t, r, q)
	}
	if got := [...]int{h.Waiting, h.Called, h.Serving, h.Held, h.Missing, h.Done, h.Cancelled, h.Expired, h.Issued}; got !=
		[...]int{n[queue.Waiting], n[queue.Called], n[queue.Serving], n[queue.Held], n[queue.Missed], n[queue.Done], n[queue.Cancelled], n[queue.Expired], len(st.Tickets)} {
		t.Fatalf("the hall's row counts %v, the hall %v of %d", got, n, len(st.Tickets))
	}
	if h.Seq != st.Seq || h.Epoch != string(st.Epoch) || h.Day != st.Day.Date || h.Open != st.Day.Open || (h.Stopped != "") != (st.Stopped != nil) || h.Settings != st.SettingsHash {
		t.Fatalf("the hall's row is %+v, the hall at %d, %s, %+v", h, st.Seq, st.Epoch, st.Day)
	}
	day := project.Key{Day: st.Day.Date, Slot: project.WholeDay, Dim: project.DimHall}
	got := x.cells[day].Counts
	got.Services, got.ServiceSeconds = 0, 0
	if got != want {
		t.Fatalf("the day counts\n%+v, the hall\n%+v", got, want)
	}
	sumUp(t, x, st)
	for _, w := range st.Windows {
		sameWindow(t, x, w, st)
	}
}

// count adds what the hall knows of a ticket.
func count(c *project.Counts, q *queue.Ticket, day *queue.Day, opened uint64) {
	if q.First > opened {
		c.Issued++
	}
	first, missed := true, q.Misses > 0
	for i, p := range q.Periods {
		if p.State == queue.Called {
			if first && p.Seq > opened {
				since := q.Issued
				if since.Before(day.Opened) {
					since = day.Opened
				}
				add := project.Counts{Called: 1, WaitSeconds: int(p.From.Sub(since) / time.Second)}
				add.Waits[classOf(add.WaitSeconds)]++
				c.Add(add)
			}
			first = false
			if p.Reason == queue.ReasonPicked && p.Seq > opened {
				c.Picked++
			}
		}
		if missed && p.State == queue.Missed && i > 0 && q.Periods[i-1].State == queue.Called {
			if missed = false; p.Seq > opened {
				c.Missed++
			}
		}
	}
	if missed { // for good, at once
		c.Missed++
	}
	switch q.State {
	case queue.Done:
		c.Served++
	case queue.Cancelled:
		c.Cancelled++
	case queue.Expired:
		c.Expired++
	}
}

func classOf(seconds int) int {
	n := 0
	for _, b := range project.Bounds {
		if seconds > b {
			n++
		}
	}
	return n
}

func sameTicket(t fatal, r project.Ticket, q *queue.Ticket) {
	t.Helper()
	legs, err := json.Marshal(q.Legs)
	if err != nil {
		t.Fatalf("%v", err)
	}
	spent := func(state queue.TicketState) (d time.Duration) {
		for _, p := range q.Periods {
			if p.State == state && !p.To.IsZero() {
				d += p.To.Sub(p.From)
			}
		}
		return d
	}
	ended := int64(0)
	if !q.Ended.IsZero() {
		ended = q.Ended.UnixMilli()
	}
	paper := ""
	if p := q.Paper(); p != nil {
		paper = string(p.State)
	}
	switch {
	case r.State != string(q.State), r.Theme != q.Theme(), r.Legs != string(legs), r.Misses != q.Misses, r.Why != q.Why, r.Ended != ended,
		r.Issued != q.Issued.UnixMilli(), r.Class != string(q.Class), r.Copies != q.Copies, r.Paper != paper, r.First != q.First, r.Rev != q.Rev,
		r.Waiting != int(spent(queue.Waiting)/time.Second), r.Service != int(spent(queue.Serving)/time.Second), r.Hold != int(spent(queue.Held)/time.Second),
		q.Window != "" && (r.Window != q.Window || r.Clerk != q.Clerk), r.Reason != string(q.Reason.Code), q.State == queue.Called && r.Calls != q.Calls:
		t.Fatalf("a ticket's row is\n%+v, the hall's ticket\n%+v", r, *q)
	}
}

func sameWindow(t fatal, x *rows, w *queue.Window, st *queue.State) {
	t.Helper()
	r := x.windows[w.ID]
	switch {
	case r.State != string(w.State), r.Clerk != w.Clerk, r.Number != w.Ticket, r.Reason != w.Reason, r.Since != w.Since.UnixMilli(), r.Served != w.Served,
		r.Open != int(w.Open/time.Second), r.Busy != int(w.Busy/time.Second), r.Own != join(w.Own), r.Spill != join(w.Spill):
		t.Fatalf("a window's row is\n%+v, the hall's window\n%+v", r, *w)
	}
	k := project.Key{Day: st.Day.Date, Slot: project.WholeDay, Dim: project.DimWindow, ID: w.ID}
	if got := x.cells[k].Served; got != w.Served {
		t.Fatalf("the statistics count %d served at window %s, the hall %d", got, w.ID, w.Served)
	}
}

func join(all []string) (s string) {
	for i, a := range all {
		if i > 0 {
			s += " "
		}
		s += a
	}
	return s
}

// sumUp checks that half hours make the day, and that themes and windows count the
// same visits.
func sumUp(t fatal, x *rows, st *queue.State) {
	t.Helper()
	sum := map[project.Key]project.Counts{}
	for k, c := range x.cells {
		if k.Slot == project.WholeDay {
			continue
		}
		k.Slot = project.WholeDay
		s := sum[k]
		s.Add(c.Counts)
		sum[k] = s
	}
	served := map[project.Dim]int{}
	for k, c := range x.cells {
		if k.Slot != project.WholeDay {
			continue
		}
		if c.Counts != sum[k] {
			t.Fatalf("half hours of %+v make\n%+v, the day is\n%+v", k, sum[k], c.Counts)
		}
		if c.Waits.Number() != c.Called || c.Services > c.Served {
			t.Fatalf("%+v counts %+v", k, c.Counts)
		}
		if k.Day == st.Day.Date {
			served[k.Dim] += c.Served
		}
	}
	if served[project.DimTheme] != served[project.DimWindow] {
		t.Fatalf("themes served %d, windows %d", served[project.DimTheme], served[project.DimWindow])
	}
}
