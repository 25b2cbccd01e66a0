package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"onewindow/queue"
)

// Span is the report of several days, of one hall or of several: the figures of all
// their visits.
type Span struct {
	// From and To are the first and the last date, and Days how many reports are in it.
	From string `json:"from"`
	To   string `json:"to"`
	Days int    `json:"days"`
	// Running says that one of the days had not been closed.
	Running bool `json:"running,omitempty"`
	// Figures are the sums. Where there are several halls, the ids of windows and
	// clerks are Place{hall, id}.String().
	Figures
	// Halls are the sums of each hall by its id, and Dates those of each date.
	Halls map[string]*Cell `json:"halls"`
	Dates map[string]*Cell `json:"dates"`

	there map[Place]bool // the days that are in it
}

// Place names a window or a clerk among several halls.
type Place struct{ Hall, ID string }

// String is the hall, a stroke and the id.
func (p Place) String() string { return p.Hall + "/" + p.ID }

// Join joins days, in whatever order, without loss: what is counted of the span is
// counted of all its visits. It refuses two reports of the same day of a hall.
func Join(days ...*Day) (*Span, error) {
	s := &Span{}
	for _, d := range days {
		if err := s.Add(d); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Add joins one more day, with which it shares nothing.
func (s *Span) Add(d *Day) error {
	k := Place{d.Hall, d.Date}
	if s.there[k] {
		return fmt.Errorf("report: hall %s reported %s twice", d.Hall, d.Date)
	}
	if s.there == nil {
		*s = Span{
			From: d.Date, To: d.Date, Halls: map[string]*Cell{}, Dates: map[string]*Cell{}, there: map[Place]bool{},
			Figures: Figures{Themes: map[string]*Cell{}, Items: map[string]*Cell{}, Windows: map[string]*Cell{}, Clerks: map[string]*Cell{}},
		}
	}
	s.there[k] = true
	s.Days++
	s.From, s.To = min(s.From, d.Date), max(s.To, d.Date)
	s.Running = s.Running || d.Closed.IsZero()
	if s.Halls[d.Hall] == nil && len(s.Halls) == 1 {
		for only := range s.Halls {
			s.Windows, s.Clerks = placed(s.Windows, only), placed(s.Clerks, only)
		}
	}
	cellOf(s.Halls, d.Hall).add(&d.All)
	cellOf(s.Dates, d.Date).add(&d.All)
	name := func(id string) string { return id }
	if len(s.Halls) > 1 {
		name = func(id string) string { return Place{d.Hall, id}.String() }
	}
	s.join(&d.Figures, name)
	return nil
}

// placed are the cells of a hall by their places.
func placed(cells map[string]*Cell, hall string) map[string]*Cell {
	all := make(map[string]*Cell, len(cells))
	for id, c := range cells {
		all[Place{hall, id}.String()] = c
	}
	return all
}

// join adds figures, whose windows and clerks are named so.
func (s *Figures) join(f *Figures, name func(string) string) {
	same := func(id string) string { return id }
	s.All.add(&f.All)
	joinCells(s.Themes, f.Themes, same)
	joinCells(s.Items, f.Items, same)
	joinCells(s.Windows, f.Windows, name)
	joinCells(s.Clerks, f.Clerks, name)
	for _, h := range f.HalfHours {
		i, ok := slices.BinarySearchFunc(s.HalfHours, h.At, func(o HalfHour, at queue.Clock) int { return cmp.Compare(o.At, at) })
		if !ok {
			s.HalfHours = slices.Insert(s.HalfHours, i, HalfHour{At: h.At})
		}
		o := &s.HalfHours[i]
		o.Drawn += h.Drawn
		o.Called += h.Called
		o.Waits.join(h.Waits)
		o.Waiting += h.Waiting
		o.Open += h.Open
	}
	p := &s.Papers
	p.Printed += f.Papers.Printed
	p.Unprinted += f.Papers.Unprinted
	p.Unconfirmed += f.Papers.Unconfirmed
	p.Asked += f.Papers.Asked
	p.Copies += f.Papers.Copies
	p.Reasons = joinCounts(p.Reasons, f.Papers.Reasons)
	for kind, faults := range f.Faults {
		if s.Faults == nil {
			s.Faults = map[queue.DeviceKind]map[queue.DeviceFault]Sum{}
		}
		sums := maps.Clone(s.Faults[kind])
		if sums == nil {
			sums = map[queue.DeviceFault]Sum{}
		}
		for fault, x := range faults {
			sum := sums[fault]
			sum.join(x)
			sums[fault] = sum
		}
		s.Faults[kind] = sums
	}
	s.Advice = queue.Advised{
		Given: s.Advice.Given + f.Advice.Given, Accepted: s.Advice.Accepted + f.Advice.Accepted,
		Refused: s.Advice.Refused + f.Advice.Refused, Over: s.Advice.Over + f.Advice.Over,
	}
}
