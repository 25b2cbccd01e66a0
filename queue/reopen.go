package queue

import "time"

// MayReopen reports whether the last business day, closed by mistake, can be opened
// again at now: while hall time is still on its date, and before the time at which
// it would at once be closed by itself.
func (s *State) MayReopen(now time.Time) bool {
	return s.Configured() && !s.Day.Open && s.Day.Date == s.Settings.Hall.Date(now) && !s.closesByItself(now)
}

// closesByItself reports whether the rules close the day of Day.Date at now.
func (s *State) closesByItself(now time.Time) bool {
	rules := &s.Settings.Rules
	return rules.AutoDay && !now.Before(s.Settings.Hall.At(s.Day.Date, rules.DayCloses))
}

// reopenDay takes the close of the day back, as far as it can be: those whom the
// close ended wait again in their old places, those missed may come back again, and
// the numbers go on where they were. Who was being served has been served, and the
// clerks sign in anew.
func (d *decision) reopenDay(today string) *Refusal {
	if d.Day.Date != today {
		return Refuse(CodeBadDate, "that day is over; a day is reopened on its own date only", "date", d.Day.Date, "today", today)
	}
	if d.closesByItself(d.at) {
		return Refuse(CodeBadDate, "the day closes by itself at "+d.Settings.Rules.DayCloses.String()+", and would be closed again at once; change rules.day_closes first", "date", d.Day.Date)
	}
	d.emit(DayReopened{Date: d.Day.Date})
	for _, t := range d.Tickets {
		if t.readmissible() && t.Ended.Equal(d.Day.Closed) && d.serves(t.Legs[t.Leg:]) {
			d.emit(TicketReadmitted{Number: t.Number, Missed: t.Periods[len(t.Periods)-1].State == Missed})
		}
	}
	return nil
}

// readmissible reports whether nothing but the close of the day ended the ticket.
func (t *Ticket) readmissible() bool { return t.State == Expired && t.Why == WhyDayClose }

func (s *State) applyReopened(r *Record) {
	d := &s.Day
	d.Breaks = append(append([]Break(nil), d.Breaks...), Break{From: d.Closed, To: r.At})
	d.Open, d.Closed, d.Unserved, d.Kept = true, time.Time{}, nil, nil
	s.beginFaults(r.At)
	s.Reported = without(s.Reported, func(x Reported) bool { return x.Date == d.Date })
	s.Unreported = without(s.Unreported, func(x ClosedDay) bool { return x.Date == d.Date })
	d.Phase, s.phaseEnds = s.Settings.phaseAt(d.Date, r.At)
	s.setTrendNext()
	if missed := s.trendPast(r.At); missed > 0 {
		s.countTrend(missed, s.waitingNow()) // the steps of the break
	}
	for i, th := range s.Settings.Themes {
		// Prefixes may have changed hands while the day was closed.
		for _, t := range s.Tickets {
			s.Themes[i].Last = max(s.Themes[i].Last, inSeries(t.Number, th.Prefix))
		}
	}
}

// waitingNow is how many wait for each theme.
func (s *State) waitingNow() map[string]int {
	n := make(map[string]int, len(s.Themes))
	for i := range s.Themes {
		n[s.Themes[i].ID] = s.Themes[i].waiting
	}
	return n
}

// breakOf reports whether the ticket was ended by the close that the reopening at
// that moment takes back.
func (s *State) breakOf(t *Ticket, at time.Time) bool {
	n := len(s.Day.Breaks)
	return s.Day.Open && n > 0 && s.Day.Breaks[n-1].From.Equal(t.Ended) && s.Day.Breaks[n-1].To.Equal(at)
}

// applyReadmitted begins a new span; for the break there is none.
func (s *State) applyReadmitted(r *Record, e TicketReadmitted) error {
	t, err := s.ticket(e.Number, e.Type())
	if err != nil {
		return err
	}
	if !s.breakOf(t, r.At) || !t.readmissible() || !s.serves(t.Legs[t.Leg:]) || e.Missed != (t.Periods[len(t.Periods)-1].State == Missed) {
		return Refuse(CodeBadHistory, "a number readmitted that the close of the day did not end so", "number", t.Number)
	}
	t.Ended, t.Why, t.Target = time.Time{}, "", Target{}
	if e.Missed {
		s.aim(t)
		s.step(r, t, Missed)
	} else {
		s.wait(r, t)
	}
	s.know(t)
	return nil
}
