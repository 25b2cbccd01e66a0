//go:build linux

package serial_test

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/serial"
	"onewindow/serial/pty"
)

// patience is how long a test waits for what must happen.
const patience = time.Minute

// soon is a deadline of a write that should not need it.
func soon() time.Time { return time.Now().Add(patience) }

// eventually polls until ok.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); {
		if time.Now().After(end) {
			t.Fatalf("waited %v for: %s", patience, what)
		}
		time.Sleep(time.Millisecond)
	}
}

// farEnd is the far end of a line with a link that stays the same.
func farEnd(t testing.TB, o pty.Options) *pty.Port {
	t.Helper()
	if o.Link == "" {
		o.Link = filepath.Join(t.TempDir(), "line")
	}
	p, err := pty.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func open(t testing.TB, s serial.Settings) serial.Conn {
	t.Helper()
	c, err := serial.Open(s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// readN reads n bytes of a line.
func readN(t testing.TB, c serial.Conn, n int) []byte {
	t.Helper()
	got := make([]byte, 0, n)
	for end := time.Now().Add(patience); len(got) < n; {
		buf := make([]byte, n-len(got))
		k, err := c.Read(buf)
		if err != nil {
			t.Fatalf("after %d of %d bytes: %v", len(got), n, err)
		}
		if got = append(got, buf[:k]...); time.Now().After(end) {
			t.Fatalf("only %d of %d bytes came: %x", len(got), n, got)
		}
	}
	return got
}

// everyByte is each value that a byte can have.
func everyByte() []byte {
	b := make([]byte, 256)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

func TestEveryByteValuePassesBothWaysUnchanged(t *testing.T) {
	dev := farEnd(t, pty.Options{})
	c := open(t, serial.Settings{Name: dev.Name(), Baud: 115200})
	if n, err := c.Write(everyByte(), soon()); n != 256 || err != nil {
		t.Fatal(n, err)
	}
	got := make([]byte, 256)
	if _, err := io.ReadFull(dev, got); err != nil || !bytes.Equal(got, everyByte()) {
		t.Fatalf("the device got %x, %v", got, err)
	}
	if _, err := dev.Write(everyByte()); err != nil {
		t.Fatal(err)
	}
	if got := readN(t, c, 256); !bytes.Equal(got, everyByte()) {
		t.Fatalf("the host got %x", got)
	}
}

func TestBytesThatComeOneByOneAreAllRead(t *testing.T) {
	dev := farEnd(t, pty.Options{})
	c := open(t, serial.Settings{Name: dev.Name()})
	go func() {
		for _, b := range everyByte() {
			dev.Write([]byte{b})
		}
	}()
	if got := readN(t, c, 256); !bytes.Equal(got, everyByte()) {
		t.Fatalf("the host got %x", got)
	}
}

func TestSilenceIsNoErrorAndNoWait(t *testing.T) {
	t.Parallel()
	c := open(t, serial.Settings{Name: farEnd(t, pty.Options{}).Name()})
	for range 3 {
		if n, err := c.Read(make([]byte, 8)); n != 0 || err != nil {
			t.Fatal(n, err)
		}
	}
}

func TestAReadThatWaitsSeesTheHangUp(t *testing.T) {
	dev := farEnd(t, pty.Options{})
	c := open(t, serial.Settings{Name: dev.Name()})
	got := make(chan error, 1)
	go func() {
		for {
			if _, err := c.Read(make([]byte, 8)); err != nil {
				got <- err
				return
			}
		}
	}()
	dev.Unplug()
	select {
	case err := <-got:
		if !errors.Is(err, serial.ErrGone) {
			t.Fatal(err)
		}
	case <-time.After(patience):
		t.Fatal("the read did not come back")
	}
	// It stays gone, for both directions.
	if _, err := c.Read(make([]byte, 8)); !errors.Is(err, serial.ErrGone) {
		t.Error("read:", err)
	}
	if _, err := c.Write([]byte("x"), soon()); !errors.Is(err, serial.ErrGone) {
		t.Error("write:", err)
	}
	if err := c.Close(); err != nil {
		t.Error("close:", err)
	}
	if _, err := c.Read(make([]byte, 8)); !errors.Is(err, serial.ErrClosed) {
		t.Error("read after close:", err)
	}
}

func TestAWriteThatNobodyReadsEndsAtItsDeadlineAndTheLineStaysGood(t *testing.T) {
	t.Parallel()
	dev := farEnd(t, pty.Options{})
	c := open(t, serial.Settings{Name: dev.Name()})
	big := bytes.Repeat([]byte{0x33}, 200_000)
	n, err := c.Write(big, time.Now().Add(200*time.Millisecond))
	if !errors.Is(err, serial.ErrWriteTimeout) || n <= 0 || n >= len(big) {
		t.Fatal(n, err)
	}
	if _, err := c.Write(big[:7], time.Now().Add(30*time.Millisecond)); !errors.Is(err, serial.ErrWriteTimeout) {
		t.Fatal(err)
	}
	got := make([]byte, n)
	if _, err := io.ReadFull(dev, got); err != nil {
		t.Fatal(err)
	}
	if n, err := c.Write([]byte("ready"), soon()); n != 5 || err != nil {
		t.Fatal(n, err)
	}
	rest := make([]byte, 5)
	if _, err := io.ReadFull(dev, rest); err != nil || string(rest) != "ready" {
		t.Fatalf("%q %v", rest, err)
	}
}

func TestAWriteThatWaitsSeesTheHangUp(t *testing.T) {
	dev := farEnd(t, pty.Options{})
	c := open(t, serial.Settings{Name: dev.Name()})
	got := make(chan error, 1)
	go func() {
		_, err := c.Write(make([]byte, 200_000), soon())
		got <- err
	}()
	eventually(t, "the host to be ahead", func() bool { return dev.Ahead() > 1000 })
	dev.Unplug()
	select {
	case err := <-got:
		if !errors.Is(err, serial.ErrGone) {
			t.Fatal(err)
		}
	case <-time.After(patience):
		t.Fatal("the write did not come back")
	}
}

func TestCloseEndsAReadAndAWriteThatWait(t *testing.T) {
	t.Parallel()
	dev := farEnd(t, pty.Options{})
	c := open(t, serial.Settings{Name: dev.Name()})
	got := make(chan error, 2)
	go func() {
		_, err := c.Write(make([]byte, 200_000), soon())
		got <- err
	}()
	go func() {
		for {
			if _, err := c.Read(make([]byte, 8)); err != nil {
				got <- err
				return
			}
		}
	}()
	eventually(t, "the host to be ahead", func() bool { return dev.Ahead() > 1000 })
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		select {
		case err := <-got:
			if !errors.Is(err, serial.ErrClosed) {
				t.Fatal(err)
			}
		case <-time.After(patience):
			t.Fatal("a call did not come back")
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal("second close:", err)
	}
}

func TestASecondOpenIsRefusedAndSaysWhoHasThePort(t *testing.T) {
	dev := farEnd(t, pty.Options{})
	c := open(t, serial.Settings{Name: dev.Name()})
	_, err := serial.Open(serial.Settings{Name: dev.Name(), Baud: 115200})
	if !errors.Is(err, serial.ErrBusy) || !strings.Contains(err.Error(), "this program itself") {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, serial.Settings{Name: dev.Name()})
}

func TestWhatCannotBeOpenedSaysWhatToDo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, c := range []struct {
		s    serial.Settings
		is   error
		says string
	}{
		{serial.Settings{Name: dir + "/none"}, fs.ErrNotExist, "plugged in"},
		{serial.Settings{Name: "/dev/null"}, nil, "no serial port"},
		{serial.Settings{Name: "usb://x"}, nil, "tcp://host:port"},
		{serial.Settings{}, nil, "needs a name"},
		{serial.Settings{Name: "/dev/null", Parity: 'X'}, nil, "use N, E or O"},
		{serial.Settings{Name: "/dev/null", StopBits: 3}, nil, "use 1 or 2"},
		{serial.Settings{Name: "/dev/null", Flow: "xon"}, nil, "rtscts or xonxoff"},
		{serial.Settings{Name: "/dev/null", Flow: serial.FlowRTSCTS, RS485: true}, nil, "RTS"},
		{serial.Settings{Name: "file://x"}, nil, "three slashes"},
		{serial.Settings{Name: "tcp:///x"}, nil, "tcp://host:port"},
		{serial.Settings{Name: farEnd(t, pty.Options{}).Name(), Baud: 12345}, serial.ErrUnsupported, "9600"},
		{serial.Settings{Name: farEnd(t, pty.Options{}).Name(), RS485: true}, serial.ErrUnsupported, "rs485 = false"},
	} {
		_, err := serial.Open(c.s)
		if err == nil || !strings.Contains(err.Error(), c.says) || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%+v: %v; want it to say %q", c.s, err, c.says)
		}
	}
}

func TestAPortThatOneMayNotOpenNamesTheGroup(t *testing.T) {
	dev := farEnd(t, pty.Options{})
	if err := os.Chmod(dev.Name(), 0); err != nil {
		t.Fatal(err)
	}
	c, err := serial.Open(serial.Settings{Name: dev.Name()})
	if os.Geteuid() == 0 {
		// Root may open it all the same.
		if err != nil {
			t.Fatal(err)
		}
		c.Close()
		return
	}
	if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "usermod -aG") {
		t.Fatal(err)
	}
}
