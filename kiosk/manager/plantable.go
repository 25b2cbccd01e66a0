package manager

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// Widths of the plan's columns: when, one of a line at least and at most, and all.
const (
	planWhen, planWhenWeek = 12, 16
	planLeast, planMost    = 11, 18
	planAll                = 9
)

// beside is how many lines stand beside each other in that width.
func (p *planPage) beside(width int) int {
	when := planWhen
	if p.week {
		when = planWhenWeek
	}
	return max(1, min(len(p.themes()), (width-when-planAll-1)/(planLeast+1)))
}

// shownThemes are the lines that are shown in that width.
func (p *planPage) shownThemes(width int) []string {
	ids, n := p.themes(), p.beside(width)
	from := max(0, min(p.left, len(ids)-n))
	return ids[from : from+min(n, len(ids))]
}

// cols are when, a column for each line that is shown, and all.
func (p *planPage) cols(width int) []tui.Column {
	when := planWhen
	if p.week {
		when = planWhenWeek
	}
	ids := p.shownThemes(width)
	each := max(planLeast, min(planMost, (width-when-planAll-1)/max(1, len(ids))-1))
	cols := []tui.Column{{Head: " " + p.T("manager.col_when"), Width: when}}
	for _, id := range ids {
		cols = append(cols, tui.Column{Head: p.Theme(id), Width: each, Align: tui.Right})
	}
	return append(cols, tui.Column{Head: p.T("manager.plan_all"), Width: planAll, Align: tui.Right})
}

// rows are the half hours of the day, or the days of the week.
func (p *planPage) rows() []tui.TableRow {
	if p.missing() != "" {
		return nil
	}
	ids := p.shownThemes(p.body().Dx())
	if p.week {
		return p.weekRows(ids)
	}
	return p.dayRows(ids)
}

// half are the rows of a half hour, by theme; of several in a row in which the hall
// rests, one.
type half struct {
	from, to queue.Clock
	of       map[string]wire.PlanRow
}

// rests reports whether no line has a window then, as over lunch.
func (h *half) rests() bool {
	for _, r := range h.of {
		if !resting(r) {
			return false
		}
	}
	return true
}

// resting reports whether a line has no window then, by plan and by need.
func resting(r wire.PlanRow) bool { return r.Windows == 0 && r.Have == 0 }

// halves are the half hours of a day.
func halves(rows []wire.PlanRow) (all []half) {
	at := map[queue.Clock]half{}
	for _, row := range rows {
		h, ok := at[row.From]
		if !ok {
			h = half{row.From, row.To, map[string]wire.PlanRow{}}
			at[row.From] = h
		}
		h.of[row.Theme] = row
	}
	for _, from := range slices.Sorted(maps.Keys(at)) {
		h := at[from]
		if n := len(all); n > 0 && h.rests() && all[n-1].rests() {
			all[n-1].to = h.to
			continue
		}
		all = append(all, h)
	}
	return all
}

// dayRows are the half hours of one day: how many numbers are expected, how many windows
// they need of how many should be attended, with a mark where that is too few.
func (p *planPage) dayRows(ids []string) (rows []tui.TableRow) {
	plan := p.plans[0]
	groups := p.groups()
	for _, h := range halves(plan.Rows) {
		row := tui.TableRow{Style: p.st(tui.Ink), Cells: []string{" " + h.from.String() + "-" + h.to.String()}}
		if h.rests() {
			row.Style = tui.Muted
			for range ids {
				row.Cells = append(row.Cells, p.T("manager.plan_rests"))
			}
			rows = append(rows, row)
			continue
		}
		draws, windows := 0.0, 0
		counted := map[string]bool{}
		for _, id := range p.themes() {
			r := h.of[id]
			draws += r.Draws
			if g := groups[id]; !counted[g] {
				windows += r.Windows
				counted[g] = true
			}
		}
		for _, id := range ids {
			r, ok := h.of[id]
			switch {
			case !ok:
				row.Cells = append(row.Cells, "-")
				continue
			case resting(r):
				row.Cells = append(row.Cells, p.T("manager.plan_rests"))
				continue
			}
			if tooFew(r, plan.Level) != "" {
				row.Style = p.st(tui.Warn)
			}
			row.Cells = append(row.Cells, planDraws(r.Draws)+" "+strconv.Itoa(r.Windows)+"/"+strconv.Itoa(r.Have)+tooFew(r, plan.Level))
		}
		row.Cells = append(row.Cells, planDraws(draws)+" "+strconv.Itoa(windows))
		rows = append(rows, row)
	}
	return rows
}

// tooFew marks a half hour in which too few windows are planned, or in which even all
// windows that the hall has for the line are too few.
func tooFew(r wire.PlanRow, level int) string {
	switch {
	case r.Windows > 0 && r.Share < level:
		return "!!"
	case r.Windows > r.Have:
		return "!"
	}
	return ""
}

// short is in how many half hours even all windows of some line are too few. What share
// would be in time is not said: the plan takes each half hour as if it lasted for ever,
// so that one that is a little too full looks lost.
func (p *planPage) short() (n int) {
	for _, plan := range p.plans {
		for _, h := range halves(plan.Rows) {
			for _, r := range h.of {
				if tooFew(r, plan.Level) == "!!" {
					n++
					break
				}
			}
		}
	}
	return n
}

// groups name for each theme the windows that have it as their own. Themes of the same
// windows share them, and in a sum those are counted once.
func (p *planPage) groups() map[string]string {
	has := map[string][]string{}
	for _, w := range p.view.Windows {
		for _, id := range w.Own {
			has[id] = append(has[id], w.ID)
		}
	}
	names := map[string]string{}
	for _, id := range p.themes() {
		if names[id] = strings.Join(has[id], " "); names[id] == "" {
			names[id] = "/" + id // no window has it: it shares none
		}
	}
	return names
}

// weekRows are the days: the window hours of each line, and of all.
func (p *planPage) weekRows(ids []string) (rows []tui.TableRow) {
	for i, r := range p.plans {
		date := p.first().AddDate(0, 0, i)
		row := tui.TableRow{Style: p.st(tui.Ink), Cells: []string{" " + date.Format("01-02") + " " + p.T("common.weekday."+strconv.Itoa(int(date.Weekday())))}}
		hours := map[string]float64{}
		for _, x := range r.Rows {
			hours[x.Theme] += float64(x.Windows) * float64(x.To-x.From) / 60
		}
		for _, id := range ids {
			row.Cells = append(row.Cells, planHours(hours[id]))
		}
		row.Cells = append(row.Cells, planHours(r.Hours))
		if !r.Works {
			row.Style = tui.Muted
		}
		rows = append(rows, row)
	}
	return rows
}

func planDraws(n float64) string { return strconv.Itoa(int(math.Round(n))) }

func planHours(h float64) string {
	if h == 0 {
		return "-"
	}
	return strconv.FormatFloat(h, 'f', 1, 64)
}
