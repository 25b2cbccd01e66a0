//go:build linux

package serial_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"onewindow/serial"
	"onewindow/serial/pty"
)

// BenchmarkLineShare is the share of the line's speed that is used, a second for each
// round. write: the device reads while the system's buffer is full, so that each
// piece of the host waits for room. job: from the call of a Write on a silent line
// until the device has the last byte. read: from the device's first byte until the
// host has read the last.
func BenchmarkLineShare(b *testing.B) {
	for _, baud := range []int{9600, 19200, 38400, 115200} {
		second := baud / 10
		line := func(b *testing.B) (*pty.Port, serial.Conn) {
			dev := farEnd(b, pty.Options{Baud: baud})
			return dev, open(b, serial.Settings{Name: dev.Name(), Baud: baud})
		}
		b.Run(fmt.Sprintf("write/%d", baud), func(b *testing.B) {
			dev, c := line(b)
			full := make(chan struct{})
			var wg sync.WaitGroup
			wg.Go(func() {
				p := make([]byte, 1<<20)
				if _, err := c.Write(p, time.Now().Add(300*time.Millisecond)); !errors.Is(err, serial.ErrWriteTimeout) {
					b.Error(err)
				}
				close(full)
				for {
					if _, err := c.Write(p, time.Now().Add(time.Hour)); err != nil {
						return
					}
				}
			})
			<-full
			share(b, second, func([]byte) error { return nil }, whole(dev.Read))
			c.Close()
			wg.Wait()
		})
		b.Run(fmt.Sprintf("job/%d", baud), func(b *testing.B) {
			dev, c := line(b)
			share(b, second, func(p []byte) error {
				_, err := c.Write(p, time.Now().Add(time.Minute))
				return err
			}, whole(dev.Read))
		})
		b.Run(fmt.Sprintf("read/%d", baud), func(b *testing.B) {
			dev, c := line(b)
			share(b, second, func(p []byte) error {
				_, err := dev.Write(p)
				return err
			}, whole(c.Read))
		})
	}
}

// whole fills what it is given.
func whole(read func([]byte) (int, error)) func([]byte) error {
	return func(p []byte) error {
		for len(p) > 0 {
			n, err := read(p)
			if err != nil {
				return err
			}
			p = p[n:]
		}
		return nil
	}
}

// share sends a second's worth of bytes for each round.
func share(b *testing.B, second int, send, receive func([]byte) error) {
	out, in := make([]byte, second), make([]byte, second)
	var took time.Duration
	for b.Loop() {
		sent := make(chan error, 1)
		began := time.Now()
		go func() { sent <- send(out) }()
		if err := receive(in); err != nil {
			b.Fatal(err)
		}
		took += time.Since(began)
		if err := <-sent; err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100*float64(b.N)*float64(time.Second)/float64(took), "%line")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkExchange is a question and its answer on a bus without a speed of its
// own: what the bus itself costs, with the silence that a line of 115200 needs.
func BenchmarkExchange(b *testing.B) {
	s := newStreet(b, pty.Options{})
	bus := onBus(b, s, serial.BusSettings{})
	e := ask("1", "x")
	for b.Loop() {
		if _, err := bus.Do(b.Context(), e); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReplug is the time from a device's return, after a moment away, until its
// line is open.
func BenchmarkReplug(b *testing.B) {
	dev := farEnd(b, pty.Options{})
	up := make(chan bool, 16)
	stop := hold(b, serial.Settings{Name: dev.Name()}, echoing, func(st serial.State) {
		if st.Up || st.Err != nil {
			up <- st.Up
		}
	})
	defer stop()
	until := func(want bool) {
		for got := range up {
			if got == want {
				return
			}
		}
	}
	until(true)
	for b.Loop() {
		b.StopTimer()
		dev.Unplug()
		until(false) // the hang-up
		until(false) // nothing is there
		b.StartTimer()
		if err := dev.Plug(); err != nil {
			b.Fatal(err)
		}
		until(true)
	}
}

// BenchmarkCall is a call of 80 bytes on a bus of 40 stations at 9600 baud, two of
// them dead, that are asked for their health without a pause: from Do until the
// station has the whole frame. A question is 28 bytes, an answer 31, as of a strip.
func BenchmarkCall(b *testing.B) {
	const call = 13
	s := newStreet(b, pty.Options{Baud: 9600})
	for i := range 40 {
		s.babel[fmt.Sprint(i)] = fmt.Sprintf("%-30s\n", fmt.Sprint(i))
	}
	s.dead["7"], s.dead["21"] = true, true
	set := serial.Settings{Name: s.dev.Name(), Baud: 9600}
	bus := serial.NewBus(serial.BusSettings{Line: set})
	stop := hold(b, set, bus.Run, nil)
	defer stop()
	frame := func(to int, text string, length int) serial.Exchange {
		f := fmt.Appendf(nil, "%-*s\n", length-1, fmt.Sprint(to, ":", text))
		return serial.Exchange{To: fmt.Sprint(to), Frame: f, Answer: anyLine, Timeout: 200 * time.Millisecond}
	}
	for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		if _, err := bus.Do(b.Context(), frame(1, "hello", 28)); err == nil {
			break
		} else if time.Now().After(end) {
			b.Fatal(err)
		}
	}
	ctx, cancel := context.WithCancel(b.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			bus.Do(ctx, frame(i%40, "well?", 28))
		}
	})
	for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		down := 0
		for _, st := range bus.Stations() {
			if st.Misses > 0 {
				down++
			}
		}
		if down == 2 {
			break
		}
		if time.Now().After(end) {
			b.Fatal("the dead stations are not known")
		}
	}
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		// Calls come at any moment of a refresh.
		time.Sleep(time.Duration(n*37%150) * time.Millisecond)
		e := frame(call, "call", 80)
		e.Urgent = true
		e.Timeout = patience
		began := time.Now()
		var there time.Time
		e.Answer = func(in []byte) ([]byte, bool) {
			if there.IsZero() {
				there = time.Now() // the first byte of the answer: the frame is there
			}
			return anyLine(in)
		}
		if _, err := bus.Do(b.Context(), e); err != nil {
			b.Fatal(err)
		}
		took = append(took, there.Sub(began))
	}
	cancel()
	wg.Wait()
	slices.Sort(took)
	b.ReportMetric(float64(took[(len(took)-1)/2].Milliseconds()), "ms-p50")
	b.ReportMetric(float64(took[(len(took)*99-1)/100].Milliseconds()), "ms-p99")
	b.ReportMetric(0, "ns/op")
}
