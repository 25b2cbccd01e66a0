package foresee

import (
	"fmt"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// newStopping is a hall that stops the intake by its forecasts, at a time of its day,
// with no window that helps out, and the forecaster of it.
func newStopping(t *testing.T, windows int, clock queue.Clock) (*hall, *Foresee) {
	h := newHall(t, windows)
	h.do(func(h *queuetest.Hall) {
		set := *h.State.Settings
		set.Rules.ForecastStop = true
		set.Windows = append([]queue.WindowPlan(nil), set.Windows...)
		for i := range set.Windows {
			set.Windows[i].Spill = nil
		}
		h.Do(t, queue.ChangeSettings{Settings: set, Hash: "s2"})
		h.Now = set.Hall.At(queuetest.Date, clock)
	})
	return h, h.start()
}

// foretold has two rounds made, after which what the first has found is told.
func (h *hall) foretold(f *Foresee) {
	h.t.Helper()
	for range 2 {
		h.do(func(h *queuetest.Hall) { h.Now = h.Now.Add(time.Second) })
		h.round(f)
	}
}

func (h *hall) full(theme string) (is bool) {
	h.do(func(h *queuetest.Hall) { is = h.State.ThemeState(theme).Full != nil })
	return is
}

func TestABreakSendsNobodyHomeForTheDay(t *testing.T) {
	out := func(h *queuetest.Hall) { h.Do(t, queue.SignOut{Window: "1"}) }
	for name, c := range map[string]struct {
		clock queue.Clock
		wait  int // how many do, for 10 minutes each
		do    func(*queuetest.Hall)
		full  bool
	}{
		"the clerk signs out in the morning":         {10 * 60, 0, out, false},
		"shortly before lunch, and some wait":        {11*60 + 55, 5, out, false},
		"in the afternoon, with nobody waiting":      {15*60 + 12, 0, out, false},
		"in the afternoon, and some wait":            {15*60 + 12, 5, out, false},
		"in the afternoon, and too many wait anyhow": {15*60 + 12, 30, out, true},
		"a quarter of an hour before the end":        {17*60 + 45, 0, out, false},
		"when the day ends before anybody is back":   {17*60 + 55, 0, out, true},
		"too many wait, and the clerk is there":      {16*60 + 30, 20, func(*queuetest.Hall) {}, true},
		"few enough wait, and the clerk is there":    {16*60 + 30, 2, func(*queuetest.Hall) {}, false},
		"the clerk has paused":                       {15 * 60, 0, func(h *queuetest.Hall) { h.Do(t, queue.Pause{Window: "1", Reason: "meeting"}) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			h, f := newStopping(t, 1, c.clock)
			h.do(func(h *queuetest.Hall) {
				for range c.wait {
					h.Issue(t, "business")
				}
				c.do(h)
			})
			h.foretold(f)
			if c.full {
				h.within("the theme is full", func() bool { return h.full("business") })
			} else if h.full("business") {
				t.Error("the theme is full for the day")
			}
		})
	}
}

func TestAHallWhoseClerksAreLateIsNotFull(t *testing.T) {
	h, f := newStopping(t, 1, 18*60)
	h.do(func(h *queuetest.Hall) {
		h.Do(t, queue.CloseDay{})
		date := h.State.Settings.Calendar.NextWorking(h.State.Day.Date)
		h.Now = h.State.Settings.Hall.At(date, 8*60+50)
		h.Do(t, queue.OpenDay{Date: date})
		h.Now = h.Now.Add(26 * time.Minute)
	})
	h.foretold(f)
	h.do(func(h *queuetest.Hall) { h.Issue(t, "business") })
}

func TestAnEmergencyStopFillsNoDay(t *testing.T) {
	h, f := newStopping(t, 1, 10*60)
	h.do(func(h *queuetest.Hall) { h.Do(t, queue.StopHall{Reason: "fire"}) })
	h.foretold(f)
	h.do(func(h *queuetest.Hall) {
		h.Do(t, queue.ResumeHall{})
		h.Issue(t, "business")
	})
	if n := h.count("theme.full/1"); n != 0 {
		t.Errorf("%d times full", n)
	}
}

func TestAFullThemeGivesNumbersAgainOnceTheDayHoldsThem(t *testing.T) {
	h := newHall(t, 1)
	f := h.start()
	h.do(func(h *queuetest.Hall) {
		h.Now = h.State.Settings.Hall.At(queuetest.Date, 16*60+30)
		for range 40 { // for one window, in an hour and a half
			h.Issue(t, "business")
		}
	})
	h.round(f)
	if h.full("business") {
		t.Fatal("full against the rules")
	}
	h.do(func(h *queuetest.Hall) {
		set := *h.State.Settings
		set.Rules.ForecastStop = true
		h.Do(t, queue.ChangeSettings{Settings: set, Hash: "s2"})
	})
	h.round(f)
	h.within("the theme is full", func() bool { return h.full("business") })
	if h.full("general") {
		t.Error("another theme is full, too")
	}
	h.do(func(h *queuetest.Hall) {
		if _, err := h.Try(queue.Issue{Theme: "business"}); err == nil {
			t.Error("a full theme gave a number")
		}
		for i := 1; i <= 38; i++ {
			h.Do(t, queue.Cancel{Number: fmt.Sprintf("A%03d", i), Reason: "test"})
		}
	})
	h.round(f)
	h.within("the theme gives numbers again", func() bool { return !h.full("business") })
}
