package view_test

import (
	"testing"
	"time"

	"onewindow/hall/view"
	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// told is a hall of two windows in which one citizen is served at each and a third, who
// waits, was promised to be called within ten minutes.
func told(t *testing.T) (h *queuetest.Hall, number string) {
	t.Helper()
	h = queuetest.New(t, 2)
	for _, w := range []string{"1", "2"} {
		h.Issue(t, "business")
		h.Do(t, queue.Next{Window: w})
		h.Do(t, queue.Start{Window: w})
	}
	number = h.Issue(t, "business")
	h.Do(t, queue.PromiseWait{Number: number, Promise: promise(h.Now, 2, 11)})
	return h, number
}

// later is what is said of the number when it will be called in so many minutes.
func later(h *queuetest.Hall, number string, low, high int) queue.Later {
	f := view.Foreseen{Forecast: forecast(h.State, h.Now, low, high)}
	return view.Of(h.State, h.Now).Foreseen(f).Ticket(h.State.Ticket(number)).Later
}

func TestWhileTheTimeOnPaperHoldsNothingIsSaid(t *testing.T) {
	h, n := told(t)
	h.Wait(4 * time.Minute)
	if got := later(h, n, 1, 7); got != "" {
		t.Errorf("later because of %q", got)
	}
}

func TestWhoIsCalledLaterThanToldLearnsWhy(t *testing.T) {
	h, n := told(t)
	h.Wait(4 * time.Minute)
	if got := later(h, n, 20, 40); got != queue.LaterLonger {
		t.Errorf("nothing has changed but the visits: %q", got)
	}
	h.Issue(t, "business")
	if got := later(h, n, 20, 40); got != queue.LaterLonger {
		t.Errorf("who came later is no reason: %q", got)
	}
	h.IssueAs(t, queue.Issue{Theme: "business", Class: queue.Priority})
	if got := later(h, n, 20, 40); got != queue.LaterPriority {
		t.Errorf("somebody has priority: %q", got)
	}
	h.Do(t, queue.Finish{Window: "2"})
	h.Do(t, queue.Pause{Window: "2", Reason: "lunch"})
	if got := later(h, n, 20, 40); got != queue.LaterWindow {
		t.Errorf("a window pauses: %q", got)
	}
}
