package queue

import (
	"slices"
	"strconv"
	"time"
)

// IntakeAt says whether a theme gives a number at that moment; nil if it does. The
// refusal says why not, and when to come again.
func (s *State) IntakeAt(theme string, at time.Time) *Refusal {
	ts := s.ThemeState(theme)
	if ts == nil {
		return Refuse(CodeUnknownTheme, "ask for one of the hall's themes", "theme", theme)
	}
	if s.Stopped != nil {
		return Refuse(CodeHallStopped, "the hall manager ends the stop", "reason", s.Stopped.Reason)
	}
	set := s.Settings
	if !s.Day.Open {
		return Refuse(CodeDayClosed, "the business day is not open; a manager opens it, or it opens by itself on a working day").
			until(s.reopens(at))
	}
	phase, ends := set.phaseAt(s.Day.Date, at)
	switch phase {
	case PhaseBefore:
		return Refuse(CodeTooEarly, "numbers are given shortly before opening").until(ends)
	case PhaseClosed:
		return Refuse(CodeTooLate, "the hall has closed for today").until(set.nextIntake(s.Day.Date, at))
	}
	if c := ts.Closed; c != nil {
		return Refuse(CodeIntakeClosed, "a manager opens the theme's intake again", "theme", theme, "reason", c.Reason)
	}
	if q := ts.Quota.Day; q > 0 && ts.Issued >= q {
		return Refuse(CodeQuotaDay, "the day's quota is used up; a manager may raise it", "theme", theme, "quota", strconv.Itoa(q)).
			until(set.nextIntake(s.Day.Date, at))
	}
	if i := ts.Quota.slot(set.Hall.ClockAt(at)); i >= 0 && i < len(ts.Slots) && ts.Slots[i] >= ts.Quota.Slots[i].Limit {
		return Refuse(CodeQuotaSlot, "the time slot's quota is used up; a manager may raise it", "theme", theme, "quota", strconv.Itoa(ts.Quota.Slots[i].Limit)).
			until(set.Hall.At(s.Day.Date, ts.Quota.Slots[i].To))
	}
	if f := ts.Full; f != nil {
		return Refuse(CodeFull, "those who wait already fill the day; open a window, or switch forecast_stop off", "theme", theme,
			"fits", strconv.Itoa(f.Fits)).until(set.nextIntake(s.Day.Date, at))
	}
	return nil
}

// mayHold says whether a known citizen may take one more number for these
// legs; nil if so.
func (s *State) mayHold(c Citizen, legs []Leg) *Refusal {
	held := s.Of(c)
	for _, t := range held {
		for i := t.Leg; i < len(t.Legs); i++ {
			for _, code := range t.Legs[i].Items {
				for _, l := range legs {
					if slices.Contains(l.Items, code) {
						return Refuse(CodeSameItem, "this citizen already holds a number for the item", "number", t.Number, "item", code)
					}
				}
			}
			if len(t.Legs[i].Items) == 0 && len(legs) == 1 && len(legs[0].Items) == 0 && legs[0].Theme == t.Legs[i].Theme {
				return Refuse(CodeSameItem, "this citizen already holds a number for the theme", "number", t.Number)
			}
		}
	}
	if most := s.Settings.Rules.PerCitizen; most > 0 && len(held) >= most {
		return Refuse(CodeTooMany, "this citizen already holds as many numbers as the hall allows", "number", held[0].Number, "most", strconv.Itoa(most))
	}
	return nil
}
