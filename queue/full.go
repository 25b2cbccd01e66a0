package queue

import (
	"slices"
	"time"
)

// A theme gives no more numbers once it is not likely enough that whoever draws one
// now is called before the hall closes, and gives them again once it is so by a
// margin, so that it does not flicker. Both are percent.
const (
	FullBelow = 90
	FitsFrom  = 95
)

// Outlook is how likely it is, in percent, that a number of the theme drawn now is
// called before the hall closes for the day.
type Outlook struct {
	Theme string `json:"theme"`
	Fits  int    `json:"fits"`
}

// Full says since when a theme gives no more numbers because the day does not hold
// them, and how likely it then was, in percent, that it would.
type Full struct {
	Since time.Time `json:"since"`
	Fits  int       `json:"fits"`
}

// foretell lets themes give no more numbers, or give them again, where the rules have
// it so and an outlook has crossed a threshold. An outlook for a theme that the hall no
// longer has is passed over, as are all once the hall has closed for the day. A hall
// that is stopped is not full: nobody can say yet what the day will hold.
func (d *decision) foretell(c Foretell) *Refusal {
	for _, o := range c.Outlooks {
		if o.Fits < 0 || o.Fits > 100 {
			return Refuse(CodeBadHistory, "an outlook is between 0 and 100 percent", "theme", o.Theme)
		}
	}
	if !d.Day.Open || d.Stopped != nil || !d.Settings.Rules.ForecastStop {
		return nil
	}
	if phase, _ := d.Settings.phaseAt(d.Day.Date, d.at); phase == PhaseClosed {
		return nil
	}
	for i, o := range c.Outlooks {
		ts := d.ThemeState(o.Theme)
		if ts == nil || slices.ContainsFunc(c.Outlooks[:i], func(p Outlook) bool { return p.Theme == o.Theme }) {
			continue
		}
		switch {
		case ts.Full == nil && o.Fits < FullBelow:
			d.emit(ThemeFull{Theme: o.Theme, Full: true, Fits: o.Fits})
		case ts.Full != nil && o.Fits >= FitsFrom:
			d.emit(ThemeFull{Theme: o.Theme, Fits: o.Fits})
		}
	}
	return nil
}

func (s *State) applyFull(r *Record, e ThemeFull) {
	ts := s.ThemeState(e.Theme)
	ts.Full = nil
	if e.Full {
		ts.Full = &Full{Since: r.At, Fits: e.Fits}
	}
}
