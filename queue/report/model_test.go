package report_test

import (
	"fmt"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
)

// model counts a hall's days in the plainest way: it reads the events one after the
// other, keeps every single length in a list, and takes figures from the lists. It
// knows no spans, no tickets and no state of the hall.
type model struct {
	visits map[string]*visit
	// waits, walks and services are all lengths, in seconds, by what they are of: ""
	// is the hall, "t/…" a theme, "w/…" a window.
	waits, walks, services map[string][]int
	served, missed         map[string]int
	calls                  map[queue.ReasonCode]int
	issued, cancelled      int
	unserved, lost         int
	missedNumbers          int
	open, paused, busy     map[string]time.Duration
	windows                map[string]*desk
	told, held, kept       int
	abs, bias              int
}

// visit is one number, as far as the model follows it.
type visit struct {
	issued, since time.Time
	legs          []queue.Leg
	leg           int
	called, ever  bool // in this part; at all
	missed        bool
	call          time.Time
	window        string
	inferred      bool
	start         time.Time
	served        time.Duration // in this part
	sure          bool
	promise       *queue.Promise
	moved         bool // to another place in line, before it was called
}

// desk is one window.
type desk struct {
	state string // "", open, paused
	since time.Time
	busy  time.Time
}

func newModel() *model {
	return &model{
		visits: map[string]*visit{}, waits: map[string][]int{}, walks: map[string][]int{}, services: map[string][]int{},
		served: map[string]int{}, missed: map[string]int{}, calls: map[queue.ReasonCode]int{},
		open: map[string]time.Duration{}, paused: map[string]time.Duration{}, busy: map[string]time.Duration{}, windows: map[string]*desk{},
	}
}

// windowOf is the window that an event names.
func windowOf(e queue.Event) string {
	switch e := e.(type) {
	case queue.TicketCalled:
		return e.Window
	case queue.TicketStarted:
		return e.Window
	case queue.TicketFinished:
		return e.Window
	case queue.TicketMissed:
		return e.Window
	case queue.TicketHeld:
		return e.Window
	case queue.TicketTakenBack:
		return e.Window
	case queue.TicketTransferred:
		return e.Window
	case queue.TicketChanged:
		return e.Window
	case queue.TicketCancelled:
		return e.Window
	case queue.WindowPaused:
		return e.Window
	case queue.WindowPausing:
		return e.Window
	case queue.WindowResumed:
		return e.Window
	}
	return ""
}

// stood are the records without those that were taken back.
func stood(rs []queue.Record) (left []queue.Record) {
	for _, r := range rs {
		u, undo := r.Event.(queue.WindowUndone)
		if !undo {
			left = append(left, r)
			continue
		}
		last := len(left) - 1
		for windowOf(left[last].Event) != u.Window || left[last].Cause == "" {
			last--
		}
		cause := left[last].Cause
		left = slices.DeleteFunc(left, func(r queue.Record) bool { return r.Cause == cause })
	}
	return left
}

func secs(d time.Duration) int { return int(d / time.Second) }

// read reads the events of one day.
func (m *model) read(rs []queue.Record) {
	for _, r := range stood(rs) {
		m.event(r)
	}
}

