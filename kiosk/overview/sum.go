package overview

import (
	"onewindow/queue"
	"onewindow/wire"
)

// Sum is what some halls have together. Figures are those of the halls that are
// there: what one that is away said last is no longer so.
type Sum struct {
	// Halls counts them by how they stand: There are those whose figures are of now.
	Halls, There, Away, Refused, Never int

	Waiting   int
	Longest   int    // seconds
	LongestAt string // the hall where it is
	Called    int    // numbers called today
	Prompt    int    // of them within 15 minutes, in hundredths
	Issued    int    // numbers given today
	// Compared are the numbers given today in the halls of which it is known how the
	// same weekday a week before stood, Before those given then, and Known counts the halls.
	Compared, Before, Known int
	Open, Paused            int // windows
	Alerts, Urgent          int
	Grave                   int // of the worst hall, see Gravity
}

// Live reports whether a hall's figures are those of now.
func Live(s wire.HallStanding) bool {
	switch s {
	case wire.HallOpen, wire.HallClosed, wire.HallStopped:
		return true
	}
	return false
}

// Of is the sum of one hall. Today is the date of the network's business day.
func Of(h *wire.HallRow, today string) Sum {
	s := Sum{Halls: 1, Alerts: h.Alerts, Urgent: h.Urgent, Grave: Gravity(h)}
	switch {
	case Live(h.Standing):
		s.There = 1
	case h.Standing == wire.HallAway:
		s.Away = 1
	case h.Standing == wire.HallNever:
		s.Never = 1
	default:
		s.Refused = 1
	}
	if s.There == 1 {
		s.Take(h, today)
	}
	return s
}

// Take takes a hall's figures.
func (s *Sum) Take(h *wire.HallRow, today string) {
	f := h.Figures
	s.Waiting, s.Longest, s.Open, s.Paused = f.Waiting, f.Longest, f.Open, f.Paused
	if f.Longest > 0 {
		s.LongestAt = h.Hall
	}
	if h.Day != today {
		return
	}
	s.Called, s.Prompt, s.Issued = f.Called, f.Called*f.Within15, f.Issued
	if h.Before != nil {
		s.Compared, s.Before, s.Known = f.Issued, h.Before.Issued, 1
	}
}

// Add adds another sum.
func (s *Sum) Add(o Sum) {
	s.Halls, s.There, s.Away, s.Refused, s.Never = s.Halls+o.Halls, s.There+o.There, s.Away+o.Away, s.Refused+o.Refused, s.Never+o.Never
	if s.Waiting += o.Waiting; o.Longest > s.Longest {
		s.Longest, s.LongestAt = o.Longest, o.LongestAt
	}
	s.Called, s.Prompt, s.Issued = s.Called+o.Called, s.Prompt+o.Prompt, s.Issued+o.Issued
	s.Compared, s.Before, s.Known = s.Compared+o.Compared, s.Before+o.Before, s.Known+o.Known
	s.Open, s.Paused, s.Alerts, s.Urgent = s.Open+o.Open, s.Paused+o.Paused, s.Alerts+o.Alerts, s.Urgent+o.Urgent
	s.Grave = max(s.Grave, o.Grave)
}

// Within is the share, in percent, of today's calls that came within 15 minutes, each
// hall counting by its calls; ok is false before the first.
func (s Sum) Within() (percent int, ok bool) {
	if s.Called == 0 {
		return 0, false
	}
	return (s.Prompt + s.Called/2) / s.Called, true
}

// Change is how many percent more numbers were given than on the same weekday a week
// before at this time; ok is false if that is not known.
func (s Sum) Change() (percent int, ok bool) {
	switch {
	case s.Known == 0:
		return 0, false
	case s.Before == 0:
		return 0, s.Compared == 0
	}
	by := (s.Compared - s.Before) * 100
	if by < 0 {
		return (by - s.Before/2) / s.Before, true
	}
	return (by + s.Before/2) / s.Before, true
}

// Ranks of how much a hall needs somebody.
const (
	GraveNever = iota
	GraveClosed
	GraveOpen
	GraveAlerts // from here on it is to be looked at
	GraveSlow
	GraveFaulty
	GraveUrgent // from here on somebody must act
	GraveVerySlow
	GraveAway
	GraveStopped
	GraveRefused
	GravePanic
)

// Gravity ranks a hall.
func Gravity(h *wire.HallRow) int {
	switch {
	case h.Panics > 0:
		return GravePanic
	case h.Standing == wire.HallRefused || h.Standing == wire.HallCopied:
		return GraveRefused
	case h.Standing == wire.HallStopped:
		return GraveStopped
	case h.Standing == wire.HallAway:
		return GraveAway
	case h.Standing == wire.HallNever:
		return GraveNever
	}
	rules := queue.DefaultAlertRules()
	switch {
	case h.Figures.Longest >= int(rules.WaitCritical):
		return GraveVerySlow
	case h.Urgent > 0:
		return GraveUrgent
	case h.Faulty > 0:
		return GraveFaulty
	case h.Figures.Longest >= int(rules.WaitWarning):
		return GraveSlow
	case h.Alerts > 0:
		return GraveAlerts
	case h.Standing == wire.HallClosed:
		return GraveClosed
	}
	return GraveOpen
}
