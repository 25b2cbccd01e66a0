package queue_test

import (
	"fmt"
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

// crowded is a hall in which n wait for one theme.
func crowded(b *testing.B, n int) *queuetest.Hall {
	b.Helper()
	h := queuetest.New(b, 10)
	for range n {
		h.Wait(time.Millisecond)
		h.Issue(b, "business")
	}
	h.Records = nil
	return h
}

// BenchmarkNext is one citizen's way, while n wait: the one before is finished,
// the next called and started, and another draws a number. It must not depend on
// n.
func BenchmarkNext(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			h := crowded(b, n)
			do := func(cause string, c queue.Command) {
				if _, err := queue.Execute(h.State, h.Now, queue.Actor{}, cause, c); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				do("call", queue.Next{Window: "1"})
				do("arrive", queue.Start{Window: "1"})
				do("issue", queue.Issue{Theme: "business"}) // keeps the crowd
			}
		})
	}
}

// BenchmarkIssue draws a number while n wait.
func BenchmarkIssue(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			h := crowded(b, n)
			b.ReportAllocs()
			for b.Loop() {
				h.Now = h.Now.Add(time.Millisecond)
				if _, err := queue.Execute(h.State, h.Now, queue.Actor{}, "rid", queue.Issue{Theme: "business"}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPick asks who is next, while n wait in each of three lanes.
func BenchmarkPick(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 50_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			l := queue.NewLine(3)
			for i := range int32(n) {
				for lane := range 3 {
					l.Add(lane, queue.Entry{Key: int64(i) * 20_000, Seq: 3*i + int32(lane)})
				}
			}
			r := queue.Reach{Own: []int32{0, 1}, Spill: []int32{2}, Lead: 600_000}
			b.ReportAllocs()
			for b.Loop() {
				if _, ok := queue.Pick(l, r); !ok {
					b.Fatal("nobody")
				}
			}
		})
	}
}

// BenchmarkCloneState copies a hall in which a thousand wait.
func BenchmarkCloneState(b *testing.B) {
	h := crowded(b, 1_000)
	b.ReportAllocs()
	for b.Loop() {
		h.State.Clone()
	}
}
