package lan

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/wire"
)

// echoHall answers everything at once.
type echoHall struct{}

func (echoHall) Late(_ wire.Terminal, _ wire.Verb, _ wire.Request, refusal *wire.Error, reply func(wire.Reply)) {
	reply(wire.Reply{Err: refusal})
}

func (echoHall) Serve(_ wire.Terminal, _ wire.Verb, _ wire.Request, reply func(wire.Reply)) {
	reply(wire.Reply{OK: true, Epoch: "1-0000000a", Seq: 1})
}

func benchClients(b *testing.B, s *Server, n int, role wire.Role) []*Client {
	b.Helper()
	clients := make([]*Client, n)
	for i := range clients {
		kp, key := newKey(b)
		seed, err := kp.Seed()
		if err != nil {
			b.Fatal(err)
		}
		t, err := s.Enrol(key, role, "", "")
		if err != nil {
			b.Fatal(err)
		}
		id := Identity{Hall: "bench", Terminal: t.ID, Role: role, URLs: s.URLs(), CA: s.ca, Seed: seed}
		clients[i] = dialed(b, id, Options{})
	}
	return clients
}

// BenchmarkEcho is one request and its answer over loopback TCP with TLS, with
// each client waiting for its answer before it asks again. It reports requests
// per second over all clients.
func BenchmarkEcho(b *testing.B) {
	for _, n := range []int{1, 8, 64} {
		b.Run(fmt.Sprintf("clients=%d", n), func(b *testing.B) {
			s := listenOn(b, b.TempDir(), -1, echoHall{})
			clients := benchClients(b, s, n, wire.RoleKiosk)
			b.ResetTimer()
			var left atomic.Int64
			left.Store(int64(b.N))
			var wg sync.WaitGroup
			for _, c := range clients {
				wg.Go(func() {
					for left.Add(-1) >= 0 {
						if err := c.Do(context.Background(), "ticket", "issue", nil, nil); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
		})
	}
}

// BenchmarkFanOut is one 400-byte state until the last of 50 watchers, each on
// a TLS connection of its own, has delivered it.
func BenchmarkFanOut(b *testing.B) {
	h := newFakeHall()
	s := listenOn(b, b.TempDir(), -1, h)
	h.set(wire.TopicBoard, 1, "")
	const watchers = 50
	got := make(chan uint64, watchers)
	for _, c := range benchClients(b, s, watchers, wire.RoleBoard) {
		w := c.Watch([]wire.Topic{wire.TopicBoard})
		go func() {
			for m := range w.C() {
				got <- m.Seq
			}
		}()
	}
	for range watchers {
		<-got
	}
	text := fmt.Sprintf("%0400d", 0)
	seq := uint64(1)
	var worst time.Duration
	b.ResetTimer()
	for b.Loop() {
		seq++
		m := h.set(wire.TopicBoard, seq, fmt.Sprint(seq, text))
		at := time.Now()
		s.Publish(m)
		for n := 0; n < watchers; {
			if <-got == seq {
				n++
			}
		}
		worst = max(worst, time.Since(at))
	}
	b.ReportMetric(float64(worst.Microseconds())/1000, "worst-ms")
}
