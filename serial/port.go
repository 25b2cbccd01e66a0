package serial

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// driver is what carries the bytes of a port: github.com/tarm/serial. Its Write may
// block for ever and its Close then too, which is why port is built as it is.
type driver interface {
	Read(p []byte) (int, error)
	Write(p []byte) (int, error)
	Close() error
}

// side is what a system tells about a port beside its bytes.
type side interface {
	// readable waits until something came in, at most until the time given. It
	// errs with ErrGone after a hang-up.
	readable(until time.Time) (bool, error)
	// writable waits in the same way until a piece can be written without blocking.
	writable(until time.Time) (bool, error)
	// flush forgets what came in and what was not sent.
	flush() error
	// up reports whether the port is still there.
	up() bool
	// wake ends the waiting of readable and writable.
	wake()
	// unstick tries to free a write that is stuck in the system.
	unstick()
	// close gives the port's lock back.
	close() error
}

const (
	// recheck is how long at most a wait for room relies on being woken: a pty
	// that is drained slowly tells of its room too early and then not again.
	recheck = 25 * time.Millisecond
	// atOnce is faster than a driver's read with a time-out can be: when it gives
	// nothing as fast as this, it does not wait, because the line has ended.
	atOnce = 50 * time.Millisecond
	// stuckTime is how long Close waits for a write that should not block.
	stuckTime = 250 * time.Millisecond
)

// port is a serial port. A goroutine of its own hands the pieces to the driver, so
// that a write that gets stuck there holds nobody up: the port is then spoilt, and
// that goroutine closes the driver when the system lets go.
type port struct {
	name string
	d    driver
	s    side

	reading sync.Mutex // held while the driver is read
	writing sync.Mutex // held by Write

	pieces chan []byte // to the writer
	wrote  chan written
	ended  chan struct{} // the writer has ended

	closing chan struct{}
	once    sync.Once
	gone    atomic.Bool // hang-up was seen
	stuck   atomic.Bool // a write did not come back
}

type written struct {
	n   int
	err error
}

func newPort(name string, d driver, s side) *port {
	p := &port{
		name:    name,
		d:       d,
		s:       s,
		pieces:  make(chan []byte),
		wrote:   make(chan written, 1),
		ended:   make(chan struct{}),
		closing: make(chan struct{}),
	}
	go p.writer()
	return p
}

// writer hands pieces to the driver until Close ends it.
func (p *port) writer() {
	defer close(p.ended)
	for piece := range p.pieces {
		n, err := p.d.Write(piece)
		p.wrote <- written{n, err}
	}
}

func (p *port) closed() bool {
	select {
	case <-p.closing:
		return true
	default:
		return false
	}
}

// state is the error of a line that cannot be used any more.
func (p *port) state() error {
	switch {
	case p.closed():
		return p.fail(ErrClosed)
	case p.gone.Load():
		return p.fail(ErrGone)
	case p.stuck.Load():
		return fmt.Errorf("%s: a write is stuck in the system: %w", p.name, ErrGone)
	}
	return nil
}

func (p *port) fail(err error) error { return fmt.Errorf("%s: %w", p.name, err) }

// ending is the error of a line on which something failed: closed here, or gone.
func (p *port) ending(err error) error {
	if p.closed() {
		return p.fail(ErrClosed)
	}
	p.gone.Store(true)
	if err == nil || errors.Is(err, ErrGone) {
		return p.fail(ErrGone)
	}
	return fmt.Errorf("%s: %w (%w)", p.name, ErrGone, err)
}

func (p *port) Read(b []byte) (int, error) {
	p.reading.Lock()
	defer p.reading.Unlock()
	if err := p.state(); err != nil {
		return 0, err
	}
	ready, err := p.s.readable(time.Now().Add(readWait))
	if err != nil || p.closed() {
		return 0, p.ending(err)
	}
	if !ready || len(b) == 0 {
		return 0, nil
	}
	began := time.Now()
	n, err := p.d.Read(b)
	switch {
	case n > 0:
		return n, nil
	case !idle(err), !p.s.up(), err != nil && time.Since(began) < atOnce:
		return 0, p.ending(err)
	}
	// Somebody forgot the input in between.
	return 0, nil
}

func (p *port) Write(b []byte, deadline time.Time) (int, error) {
	p.writing.Lock()
	defer p.writing.Unlock()
	for sent := 0; ; {
		if err := p.state(); err != nil {
			return sent, err
		}
		if sent == len(b) {
			return sent, nil
		}
		now := time.Now()
		if !now.Before(deadline) {
			return sent, p.late(sent, len(b))
		}
		until := now.Add(recheck)
		if deadline.Before(until) {
			until = deadline
		}
		ready, err := p.s.writable(until)
		if err != nil {
			return sent, p.ending(err)
		}
		if !ready {
			continue
		}
		n, err := p.hand(b[sent:min(sent+maxPiece, len(b))], deadline)
		sent += n
		if errors.Is(err, ErrWriteTimeout) && !p.closed() {
			return sent, p.late(sent, len(b))
		}
		if err != nil {
			return sent, p.ending(err)
		}
	}
}

func (p *port) late(sent, of int) error {
	return fmt.Errorf("%s: %d of %d bytes: %w", p.name, sent, of, ErrWriteTimeout)
}

// hand gives one piece to the driver. The piece is copied, because a stuck write
// keeps it after Write has returned.
func (p *port) hand(piece []byte, deadline time.Time) (int, error) {
	p.pieces <- append([]byte(nil), piece...)
	timer := time.NewTimer(time.Until(deadline))
	defer timer.Stop()
	select {
	case w := <-p.wrote:
		return w.n, w.err
	case <-timer.C:
	case <-p.closing:
	}
	// It may have come back at the same moment.
	select {
	case w := <-p.wrote:
		return w.n, w.err
	default:
	}
	p.stuck.Store(true)
	return 0, ErrWriteTimeout
}

func (p *port) Flush() error {
	if err := p.state(); err != nil {
		return err
	}
	if err := p.s.flush(); err != nil {
		return p.ending(err)
	}
	return nil
}

func (p *port) Close() error {
	var err error
	p.once.Do(func() { err = p.shut() })
	return err
}

// shut ends reader and writer before the driver is closed, because closing it under
// a write that blocks would block too.
func (p *port) shut() error {
	close(p.closing)
	p.s.wake()
	p.reading.Lock()
	defer p.reading.Unlock()
	p.writing.Lock()
	defer p.writing.Unlock()
	close(p.pieces)
	if p.stuck.Load() {
		p.s.unstick()
		select {
		case <-p.ended:
		case <-time.After(stuckTime):
			leave(p.ended, p.d)
			return p.s.close()
		}
	}
	<-p.ended
	return errors.Join(quiet(p.d.Close()), p.s.close())
}

// quiet forgets that a port which was unplugged, or closed, is not there.
func quiet(err error) error {
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}
