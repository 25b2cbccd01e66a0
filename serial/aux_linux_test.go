package serial

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"onewindow/serial/pty"
)

// terminal is the near end of a line, as the system sees it.
func terminal(t *testing.T) (*pty.Port, *os.File) {
	t.Helper()
	p, err := pty.Open(pty.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	f, err := os.OpenFile(p.Name(), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return p, f
}

func termios(t *testing.T, f *os.File) *unix.Termios {
	t.Helper()
	got, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestTheHandshakeIsSetAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		flow         Flow
		iflag, cflag uint32
	}{
		{FlowNone, 0, 0},
		{FlowRTSCTS, 0, unix.CRTSCTS},
		{FlowXONXOFF, unix.IXON, 0},
	} {
		p, f := terminal(t)
		conn, err := Open(Settings{Name: p.Name(), Baud: 19200, Parity: 'E', StopBits: 2, Flow: c.flow})
		if err != nil {
			t.Fatal(err)
		}
		got := termios(t, f)
		if i := got.Iflag & (unix.IXON | unix.IXOFF | unix.IXANY); i != c.iflag {
			t.Errorf("%s: iflag %#o", c.flow, i)
		}
		if x := got.Cflag & unix.CRTSCTS; x != c.cflag {
			t.Errorf("%s: cflag %#o", c.flow, x)
		}
		if got.Lflag != 0 || got.Oflag != 0 || got.Cflag&unix.CBAUD != unix.B19200 || got.Cflag&unix.CSTOPB == 0 {
			t.Errorf("%s: %+v", c.flow, got)
		}
		if c.flow == FlowXONXOFF && (got.Cc[unix.VSTART] != xon || got.Cc[unix.VSTOP] != xoff) {
			t.Errorf("%s: characters % x", c.flow, got.Cc)
		}
		conn.Close()
	}
}

// exclusive reports whether the mark of TIOCEXCL is set.
func exclusive(t *testing.T, f *os.File) bool {
	t.Helper()
	const getExclusive = 0x80045440 // TIOCGEXCL of asm-generic/ioctls.h
	n, err := unix.IoctlGetInt(int(f.Fd()), getExclusive)
	if err != nil {
		t.Fatal(err)
	}
	return n != 0
}

func TestARealPortIsMarkedExclusiveWhileItIsOpen(t *testing.T) {
	p, f := terminal(t)
	fd, err := unix.Open(p.Name(), unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	a := newAux(fd, p.Name())
	if !a.pty {
		t.Fatal("a pseudo terminal is taken for a real port")
	}
	a.pty = false
	if err := a.configure(Settings{Flow: FlowNone}); err != nil {
		t.Fatal(err)
	}
	if !exclusive(t, f) {
		t.Error("not marked")
	}
	if err := a.close(); err != nil {
		t.Fatal(err)
	}
	if exclusive(t, f) {
		t.Error("still marked")
	}
}

func TestAWriteThatXOFFHoldsUpIsFreed(t *testing.T) {
	p, f := terminal(t)
	fd, err := unix.Open(p.Name(), unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	a := newAux(fd, p.Name())
	defer a.close()
	if err := setFlow(fd, FlowXONXOFF); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Write([]byte{xoff}); err != nil {
		t.Fatal(err)
	}
	eventuallyTrue(t, "the line to be stopped", func() bool {
		return poll(uintptr(fd), unix.POLLOUT)&unix.POLLOUT == 0
	})
	done := make(chan error, 1)
	go func() {
		_, err := f.Write([]byte("stuck"))
		done <- err
	}()
	a.unstick()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}
