package wait

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// crowded is a hall of 30 windows with 500 who wait.
func crowded(b *testing.B) *queuetest.Hall {
	set := queuetest.Settings(10)
	h := queuetest.Empty(b, set)
	h.Do(b, queue.OpenDay{Date: queuetest.Date})
	for _, w := range set.Windows {
		h.Do(b, queue.SignIn{Window: w.ID, Clerk: "c" + w.ID})
	}
	busy(b, h)
	for i := range 500 {
		h.Wait(2 * time.Second)
		h.Issue(b, set.Themes[i%3].ID)
	}
	return h
}

func BenchmarkLookAtFiveHundredWaiting(b *testing.B) {
	h := crowded(b)
	b.ReportAllocs()
	for b.Loop() {
		Look(h.State, h.Now)
	}
}

func BenchmarkForecastOfFiveHundredWaiting(b *testing.B) {
	h := crowded(b)
	look, e := Look(h.State, h.Now), New(untaught(h), 1)
	b.ReportAllocs()
	for b.Loop() {
		e.All(look)
	}
}

func BenchmarkFormulaForFiveHundredWaiting(b *testing.B) {
	h := crowded(b)
	look, k := Look(h.State, h.Now), untaught(h)
	b.ReportAllocs()
	for b.Loop() {
		Rough(k, look)
	}
}