func (m *model) event(r queue.Record) {
	switch e := r.Event.(type) {
	case queue.DayOpened:
		for _, v := range m.visits { // who is still there was kept, waits anew, and was promised nothing of it
			v.since, v.missed, v.promise = r.At, false, nil
		}
	case queue.TicketIssued:
		m.issued++
		m.visits[e.Ticket.Number] = &visit{issued: r.At, since: r.At, legs: slices.Clone(e.Ticket.Legs), sure: true}
	case queue.TicketPromised:
		p := e.Promise
		m.visits[e.Number].promise = &p
	case queue.TicketCalled:
		m.called(m.visits[e.Number], e, r.At)
	case queue.TicketStarted:
		v := m.visits[e.Number]
		if v.inferred = e.Inferred; e.Inferred {
			v.sure = false
		} else {
			length(m.walks, secs(e.Since.Sub(v.call)), "", v.theme(), v.window)
		}
		v.start = e.Since
	case queue.TicketTakenBack:
		v := m.visits[e.Number]
		v.window, v.start = e.Window, r.At
		m.windows[e.Window].busy = r.At
	case queue.TicketFinished:
		m.finished(m.visits[e.Number], e, r.At)
		m.leave(e.Number, r.At, !e.More)
		if v := m.visits[e.Number]; e.More {
			v.leg, v.since, v.called, v.served, v.sure = v.leg+1, r.At, false, 0, true
		}
	case queue.TicketMissed:
		v := m.visits[e.Number]
		if !v.missed {
			m.missedNumbers++
		}
		v.missed = true
		m.missed["t/"+v.theme()]++
		m.missed["w/"+e.Window]++
		if e.Final {
			m.lost++
		}
		m.leave(e.Number, r.At, e.Final)
	case queue.TicketHeld:
		m.leave(e.Number, r.At, false)
	case queue.TicketReleased:
		m.visits[e.Number].moved = true
		m.leave(e.Number, r.At, false)
	case queue.TicketTransferred:
		v := m.visits[e.Number]
		v.moved = true
		m.leave(e.Number, r.At, false)
		if e.To.Theme != "" {
			v.legs[v.leg].Theme = e.To.Theme
		}
	case queue.TicketChanged:
		v := m.visits[e.Number]
		v.moved = v.moved || e.Legs[0].Theme != v.theme()
		v.legs = append(slices.Clone(v.legs[:v.leg]), e.Legs...)
	case queue.TicketCancelled:
		m.cancelled++
		m.leave(e.Number, r.At, true)
	case queue.TicketExpired:
		m.unserved++
		m.leave(e.Number, r.At, true)
	default:
		m.windowEvent(r)
	}
}

func (v *visit) theme() string { return v.legs[v.leg].Theme }

// length notes a length for the hall, if hall is not "-", a theme and a window.
func length(to map[string][]int, n int, hall, theme, window string) {
	if hall != "-" {
		to[""] = append(to[""], n)
	}
	to["t/"+theme] = append(to["t/"+theme], n)
	to["w/"+window] = append(to["w/"+window], n)
}

func (m *model) called(v *visit, e queue.TicketCalled, at time.Time) {
	m.calls[e.Reason.Code]++
	v.window, v.call = e.Window, at
	m.windows[e.Window].busy = at
	if !v.called {
		hall := "-"
		if !v.ever {
			hall = ""
		}
		length(m.waits, secs(at.Sub(v.since)), hall, v.theme(), e.Window)
	}
	if p := v.promise; !v.ever && !v.moved && p != nil && !p.Rough {
		wait := secs(at.Sub(p.At))
		m.told++
		if p.Low <= wait && wait <= p.High {
			m.held++
		}
		if wait <= p.Likely {
			m.kept++
		}
		m.bias += p.Median - wait
		m.abs += max(p.Median-wait, wait-p.Median)
	}
	v.called, v.ever = true, true
}

func (m *model) finished(v *visit, e queue.TicketFinished, at time.Time) {
	n := v.served + at.Sub(v.start)
	sure := v.sure && n > 0
	theme := "t/" + v.theme()
	m.served[theme]++
	m.served["w/"+e.Window]++
	if sure {
		m.services[theme] = append(m.services[theme], secs(n))
		m.services["w/"+e.Window] = append(m.services["w/"+e.Window], secs(n))
	}
	if !e.More {
		m.served[""]++
	}
}

// leave ends the stay at a window, if there is one; over ends the visit.
func (m *model) leave(number string, at time.Time, over bool) {
	v := m.visits[number]
	if w := m.windows[v.window]; w != nil {
		m.busy[v.window] += at.Sub(w.busy)
	}
	if !v.start.IsZero() {
		v.served += at.Sub(v.start)
	}
	v.window, v.start = "", time.Time{}
	if over {
		delete(m.visits, number)
	}
}

