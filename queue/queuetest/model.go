package queuetest

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"onewindow/queue"
)

// Model is a second hall that reads the same records and knows only who stands
// where, and who is next. It is slow and obvious: plain maps, every question
// answered by looking at everybody.
type Model struct {
	tickets map[string]visitor
	windows map[string]place
	calls   []call
	rules   queue.Rules

	// Of the staff: the calls for help by terminal and kind, and who is at which
	// desk.
	helps map[string]string
	desks map[string]string
	// Of devices: each by terminal and id; of papers what is known of each by number
	// and copy.
	devices map[string]queue.Device
	papers  map[string]queue.PaperState
	// Of what the centre owns: each part with what it said when it was taken.
	parts map[queue.Part]published
	says  map[queue.Part]string

	// Of forecasts: what each number was promised, which themes are full, the open
	// advices, and the event of each day's report; and of windows their shifts.
	promises map[string]queue.Promise
	full     map[string]bool
	advice   map[string]queue.Advice
	reports  map[string]uint64
	// unreported are the closed days without one.
	unreported map[string]uint64
	shifts     spans
	broken     error // what a record said that cannot be

	// before is the model as the last action at each window found it.
	before map[string]*Model
	acted  map[string]string // the cause of the last action at each window
}

// visitor is a ticket as the model sees it.
type visitor struct {
	state    queue.TicketState
	key      time.Time
	seq      int
	legs     []string
	target   queue.Target
	window   string
	after    int  // the call of its theme from which it may be called, counted from 1
	returned bool // whether it waits for that
	heard    bool // whether the voice has spoken the last call
}

// place is a window as the model sees it.
type place struct {
	state      queue.WindowState
	clerk      string
	ticket     string
	own, spill []string
	planned    queue.WindowPlan
	reason     string // of the pause
	pause      bool   // after the citizen
	next       string // and why
	asked      queue.AskKind
	answer     queue.AskAnswer
}

// call is a call of a theme, for those who let some pass.
type call struct {
	theme  string
	window string
	cause  string
}

// NewModel is a hall of which nothing is known yet.
func NewModel() *Model {
	return &Model{tickets: map[string]visitor{}, windows: map[string]place{}, before: map[string]*Model{}, acted: map[string]string{},
		helps: map[string]string{}, desks: map[string]string{}, devices: map[string]queue.Device{}, papers: map[string]queue.PaperState{},
		parts: map[queue.Part]published{}, says: map[queue.Part]string{},
		promises: map[string]queue.Promise{}, full: map[string]bool{}, advice: map[string]queue.Advice{}, reports: map[string]uint64{}, unreported: map[string]uint64{}, shifts: spans{}}
}

// copy is the model without its own memories.
func (m *Model) copy() *Model {
	return &Model{tickets: maps.Clone(m.tickets), windows: maps.Clone(m.windows), shifts: m.shifts.clone()}
}

// Next is who is next at a window, and whether anybody is.
func (m *Model) Next(window string) (string, bool) {
	w := m.windows[window]
	all := maps.Clone(m.tickets)
	if t, ok := all[w.ticket]; ok && w.state == queue.WindowServing {
		// The citizen being served is finished first; another leg may follow.
		if w.pause {
			return "", false
		}
		if t.legs = t.legs[1:]; len(t.legs) > 0 {
			t.state, t.target = queue.Waiting, queue.Target{}
			all[w.ticket] = t
		} else {
			delete(all, w.ticket)
		}
	}
	var own, spill string
	better := func(a, b string) string {
		x, y := all[a], all[b]
		if b == "" || x.key.Before(y.key) || x.key.Equal(y.key) && x.seq < y.seq {
			return a
		}
		return b
	}
	for n, t := range all {
		switch {
		case t.state != queue.Waiting:
		case t.target.Window != "" || t.target.Clerk != "":
			if t.target.Window == window || t.target.Clerk == w.clerk {
				own = better(n, own)
			}
		case !m.mayBeCalled(n, all):
		case slices.Contains(w.own, t.legs[0]):
			own = better(n, own)
		case slices.Contains(w.spill, t.legs[0]):
			spill = better(n, spill)
		}
	}
	switch {
	case own == "":
		return spill, spill != ""
	case spill != "" && all[own].key.Sub(all[spill].key) >= m.rules.SpillLead.Duration():
		return spill, true
	}
	return own, true
}

