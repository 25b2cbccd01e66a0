package voice

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"
)

// Line is the serial line to a module; serial.Conn is one.
type Line interface {
	Read(p []byte) (int, error) // waits about 100 ms at most; 0 without an error: nothing came
	Write(p []byte, deadline time.Time) (int, error)
	Flush() error
}

// Timing is how patient the driver is. The zero value is not useful; start from
// DefaultTiming.
type Timing struct {
	Accept   time.Duration // from the end of a frame to the answer that it was understood
	Probe    time.Duration // to the answer to a status query
	Rest     time.Duration // at least, between frames; both datasheets ask for more than 8 ms
	Syllable time.Duration // one syllable at the usual speed, to know when an end is overdue
	Slack    time.Duration // beyond that, before the module is asked whether it still speaks
	Watch    time.Duration // between looks at a module that has nothing to say
	Retry    time.Duration // between looks at a module that does not answer
}

// DefaultTiming fits both chips. Syllable is the slower end of what they do; an
// end that comes early is taken when it comes.
func DefaultTiming() Timing {
	return Timing{
		Accept: 400 * time.Millisecond, Probe: 400 * time.Millisecond, Rest: 10 * time.Millisecond,
		Syllable: 300 * time.Millisecond, Slack: 1500 * time.Millisecond,
		Watch: 10 * time.Second, Retry: time.Second,
	}
}

// Module is the driver of one speech module.
type Module struct {
	chip     Chip
	encoding Encoding
	baud     int
	timing   Timing
	log      *slog.Logger
	told     func(Health)

	saying chan struct{} // holds one token: who may say something
	asks   chan ask

	mu     sync.Mutex
	over   chan struct{} // closed at the end of the session; nil without one
	health Health
}

// ask is an utterance on its way to the session.
type ask struct {
	ctx     context.Context
	frames  []frame
	started func()
	done    chan error
}

// ModuleOptions is what a module's driver has to know besides the chip.
type ModuleOptions struct {
	Encoding Encoding // GBK when empty
	Baud     int      // bits per second of the line; 9600 when 0
	Timing   Timing   // DefaultTiming when zero
	Log      *slog.Logger
	// Told hears each change of health, one at a time, from the driver's goroutine,
	// and must not block. May be nil.
	Told func(Health)
}

// NewModule is a driver without a line: Session gives it one.
func NewModule(c Chip, o ModuleOptions) *Module {
	if o.Encoding == "" {
		o.Encoding = GBK
	}
	if o.Baud == 0 {
		o.Baud = 9600
	}
	if o.Timing == (Timing{}) {
		o.Timing = DefaultTiming()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Told == nil {
		o.Told = func(Health) {}
	}
	return &Module{
		chip: c, encoding: o.Encoding, baud: o.Baud, timing: o.Timing, log: o.Log, told: o.Told,
		saying: make(chan struct{}, 1), asks: make(chan ask),
		health: Health{Fault: FaultGone, Since: time.Now()}, // why is known when the line was tried
	}
}

// Health is how the module is now.
func (m *Module) Health() Health {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.health
}

// LineDown tells the driver why there is no line; serial.Hold knows.
func (m *Module) LineDown(why error) {
	if why == nil {
		why = ErrGone
	}
	m.set(FaultGone, why.Error())
}

// set changes the health, and tells it if the fault or its reason is another one.
func (m *Module) set(f Fault, why string) {
	m.mu.Lock()
	h, changed := m.health.become(f, why)
	m.health = h
	m.mu.Unlock()
	if changed {
		m.told(h)
	}
}

// Say says u. Without a line, while the module does not answer, and while it still
// says what it was told over an earlier line (ErrBusy), it fails at once. When ctx ends, what was begun is left to be said to its end.
func (m *Module) Say(ctx context.Context, u Utterance, how Manner, started func()) error {
	frames, missing, err := m.chip.frames(m.encoding, u, how, m.timing)
	if len(missing) > 0 {
		m.log.Warn("voice: characters that the module cannot say are left out", "characters", string(missing), "text", u.Text())
	}
	if err != nil {
		return fmt.Errorf("say %q: %w", u.Text(), err)
	}
	if len(frames) == 0 {
		return fmt.Errorf("say %q: %w", u.Text(), ErrNothing)
	}
	select {
	case m.saying <- struct{}{}:
		defer func() { <-m.saying }()
	case <-ctx.Done():
		return ctx.Err()
	}
	m.mu.Lock()
	over := m.over
	m.mu.Unlock()
	if over == nil {
		return fmt.Errorf("say %q: %w", u.Text(), ErrGone)
	}
	a := ask{ctx: ctx, frames: frames, started: started, done: make(chan error, 1)}
	select {
	case m.asks <- a:
	case <-over:
		return fmt.Errorf("say %q: %w", u.Text(), ErrGone)
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := <-a.done; err != nil {
		return fmt.Errorf("say %q: %w", u.Text(), err)
	}
	return nil
}