func (m *model) windowEvent(r queue.Record) {
	move := func(window, to string) {
		w := m.windows[window]
		if w == nil {
			w = &desk{}
			m.windows[window] = w
		}
		switch w.state {
		case "open":
			m.open[window] += r.At.Sub(w.since)
		case "paused":
			m.paused[window] += r.At.Sub(w.since)
		}
		w.state, w.since = to, r.At
	}
	switch e := r.Event.(type) {
	case queue.WindowOpened:
		move(e.Window, "open")
	case queue.WindowPaused:
		move(e.Window, "paused")
	case queue.WindowResumed:
		move(e.Window, "open")
	case queue.WindowClosed:
		move(e.Window, "")
	}
}

// compare holds a report against what was counted.
func (m *model) compare(t queuetest.Must, s *report.Span) {
	t.Helper()
	a := &s.All
	for what, x := range map[string][2]int{
		"issued": {a.Issued, m.issued}, "served": {a.Served, m.served[""]}, "cancelled": {a.Cancelled, m.cancelled},
		"unserved": {a.Unserved, m.unserved}, "lost": {a.Lost, m.lost}, "missed numbers": {a.Missed, m.missedNumbers},
		"promises held": {a.Told.Held, m.held}, "kept": {a.Told.Kept, m.kept}, "told": {a.Told.Called, m.told},
		"error": {a.Told.Error, m.abs}, "bias": {a.Told.Bias, m.bias},
	} {
		if x[0] != x[1] {
			t.Fatalf("%s: %d, counted %d", what, x[0], x[1])
		}
	}
	if fmt.Sprint(a.Calls) != fmt.Sprint(m.calls) {
		t.Fatalf("calls %v, counted %v", a.Calls, m.calls)
	}
	m.cell(t, "", a)
	for id, c := range s.Themes {
		m.cell(t, "t/"+id, c)
	}
	for id, c := range s.Windows {
		m.cell(t, "w/"+id, c)
		m.worked(t, id, c, s.Days)
	}
}

func (m *model) cell(t queuetest.Must, id string, c *report.Cell) {
	t.Helper()
	waits := slices.Sorted(slices.Values(m.waits[id]))
	sum, in := 0, 0
	for _, w := range waits {
		sum += w
		if w <= report.Target {
			in++
		}
	}
	if c.Waits.Number() != len(waits) || c.Waits.Sum() != sum || c.Waits.Within(report.Target) != in {
		t.Fatalf("%q: %d waits of %d s, %d in time; counted %d of %d s, %d", id, c.Waits.Number(), c.Waits.Sum(), c.Waits.Within(report.Target), len(waits), sum, in)
	}
	for _, p := range []int{1, 50, 90, 99, 100} {
		if n := len(waits); n > 0 && c.Waits.Percentile(p) != waits[max((n*p+99)/100, 1)-1] {
			t.Fatalf("%q: %d%% wait up to %d s, counted %d", id, p, c.Waits.Percentile(p), waits[max((n*p+99)/100, 1)-1])
		}
	}
	m.sum(t, id+" walks", c.Walk, m.walks[id])
	if id != "" {
		m.sum(t, id+" services", c.Service, m.services[id])
		if c.Served != m.served[id] || c.Missed != m.missed[id] {
			t.Fatalf("%q: %d served, %d missed; counted %d, %d", id, c.Served, c.Missed, m.served[id], m.missed[id])
		}
	}
}

func (m *model) sum(t queuetest.Must, what string, got report.Sum, all []int) {
	t.Helper()
	want := report.Sum{N: len(all)}
	for _, n := range all {
		want.Seconds, want.Max = want.Seconds+n, max(want.Max, n)
	}
	if got != want {
		t.Fatalf("%s: %+v, counted %+v", what, got, want)
	}
}

// worked holds the times of a window against those counted; each day cuts them to
// seconds.
func (m *model) worked(t queuetest.Must, id string, c *report.Cell, days int) {
	t.Helper()
	for what, x := range map[string][2]int{
		"open": {c.Open, secs(m.open[id])}, "paused": {c.Paused, secs(m.paused[id])}, "busy": {c.Busy, secs(m.busy[id])},
	} {
		if off := x[1] - x[0]; off < 0 || off > days {
			t.Fatalf("window %s: %s %d s, counted %d", id, what, x[0], x[1])
		}
	}
}
