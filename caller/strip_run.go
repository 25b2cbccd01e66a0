package caller

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"onewindow/caller/led"
	"onewindow/serial"
)

const (
	// stripTimeout is how long a card's answer may take after its frame. They take
	// 40 ms at 9600 baud.
	stripTimeout = 200 * time.Millisecond
	// stripExpire is after how long without a word from us a card goes dark.
	stripExpire = 5 * time.Minute
	// stripsSlow and wireSlow say when a line is a slow one: with so many strips, and
	// frames that take so long, a call must not wait for the answer to another.
	stripsSlow = 8
	wireSlow   = 50 * time.Millisecond
)

// stripTiming is how often what is looked after.
type stripTiming struct {
	// touch is how often a strip is sent again what it shows, in case that it was
	// without power, and in between asked whether it is there.
	touch time.Duration
	// look is how often the bus is asked whether a silent strip may be tried again;
	// that costs the line nothing until it may.
	look time.Duration
	// again is when a card that is busy, or got a frame with a wrong checksum, is told
	// again.
	again time.Duration
	// answer is how long a card's answer may take after its frame.
	answer time.Duration
	// rests are how long a strip is left alone after each time-out in a row.
	rests []time.Duration
}

var usualTiming = stripTiming{
	touch: time.Minute, look: 250 * time.Millisecond, again: 20 * time.Millisecond, answer: stripTimeout,
	rests: []time.Duration{2 * time.Second, 5 * time.Second, 10 * time.Second, 20 * time.Second, 30 * time.Second},
}

// Strips runs the strips of a machine. Each line is a goroutine's, which writes what
// is most urgent first: calls over windows, calls in the hall, other changes, then
// what has to be restored or refreshed. A strip is given its newest face only; those
// that it missed are not made up for.
type Strips struct {
	lines  []*stripLine
	log    *slog.Logger
	timing stripTiming

	told  func(StripHealth)
	tells sync.Mutex // told is called by one goroutine at a time
}

// NewStrips makes the strips of checked settings. told, which may be nil, hears each
// change of a strip's health, one at a time and for each strip in order; while it
// runs, one line waits, so it must not block. The error says what is wrong with the
// settings.
func NewStrips(set StripSettings, log *slog.Logger, told func(StripHealth)) (*Strips, error) {
	return newStrips(set, usualTiming, log, told)
}

func newStrips(set StripSettings, timing stripTiming, log *slog.Logger, told func(StripHealth)) (*Strips, error) {
	set.Lines = slices.Clone(set.Lines)
	for i := range set.Lines {
		set.Lines[i].Strips = slices.Clone(set.Lines[i].Strips)
	}
	if err := set.Check(); err != nil {
		return nil, fmt.Errorf("strips: %w", err)
	}
	if told == nil {
		told = func(StripHealth) {}
	}
	s := &Strips{log: log, timing: timing, told: told}
	for _, l := range set.Lines {
		line, err := newStripLine(s, l)
		if err != nil {
			return nil, fmt.Errorf("strips: %w", err)
		}
		s.lines = append(s.lines, line)
	}
	return s, nil
}

// Run keeps the lines open and writes the strips until ctx ends, and returns when
// all is given back. Before the first Show it writes nothing, and only asks each strip
// whether it is there.
func (s *Strips) Run(ctx context.Context) {
	var all sync.WaitGroup
	for _, l := range s.lines {
		all.Go(func() { l.run(ctx) })
	}
	all.Wait()
}

// Show tells what the strips have to show from now on: the windows' states, the last
// calls, and a notice for the hall's strips. It never waits. A window that is not
// among the signs has a dark strip.
func (s *Strips) Show(signs []Sign, calls []Call, notice Text) {
	byWindow := map[string]Sign{}
	for _, sign := range signs {
		byWindow[sign.Window] = sign
	}
	now := time.Now()
	for _, l := range s.lines {
		l.show(now, byWindow, calls, notice)
	}
}

// Health is how each strip is, in the order of the settings.
func (s *Strips) Health() []StripHealth {
	var all []StripHealth
	for _, l := range s.lines {
		all = append(all, l.healths()...)
	}
	return all
}

// say tells a change of health. tells is held.
func (s *Strips) say(h StripHealth) {
	if h.Fault == StripOK {
		s.log.Info("strip works", "strip", h.Name, "mute", h.Mute)
	} else {
		s.log.Warn("strip does not work", "strip", h.Name, "fault", h.Fault, "why", h.Why)
	}
	s.told(h)
}

// face is what a strip has to show.
func (s StripSetting) face(byWindow map[string]Sign, calls []Call, notice Text) (f led.Face, urgency int) {
	if s.Window == "" {
		mine := slices.DeleteFunc(slices.Clone(calls), func(c Call) bool { return !s.lists(c) })
		return HallFace(s, mine, notice), urgentHall
	}
	sign, known := byWindow[s.Window]
	if !known {
		return led.Face{}, urgentChange
	}
	if sign.State == SignCalling {
		return WindowFace(s, sign), urgentCall
	}
	return WindowFace(s, sign), urgentChange
}

// lists reports whether a hall's strip lists a call.
func (s StripSetting) lists(c Call) bool {
	return slices.Contains(s.Zones, "*") || slices.ContainsFunc(s.Zones, func(z string) bool { return slices.Contains(c.Zones, z) })
}

// newDriver is the driver for a strip on a bus, whose card answers within some time.
func newDriver(s StripSetting, bus *serial.Bus, baud int, answer time.Duration) (led.Strip, error) {
	switch s.Kind {
	case StripCD5220:
		return led.NewCD5220(bus, baud), nil
	case StripLED8:
		return led.NewLED8(bus, baud), nil
	case StripAlpha:
		return led.NewAlpha(bus, s.Address, s.Width, baud)
	}
	return led.NewBX(bus, s.card(baud, answer))
}
