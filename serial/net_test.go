package serial_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/serial"
)

// listen gives a device on the network: its address, and its end of a connection.
func listen(t testing.TB) (addr string, accept func() *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return "tcp://" + l.Addr().String(), func() *net.TCPConn {
		t.Helper()
		c, err := l.Accept()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c.(*net.TCPConn)
	}
}

func dial(t testing.TB, name string) serial.Conn {
	t.Helper()
	c, err := serial.Open(serial.Settings{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// readErr reads until the line errs.
func readErr(t testing.TB, c serial.Conn) error {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		if _, err := c.Read(make([]byte, 64)); err != nil {
			return err
		}
	}
	t.Fatal("the line did not err")
	return nil
}

func TestADeviceOnTheNetworkIsALineToo(t *testing.T) {
	t.Parallel()
	addr, accept := listen(t)
	c := dial(t, addr)
	dev := accept()
	if n, err := c.Write([]byte("paper"), time.Now().Add(time.Minute)); n != 5 || err != nil {
		t.Fatal(n, err)
	}
	got := make([]byte, 5)
	if _, err := io.ReadFull(dev, got); err != nil || string(got) != "paper" {
		t.Fatalf("%q %v", got, err)
	}
	if n, err := c.Read(got); n != 0 || err != nil {
		t.Fatal("silence:", n, err)
	}
	dev.Write([]byte("stale"))
	// Wait until it has come, then forget the rest of it.
	for {
		n, err := c.Read(got[:1])
		if err != nil {
			t.Fatal(err)
		}
		if n == 1 {
			break
		}
	}
	if err := c.Flush(); err != nil {
		t.Fatal(err)
	}
	dev.Write([]byte("new"))
	var in []byte
	for end := time.Now().Add(time.Minute); len(in) < 3 && time.Now().Before(end); {
		n, err := c.Read(got)
		if err != nil {
			t.Fatal(err)
		}
		in = append(in, got[:n]...)
	}
	if string(in) != "new" {
		t.Fatalf("%q", in)
	}
}

func TestAPeerThatVanishesIsGone(t *testing.T) {
	t.Parallel()
	addr, accept := listen(t)
	for name, end := range map[string]func(*net.TCPConn){
		"closes": func(c *net.TCPConn) { c.Close() },
		"resets": func(c *net.TCPConn) { c.SetLinger(0); c.Close() },
	} {
		c := dial(t, addr)
		end(accept())
		if err := readErr(t, c); !errors.Is(err, serial.ErrGone) {
			t.Errorf("%s: %v", name, err)
		}
		if err := c.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := c.Read(make([]byte, 1)); !errors.Is(err, serial.ErrClosed) {
			t.Errorf("%s: read after close: %v", name, err)
		}
	}
}

func TestAPeerThatTakesNothingEndsAWriteAtItsDeadline(t *testing.T) {
	t.Parallel()
	addr, accept := listen(t)
	c := dial(t, addr)
	dev := accept()
	big := bytes.Repeat([]byte{7}, 32<<20)
	n, err := c.Write(big, time.Now().Add(100*time.Millisecond))
	if !errors.Is(err, serial.ErrWriteTimeout) || n == len(big) {
		t.Fatal(n, err)
	}
	// What was told as handed over arrives, and the line is still good.
	go io.CopyN(io.Discard, dev, int64(n))
	if k, err := c.Write([]byte("x"), time.Now().Add(time.Minute)); k != 1 || err != nil {
		t.Fatal(k, err)
	}
	if _, err := c.Write([]byte("x"), time.Time{}); !errors.Is(err, serial.ErrWriteTimeout) {
		t.Fatal("a zero deadline:", err)
	}
	done := make(chan error, 1)
	go func() {
		_, err := c.Write(big, time.Now().Add(time.Hour))
		done <- err
	}()
	c.Close()
	select {
	case err := <-done:
		if !errors.Is(err, serial.ErrClosed) {
			t.Fatal(err)
		}
	case <-time.After(time.Minute):
		t.Fatal("close did not end the write")
	}
}

func TestAnAddressWithoutADeviceSaysWhatToCheck(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := "tcp://" + l.Addr().String()
	l.Close()
	if c, err := serial.Open(serial.Settings{Name: addr}); err == nil {
		c.Close()
		t.Fatal("a closed port was opened")
	}
}

func TestAFileIsAppendedToAndTellsNothing(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "paper.bin")
	for _, piece := range []string{"one ", "two"} {
		c := dial(t, "file:///"+strings.TrimPrefix(filepath.ToSlash(path), "/"))
		if n, err := c.Write([]byte(piece), time.Now().Add(time.Minute)); n != len(piece) || err != nil {
			t.Fatal(n, err)
		}
		if n, err := c.Read(make([]byte, 8)); n != 0 || err != nil {
			t.Fatal(n, err)
		}
		if err := c.Flush(); err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Write([]byte("x"), time.Now().Add(time.Minute)); !errors.Is(err, serial.ErrClosed) {
			t.Fatal(err)
		}
		if _, err := c.Read(make([]byte, 8)); !errors.Is(err, serial.ErrClosed) {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "one two" {
		t.Fatalf("%q %v", got, err)
	}
	if _, err := serial.Open(serial.Settings{Name: "file:///no/such/folder/x"}); !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}
