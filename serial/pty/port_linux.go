package pty

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// Port is the far end of a line. One goroutine may read while one other writes;
// the rest may be called by any.
type Port struct {
	o Options

	reading sync.Mutex
	rx      pace
	writing sync.Mutex
	tx      pace

	mu     sync.Mutex
	end    *end // nil while unplugged
	closed bool
	change chan struct{} // closed and replaced when end or closed changes
	lost   int
}

// end is one pseudo terminal, from Plug to Unplug.
type end struct {
	master *os.File
	// slave keeps the terminal in being while no host has it open.
	slave *os.File
	tty   string
	gone  chan struct{} // closed by Unplug
}

// Open makes a line and plugs it in.
func Open(o Options) (*Port, error) {
	p := &Port{o: o, rx: newPace(o.Baud), tx: newPace(o.Baud), change: make(chan struct{})}
	if err := p.Plug(); err != nil {
		return nil, err
	}
	return p, nil
}

// Name is what a host opens: the link, or the terminal of now when there is none
// ("" while that is unplugged).
func (p *Port) Name() string {
	if p.o.Link != "" {
		return p.o.Link
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.end == nil {
		return ""
	}
	return p.end.tty
}

// Plug makes a new terminal behind the same link. It does nothing when plugged in.
func (p *Port) Plug() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return ErrClosed
	}
	if p.end != nil {
		return nil
	}
	master, slave, err := terminal()
	if err != nil {
		return fmt.Errorf("plug in the line: %w", err)
	}
	e := &end{master: master, slave: slave, tty: slave.Name(), gone: make(chan struct{})}
	if err := errors.Join(raw(slave), link(p.o.Link, e.tty)); err != nil {
		return errors.Join(fmt.Errorf("plug in the line: %w", err), slave.Close(), master.Close())
	}
	p.end = e
	p.changed()
	return nil
}

// terminal makes a pseudo terminal whose calls can be ended. The library leaves
// its descriptor blocking, with which a Read would outlive Close.
func terminal() (master, slave *os.File, err error) {
	m, slave, err := pty.Open()
	if err != nil {
		return nil, nil, err
	}
	defer m.Close() // the same terminal stays open by another descriptor
	fd, err := unix.FcntlInt(m.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, nil, errors.Join(err, slave.Close())
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		return nil, nil, errors.Join(err, unix.Close(fd), slave.Close())
	}
	return os.NewFile(uintptr(fd), m.Name()), slave, nil
}

// Unplug ends the line as an adapter that is pulled out: the host sees a hang-up
// and the link goes. What was under way is lost. It does nothing when unplugged.
func (p *Port) Unplug() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.unplug()
}

func (p *Port) unplug() {
	e := p.end
	if e == nil {
		return
	}
	p.end = nil
	unlink(p.o.Link, e.tty)
	close(e.gone)
	// The host is hung up when the last descriptor of the master closes; a Read of
	// ours holds it no longer than until it is woken by this.
	_ = e.master.Close()
	_ = e.slave.Close()
	p.changed()
}

func (p *Port) changed() {
	close(p.change)
	p.change = make(chan struct{})
}

// Close unplugs for ever.
func (p *Port) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.unplug()
	if !p.closed {
		p.closed = true
		p.changed()
	}
	return nil
}

