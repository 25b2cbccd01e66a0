package wait

import (
	"slices"
	"time"

	"onewindow/queue"
)

// Hall is what an estimate needs to know of a hall at one moment. It shares nothing
// with the state that later events change.
type Hall struct {
	Epoch queue.Epoch
	Seq   uint64
	// Now is the moment, and Date the business day; Open says that it is open.
	Now  time.Time
	Date string
	Open bool
	// Stopped says that the hall was stopped in an emergency.
	Stopped bool
	// Close is when the hall closes.
	Close time.Time
	// Settings are those of the state, which nobody changes in place.
	Settings *queue.Settings
	// Themes and Windows are in the order of the settings.
	Themes  []ThemeNow
	Windows []WindowNow

	tickets []ticket // who waits, in order of drawing
	coming  []ticket // who is on hold until a known time
	missed  []ticket // who was missed, since then, and may come back
	lanes   int
	between sums // from one citizen to the next, where one waits; see lookBetween
}

// ThemeNow is a theme at that moment.
type ThemeNow struct {
	ID string
	// Drawn counts the day's numbers, Waiting those who wait for the theme as such,
	// without those sent to one window or clerk.
	Drawn, Waiting int

	classes [3]int // of the numbers drawn today: ordinary, priority, appointment
}

// WindowNow is a window at that moment.
type WindowNow struct {
	ID    string
	State queue.WindowState
	Clerk string
	// Since is from when it is in that state, and Opened from when its clerk is there
	// without a pause of LongBreak; zero while it is closed or in such a pause.
	Since, Opened time.Time
	// Seen says that it was open today.
	Seen  bool
	Reach queue.Reach
	// Reason is why it is paused, PauseAfter why it will be after this citizen.
	Reason, PauseAfter string
	// Asked is what a manager asks of it.
	Asked *queue.Ask
	// Forgotten says that it counts as paused because it calls nobody, though somebody
	// waits whom it may call.
	Forgotten bool

	returns bool          // its clerk is taken to be back soon; see Returning
	serves  ticket        // whom it has called or serves
	spent   time.Duration // how long it has served that visit's current part
}

// ticket is a visit that waits, is at a window, or comes back.
type ticket struct {
	number string
	lane   int32 // in the state's line
	seq    int32
	key    int64
	since  int64 // from when its wait counts; see queue.State.WaitsSince
	at     int64 // when it comes, if it does not wait
	ahead  int
	// passing is how many calls of its lane it lets pass first.
	passing int
	misses  int   // calls to which nobody came
	legs    []leg // the current one and those after it
}

// leg is one part of a visit.
type leg struct {
	theme int32
	items []string
}