// mayBeCalled reports whether a waiting ticket has let enough calls pass, or
// whether nobody is there to let pass.
func (m *Model) mayBeCalled(number string, all map[string]visitor) bool {
	t := all[number]
	if m.passed(t) {
		return true
	}
	for n, o := range all {
		if n == number || o.state != queue.Waiting || o.target != (queue.Target{}) || o.legs[0] != t.legs[0] {
			continue
		}
		if m.passed(o) || o.key.Before(t.key) || o.key.Equal(t.key) && o.seq < t.seq {
			return false
		}
	}
	return true
}

// passed reports whether the ticket need not let anybody pass any more.
func (m *Model) passed(t visitor) bool {
	return !t.returned || m.called(t.legs[0]) >= t.after
}

// called is how many calls of the theme the day has seen, without those taken
// back.
func (m *Model) called(theme string) (n int) {
	for _, c := range m.calls {
		if c.theme == theme {
			n++
		}
	}
	return n
}

// Compare says where a state disagrees with the model.
func (m *Model) Compare(s *queue.State) error {
	if len(s.Tickets) != len(m.tickets) || len(s.Windows) != len(m.windows) {
		return fmt.Errorf("%d tickets and %d windows; the model has %d and %d", len(s.Tickets), len(s.Windows), len(m.tickets), len(m.windows))
	}
	for _, t := range s.Tickets {
		o, ok := m.tickets[t.Number]
		var legs []string
		for _, l := range t.Legs[t.Leg:] {
			legs = append(legs, l.Theme)
		}
		if !ok || o.state != t.State || o.target != t.Target || !slices.Equal(o.legs, legs) || !o.key.Equal(t.Key) || o.heard == t.Announced.IsZero() || t.State.AtWindow() && t.Window != o.window {
			return fmt.Errorf("number %s is %s at %q, legs %v, target %+v; the model has %+v", t.Number, t.State, t.Window, legs, t.Target, o)
		}
	}
	for _, w := range s.Windows {
		o := m.windows[w.ID]
		if o.state != w.State || o.clerk != w.Clerk || o.ticket != w.Ticket || o.pause != (w.PauseAfter != "") ||
			!slices.Equal(o.own, w.Own) || !slices.Equal(o.spill, w.Spill) {
			return fmt.Errorf("window %s is %+v; the model has %+v", w.ID, *w, o)
		}
	}
	if err := m.compareDevices(s); err != nil {
		return err
	}
	if err := m.compareParts(s); err != nil {
		return err
	}
	if err := m.compareDay(s); err != nil {
		return err
	}
	return m.compareStaff(s)
}

// compareStaff says the same of what concerns the staff.
func (m *Model) compareStaff(s *queue.State) error {
	if len(s.Helps) != len(m.helps) || len(s.Desks) != len(m.desks) {
		return fmt.Errorf("%d calls for help and %d desks; the model has %d and %d", len(s.Helps), len(s.Desks), len(m.helps), len(m.desks))
	}
	for _, h := range s.Helps {
		if id := m.helps[h.Terminal+" "+string(h.Kind)]; id != h.ID {
			return fmt.Errorf("the call %+v; the model has %q", h, id)
		}
	}
	for _, d := range s.Desks {
		if m.desks[d.Terminal] != d.Clerk {
			return fmt.Errorf("at desk %s is %s; the model has %q", d.Terminal, d.Clerk, m.desks[d.Terminal])
		}
	}
	for _, w := range s.Windows {
		what, answer := queue.AskKind(""), queue.AskAnswer("")
		if w.Asked != nil {
			what, answer = w.Asked.What, w.Asked.Answer
		}
		if o := m.windows[w.ID]; o.asked != what || o.answer != answer {
			return fmt.Errorf("window %s is asked to %q and says %q; the model has %q, %q", w.ID, what, answer, o.asked, o.answer)
		}
	}
	return nil
}
