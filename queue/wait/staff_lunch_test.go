package wait_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/wait"
)

func TestWindowsAtLunchAreNeitherAskedToCloseNorToComeBack(t *testing.T) {
	h := queuetest.New(t, 4)
	k := wait.Learn(h.State.Settings, h.State.Catalogue, nil)
	h.Now = h.State.Settings.Hall.At(queuetest.Date, 12*60+1)
	for _, w := range h.State.Settings.Windows {
		h.Do(t, queue.Pause{Window: w.ID, Reason: "lunch"})
	}
	for range 30 {
		h.Issue(t, "business")
	}
	for range 3 {
		h.Wait(5 * time.Minute)
		if all := wait.Advise(k, wait.New(k, 1), wait.Look(h.State, h.Now), wait.DefaultStaffing()); len(all) > 0 {
			t.Errorf("at %s: %+v", h.State.Settings.Hall.ClockAt(h.Now), all)
		}
	}
}
