package wait

import (
	"math"
	"slices"
	"time"

	"onewindow/queue"
)

// Plan is how many windows each theme is expected to need on a date.
type Plan struct {
	Date string `json:"date"`
	// Works says that it is a working day; without it there are no rows.
	Works bool `json:"works"`
	// Days is from how many reported days the demand was learned. With 0 there is no
	// plan, and no rows.
	Days int `json:"days"`
	// Target is the wait in minutes that counts, and Level what percent of those who
	// come should wait less.
	Target int       `json:"target_minutes"`
	Level  int       `json:"level"`
	Rows   []PlanRow `json:"rows,omitempty"`
	// Hours are the window-hours of all half hours.
	Hours float64 `json:"window_hours"`
	// Most is how many windows are needed in the half hour that needs the most.
	Most int `json:"most"`
}

// PlanRow is one half hour of a theme.
type PlanRow struct {
	Theme string      `json:"theme"`
	From  queue.Clock `json:"from"`
	To    queue.Clock `json:"to"`
	// Draws is how many numbers are expected, Load for how many windows that is work
	// without a pause.
	Draws float64 `json:"draws"`
	Load  float64 `json:"load"`
	// Windows is how many are needed, as far as the hall has them, and Share what
	// percent of those who come then wait less than the target. Windows and Have are 0
	// while the hall rests, as over lunch; who draws a number then is in the next row.
	Windows int `json:"windows"`
	Share   int `json:"share"`
	// Have is how many should be attended then by the plan of the windows.
	Have int `json:"have"`
	// Rule is how many the square-root rule asks for. It knows of nobody who leaves,
	// and of no bound; the plan is right if the two are about the same.
	Rule float64 `json:"rule"`
}

// PlanLevel is the share of those who come that should wait less than the target in a
// half hour of a plan. It is more than Staffing.Level, because what was planned does
// not see the day.
const PlanLevel = 0.9

// PlanDay plans a date from what was learned: for each theme and half hour the smallest
// number of windows with which by Erlang-A (see Crowd) enough of those who come wait
// less than the target, as if that half hour's numbers came for ever (SIPP; Green,
// Kolesar and Whitt 2007, who find it enough while visits are short against the half
// hour). Numbers drawn before the hall opens come in its first half hour, and those drawn
// between two sessions in the first after that, unless windows of the theme are planned
// to be there, or have none planned and usually are. Themes that
// all the same windows serve are planned together: each then has the windows of all,
// and these are counted once in Hours and Most. A window that serves a theme and only
// some windows of which serve another is planned as if it served each alone.
func PlanDay(k *Known, set *queue.Settings, date string, r Staffing) *Plan {
	p := &Plan{Date: date, Works: set.Calendar.Works(date), Days: k.Days, Target: int(r.Target / time.Minute), Level: int(math.Round(100 * r.Level))}
	hall := &set.Hall
	if !p.Works || p.Days == 0 || len(hall.Sessions) == 0 {
		return p
	}
	opens, closes := hall.Sessions[0].Open, hall.Sessions[len(hall.Sessions)-1].Close
	step := queue.Clock(r.Every / time.Minute)
	together, factor := planGroups(set), 1.0
	if d, err := time.Parse(time.DateOnly, date); err == nil {
		factor = k.Weekday(d.Weekday())
	}
	for from := opens; from < closes; from += step {
		to, all := min(from+step, closes), 0
		rows := make([]PlanRow, len(set.Themes))
		for _, g := range together {
			n := planRows(k, set, g, rows, r, from, to, factor)
			all += n
			p.Hours += float64(n) * float64(to-from) / 60
		}
		p.Rows = append(p.Rows, rows...)
		p.Most = max(p.Most, all)
	}
	return p
}

// planGroup are themes, by their place in the settings, and the windows that serve
// each of them as their own. Numbers drawn from since on have not been planned for.
type planGroup struct {
	themes, windows []int
	since           queue.Clock
}

func planGroups(set *queue.Settings) (all []*planGroup) {
	for t := range set.Themes {
		var ws []int
		for w := range set.Windows {
			if slices.Contains(set.Windows[w].Own, set.Themes[t].ID) {
				ws = append(ws, w)
			}
		}
		i := slices.IndexFunc(all, func(g *planGroup) bool { return slices.Equal(g.windows, ws) })
		if i < 0 {
			i = len(all)
			all = append(all, &planGroup{windows: ws})
		}
		all[i].themes = append(all[i].themes, t)
	}
	return all
}

// planRows plans a half hour of a group of themes on a day with so many times the usual
// demand, and returns for how many windows.
func planRows(k *Known, set *queue.Settings, g *planGroup, rows []PlanRow, r Staffing, from, to queue.Clock, factor float64) int {
	have, most := 0, len(g.windows)
	for _, w := range g.windows {
		if plan := &set.Windows[w]; within(set.DutyOf(plan), from, to) || len(plan.Duty) == 0 && k.stays(set, plan.ID, from) {
			have++
		}
	}
	if have == 0 && !within(set.Hall.Sessions, from, to) {
		for _, t := range g.themes {
			rows[t] = PlanRow{Theme: set.Themes[t].ID, From: from, To: to, Share: 100}
		}
		return 0
	}
	draws, work := 0.0, 0.0
	for _, t := range g.themes {
		row := &rows[t]
		row.Theme, row.From, row.To = set.Themes[t].ID, from, to
		for i, d := range k.Draws(row.Theme) {
			a, b := max(g.since, queue.Clock(30*i)), min(to, queue.Clock(30*i+30))
			row.Draws += factor * d * float64(max(0, b-a)) / 30
		}
		minutes := row.Draws * k.Mean(row.Theme) / k.Available()
		row.Load = minutes / float64(to-from)
		draws, work = draws+row.Draws, work+minutes
	}
	g.since = to
	if r.AtLunch > 0 && from >= r.Lunch.Open && from < r.Lunch.Close {
		most = int(math.Ceil(r.AtLunch * float64(most)))
	}
	c := Crowd{Rate: draws / float64(to-from), Mean: work / max(draws, 1e-9), Patience: k.Patience()}
	target, risk := r.Target.Minutes(), 1-r.Level
	n := min(max(1, c.Enough(target, risk, most)), most) // somebody is there, in case somebody comes
	share, rule := int(math.Round(100*(1-c.Longer(n, target)))), 0.0
	if draws > 0 {
		rule = SquareRoot(c.Load(), target/c.Mean, risk)
	}
	for _, t := range g.themes {
		row := &rows[t]
		row.Windows, row.Share, row.Have, row.Rule = n, share, have, rule
	}
	return n
}

// usually reports whether a window usually is there in the half hour of a time, as far as
// that is known.
func (k *Known) usually(window string, at queue.Clock) bool {
	p := k.present[window]
	return p != nil && int(at/30) < len(p) && p[at/30] >= presentShare
}

// stays reports whether a window usually stays in that half hour between two sessions. One
// that is there in the first half hour and not in the next has only finished its visit.
func (k *Known) stays(set *queue.Settings, window string, at queue.Clock) bool {
	first := slices.ContainsFunc(set.Hall.Sessions, func(s queue.Session) bool { return s.Close > at-30 && s.Close <= at })
	return k.usually(window, at) && (!first || k.usually(window, at+30))
}

// within reports whether some of the time from a moment to another is in one of them.
func within(all []queue.Session, from, to queue.Clock) bool {
	return slices.ContainsFunc(all, func(s queue.Session) bool { return from < s.Close && s.Open < to })
}
