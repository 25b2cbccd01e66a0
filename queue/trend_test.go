package queue_test

import (
	"slices"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestTheTrendIsHowManyWaitedAtEachQuarterOfAnHour(t *testing.T) {
	h := queuetest.New(t, 1) // at nine
	want := func(what, theme string, line ...int) {
		t.Helper()
		if got := h.State.Trend(theme, h.Now); !slices.Equal(got, line) {
			t.Fatalf("%s: %s %v, want %v", what, theme, got, line)
		}
	}
	want("at nine", "business", 0)
	for range 3 {
		h.Issue(t, "business")
	}
	h.Wait(14 * time.Minute)
	want("before the next step", "business", 0)
	h.Wait(time.Minute)
	want("at the next step", "business", 0, 3)
	h.Next(t, "1") // what happens in that moment comes after it
	want("with a call in that moment", "business", 0, 3)
	h.Wait(40 * time.Minute)
	h.Issue(t, "general")
	want("three quarters later", "business", 0, 3, 2, 2)
	want("three quarters later", "general", 0, 0, 0, 0)
	s := *h.State.Settings
	s.Themes = append([]queue.Theme{{ID: "new", Name: queue.Text{En: "New"}, Prefix: "N", Minutes: 5}}, s.Themes...)
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: "with another theme"})
	h.Wait(10 * time.Minute)
	want("another theme", "new", 0, 0, 0, 0, 0)
	want("another theme", "general", 0, 0, 0, 0, 1)
	h.Do(t, queue.CloseDay{})
	h.Wait(3 * time.Hour)
	want("the day is over", "general", 0, 0, 0, 0, 1)
	h.Now = local("2026-11-26", "08:40")
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	h.Wait(time.Hour)
	want("the next day", "general", 0, 0, 0, 0)
	if from := h.State.Day.TrendFrom; !from.Equal(local("2026-11-26", "08:45")) {
		t.Fatalf("from %s", from)
	}
}

func TestADayThatNobodyClosesHasATrendOfTwoDays(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	for range 20 {
		h.Wait(7 * time.Hour)
		h.Do(t, queue.SetNotice{ID: "n", Text: queue.Text{En: "still open"}})
	}
	if n := len(h.State.Trend("business", h.Now)); n != 192 {
		t.Fatalf("%d values", n)
	}
}
