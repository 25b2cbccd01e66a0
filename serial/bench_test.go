//go:build linux

package serial_test

import (
	"errors"
	"fmt"
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
