package queue

import "time"

// WaitsSince is from when the wait of somebody in line counts: from the drawing of
// the number, and after anything else that happened to the visit from when it went
// back into the line (a later part of the visit, a step or papers that it was on
// hold for, a missed number that was brought back, a transfer by a window that had
// begun). A call that came to nothing through no fault of the citizen's, because
// the window closed or took it back, does not begin it anew, nor does another theme
// or other items while the citizen waits. Of a number kept overnight the wait of
// the day before does not count. It is zero for who does not wait.
//
// Every wait that is told of the line rests on it: that of a theme, the longest in
// the hall, and the alert.
func (s *State) WaitsSince(t *Ticket) (since time.Time) {
	if t.State != Waiting {
		return since
	}
	for i := len(t.Periods) - 1; i >= 0; i-- {
		p := &t.Periods[i]
		if p.State != Waiting && p.State != Called {
			break
		}
		since = p.From
	}
	if t.Day != s.Day.Date && since.Before(s.Day.Opened) {
		return s.Day.Opened
	}
	return since
}

// Oldest says for each theme, in the order of the settings, since when the longest
// waiting waits, those who were sent to one window or clerk included; zero if nobody
// does. See WaitsSince.
func (s *State) Oldest() []time.Time {
	all := make([]time.Time, len(s.Themes))
	look := func(e Entry) *time.Time {
		t := s.Tickets[e.Seq-1]
		o := &all[t.theme]
		if since := s.WaitsSince(t); o.IsZero() || since.Before(*o) {
			*o = since
		}
		return o
	}
	for i := range s.line.lanes {
		ln := &s.line.lanes[i]
		for _, d := range ln.late {
			look(d.Entry)
		}
		for _, e := range ln.q[ln.head:] {
			// Nobody waits since before the own key, and a lane stands in the order of
			// keys; but one of a window or clerk has numbers of several themes.
			if o := look(e); i < len(s.Themes) && e.Key > o.UnixMilli() {
				break
			}
		}
	}
	return all
}
