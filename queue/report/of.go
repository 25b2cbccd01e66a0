package report

import (
	"time"

	"onewindow/queue"
)

// Of counts the business day of a state. Asked right after the event that closed the
// day it is the day's report; what becomes of papers and devices after the close is
// left out. On a day that still runs, spans that last count until State.At. It is nil
// where no day was ever opened.
func Of(s *queue.State) *Day { return At(s, s.At) }

// At is Of with the spans that last on a day that still runs counted until a moment, if
// that is later than State.At.
func At(s *queue.State, now time.Time) *Day {
	c := begin(s, now)
	if c == nil {
		return nil
	}
	for _, t := range s.Tickets {
		c.visit(t)
	}
	c.overtakes()
	c.shifts()
	c.devices()
	c.day.Advice = s.Advised
	c.settle()
	return c.day
}

// Hall is At(s, now).All but for its Overtakes, for who needs it several times a second:
// nothing else is counted. It is empty where no day was ever opened.
func Hall(s *queue.State, now time.Time) Cell {
	c := begin(s, now)
	if c == nil {
		return Cell{}
	}
	c.only = []*Cell{&c.day.All}
	for _, t := range s.Tickets {
		c.visit(t)
	}
	c.shifts()
	c.settle()
	return c.day.All
}

// begin makes ready to count the business day of a state; nil where there is none.
func begin(s *queue.State, now time.Time) *count {
	if !s.Configured() || s.Day.Date == "" {
		return nil
	}
	c := &count{
		s: s, end: s.Day.Closed,
		spans: map[*Cell]*spans{}, halves: map[int]*half{},
		day: &Day{
			V: Version, Hall: s.Settings.Hall.ID, Date: s.Day.Date, Opened: s.Day.Opened, Closed: s.Day.Closed,
			Figures: Figures{Themes: map[string]*Cell{}, Items: map[string]*Cell{}, Windows: map[string]*Cell{}, Clerks: map[string]*Cell{}},
		},
	}
	if c.end.IsZero() {
		c.end = later(s.At, now)
	}
	return c
}

// count is a day that is being counted.
type count struct {
	s   *queue.State
	day *Day
	// only is the cell of the hall where nothing else is counted; nil where all is.
	only []*Cell
	// end is until when spans count.
	end time.Time
	// spans and halves are summed in full, and cut to seconds once at the end.
	spans  map[*Cell]*spans
	halves map[int]*half
}

// spans are the times of a cell, and the waits of its calls in seconds.
type spans struct {
	open, paused, busy time.Duration
	waits              []int
}

// half is a half hour that is being counted, and present how long each window was
// open then.
type half struct {
	HalfHour
	waiting, open time.Duration
	present       map[string]time.Duration
}

// places are the cells that something counts for: the hall, and of theme, window and
// clerk those that are named.
func (c *count) places(theme, window, clerk string) []*Cell {
	if c.only != nil {
		return c.only
	}
	all := []*Cell{&c.day.All}
	if theme != "" {
		all = append(all, cellOf(c.day.Themes, theme))
	}
	return append(all, c.desk(window, clerk)...)
}

// desk are the cells of a window and of its clerk, as far as they are named.
func (c *count) desk(window, clerk string) (all []*Cell) {
	if c.only != nil {
		return nil
	}
	if window != "" {
		all = append(all, cellOf(c.day.Windows, window))
	}
	if clerk != "" {
		all = append(all, cellOf(c.day.Clerks, clerk))
	}
	return all
}

// part are the cells of a part of a visit: of its theme and its items.
func (c *count) part(theme string, items []string) []*Cell {
	if c.only != nil {
		return nil
	}
	all := []*Cell{cellOf(c.day.Themes, theme)}
	for _, it := range items {
		all = append(all, cellOf(c.day.Items, it))
	}
	return all
}

// times are the spans of a cell.
func (c *count) times(x *Cell) *spans {
	if c.spans[x] == nil {
		c.spans[x] = &spans{}
	}
	return c.spans[x]
}

// happened reports whether a moment was on the day: after its opening and not after
// its end.
func (c *count) happened(at time.Time) bool {
	return !at.IsZero() && !at.Before(c.s.Day.Opened) && !at.After(c.end)
}

// today cuts a span to the day; ok is false where nothing of it is left.
func (c *count) today(from, to time.Time) (a, b time.Time, ok bool) {
	if to.IsZero() || to.After(c.end) {
		to = c.end
	}
	if from.Before(c.s.Day.Opened) {
		from = c.s.Day.Opened
	}
	return from, to, to.After(from)
}

// seconds cuts a length to whole seconds.
func seconds(d time.Duration) int { return int(max(d, 0) / time.Second) }
