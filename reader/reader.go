package reader

import (
	"context"
	"hash/maphash"
	"time"

	"onewindow/serial"
)

// Settings of a Reader. Only Line.Name is needed.
type Settings struct {
	// Line is the serial line; its speed is 115200 unless it is set, as the module's
	// is unless it was changed.
	Line serial.Settings
	// Every is the pause between two looks for a card; 0 is 300 ms.
	Every time.Duration
	// Timeout is how long an answer may take; 0 is 1 s. Two in a row that are not
	// answered are silence.
	Timeout time.Duration
	// ReadTimeout is the same for the card's text with its photo, which takes the
	// module about a second; 0 is 3 s.
	ReadTimeout time.Duration
	// Again is how long a card must have been away to be told once more; 0 is 2 s.
	// A card at the edge of the field comes and goes.
	Again time.Duration
}

func (s Settings) complete() Settings {
	orElse := func(d *time.Duration, usual time.Duration) {
		if *d == 0 {
			*d = usual
		}
	}
	orElse(&s.Every, 300*time.Millisecond)
	orElse(&s.Timeout, time.Second)
	orElse(&s.ReadTimeout, 3*time.Second)
	orElse(&s.Again, 2*time.Second)
	if s.Line.Baud == 0 {
		s.Line.Baud = 115200
	}
	return s
}

// Told is who hears of what happens. Each may be nil. They are called in order
// from one goroutine, Run's, and must return soon: no card is looked for meanwhile.
type Told struct {
	// Card is told once for each card that is put on.
	Card func(Card)
	// Unreadable is told once for a card that was put on and could not be read, with
	// words for staff: the citizen is to put it on again, flat, and wait; if that does
	// not help the number is typed. errors.Is knows ErrTakenAway.
	Unreadable func(error)
	// Health is told each change of the reader's health.
	Health func(Health)
}

// Reader reads ID cards by a module on a serial line.
type Reader struct {
	set    Settings
	told   Told
	pulse  *pulse
	latest latest // of Run's goroutine
}

// New makes a reader; Run runs it.
func New(s Settings, told Told) *Reader {
	return &Reader{set: s.complete(), told: told, pulse: newPulse(told.Health), latest: latest{seed: maphash.MakeSeed()}}
}

// Run reads cards until ctx ends, over all faults of the reader and its line. It
// is called once, and returns when everything has stopped.
func (r *Reader) Run(ctx context.Context) {
	serial.Hold(ctx, r.set.Line, r.session, r.pulse.line)
}

// Health is how the reader is now. Before the first answer of a module it is
// FaultGone: no reader works unproven.
func (r *Reader) Health() Health { return r.pulse.health() }
