package virtual

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"onewindow/printer/glyph"
)

// ErrRunning is what a second Run or Serve of a device says while it works.
var ErrRunning = errors.New("virtual printer: it works already; end the first Run or Serve")

// Options make a device.
type Options struct {
	Model Model // the zero value is Standard(80)
	// Font is the character generator; nil is the font of this program.
	Font *glyph.Font
	// Speed is how many times faster than a real one paper, knife and power
	// move: 1 for people who look on, 0 for no time at all.
	Speed float64
	// Roll is the paper put in, in millimetres: 0 means 80 metres. NearEnd is
	// what is left of it when the sensor reports: 0 means 2 metres.
	Roll, NearEnd int
	// Knife is how far behind the head the knife stands, in millimetres: 0 means
	// 12, below 0 means nothing.
	Knife int
	// Script is played from the start, Seed is that of its noise.
	Script Script
	Seed   uint64
	// Keep is how many pieces of paper are kept for Tickets: 0 means 64.
	Keep int
	// Out is told of each piece of paper, in order, before anybody else. It runs
	// inside of the printer: it must neither wait nor call the device.
	Out func(Ticket)
	// Now is the clock that dates the pieces; nil is the machine's.
	Now func() time.Time
}

// Device is one printer. Its methods may be called from anywhere.
type Device struct {
	opts  Options
	model Model

	mu      sync.Mutex
	running bool
	powered bool
	port    io.ReadWriter // while a line is held
	noise   *rand.Rand

	paper paper
	condition
	said  [4]byte // the last automatic status
	modes modes
	line  line
	// lostFeed: a line feed that comes next is swallowed.
	lostFeed bool

	rx     []byte // received, not yet interpreted
	xoffed bool
	window [10]byte // the last bytes received, for commands in real time
	tx     []byte   // said, not yet sent
	count  counts
	plays  []*play
	alarms []alarm
	todo   []func() // what must not happen inside of the interpreter
	chores []func() // what must not happen under the lock
	kept   []Ticket
	found  []Finding
	pulls  int // how often the cable was pulled

	// The interpreter is a coroutine: it runs under the lock until it needs a
	// byte, time, or a person.
	resume func() (want, bool)
	stop   func()
	yield  func(want) bool
	wants  want
	busy   time.Time // until when the mechanics move

	kick, room, send, plugged chan struct{}
	watchers                  map[chan struct{}]struct{}
}

// counts are what a device has done since it was made.
type counts struct {
	bytes              int
	lines, ticketLines int // printed or fed lines, and those since the last cut
	cuts               int // pieces that were to come out, swallowed ones too
	tickets, swallowed int // pieces that came out, and those that a lie swallowed
	beeps, pulses      int
	findings, restarts int
	lost               int
}

// want is what the interpreter waits for: a byte, if it is zero.
type want struct {
	halt  bool          // until the printer is on line
	pause time.Duration // that long
}

