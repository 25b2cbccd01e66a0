package view_test

import (
	"encoding/json"
	"testing"
	"time"

	"onewindow/hall/view"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
)

// busyHall is a hall of 60 windows late on a day of so many numbers.
func busyHall(tb testing.TB, numbers int) *queuetest.Hall {
	tb.Helper()
	h := queuetest.New(tb, 20)
	themes := []string{"business", "construction", "general"}
	for i := range numbers {
		h.Issue(tb, themes[i%3])
		h.Wait(5 * time.Second)
		w := h.State.Windows[i%len(h.State.Windows)]
		if i < 400 { // these wait all day
			continue
		}
		if w.State == queue.Calling {
			h.Do(tb, queue.Start{Window: w.ID})
		}
		h.Do(tb, queue.Next{Window: w.ID})
	}
	return h
}

// BenchmarkTheManagersView is made four times a second.
func BenchmarkTheManagersView(b *testing.B) {
	h := busyHall(b, 5000)
	b.ReportAllocs()
	for b.Loop() {
		view.Of(h.State, h.Now).Hall()
	}
}

// BenchmarkTheHallsFigures is the part of it that is counted as the report is.
func BenchmarkTheHallsFigures(b *testing.B) {
	h := busyHall(b, 5000)
	b.ReportAllocs()
	for b.Loop() {
		report.Hall(h.State, h.Now)
	}
}

// BenchmarkAWindowsView is made whenever something happens at the window.
func BenchmarkAWindowsView(b *testing.B) {
	h := busyHall(b, 5000)
	b.ReportAllocs()
	for b.Loop() {
		view.Of(h.State, h.Now).Window(h.State.Windows[7])
	}
}

// BenchmarkTheBoardAndTheSigns are made after each commit, at most fifty times a second,
// and written down.
func BenchmarkTheBoardAndTheSigns(b *testing.B) {
	h := busyHall(b, 5000)
	for name, all := range map[string]func(v *view.Views) []any{
		"board":      func(v *view.Views) []any { return []any{v.Board()} },
		"with signs": func(v *view.Views) []any { return []any{v.Board(), v.Signs(), v.Papers()} },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, x := range all(view.Of(h.State, h.Now)) {
					if _, err := json.Marshal(x); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
