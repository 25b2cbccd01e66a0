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
	// Hours are the window-hours of all rows.
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
	// percent of those who come then wait less than the target.
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
// hour). Numbers drawn before the hall opens come in its first half hour. A window with
// several themes of its own counts as a part of one for each.
func PlanDay(k *Known, set *queue.Settings, date string, r Staffing) *Plan {
	p := &Plan{Date: date, Works: set.Calendar.Works(date), Days: k.Days, Target: int(r.Target / time.Minute), Level: int(math.Round(100 * r.Level))}
	if !p.Works || p.Days == 0 {
		return p
	}
	hall := &set.Hall
	if len(hall.Sessions) == 0 {
		return p
	}
	opens, closes := hall.Sessions[0].Open, hall.Sessions[len(hall.Sessions)-1].Close
	step := queue.Clock(r.Every / time.Minute)
	for from := opens; from < closes; from += step {
		to, all := min(from+step, closes), 0
		for i := range set.Themes {
			row := planRow(k, set, &set.Themes[i], r, from, to, from == opens)
			all += row.Windows
			p.Hours += float64(row.Windows) * float64(to-from) / 60
			p.Rows = append(p.Rows, row)
		}
		p.Most = max(p.Most, all)
	}
	return p
}

func planRow(k *Known, set *queue.Settings, t *queue.Theme, r Staffing, from, to queue.Clock, first bool) PlanRow {
	row := PlanRow{Theme: t.ID, From: from, To: to}
	begin := from
	if first {
		begin = 0
	}
	for i, d := range k.Draws(t.ID) {
		a, b := max(begin, queue.Clock(30*i)), min(to, queue.Clock(30*i+30))
		row.Draws += d * float64(max(0, b-a)) / 30
	}
	most := 0
	for i := range set.Windows {
		w := &set.Windows[i]
		if !slices.Contains(w.Own, t.ID) {
			continue
		}
		most++
		if within(set.DutyOf(w), from) {
			row.Have++
		}
	}
	if r.AtLunch > 0 && from >= r.Lunch.Open && from < r.Lunch.Close {
		most = int(math.Ceil(r.AtLunch * float64(most)))
	}
	c := Crowd{Rate: row.Draws / float64(to-from), Mean: k.Mean(t.ID) / k.Available(), Patience: k.Patience()}
	risk := 1 - r.Level
	row.Load = c.Load()
	row.Rule = SquareRoot(row.Load, r.Target.Minutes()/max(c.Mean, 1), risk)
	row.Windows = c.Enough(r.Target.Minutes(), risk, most)
	if within(set.Hall.Sessions, from) || row.Draws >= 0.5 { // somebody is there, in case somebody comes
		row.Windows = min(max(1, row.Windows), most)
	} else {
		row.Windows = 0
	}
	row.Share = int(math.Round(100 * (1 - c.Longer(row.Windows, r.Target.Minutes()))))
	return row
}

func within(all []queue.Session, c queue.Clock) bool {
	return slices.ContainsFunc(all, func(s queue.Session) bool { return c >= s.Open && c < s.Close })
}
