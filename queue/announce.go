package queue

import "time"

// AnnounceWithin is how long after a call its clocks wait for the voice.
const AnnounceWithin = 10 * time.Second

// announce notes that the voice has spoken a call. Of a call that is not the open one
// any more nothing is noted: while it was spoken the citizen came, or was called
// again.
func (d *decision) announce(c Announce) *Refusal {
	w, err := d.findWindow(c.Window)
	if err != nil {
		return err
	}
	t, err := d.findTicket(c.Number)
	if err != nil {
		return err
	}
	if w.State == Calling && w.Ticket == t.Number && t.Calls == c.Times && t.Announced.IsZero() {
		d.emit(TicketAnnounced(c))
	}
	return nil
}

// applyAnnounced leaves the revisions as they are: the clerk may still take the call
// back.
func (s *State) applyAnnounced(r *Record, e TicketAnnounced) error {
	t, _, err := s.both(e.Number, e.Window, e.Type())
	if err != nil {
		return err
	}
	t.Announced = r.At
	return nil
}

// AgainAt is from when a called number may be called again or, after the last call, be
// marked missed: the rule's gap after the citizen could hear the call. That is when
// the voice had spoken it, at latest AnnounceWithin after the call; and the call itself
// where no voice works.
func (s *State) AgainAt(t *Ticket) time.Time {
	return s.HeardAt(t).Add(s.Settings.Rules.CallGap.Duration())
}

// HeardAt is when the citizen could hear the last call, or, while the voice is still to
// speak it, at latest can.
func (s *State) HeardAt(t *Ticket) time.Time {
	heard := t.LastCall
	switch latest := t.LastCall.Add(AnnounceWithin); {
	case !t.Announced.IsZero():
		heard = t.Announced
		if heard.After(latest) {
			heard = latest
		}
	case s.voiced(t.Window):
		heard = latest
	}
	return heard
}

// voiced reports whether a voice works that is heard where the window stands.
func (s *State) voiced(window string) bool {
	w := s.windows[window]
	if w == nil {
		return false
	}
	zone := s.Plan(w).Zone
	for i := range s.Devices {
		if d := &s.Devices[i]; d.Kind == DeviceVoice && d.Fault == "" && d.Covers(zone) {
			return true
		}
	}
	return false
}
