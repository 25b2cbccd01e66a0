package uplink_test

import (
	"cmp"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/node"
	"onewindow/hall/uplink"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// backlog is a hall with at least n events of real days.
func backlog(b *testing.B, n int) *hall {
	b.Helper()
	dir := b.TempDir()
	clock := fill(b, dir, n)
	h := &hall{t: b, dir: dir, quit: make(chan struct{})}
	var err error
	if h.journal, h.Node, err = hallIn(dir, journal.Options{}, clock); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(h.close)
	return h
}

// fill writes that many events, without waiting for the disk.
func fill(b *testing.B, dir string, n int) node.Clock {
	b.Helper()
	clock := &calendar{Clock: node.NewPacedClock(queuetest.Morning, 1)}
	j, nd, err := hallIn(dir, journal.Options{NoSync: true}, clock)
	if err != nil {
		b.Fatal(err)
	}
	h := &hall{Node: nd, t: b, journal: j, quit: make(chan struct{})}
	by := queue.Actor{Terminal: "window-1"}
	if r := h.Do(by, "", queue.SignIn{Window: "1", Clerk: "c1"}); !r.OK {
		b.Fatal(r.Err)
	}
	for h.Last() < uint64(n) {
		h.issue(1)
		for _, c := range []queue.Command{queue.Next{Window: "1"}, queue.Start{Window: "1"}, queue.Finish{Window: "1"}} {
			if r := h.Do(by, "", c); !r.OK {
				b.Fatal(r.Err)
			}
		}
		if h.given.Load()%900 == 0 { // a day does not have so many numbers
			if r := h.Do(by, "", queue.CloseDay{}); !r.OK {
				b.Fatal(r.Err)
			}
			clock.day.Add(1)
			for _, c := range []queue.Command{queue.OpenDay{Date: h.Now().Format(time.DateOnly)}, queue.SignIn{Window: "1", Clerk: "c1"}} {
				if r := h.Do(by, "", c); !r.OK {
					b.Fatal(r.Err)
				}
			}
		}
	}
	h.close()
	return clock
}

// calendar is a clock that can be put on by days.
type calendar struct {
	node.Clock
	day atomic.Int64
}

func (c *calendar) Now() time.Time { return c.Clock.Now().AddDate(0, 0, int(c.day.Load())) }

// BenchmarkCatchingUp sends 100 000 events of a real journal to a centre that only
// checks them, over a TCP connection of this machine.
func BenchmarkCatchingUp(b *testing.B) {
	const events = 100_000
	h := backlog(b, events)
	c := openCentre(b, how{})
	c.check = true
	seed := c.enrol(hallID)
	size := 0
	for _, r := range h.records() {
		size += len(r)
	}
	b.ResetTimer()
	for range b.N {
		c.change(hallID, func(k *kept) { *k = kept{token: k.token + 1} })
		u, err := uplink.Open(uplink.Settings{Hall: hallID, URLs: []string{c.url()}, Seed: seed}, h.Node)
		if err != nil {
			b.Fatal(err)
		}
		for c.watermark(hallID) != h.Last() {
			time.Sleep(time.Millisecond)
		}
		b.StopTimer()
		u.Close()
		b.StartTimer()
	}
	b.ReportMetric(float64(h.Last())*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(size)/float64(h.Last()), "B/event")
}

// BenchmarkReadingTheJournal reads the same events in the same runs and does nothing
// with them: what catching up cannot beat.
func BenchmarkReadingTheJournal(b *testing.B) {
	h := backlog(b, 100_000)
	b.ResetTimer()
	for range b.N {
		for from := uint64(1); from <= h.Last(); {
			if err := h.Records(from, wire.MaxSegmentEvents, wire.MaxSegmentBytes, func(uint64, []byte) error { from++; return nil }); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(h.Last())*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// percentiles reports the median and the 99th of a hundred.
func percentiles(b *testing.B, all []time.Duration, name string) {
	slices.SortFunc(all, cmp.Compare)
	for _, p := range []int{50, 99} {
		b.ReportMetric(float64(all[min(len(all)-1, len(all)*p/100)].Microseconds())/1000, fmt.Sprintf("ms-%s-p%d", name, p))
	}
}

// BenchmarkFromCommitToCentre gives a number every 20 ms in a hall with fsync, and
// measures from the answer to the citizen until the hall has the centre's answer.
func BenchmarkFromCommitToCentre(b *testing.B) {
	dir := b.TempDir()
	j, n, err := hallIn(dir, journal.Options{})
	if err != nil {
		b.Fatal(err)
	}
	h := &hall{Node: n, t: b, dir: dir, journal: j, quit: make(chan struct{})}
	b.Cleanup(h.close)
	c := openCentre(b, how{})
	u, err := uplink.Open(uplink.Settings{Hall: hallID, URLs: []string{c.url()}, Seed: c.enrol(hallID)}, n)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(u.Close)
	isUp(b, u)
	var all []time.Duration
	b.ResetTimer()
	for range b.N {
		h.issue(1)
		at, last := time.Now(), h.Last()
		for u.State().Acked < last {
			time.Sleep(50 * time.Microsecond)
		}
		all = append(all, time.Since(at))
		time.Sleep(20 * time.Millisecond)
	}
	percentiles(b, all, "acked")
}

// BenchmarkHallBesideItsCentre gives numbers in a hall with fsync, one every 5 ms,
// without a link, with a good one, with those that are stuck, and while a centre that
// forgets everything every second is filled again with a month of events.
func BenchmarkHallBesideItsCentre(b *testing.B) {
	for _, kind := range []string{"no link", "good", "silent service", "held line", "refused", "forgetful"} {
		b.Run(kind, func(b *testing.B) {
			events := 0
			if kind == "no link" || kind == "forgetful" {
				events = 50_000
			}
			h := backlog(b, events)
			if kind != "no link" {
				besideCentre(b, kind, h.Node)
			}
			var all []time.Duration
			b.ResetTimer()
			for range b.N {
				at := time.Now()
				h.issue(1)
				all = append(all, time.Since(at))
				time.Sleep(5 * time.Millisecond)
			}
			percentiles(b, all, "issue")
		})
	}
}

func besideCentre(b *testing.B, kind string, n *node.Node) {
	c := openCentre(b, how{})
	p := openProxy(b, c.url())
	var told atomic.Int64
	u, err := uplink.Open(uplink.Settings{Hall: hallID, URLs: []string{p.url("nats")}, Seed: c.enrol(hallID), State: func(uplink.State) { told.Add(1) }}, n)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(u.Close)
	isUp(b, u)
	switch kind {
	case "silent service":
		c.silent.Store(true)
	case "held line":
		p.set(func(p *proxy) { p.held = true })
	case "forgetful":
		c.check = true
		done := make(chan struct{})
		b.Cleanup(func() { close(done) })
		go func() {
			for t := time.NewTicker(time.Second); ; {
				select {
				case <-t.C:
					c.change(hallID, func(k *kept) { *k = kept{token: k.token + 1} })
				case <-done:
					return
				}
			}
		}()
	case "refused":
		c.change(hallID, func(k *kept) {
			k.line, k.seq, k.token = []wire.EpochStart{{Epoch: "9-00000000", From: 1}}, 1, k.token+1
		})
	}
}
