package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// BenchmarkHallDay runs the day of the reference scenario through the bare
// engine: 1209 citizens drawn, called, started and finished at 30 windows.
func BenchmarkHallDay(b *testing.B) {
	const citizens = 1209
	themes := []string{"business", "construction", "general"}
	base := queuetest.New(b, 10)
	snap, err := base.State.Snapshot()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		s, err := queue.Restore(snap, nil)
		if err != nil {
			b.Fatal(err)
		}
		now := base.Now
		b.StartTimer()
		do := func(c queue.Command) {
			if _, err := queue.Execute(s, now, queue.Actor{}, "", c); err != nil {
				b.Fatalf("%T: %v", c, err)
			}
		}
		for i := range citizens {
			now = now.Add(20 * time.Second)
			do(queue.Issue{Theme: themes[i%3], Source: queue.SourceKiosk})
			w := s.Windows[i%30]
			do(queue.Next{Window: w.ID})
			if w.State == queue.Calling {
				do(queue.Start{Window: w.ID})
			}
		}
	}
}