// Await waits until the line is plugged in. It errs with ErrClosed, or with ctx's
// error.
func (p *Port) Await(ctx context.Context) error {
	for {
		p.mu.Lock()
		plugged, closed, change := p.end != nil, p.closed, p.change
		p.mu.Unlock()
		switch {
		case closed:
			return ErrClosed
		case plugged:
			return nil
		}
		select {
		case <-change:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// now is the terminal of now.
func (p *Port) now() (*end, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return nil, ErrClosed
	case p.end == nil:
		return nil, ErrUnplugged
	}
	return p.end, nil
}

// over is the error after a terminal failed under a call.
func (p *Port) over(e *end, op string, err error) error {
	select {
	case <-e.gone:
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.closed {
			return ErrClosed
		}
		return ErrUnplugged
	default:
		return fmt.Errorf("%s the line: %w", op, err)
	}
}

// Read gives what the host sent, when it has passed the line. It waits until
// something comes, and errs with ErrUnplugged or ErrClosed.
func (p *Port) Read(b []byte) (int, error) {
	p.reading.Lock()
	defer p.reading.Unlock()
	e, err := p.now()
	if err != nil || len(b) == 0 {
		return 0, err
	}
	n, waited, err := take(e.master, b[:min(len(b), p.rx.most())])
	if err != nil {
		return 0, p.over(e, "read", err)
	}
	slack := rxSlack
	if waited {
		slack = 0 // the line was silent until now
	}
	p.rx.begin(time.Now(), slack)
	if !e.sleepUntil(p.rx.pass(n)) {
		return 0, p.over(e, "read", nil)
	}
	return n, nil
}

// take reads once and tells whether it had to wait.
func take(f *os.File, b []byte) (n int, waited bool, err error) {
	rc, err := f.SyscallConn()
	if err != nil {
		return 0, false, err
	}
	tries := 0
	var got error
	err = rc.Read(func(fd uintptr) bool {
		tries++
		for {
			n, got = unix.Read(int(fd), b)
			if !errors.Is(got, unix.EINTR) {
				break
			}
		}
		return !errors.Is(got, unix.EAGAIN)
	})
	if err == nil {
		err = got
	}
	return max(n, 0), tries > 1, err
}

// Write sends to the host. It returns when the bytes have passed the line. It
// never waits for the host: what that does not take is lost, as on a real line, and
// counted by Lost.
func (p *Port) Write(b []byte) (int, error) {
	p.writing.Lock()
	defer p.writing.Unlock()
	e, err := p.now()
	if err != nil {
		return 0, err
	}
	p.tx.begin(time.Now(), txSlack)
	for sent := 0; sent < len(b); {
		k := min(len(b)-sent, p.tx.most())
		if !e.sleepUntil(p.tx.pass(k)) {
			return sent, p.over(e, "write to", nil)
		}
		n, err := put(e.master, b[sent:sent+k])
		if err != nil {
			return sent + n, p.over(e, "write to", err)
		}
		sent += k
		if n < k {
			p.mu.Lock()
			p.lost += k - n
			p.mu.Unlock()
		}
	}
	return len(b), nil
}

// put writes what fits.
func put(f *os.File, b []byte) (int, error) {
	rc, err := f.SyscallConn()
	if err != nil {
		return 0, err
	}
	var n int
	var got error
	err = rc.Write(func(fd uintptr) bool {
		for n < len(b) {
			k, e := unix.Write(int(fd), b[n:])
			if errors.Is(e, unix.EINTR) {
				continue
			}
			if e != nil || k <= 0 {
				if !errors.Is(e, unix.EAGAIN) {
					got = e
				}
				break
			}
			n += k
		}
		return true
	})
	if err == nil {
		err = got
	}
	return n, err
}

// sleepUntil reports false when the line was unplugged meanwhile.
func (e *end) sleepUntil(t time.Time) bool {
	d := time.Until(t)
	if d <= 0 {
		select {
		case <-e.gone:
			return false
		default:
			return true
		}
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-e.gone:
		return false
	case <-timer.C:
		return true
	}
}

// Ahead is how many bytes the host has written that were not read here yet, as far
// as the system tells: it counts up to 4095.
func (p *Port) Ahead() int {
	e, err := p.now()
	if err != nil {
		return 0
	}
	return e.waiting()
}

func (e *end) waiting() int {
	n := 0
	if rc, err := e.master.SyscallConn(); err == nil {
		_ = rc.Control(func(fd uintptr) { n, _ = unix.IoctlGetInt(int(fd), unix.TIOCINQ) })
	}
	return n
}

// Lost is how many bytes of Write the host's full buffer did not take.
func (p *Port) Lost() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lost
}

// raw lets every byte pass as it is.
func raw(tty *os.File) error {
	rc, err := tty.SyscallConn()
	if err != nil {
		return err
	}
	var got error
	err = rc.Control(func(fd uintptr) {
		var t *unix.Termios
		if t, got = unix.IoctlGetTermios(int(fd), unix.TCGETS); got != nil {
			return
		}
		t.Iflag, t.Oflag, t.Lflag = 0, 0, 0
		t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 1, 0
		got = unix.IoctlSetTermios(int(fd), unix.TCSETS, t)
	})
	return errors.Join(err, got)
}
