package wait_test

import (
	"testing"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/queue/wait"
)

func TestALineWithWindowsOnDutyOverLunchIsPlannedThenAndTheOthersRest(t *testing.T) {
	set := queuetest.Settings(12)
	set.Windows[0].Duty = []queue.Session{{Open: 9 * 60, Close: 18 * 60}} // business
	p := wait.PlanDay(lessons(&set, 4, 4, 4), &set, queuetest.Date, planning())
	draws := map[string]float64{}
	for _, row := range p.Rows {
		draws[row.Theme] += row.Draws
		lunch := row.From >= 12*60 && row.From < 14*60
		switch {
		case lunch && row.Theme == "business":
			if row.Have != 1 || row.Windows < 1 || row.Draws != 4 {
				t.Errorf("a window is there, and people come: %+v", row)
			}
		case lunch:
			if row.Have != 0 || row.Windows != 0 || row.Draws != 0 {
				t.Errorf("nobody is there: %+v", row)
			}
		case row.From == 14*60 && row.Theme == "general":
			if row.Draws != 5*4 {
				t.Errorf("after lunch those wait who came in the meantime: %+v", row)
			}
		case row.From == 14*60 && row.Theme == "business":
			if row.Draws != 4 {
				t.Errorf("nobody was left waiting over lunch: %+v", row)
			}
		}
	}
	if draws["business"] != draws["general"] {
		t.Errorf("as many come for each, and there are %v", draws)
	}
}

func TestWindowsThatUsuallyStayOverLunchArePlannedThen(t *testing.T) {
	set, cat := queuetest.Settings(3), queuetest.Catalogue()
	var days []*report.Day
	for _, date := range []string{"2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"} {
		d := &report.Day{Date: date, Lessons: report.Lessons{Drawn: map[string][]int{"business": make([]int, 48)}, Present: map[string][]int{}}}
		for i := 18; i < 36; i++ {
			d.Lessons.Drawn["business"][i] = 3
		}
		for _, w := range []string{"1", "2"} {
			d.Lessons.Present[w] = make([]int, 48)
			for i := 18; i < 36; i++ {
				d.Lessons.Present[w][i] = 30
			}
		}
		d.Lessons.Present["7"] = make([]int, 48) // general: its last visit of the morning takes until 12:20
		d.Lessons.Present["7"][24] = 20
		days = append(days, d)
	}
	for _, row := range wait.PlanDay(wait.Learn(&set, &cat, days), &set, queuetest.Date, planning()).Rows {
		if row.From == 12*60+30 && row.Theme == "business" && (row.Have != 2 || row.Windows < 1 || row.Draws != 3) {
			t.Errorf("two windows have always stayed: %+v", row)
		}
		if row.From >= 12*60 && row.From < 14*60 && row.Theme == "general" && (row.Windows != 0 || row.Have != 0) {
			t.Errorf("nobody ever stayed: %+v", row)
		}
	}
}
