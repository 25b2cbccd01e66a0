package sim

import (
	"testing"

	"onewindow/queue/report"
	"onewindow/queue/wait/rollout"
)

// The report is made from the closed day's state alone, the outcome from what the
// player noted. They were written apart, and must count the same.
func TestTheDaysReportCountsWhatCameOfIt(t *testing.T) {
	s := base(t)
	s.Params.Multi, s.Comeback = 0.1, Comeback{Share: 0.5, After: 8}
	for _, arm := range []Arm{Before, After} {
		h := hallOf(t, s, arm, "recommended")
		d := h.Day(0, 11, s.Citizens(11))
		var p rollout.Player
		state, err := d.Play(&p, nil)
		if err != nil {
			t.Fatal(err)
		}
		o, day := d.Outcome(), report.Of(state)
		all := &day.All
		waits := map[int]int{} // by second, of first calls
		called, back := 0, 0
		for v := range d.Plan.Visits {
			x := &d.Plan.Visits[v]
			if x.Called == rollout.Never {
				continue
			}
			called++
			waits[int((x.Called-x.At)/1000)]++
			if x.Again != rollout.Never {
				back++
			}
		}
		if back == 0 {
			t.Errorf("%s: nobody came back; the day shows nothing", arm)
		}
		if all.Issued != o.Drawn || all.NoShow != o.Lost-o.Unserved || all.Missed != all.NoShow+back {
			t.Errorf("%s: the report says issued %d, no-shows %d, missed %d; drawn %d, lost %d, of them unserved %d, come back %d",
				arm, all.Issued, all.NoShow, all.Missed, o.Drawn, o.Lost, o.Unserved, back)
		}
		n := 0
		for _, b := range all.Waits {
			n += b.N
			if waits[b.Seconds] != b.N {
				t.Errorf("%s: %d waits of %d s in the report, %d were", arm, b.N, b.Seconds, waits[b.Seconds])
			}
		}
		if n != called {
			t.Errorf("%s: %d waits in the report, %d were called", arm, n, called)
		}
		if busy := int(o.Busy / 1000); all.Busy < busy-len(d.Citizens) || all.Busy > busy+len(d.Citizens) {
			t.Errorf("%s: busy %d s in the report, %d were", arm, all.Busy, busy)
		}
		// A window that stays because somebody waits has moments between two citizens.
		if there, open := int(o.Duty/1000), all.Open+all.Paused; there < open-open/200 || there > open+open/200 {
			t.Errorf("%s: attended for %d s in the report, %d were", arm, open, there)
		}
	}
}
