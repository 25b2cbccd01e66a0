package queue

import "time"

// Due is the next moment at which Tick has something to say; zero if there is
// none. It never lies before the last event.
func Due(s *State) time.Time {
	if !s.Configured() {
		return time.Time{}
	}
	var due time.Time
	at := func(t time.Time) {
		if t.IsZero() {
			return
		}
		if t.Before(s.At) {
			t = s.At
		}
		if due.IsZero() || t.Before(due) {
			due = t
		}
	}
	set := s.Settings
	if s.Day.Open {
		at(s.phaseEnds)
	}
	if set.Rules.AutoDay {
		if s.Day.Open {
			at(set.Hall.At(s.Day.Date, set.Rules.DayCloses))
		} else {
			at(s.nextOpening())
		}
	}
	for _, t := range s.wakes {
		at(t.Hold.Until)
	}
	for _, n := range s.Notices {
		at(n.Until)
	}
	for _, w := range s.Windows {
		at(w.forgetsNo())
	}
	for i := range s.Papers {
		at(s.Papers[i].At.Add(PaperWithin))
	}
	return due
}

// nextOpening is when the next business day opens by itself.
func (s *State) nextOpening() time.Time {
	set := s.Settings
	date := s.Day.Date
	if today := set.Hall.Date(s.At); date == "" || date < today {
		date = today
		if set.Calendar.Works(date) && s.At.Before(set.Hall.At(date, set.Rules.DayCloses)) {
			return set.Hall.At(date, set.Rules.DayOpens)
		}
	}
	if date = set.Calendar.NextWorking(date); date == "" {
		return time.Time{}
	}
	return set.Hall.At(date, set.Rules.DayOpens)
}

// Tick says what happens by itself at now: the day opens or closes, a phase
// ends, a step is due, a notice is over, a no has been seen, nobody has told what became
// of a paper. It returns the events of one such
// moment; call it again after applying them until Due lies ahead.
func Tick(s *State, now time.Time) []Event {
	now = Stamp(now)
	if now.Before(s.At) {
		now = s.At
	}
	due := Due(s)
	if due.IsZero() || due.After(now) {
		return nil
	}
	d := decision{State: s, at: now}
	set := s.Settings
	if set.Rules.AutoDay {
		if s.Day.Open && !now.Before(set.Hall.At(s.Day.Date, set.Rules.DayCloses)) {
			if err := d.closeDay(); err == nil {
				return d.events
			}
		}
		if open := s.nextOpening(); !s.Day.Open && !open.IsZero() && !now.Before(open) {
			// A hall that was off on that day opens the day that it is now. If that
			// one is over or free, the missed day is opened, and closed at once: what
			// is due must be done.
			date := set.Hall.Date(open)
			if today := set.Hall.Date(now); set.Calendar.Works(today) && now.Before(set.Hall.At(today, set.Rules.DayCloses)) {
				date = today
			}
			if err := d.openDay(OpenDay{Date: date}); err == nil {
				return d.events
			}
		}
	}
	if s.Day.Open && !s.phaseEnds.IsZero() && !s.phaseEnds.After(now) {
		// It may be the same again, after a lunch slept through.
		phase, _ := set.phaseAt(s.Day.Date, now)
		d.emit(PhaseChanged{Phase: phase})
	}
	for _, t := range s.wakes {
		if !t.Hold.Until.After(now) {
			d.emit(TicketWoken{Number: t.Number})
		}
	}
	for _, n := range s.Notices {
		if !n.Until.IsZero() && !n.Until.After(now) {
			d.emit(NoticeCleared{ID: n.ID})
		}
	}
	for _, w := range s.Windows {
		if until := w.forgetsNo(); !until.IsZero() && !until.After(now) {
			d.emit(WindowAnswered{Window: w.ID})
		}
	}
	for i := range s.Papers {
		if p := &s.Papers[i]; !p.At.Add(PaperWithin).After(now) {
			d.emit(TicketPaper{Number: p.Number, Copy: p.Copy, State: PaperUnconfirmed, Reason: PaperReason(FaultSilent), Printer: p.Terminal})
		}
	}
	return d.events
}