// Look takes from a state what an estimate needs; now is not earlier than its last event.
func Look(s *queue.State, now time.Time) *Hall {
	if now.Before(s.At) {
		now = s.At
	}
	h := &Hall{Epoch: s.Epoch, Seq: s.Seq, Now: now, Date: s.Day.Date, Open: s.Day.Open, Stopped: s.Stopped != nil, Settings: s.Settings}
	if s.Settings == nil {
		return h
	}
	set := s.Settings
	h.Close = set.Hall.Closing(h.Date)
	h.lanes = len(set.Themes) + len(set.Windows) + len(set.Staff)
	themes := make(map[string]int32, len(set.Themes))
	h.Themes = make([]ThemeNow, len(set.Themes))
	for i := range set.Themes {
		themes[set.Themes[i].ID] = int32(i)
		h.Themes[i] = ThemeNow{ID: set.Themes[i].ID, Drawn: s.Themes[i].Issued}
	}
	visit := func(t *queue.Ticket) ticket {
		lane, passing := s.Place(t)
		v := ticket{number: t.Number, lane: lane, seq: t.Seq, key: t.Key.UnixMilli(), passing: passing, misses: t.Misses, legs: make([]leg, 0, len(t.Legs)-t.Leg)}
		for _, l := range t.Legs[t.Leg:] {
			v.legs = append(v.legs, leg{theme: themes[l.Theme], items: slices.Clone(l.Items)})
		}
		return v
	}
	for _, t := range s.Tickets {
		if i, ok := themes[t.Of(&t.Periods[0])]; ok && t.Day == s.Day.Date {
			h.Themes[i].classes[classOf(t)]++
		}
		switch {
		case t.State == queue.Waiting:
			v := visit(t)
			v.since, v.ahead = s.WaitsSince(t).UnixMilli(), s.Ahead(t)
			if int(v.lane) < len(h.Themes) {
				h.Themes[v.lane].Waiting++
			}
			h.tickets = append(h.tickets, v)
		case t.State == queue.Held && t.Hold != nil && t.Hold.Kind == queue.HoldStep && !t.Hold.Until.IsZero():
			v := visit(t)
			v.lane, v.passing = v.legs[0].theme, 0
			v.at = max(t.Hold.Until.UnixMilli(), now.UnixMilli())
			v.since = v.at
			h.coming = append(h.coming, v)
		case t.State == queue.Missed && t.Misses <= set.Rules.Returns:
			v := visit(t)
			v.lane, v.passing = v.legs[0].theme, 0
			v.since = t.Since().UnixMilli()
			h.missed = append(h.missed, v)
		}
	}
	h.Windows = make([]WindowNow, len(s.Windows))
	for i, w := range s.Windows {
		n := WindowNow{
			ID: w.ID, State: w.State, Clerk: w.Clerk, Since: w.Since, Reach: w.Reach(),
			Reason: w.Reason, PauseAfter: w.PauseAfter, Asked: w.Asked, Seen: w.State != queue.Closed,
		}
		if n.State == queue.Idle && now.Before(set.Hall.Opening(h.Date)) {
			n.State = queue.Closed // a clerk who is early calls nobody before the hall opens
		}
		if from := unattended(s, w); n.State == queue.Idle && now.Sub(from) >= callsWithin {
			n.State, n.Since, n.Forgotten = queue.Paused, from, true
		}
		if t := s.Ticket(w.Ticket); w.Ticket != "" && t != nil {
			n.serves = visit(t)
			n.serves.since = waited(t)
			n.spent = spent(t, now)
		}
		h.Windows[i] = n
	}
	h.lookAtShifts(s)
	h.lookBetween(s)
	return h
}

// classOf is where a class stands in report.Lessons.Classes.
func classOf(t *queue.Ticket) int {
	switch t.Class {
	case queue.Priority:
		return 1
	case queue.Appointment:
		return 2
	}
	return 0
}

// callsWithin is after how long a window that calls nobody, though it may, is taken to be
// without its clerk, who pressed no key before going.
const callsWithin = 3 * time.Minute

// unattended is since when an idle window could have called somebody, and has not.
func unattended(s *queue.State, w *queue.Window) time.Time {
	if w.State != queue.Idle {
		return s.At
	}
	next := s.NextAt(w, 1)
	if len(next) == 0 {
		return s.At
	}
	if since := next[0].Since(); since.After(w.Since) {
		return since
	}
	return w.Since
}

// lookAtShifts takes from the day's shifts since when windows are open.
func (h *Hall) lookAtShifts(s *queue.State) {
	byID := make(map[string]*WindowNow, len(h.Windows))
	for i := range h.Windows {
		byID[h.Windows[i].ID] = &h.Windows[i]
	}
	last := make(map[string]time.Time, len(h.Windows))
	for i := range s.Shifts {
		x := &s.Shifts[i]
		w := byID[x.Window]
		if w == nil {
			continue
		}
		to := x.To
		if to.IsZero() {
			to = h.Now
		}
		long := x.Paused && to.Sub(x.From) >= longBreak
		switch {
		case long:
			w.Opened = time.Time{}
		case w.Opened.IsZero() || !last[x.Window].Equal(x.From):
			w.Opened = x.From
		}
		last[x.Window] = to
		w.Seen = w.Seen || !x.Paused
	}
	for i := range h.Windows {
		w := &h.Windows[i]
		if w.State == queue.Closed {
			w.Opened = time.Time{}
		}
	}
}

// waited is from when the wait counted that ended with the ticket's last call.
func waited(t *queue.Ticket) int64 {
	for i := len(t.Periods) - 1; i >= 0; i-- {
		if p := &t.Periods[i]; p.State == queue.Waiting {
			return p.From.UnixMilli()
		}
	}
	return t.Issued.UnixMilli()
}

// spent is how long the current leg of a visit has been served.
func spent(t *queue.Ticket, now time.Time) (d time.Duration) {
	for i := range t.Periods {
		p := &t.Periods[i]
		if p.State != queue.Serving || p.Leg != t.Leg {
			continue
		}
		to := p.To
		if to.IsZero() {
			to = now
		}
		d += to.Sub(p.From)
	}
	return d
}
