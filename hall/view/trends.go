package view

import (
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// trendStep is how far apart the values of the trends lie.
const trendStep = 15 * time.Minute

// trends counts, at each step of the day, who waits at that moment for which theme.
// Each span of waiting is entered where it begins and where it ends; the sums along
// the day are the values.
type trends struct {
	from  time.Time
	until time.Time
	// theme is the place of each theme; change is by step and theme.
	theme  map[string]int
	change [][]int32
}

// newTrends begins at the last step before the hall's opening, or before the day's
// first number, if that came sooner.
func (v *Views) newTrends() *trends {
	from := v.s.Settings.Hall.Opening(v.s.Day.Date)
	for _, t := range v.s.Tickets {
		if t.Day == v.s.Day.Date {
			if t.Issued.Before(from) {
				from = t.Issued
			}
			break // the others drew later
		}
	}
	tr := &trends{from: from.Truncate(trendStep), until: v.now}
	if !v.s.Day.Open {
		tr.until = v.s.Day.Closed
	}
	steps := 0
	if !tr.until.Before(tr.from) && !from.IsZero() {
		steps = int(tr.until.Sub(tr.from)/trendStep) + 1
	}
	tr.theme = make(map[string]int, len(v.s.Settings.Themes))
	tr.change = make([][]int32, len(v.s.Settings.Themes))
	for i, th := range v.s.Settings.Themes {
		tr.theme[th.ID] = i
		tr.change[i] = make([]int32, steps+1)
	}
	return tr
}

// step is the first step at or after t, at most the one after the last.
func (tr *trends) step(t time.Time) int {
	d := t.Sub(tr.from)
	if d <= 0 {
		return 0
	}
	return min(int((d+trendStep-1)/trendStep), len(tr.change[0])-1)
}

// add enters the waiting of a ticket.
func (tr *trends) add(t *queue.Ticket) {
	if len(tr.change) == 0 || len(tr.change[0]) == 1 {
		return
	}
	for i := range t.Periods {
		p := &t.Periods[i]
		if p.State != queue.Waiting {
			continue
		}
		th, ok := tr.theme[t.Legs[p.Leg].Theme]
		if !ok {
			continue
		}
		begin, end := tr.step(p.From), len(tr.change[0])-1
		if !p.To.IsZero() {
			end = tr.step(p.To)
		}
		if begin < end {
			tr.change[th][begin]++
			tr.change[th][end]--
		}
	}
}

// values are the trends; none before the first step.
func (tr *trends) values(themes []queue.Theme) wire.Trends {
	if len(tr.change) == 0 || len(tr.change[0]) == 1 {
		return wire.Trends{}
	}
	steps := len(tr.change[0]) - 1
	out := wire.Trends{From: tr.from, Step: int(trendStep / time.Minute), All: make([]int, steps), Themes: make(map[string][]int, len(themes))}
	for i := range themes {
		line := make([]int, steps)
		now := 0
		for k := range steps {
			now += int(tr.change[i][k])
			line[k] = now
			out.All[k] += now
		}
		out.Themes[themes[i].ID] = line
	}
	return out
}
