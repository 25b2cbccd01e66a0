package wait_test

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/queue/wait"
)

func planning() wait.Staffing {
	r := wait.DefaultStaffing()
	r.Level = wait.PlanLevel
	return r
}

func TestAPlanHasTheSmallestNumberOfWindowsForEachHalfHour(t *testing.T) {
	set := queuetest.Settings(12)
	k := lessons(&set, 20, 6, 0)
	r := planning()
	p := wait.PlanDay(k, &set, queuetest.Date, r)
	if !p.Works || p.Days != 3 || p.Level != 90 || p.Target != 15 || len(p.Rows) != 3*18 {
		t.Fatalf("%+v", p)
	}
	hours, most := 0.0, map[queue.Clock]int{}
	for _, row := range p.Rows {
		hours += float64(row.Windows) / 2
		most[row.From] += row.Windows
		at := row.From >= 12*60 && row.From < 14*60
		if want := 12; row.Have != want && !at || at && row.Have != 0 {
			t.Errorf("%s: %d windows are planned, want %d, and none over lunch", row.From, row.Have, want)
		}
		switch row.Theme {
		case "general":
			if want := map[bool]int{true: 0, false: 1}[at]; row.Windows != want || row.Draws != 0 {
				t.Errorf("nobody comes, and there are %+v; want %d", row, want)
			}
		case "business":
			if at { // the hall is shut: who draws a number then is served after lunch
				if row.Windows != 0 || row.Draws != 0 {
					t.Errorf("nobody can be served, and there are %+v", row)
				}
				break
			}
			if row.From == 14*60 {
				if math.Abs(row.Draws-100) > 1e-9 || row.Windows != 12 || row.Share > 10 {
					t.Errorf("five half hours come at once, for which all windows are too few: %+v", row)
				}
				break
			}
			c := wait.Crowd{Rate: 20. / 30, Mean: k.Mean("business") / k.Available(), Patience: k.Patience()}
			if math.Abs(row.Draws-20) > 1e-9 || c.Longer(row.Windows, 15) > 0.1 || c.Longer(row.Windows-1, 15) <= 0.1 {
				t.Errorf("%+v is not the smallest number", row)
			}
			if math.Abs(float64(row.Windows)-row.Rule) > 2 {
				t.Errorf("the square-root rule says %.1f, the plan %d", row.Rule, row.Windows)
			}
		}
	}
	if math.Abs(hours-p.Hours) > 1e-9 {
		t.Errorf("%v hours are said, %v are in the rows", p.Hours, hours)
	}
	for _, n := range most {
		if n > p.Most {
			t.Errorf("%d windows in a half hour, %d are said", n, p.Most)
		}
	}
	if b, err := json.Marshal(p); err != nil || len(b) > 20000 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

func TestThemesOfTheSameWindowsArePlannedTogether(t *testing.T) {
	set := queuetest.Settings(4)
	for i := range set.Windows {
		set.Windows[i].Own, set.Windows[i].Spill = []string{"business", "construction", "general"}, nil
	}
	k := lessons(&set, 4, 2, 1)
	p := wait.PlanDay(k, &set, queuetest.Date, planning())
	hours := 0.0
	for i := 0; i < len(p.Rows); i += 3 {
		a, b, c := p.Rows[i], p.Rows[i+1], p.Rows[i+2]
		if a.Windows != b.Windows || b.Windows != c.Windows || a.Share != c.Share {
			t.Errorf("the same windows serve all three: %+v %+v %+v", a, b, c)
		}
		load := a.Load + b.Load + c.Load
		if n := a.Windows; float64(n) < min(load, 12) || float64(n) > load+4 {
			t.Errorf("%d windows for %.1f erlang", n, load)
		}
		hours += float64(a.Windows) / 2
	}
	if math.Abs(hours-p.Hours) > 1e-9 {
		t.Errorf("%v hours are said, and each window once makes %v", p.Hours, hours)
	}
}

func TestTheWeekdayCounts(t *testing.T) {
	set, cat := queuetest.Settings(4), queuetest.Catalogue()
	var days []*report.Day
	day := func(date string, n int) {
		drawn := make([]int, 48)
		drawn[20] = n
		days = append(days, &report.Day{Date: date, Lessons: report.Lessons{Drawn: map[string][]int{"business": drawn}}})
	}
	for week := range 4 {
		monday := time.Date(2026, 10, 5+7*week, 0, 0, 0, 0, time.UTC)
		day(monday.Format(time.DateOnly), 20)
		for d := 1; d < 5; d++ {
			day(monday.AddDate(0, 0, d).Format(time.DateOnly), 10)
		}
	}
	k := wait.Learn(&set, &cat, days)
	draws := func(date string) (n float64) {
		for _, row := range wait.PlanDay(k, &set, date, planning()).Rows {
			n += row.Draws
		}
		return n
	}
	// 4 Mondays of 20 and 2 days like the mean of 12: (80+24)/(6*12) of it.
	if f := k.Weekday(time.Monday); math.Abs(f-104./72) > 1e-9 {
		t.Errorf("Mondays have %v of a mean day", f)
	}
	if k.Weekday(time.Saturday) != 1 || wait.Learn(&set, &cat, nil).Weekday(time.Monday) != 1 {
		t.Error("of a Saturday nothing is known")
	}
	if monday, tuesday := draws("2026-11-23"), draws("2026-11-24"); monday < 1.4*tuesday {
		t.Errorf("%.1f on a Monday, %.1f on a Tuesday", monday, tuesday)
	}
}

func TestADayWithoutWorkOrWithoutLessonsHasNoPlan(t *testing.T) {
	set := queuetest.Settings(3)
	if p := wait.PlanDay(lessons(&set, 5, 5, 5), &set, "2026-11-28", planning()); p.Works || len(p.Rows) > 0 {
		t.Errorf("a Saturday: %+v", p)
	}
	cat := queuetest.Catalogue()
	if p := wait.PlanDay(wait.Learn(&set, &cat, nil), &set, queuetest.Date, planning()); !p.Works || p.Days != 0 || len(p.Rows) > 0 {
		t.Errorf("nothing learned: %+v", p)
	}
}

func TestMoreDemandNeverPlansFewerWindows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := queuetest.Settings(rapid.IntRange(1, 20).Draw(t, "windows"))
		n := rapid.IntRange(0, 40).Draw(t, "draws")
		few := wait.PlanDay(lessons(&set, n, n, n), &set, queuetest.Date, planning())
		many := wait.PlanDay(lessons(&set, n+3, n, n), &set, queuetest.Date, planning())
		for i := range few.Rows {
			a, b := few.Rows[i], many.Rows[i]
			if b.Windows < a.Windows || a.Share < 0 || a.Share > 100 {
				t.Fatalf("%+v with more demand is %+v", a, b)
			}
		}
	})
}
