package queue

import "time"

// Calendar says which dates are working days: Monday to Friday, except where
// Days says otherwise.
type Calendar struct {
	// Days maps a date ("2026-10-01") to true for a working day (a swapped
	// weekend) and to false for a day off.
	Days map[string]bool `json:"days,omitempty"`
}

// Works reports whether the hall works on date ("2006-01-02").
func (c Calendar) Works(date string) bool {
	if w, ok := c.Days[date]; ok {
		return w
	}
	t, err := time.Parse(dateLayout, date)
	if err != nil {
		return false
	}
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday
}

// NextWorking is the first working day after date, looking one year ahead; ""
// if there is none.
func (c Calendar) NextWorking(date string) string {
	t, err := time.Parse(dateLayout, date)
	if err != nil {
		return ""
	}
	for range 366 {
		t = t.AddDate(0, 0, 1)
		if d := t.Format(dateLayout); c.Works(d) {
			return d
		}
	}
	return ""
}

// Location is the hall's time zone. China has no summer time; a fixed offset is
// exact and needs no zone database.
func (h *Hall) Location() *time.Location { return time.FixedZone("hall", h.UTCOffset*60) }

// Date is the hall's calendar date at t.
func (h *Hall) Date(t time.Time) string { return t.In(h.Location()).Format(dateLayout) }

// At is the moment of clock c on date, in UTC; zero for a malformed date.
func (h *Hall) At(date string, c Clock) time.Time {
	y, m, d, ok := splitDate(date)
	if !ok {
		return time.Time{}
	}
	return time.Date(y, time.Month(m), d, 0, int(c)-h.UTCOffset, 0, 0, time.UTC)
}

// splitDate reads "2006-01-02". It is on the path of every ticket, where
// time.Parse would be a tenth of the work.
func splitDate(date string) (y, m, d int, ok bool) {
	if len(date) != 10 || date[4] != '-' || date[7] != '-' {
		return 0, 0, 0, false
	}
	part := func(s string) (n int) {
		for i := range len(s) {
			if s[i] < '0' || s[i] > '9' {
				ok = false
			}
			n = n*10 + int(s[i]-'0')
		}
		return n
	}
	ok = true
	y, m, d = part(date[:4]), part(date[5:7]), part(date[8:])
	return y, m, d, ok && m >= 1 && m <= 12 && d >= 1 && d <= 31
}

// ClockAt is the hall's time of day at t.
func (h *Hall) ClockAt(t time.Time) Clock {
	l := t.UTC().Add(time.Duration(h.UTCOffset) * time.Minute)
	return Clock(l.Hour()*60 + l.Minute())
}

// Closing is when the hall closes on date, and Opening when it opens; zero if
// it has no hours.
func (h *Hall) Closing(date string) time.Time {
	if len(h.Sessions) == 0 {
		return time.Time{}
	}
	return h.At(date, h.Sessions[len(h.Sessions)-1].Close)
}

// Opening is when the hall opens on date; zero if it has no hours.
func (h *Hall) Opening(date string) time.Time {
	if len(h.Sessions) == 0 {
		return time.Time{}
	}
	return h.At(date, h.Sessions[0].Open)
}

// Phase is the part of the business day.
type Phase string

// Phases of a business day.
const (
	PhaseBefore Phase = "before" // no numbers yet
	PhaseIntake Phase = "intake" // numbers are given, the hall is not open yet
	PhaseOpen   Phase = "open"   // open
	PhaseLunch  Phase = "lunch"  // between two sessions
	PhaseClosed Phase = "closed" // no more numbers; those given are served
)

// phaseAt is the phase of date's business day at t, and when it ends; the end
// is zero for the last phase.
func (s *Settings) phaseAt(date string, t time.Time) (Phase, time.Time) {
	h := &s.Hall
	if len(h.Sessions) == 0 {
		return PhaseClosed, time.Time{}
	}
	open := h.Opening(date)
	intake := open.Add(-s.Rules.IntakeBefore.Duration())
	switch {
	case t.Before(intake):
		return PhaseBefore, intake
	case t.Before(open):
		return PhaseIntake, open
	}
	for i, ses := range h.Sessions {
		if from := h.At(date, ses.Open); i > 0 && t.Before(from) {
			return PhaseLunch, from
		}
		if to := h.At(date, ses.Close); t.Before(to) {
			return PhaseOpen, to
		}
	}
	return PhaseClosed, time.Time{}
}

// reopens is when numbers are given again, seen from at while no day is open. A
// day that was closed early may be reopened, but nobody can count on it.
func (s *State) reopens(at time.Time) time.Time {
	date := s.Day.Date
	if date >= s.Settings.Hall.Date(at) {
		if date = s.Settings.Calendar.NextWorking(date); date == "" {
			return time.Time{}
		}
	}
	return s.Settings.nextIntake(date, at)
}

// nextIntake is when numbers are given again, seen from t on a day that gives
// none any more.
func (s *Settings) nextIntake(date string, t time.Time) time.Time {
	if today := s.Hall.Date(t); date < today {
		date = today
	}
	for d := date; d != ""; d = s.Calendar.NextWorking(d) {
		if !s.Calendar.Works(d) {
			continue
		}
		if at := s.Hall.Opening(d).Add(-s.Rules.IntakeBefore.Duration()); at.After(t) {
			return at
		}
	}
	return time.Time{}
}