// New makes a printer that has power and paper and no line yet.
func New(o Options) *Device {
	if o.Model == (Model{}) {
		o.Model = Standard(80)
	}
	if o.Roll <= 0 {
		o.Roll = 80_000
	}
	if o.NearEnd <= 0 {
		o.NearEnd = 2_000
	}
	if o.Knife == 0 {
		o.Knife = 12
	}
	if o.Keep <= 0 {
		o.Keep = 64
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Font == nil {
		o.Font = glyph.Builtin()
	}
	d := &Device{opts: o, model: o.Model.sane(), noise: rand.New(rand.NewPCG(o.Seed, 0x0e5c)), powered: true,
		watchers: map[chan struct{}]struct{}{}}
	for _, c := range []*chan struct{}{&d.kick, &d.room, &d.send, &d.plugged} {
		*c = make(chan struct{}, 1)
	}
	d.paper = paper{width: d.model.Dots, gap: max(o.Knife, 0) * DotsPerMM, near: o.NearEnd * DotsPerMM}
	d.paper.load(o.Roll * DotsPerMM)
	d.modes = d.freshModes()
	d.Play(o.Script)
	return d
}

// Run works on one line until ctx ends, which is no error, or until the line
// fails. It closes the line if that has a Close, which must make a waiting Read
// return; without one Run returns only when Read does. If the line has the
// methods Unplug and Plug, those of the device use them; a line without them is
// closed when the cable is pulled, and that ends Run.
//
// When Run ends the power is off: buffers, modes and half a command are lost.
func (d *Device) Run(ctx context.Context, port io.ReadWriter) error {
	return d.work(ctx, func(ctx context.Context) error {
		if err := d.session(ctx, port); err != nil {
			return fmt.Errorf("virtual printer: %w", err)
		}
		return nil
	})
}

// Serve works as a printer on a network does: it takes one caller at a time, and
// its buffers and modes outlive the connection. It closes the listener, and
// returns when ctx ends or when the listener fails.
func (d *Device) Serve(ctx context.Context, l net.Listener) error {
	return d.work(ctx, func(ctx context.Context) error {
		defer context.AfterFunc(ctx, func() { l.Close() })()
		defer l.Close()
		for {
			conn, err := l.Accept()
			if ctx.Err() != nil {
				if err == nil {
					conn.Close()
				}
				return nil
			}
			if err != nil {
				return fmt.Errorf("virtual printer: accept: %w", err)
			}
			if d.State().Unplugged {
				conn.Close()
				continue
			}
			// Callers hang up when they have what they want.
			_ = d.session(ctx, conn)
		}
	})
}

// work gives the device power and a worker for as long as do runs.
func (d *Device) work(ctx context.Context, do func(context.Context) error) error {
	d.mu.Lock()
	if d.running {
		d.mu.Unlock()
		return ErrRunning
	}
	d.running = true
	d.powered = true
	d.start()
	d.mu.Unlock()

	ctx, cancel := context.WithCancel(ctx)
	var worker sync.WaitGroup
	worker.Go(func() { d.mechanics(ctx) })
	err := do(ctx)
	cancel()
	worker.Wait()

	d.mu.Lock()
	defer d.mu.Unlock()
	d.forget()
	d.running = false
	return err
}

// start begins to interpret.
func (d *Device) start() {
	d.halt()
	d.wants = want{}
	d.resume, d.stop = iter.Pull(func(yield func(want) bool) {
		d.yield = yield
		for d.command() {
		}
	})
}

// halt ends the interpreter in the middle of whatever it does.
func (d *Device) halt() {
	if d.stop != nil {
		d.stop()
		d.resume, d.stop = nil, nil
	}
}

// forget is what a loss of power does.
func (d *Device) forget() {
	d.halt()
	d.rx, d.tx = nil, nil
	d.xoffed = false
	d.window = [10]byte{}
	d.line = line{}
	d.modes = d.freshModes()
	d.busy = time.Time{}
}

// mechanics is the worker: it lets the interpreter go on whenever it can.
func (d *Device) mechanics(ctx context.Context) {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		d.mu.Lock()
		wait := d.advance(time.Now())
		chores := d.chores
		d.chores = nil
		d.mu.Unlock()
		for _, chore := range chores {
			chore()
		}
		d.tell()
		timer.Reset(wait)
		select {
		case <-ctx.Done():
			return
		case <-d.kick:
		case <-timer.C:
		}
	}
}

// advance works until there is nothing to do, and returns how long to wait for
// the next thing if nobody kicks.
func (d *Device) advance(now time.Time) time.Duration {
	for {
		next := d.ring(now)
		for len(d.todo) > 0 {
			do := d.todo[0]
			d.todo = d.todo[1:]
			do()
		}
		switch {
		case !d.powered || d.hang || d.resume == nil:
			return next
		case now.Before(d.busy):
			return min(next, d.busy.Sub(now))
		case d.wants.halt && d.halted(), d.wants == want{} && len(d.rx) == 0:
			return next
		}
		w, ok := d.resume()
		if !ok {
			d.start()
			continue
		}
		d.wants = w
		if w.pause > 0 {
			// Counted from the end of the last movement, so that timers that
			// ring late do not slow the paper down.
			if now.Sub(d.busy) > 50*time.Millisecond {
				d.busy = now
			}
			d.busy = d.busy.Add(w.pause)
		}
	}
}

// await lets the paper move for a time. false: the power went.
func (d *Device) await(real time.Duration) bool {
	if d.opts.Speed <= 0 {
		return true
	}
	return d.yield(want{pause: time.Duration(float64(real) / d.opts.Speed)})
}

// online waits until the printer can print. false: the power went, or the host
// cleared what was to be printed.
func (d *Device) online() bool {
	for d.halted() {
		if !d.yield(want{halt: true}) {
			return false
		}
	}
	return true
}

// halted reports whether the mechanics stand. A device that lies never stands.
func (d *Device) halted() bool {
	return len(d.todo) > 0 || d.hang || d.offline() && !d.lie
}

// nudge sends to a channel that holds one.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
