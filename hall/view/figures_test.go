package view_test

import (
	"flag"
	"testing"
	"time"

	"onewindow/hall/view"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"

	"pgregory.net/rapid"
)

// init keeps the random days few; the flags of the command line still win.
func init() {
	for name, value := range map[string]string{"rapid.checks": "20", "rapid.nofailfile": "true"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
}

// rounded is a share in thousandths as whole percent.
func rounded(perMille int) int { return (perMille + 5) / 10 }

func TestTheManagersFiguresAreThoseOfTheReport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := queuetest.NewCrowd(t, rapid.Uint64().Draw(t, "seed"), rapid.Bool().Draw(t, "keep overnight"))
		same := func(when string) {
			now := c.Now.Add(7 * time.Second)
			h, d := view.Of(c.State, now).Hall(), report.At(c.State, now)
			f, all := h.Figures, &d.All
			for what, x := range map[string][2]int{
				"issued": {f.Issued, all.Issued}, "served": {f.Served, all.Served}, "cancelled": {f.Cancelled, all.Cancelled},
				"called": {f.Called, all.Waits.Number()}, "missed": {f.Missed, all.Missed}, "picked": {f.Picked, all.Calls[queue.ReasonPicked]},
				"50 %": {f.P50, all.Waits.Percentile(50)}, "90 %": {f.P90, all.Waits.Percentile(90)},
				"within 15 min": {f.Within15, rounded(all.InTarget())}, "occupancy": {f.Occupancy, rounded(all.Occupancy())},
				"not back": {f.NoShow, min(rounded(report.PerMille(all.NoShow, all.Waits.Number())), 100)},
			} {
				if x[0] != x[1] {
					t.Fatalf("%s, %s: the overview says %d, the report %d", when, what, x[0], x[1])
				}
			}
			told := 0
			if len(h.Accuracy) > 0 {
				a := h.Accuracy[0]
				told = a.Told
				if a.Held != rounded(all.Told.HeldShare()) || a.Kept != rounded(all.Told.KeptShare()) || a.Error != all.Told.MeanError() || a.Bias != all.Told.MeanBias() {
					t.Fatalf("%s: the overview says %+v, the report %+v", when, a, all.Told)
				}
			}
			if told != all.Told.Called {
				t.Fatalf("%s: the overview tells of %d promises, the report of %d", when, told, all.Told.Called)
			}
		}
		c.Day(t, "2026-11-25", 60)
		c.Open(t, "2026-11-26")
		same("who was kept overnight")
		for range 3 {
			c.Work(40)
			same("in the middle of a day")
		}
		c.Do(t, queue.CloseDay{})
		same("at its close")
		c.Wait(time.Minute)
		c.Open(t, "2026-11-26")
		c.Work(40)
		same("opened again")
	})
}
