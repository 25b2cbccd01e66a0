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
	for deadline := time.Now().Add(time.Minute); len(got) < n; {
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

// wired is a printer at the far end of a serial line.
func wired(t *testing.T, o Options) (*Device, *pty.Port) {
	t.Helper()
	port, err := pty.Open(pty.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := New(o)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- d.Run(ctx, port) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return d, port
}

// gone waits until a host sees that its line was pulled.
func gone(t *testing.T, c serial.Conn) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; {
		if _, err := c.Read(make([]byte, 8)); errors.Is(err, serial.ErrGone) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal("the host never saw that the cable was pulled")
		}
	}
}

// plugged waits until the cable is back.
func plugged(t *testing.T, d *Device) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); d.State().Unplugged; {
		if time.Now().After(deadline) {
			t.Fatalf("the cable was never put back: %v", d.Findings())
		}
	}
}

func TestAScriptPullsTheCableInTheMiddleOfATicket(t *testing.T) {
	script, err := ParseScript("unplug@byte=40,for=50")
	if err != nil {
		t.Fatal(err)
	}
	d, port := wired(t, Options{Script: script})
	c, err := serial.Open(serial.Settings{Name: port.Name(), Baud: 115200})
	if err != nil {
		t.Fatal(err)
	}
	// The pull may come in the middle of the write, which then says so.
	if _, err := c.Write(stream(sample(), cutFeed, processID("aaaa")), time.Now().Add(time.Minute)); err != nil && !errors.Is(err, serial.ErrGone) {
		t.Fatal(err)
	}
	gone(t, c)
	c.Close()
	plugged(t, d)
	if s := d.State(); s.Bytes != 40 || s.Tickets != 0 {
		t.Errorf("%d bytes came through and %d pieces out; the cable was pulled after 40", s.Bytes, s.Tickets)
	}
	c, err = serial.Open(serial.Settings{Name: port.Name(), Baud: 115200})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write(stream(clearAll, begin, "A\n", cutFeed, processID("bbbb")), time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got, want := listen(t, c, 10), append([]byte{0x37, 0x25, 0}, processed("bbbb")...); !bytes.Equal(got, want) {
		t.Errorf("the printer said % X, want % X", got, want)
	}
}

func TestAHostOnASerialLineSeesAPrinter(t *testing.T) {
	d, port := wired(t, Options{})
	for pull := range 5 {
		c, err := serial.Open(serial.Settings{Name: port.Name(), Baud: 115200})
		if err != nil {
			t.Fatal(err)
		}
		job := stream(sample(), cutFeed, processID("aB3x"))
		if _, err := c.Write(job, time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if got := listen(t, c, 7); !bytes.Equal(got, processed("aB3x")) {
			t.Errorf("the printer said % X", got)
		}
		if n := len(d.Tickets(pull)); n != 1 {
			t.Errorf("%d pieces came out", n)
		}

		d.Unplug()
		gone(t, c)
		c.Close()
		d.Plug()
		plugged(t, d)
	}
}
