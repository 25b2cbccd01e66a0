package serial

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/tarm/serial"
	"golang.org/x/sys/unix"
)

const (
	// settleTime is longer than adapters on USB hold bytes back (16 ms).
	settleTime = 20 * time.Millisecond
	settlePTY  = 2 * time.Millisecond
	settleMost = 300 * time.Millisecond
	// flushMost times the tty's 4 KB are more than the system keeps.
	flushMost = 32
)

// idle reports whether the driver's error of a read without bytes means that
// nothing came: with a time-out set, a read of silence looks like the end of a file.
func idle(err error) bool { return err == nil || errors.Is(err, io.EOF) }

// openPort opens a serial port: first a descriptor beside the driver's, which
// carries the lock, so that the driver never touches the speed of a port that
// somebody else uses.
func openPort(s Settings) (Conn, error) {
	fd, err := unix.Open(s.Name, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, hint(s.Name, err)
	}
	if _, err := unix.IoctlGetTermios(fd, unix.TCGETS); err != nil {
		_ = unix.Close(fd)
		return nil, hint(s.Name, err)
	}
	if err := unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB); err != nil {
		_ = unix.Close(fd)
		return nil, hint(s.Name, err)
	}
	aux := newAux(fd, s.Name)
	d, err := serial.OpenPort(&serial.Config{
		Name:        s.Name,
		Baud:        s.Baud,
		Size:        byte(s.Bits),
		Parity:      serial.Parity(s.Parity),
		StopBits:    serial.StopBits(s.StopBits),
		ReadTimeout: readWait,
	})
	if err != nil {
		_ = aux.close()
		return nil, hint(s.Name, err)
	}
	if err := errors.Join(aux.configure(s), aux.settle()); err != nil {
		// Nothing was written, so this cannot block.
		_ = d.Close()
		_ = aux.close()
		return nil, hint(s.Name, err)
	}
	return newPort(s.Name, d, aux), nil
}

// aux is a descriptor of its own on the port. The runtime waits on it, without a
// thread, for what poll(2) tells.
type aux struct {
	f   *os.File
	raw rawConn
	// pty: nothing is held back in an adapter, and the exclusive mark would outlive a
	// program that is killed, until the far end closes. There the lock alone excludes.
	pty bool
	// marked: the port was made exclusive for programs that know no lock.
	marked bool
}

type rawConn interface {
	Control(f func(fd uintptr)) error
	Read(f func(fd uintptr) bool) error
	Write(f func(fd uintptr) bool) error
}

func newAux(fd int, name string) *aux {
	f := os.NewFile(uintptr(fd), name)
	raw, _ := f.SyscallConn() // errs only for a nil file
	return &aux{f: f, raw: raw, pty: isPTY(fd)}
}

// configure sets what the driver leaves out. The exclusive mark comes last: set
// earlier, it would keep out the driver's own descriptor, unless we are root.
func (a *aux) configure(s Settings) error {
	err := errors.New("not tried")
	if ctl := a.raw.Control(func(fd uintptr) {
		if err = setFlow(int(fd), s.Flow); err != nil {
			return
		}
		if s.RS485 {
			if err = setRS485(int(fd)); err != nil {
				return
			}
		}
		a.marked = !a.pty && unix.IoctlSetInt(int(fd), unix.TIOCEXCL, 0) == nil
	}); ctl != nil {
		return ctl
	}
	return err
}

// isPTY reports whether the port is a pseudo terminal and no real one.
func isPTY(fd int) bool {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return false
	}
	// Documentation/admin-guide/devices.txt of Linux: Unix98 PTY slaves.
	major := unix.Major(uint64(st.Rdev))
	return major >= 136 && major <= 143
}

const hungUp = unix.POLLHUP | unix.POLLERR | unix.POLLNVAL

// poll asks what is so now.
func poll(fd uintptr, events int16) int16 {
	p := []unix.PollFd{{Fd: int32(fd), Events: events}}
	for {
		if _, err := unix.Poll(p, 0); !errors.Is(err, unix.EINTR) {
			return p[0].Revents
		}
	}
}

func (a *aux) readable(until time.Time) (bool, error) {
	if err := a.f.SetReadDeadline(until); err != nil {
		return false, err
	}
	var got int16
	err := a.raw.Read(func(fd uintptr) bool {
		got = poll(fd, unix.POLLIN)
		return got != 0
	})
	return told(got, unix.POLLIN, err)
}

func (a *aux) writable(until time.Time) (bool, error) {
	if err := a.f.SetWriteDeadline(until); err != nil {
		return false, err
	}
	var got int16
	err := a.raw.Write(func(fd uintptr) bool {
		got = poll(fd, unix.POLLOUT)
		return got != 0
	})
	if errors.Is(err, os.ErrDeadlineExceeded) && got == 0 {
		// Room may have come without a wake-up.
		if err := a.raw.Control(func(fd uintptr) { got = poll(fd, unix.POLLOUT) }); err != nil {
			return false, err
		}
		if got != 0 {
			err = nil
		}
	}
	return told(got, unix.POLLOUT, err)
}

// told folds what a wait ended with.
func told(got, want int16, err error) (bool, error) {
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return false, nil
	case err != nil:
		return false, err
	case got&hungUp != 0:
		return false, ErrGone
	}
	return got&want != 0, nil
}

// settle forgets what came in before the port was opened. Some of it may still
// be under way, from an adapter's buffer or the system's.
func (a *aux) settle() error {
	end := time.Now().Add(settleMost)
	wait := settleTime
	if a.pty {
		wait = settlePTY
	}
	for {
		if err := a.flush(); err != nil {
			return err
		}
		more, err := a.readable(time.Now().Add(wait))
		if err != nil {
			return err
		}
		if !more {
			return nil
		}
		if time.Now().After(end) {
			// It talks all the time; what comes from now on is new.
			return a.flush()
		}
	}
}

func (a *aux) flush() error {
	var err error
	if ctl := a.raw.Control(func(fd uintptr) {
		// The system keeps what does not fit into the tty in a second buffer, which
		// moves up after each flush.
		for range flushMost {
			if err = unix.IoctlSetInt(int(fd), unix.TCFLSH, unix.TCIOFLUSH); err != nil {
				return
			}
			if poll(fd, unix.POLLIN) != unix.POLLIN {
				return
			}
		}
	}); ctl != nil {
		return ctl
	}
	return err
}

func (a *aux) up() bool {
	up := false
	_ = a.raw.Control(func(fd uintptr) { up = poll(fd, 0)&hungUp == 0 })
	return up
}

func (a *aux) wake() { _ = a.f.SetDeadline(time.Unix(1, 0)) }

// unstick drops the handshake that holds a write up, and what was not sent.
func (a *aux) unstick() {
	_ = a.raw.Control(func(fd uintptr) {
		_ = setFlow(int(fd), FlowNone)
		_ = unix.IoctlSetInt(int(fd), unix.TCFLSH, unix.TCOFLUSH)
	})
}

func (a *aux) close() error {
	if a.marked {
		_ = a.raw.Control(func(fd uintptr) { _ = unix.IoctlSetInt(int(fd), unix.TIOCNXCL, 0) })
	}
	if err := a.f.Close(); err != nil {
		return fmt.Errorf("close %s: %w", a.f.Name(), err)
	}
	return nil
}
