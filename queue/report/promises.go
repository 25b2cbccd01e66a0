package report

import "onewindow/queue"

// Promises holds the promised waits of a state's business day against those that came,
// so far, as the day's report will: those by simulation, and those by formula.
func Promises(s *queue.State) (told, rough Accuracy) {
	if !s.Configured() || s.Day.Date == "" {
		return told, rough
	}
	c := &count{s: s, end: s.Day.Closed, day: &Day{Figures: Figures{Themes: map[string]*Cell{}}}}
	if c.end.IsZero() {
		c.end = s.At
	}
	for _, t := range s.Tickets {
		c.promise(t)
	}
	return c.day.All.Told, c.day.All.Rough
}
