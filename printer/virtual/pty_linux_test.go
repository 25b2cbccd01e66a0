package virtual

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"onewindow/serial"
	"onewindow/serial/pty"
)

// listen reads from a line until n bytes came or the time is over.
func listen(t *testing.T, c serial.Conn, n int) []byte {
	t.Helper()
	var got []byte
	buf := make([]byte, 64)
	for deadline := time.Now().Add(10 * time.Second); len(got) < n; {
		if time.Now().After(deadline) {
			t.Fatalf("only % X came, and %d bytes were to", got, n)
		}
		k, err := c.Read(buf)
		if err != nil {
			t.Fatalf("read: %v", err)
		}
		got = append(got, buf[:k]...)
	}
	return got
}

func TestAHostOnASerialLineSeesAPrinter(t *testing.T) {
	port, err := pty.Open(pty.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := New(Options{})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- d.Run(ctx, port) }()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}()
	for pull := range 5 {
		c, err := serial.Open(serial.Settings{Name: port.Name(), Baud: 115200})
		if err != nil {
			t.Fatal(err)
		}
		job := stream(sample(), cutFeed, processID("aB3x"))
		if _, err := c.Write(job, time.Now().Add(5*time.Second)); err != nil {
			t.Fatal(err)
		}
		if got := listen(t, c, 7); !bytes.Equal(got, processed("aB3x")) {
			t.Errorf("the printer said % X", got)
		}
		if n := len(d.Tickets(pull)); n != 1 {
			t.Errorf("%d pieces came out", n)
		}

		d.Unplug()
		for deadline := time.Now().Add(10 * time.Second); ; {
			if _, err := c.Read(make([]byte, 8)); errors.Is(err, serial.ErrGone) {
				break
			}
			if time.Now().After(deadline) {
				t.Fatal("the host never saw that the cable was pulled")
			}
		}
		c.Close()
		d.Plug()
		for deadline := time.Now().Add(10 * time.Second); d.State().Unplugged; {
			if time.Now().After(deadline) {
				t.Fatalf("the cable was never put back: %v", d.Findings())
			}
		}
	}
}
