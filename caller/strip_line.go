package caller

import (
	"context"
	"sync"
	"time"

	"onewindow/caller/led"
	"onewindow/serial"
)

// stripLine is a line with its strips.
type stripLine struct {
	all    *Strips
	set    StripLine
	bus    *serial.Bus
	change chan struct{} // buffered: something may have become urgent

	mu     sync.Mutex
	up     bool
	plugs  int // how often the line came or went
	strips []*lineStrip
}

// lineStrip is a strip on its line. What is not fixed belongs to the line's mu.
type lineStrip struct {
	set    StripSetting
	driver led.Strip
	mute   bool // it has no way to answer

	want    led.Face
	wanted  bool // Show was called
	urgency int
	since   time.Time // when want became what it is

	shown  led.Face
	known  bool      // the strip shows what shown says, as far as can be known
	again  time.Time // not before then
	misses int       // in a row
	blind  time.Time // since of the face that was sent without hope for an answer
	repeat time.Time // when what was said without waiting is said again; zero: not
	keep   time.Time // when it is sent again
	ask    time.Time // when it is asked whether it is there
	bright bool      // it has been told how bright to be

	health StripHealth
	told   time.Time // which health was told last, by its Since

	missing string // characters that were complained about last; the writer's
}

func newStripLine(all *Strips, set StripLine) (*stripLine, error) {
	l := &stripLine{all: all, set: set, change: make(chan struct{}, 1)}
	l.bus = serial.NewBus(serial.BusSettings{Line: set.serial(), Rests: all.timing.rests})
	for _, s := range set.Strips {
		driver, err := newDriver(s, l.bus, set.Baud, all.timing.answer)
		if err != nil {
			return nil, err
		}
		mute := s.Kind == StripCD5220 || s.Kind == StripLED8 || s.Kind == StripAlpha
		l.strips = append(l.strips, &lineStrip{
			set: s, driver: driver, mute: mute,
			health: StripHealth{Name: s.Name, Kind: s.Kind, Window: s.Window, Zones: s.Zones, Mute: mute},
		})
	}
	return l, nil
}

// show takes the newest state.
func (l *stripLine) show(now time.Time, byWindow map[string]Sign, calls []Call, notice Text) {
	l.mu.Lock()
	for _, s := range l.strips {
		f, urgency := s.set.face(byWindow, calls, notice)
		if s.wanted && s.want.Equal(f) {
			continue
		}
		s.want, s.wanted, s.urgency, s.since = f, true, urgency, now
		s.again = time.Time{} // what is new is tried at once
	}
	l.mu.Unlock()
	l.poke()
}

// poke has the line look again what is urgent.
func (l *stripLine) poke() {
	select {
	case l.change <- struct{}{}:
	default:
	}
}

func (l *stripLine) healths() []StripHealth {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]StripHealth, len(l.strips))
	for i, s := range l.strips {
		out[i] = s.health
	}
	return out
}

// run holds the line and writes its strips until ctx ends.
func (l *stripLine) run(ctx context.Context) {
	var writer sync.WaitGroup
	writer.Go(func() { l.write(ctx) })
	serial.Hold(ctx, l.set.serial(), l.bus.Run, func(s serial.State) { l.state(ctx, s) })
	writer.Wait()
}

// state hears whether the line is there. A strip on a line that came back shows who
// knows what.
func (l *stripLine) state(ctx context.Context, s serial.State) {
	l.mu.Lock()
	l.up = s.Up
	l.plugs++
	for _, strip := range l.strips {
		strip.known, strip.bright, strip.again, strip.misses = false, false, time.Time{}, 0
		if !s.Up && s.Err != nil && ctx.Err() == nil {
			strip.become(StripGone, s.Err.Error(), s.Since)
		}
	}
	l.mu.Unlock()
	l.tell()
	l.poke()
}

// become changes a strip's health.
func (s *lineStrip) become(f StripFault, why string, now time.Time) {
	if f != s.health.Fault || s.health.Since.IsZero() {
		s.health.Fault, s.health.Since = f, now
	}
	s.health.Why = why
}

// tell tells the healths that changed. Both the line's goroutines come here; one at a
// time, and each tells what is true then.
func (l *stripLine) tell() {
	l.all.tells.Lock()
	defer l.all.tells.Unlock()
	for _, s := range l.strips {
		l.mu.Lock()
		h, news := s.health, !s.health.Since.Equal(s.told)
		s.told = h.Since
		l.mu.Unlock()
		if news {
			l.all.say(h)
		}
	}
}
