package view

import (
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// trends are how many waited through the day, from the hall's opening on, or from
// when the first number was drawn, if that was sooner.
func (v *Views) trends() wire.Trends {
	day := &v.s.Day
	out := wire.Trends{From: day.TrendFrom, Step: int(queue.TrendStep / time.Minute), Themes: map[string][]int{}}
	for i := range v.s.Settings.Themes {
		line := v.s.Trend(v.s.Settings.Themes[i].ID, v.now)
		if out.All == nil {
			out.All = make([]int, len(line))
		}
		for k, n := range line {
			out.All[k] += n
		}
		out.Themes[v.s.Settings.Themes[i].ID] = line
	}
	opening := v.s.Settings.Hall.Opening(day.Date)
	idle := 0
	for idle < len(out.All) && out.All[idle] == 0 && out.From.Add(time.Duration(idle+1)*queue.TrendStep).Compare(opening) <= 0 {
		idle++
	}
	if idle == len(out.All) {
		return wire.Trends{}
	}
	out.From, out.All = out.From.Add(time.Duration(idle)*queue.TrendStep), out.All[idle:]
	for id := range out.Themes {
		out.Themes[id] = out.Themes[id][idle:]
	}
	return out
}
