package caller

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"onewindow/caller/led"
	"onewindow/serial"
)

// How urgent a face is; the lowest first.
const (
	urgentCall   = iota // somebody is called to this window
	urgentHall          // a hall's list of calls
	urgentChange        // a window's other states
	urgentRepeat        // what was said without waiting for the answer is said again
	urgentKeep          // a strip that has to show again what it showed
)

// errand is what is done with a strip next.
type errand int

const (
	showIt  errand = iota
	flashIt        // showIt without waiting for the answer
	repeatIt
	keepIt
	askIt
)

// job is an errand with what it needs, so that it runs without the line's lock.
type job struct {
	strip *lineStrip
	what  errand
	face  led.Face
	since time.Time // of the face
	plugs int       // the line's, when it was begun
	// blind: it may be sent once without waiting when it does not answer, or rests
	// because it did not: its answer, or the frame, may have been lost by noise, and a
	// frame costs less than it does people to miss a call.
	blind bool
	// shine: it has to be told how bright to be.
	shine bool
}

// write does the most urgent thing, one at a time, until ctx ends.
func (l *stripLine) write(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		j, wait := l.next(time.Now())
		if j.strip == nil {
			timer.Reset(wait)
			select {
			case <-ctx.Done():
			case <-l.change:
			case <-timer.C:
			}
			continue
		}
		l.do(ctx, j)
	}
}

// next is the most urgent thing that may be done now: of two that are alike, the one
// that has waited longer. Without one it says when to look again.
func (l *stripLine) next(now time.Time) (best job, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	wait = time.Hour // until somebody pokes
	if !l.up {
		return best, wait
	}
	var urgency int
	var since time.Time
	for _, s := range l.strips {
		what, u, at := s.next()
		if d := at.Sub(now); d > 0 {
			wait = min(wait, d)
			continue
		}
		if best.strip == nil || u < urgency || u == urgency && at.Before(since) {
			best, urgency, since = job{strip: s, what: what}, u, at
		}
	}
	if s := best.strip; s != nil {
		best.face, best.since, best.plugs = s.want, s.since, l.plugs
		best.blind = s.health.Fault != StripSilent && !s.blind.Equal(s.since)
		best.shine = s.set.Brightness > 0 && !s.bright
		if best.what == showIt && s.misses == 0 && l.slow(s) {
			best.what = flashIt
		}
	}
	return best, wait
}

// slow reports whether waiting for the strip's answer would make others late that are
// called at the same time. It is then told without, told again when the line is free,
// and asked whether it is there; so nothing on the line takes longer than one frame.
func (l *stripLine) slow(s *lineStrip) bool {
	return len(l.strips) > stripsSlow && s.driver.Wire(s.want) > wireSlow && s.driver.Proven(s.want)
}

// next is what a strip needs next, how urgent it is and from when on.
func (s *lineStrip) next() (what errand, urgency int, at time.Time) {
	later := func(t time.Time) time.Time {
		if s.again.After(t) {
			return s.again
		}
		return t
	}
	switch {
	case !s.wanted:
		return askIt, urgentKeep, later(s.ask)
	case s.health.Fault == StripSilent:
		return showIt, urgentKeep, later(s.since) // others first
	case !s.known || !s.shown.Equal(s.want):
		return showIt, s.urgency, later(s.since)
	case !s.repeat.IsZero():
		return repeatIt, urgentRepeat, later(s.repeat)
	case s.keep.Before(s.ask):
		return keepIt, urgentKeep, later(s.keep)
	}
	return askIt, urgentKeep, later(s.ask)
}

// do runs one errand and keeps what came of it.
func (l *stripLine) do(ctx context.Context, j job) {
	var err error
	switch s := j.strip; j.what {
	case showIt:
		l.complain(s, j.face)
		err = s.driver.Show(ctx, j.face)
		if j.blind && (errors.Is(err, serial.ErrNoAnswer) || errors.Is(err, serial.ErrResting)) {
			l.mu.Lock()
			s.blind = j.since
			l.mu.Unlock()
			if s.driver.Keep(ctx, j.face) == nil {
				rest(ctx, s.driver.Wire(j.face))
			}
		}
	case flashIt, repeatIt, keepIt:
		l.complain(s, j.face)
		err = s.driver.Keep(ctx, j.face)
	case askIt:
		err = s.driver.Ask(ctx)
	}
	if err == nil && j.what != askIt && (j.what != showIt || j.strip.mute) {
		// The bus has passed it on, and the line is still busy with it. What comes next
		// is chosen when that is over, or a call would wait for two.
		rest(ctx, j.strip.driver.Wire(j.face))
	}
	if err == nil && j.shine && (j.what == showIt || j.what == askIt) {
		l.shine(ctx, j.strip)
	}
	if ctx.Err() == nil {
		l.settle(j, err, time.Now())
	}
}

// rest waits for a while, or until ctx ends.
func rest(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// shine tells a strip how bright to be, once after it came up. It may fail: the strip
// can be read all the same.
func (l *stripLine) shine(ctx context.Context, s *lineStrip) {
	b, can := s.driver.(interface {
		Brightness(ctx context.Context, level int) error
	})
	if !can {
		return
	}
	if err := b.Brightness(ctx, s.set.Brightness-1); err != nil && ctx.Err() == nil {
		l.all.log.Warn("strip did not take its brightness", "strip", s.set.Name, "why", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	s.bright = true
}

// complain says once which characters a strip cannot show.
func (l *stripLine) complain(s *lineStrip, face led.Face) {
	if s.set.Kind == StripLED8 {
		return // letters of numbers, always
	}
	missing := string(s.driver.Missing(face))
	if missing != "" && missing != s.missing {
		l.all.log.Warn("strip cannot show characters; a mark stands for them", "strip", s.set.Name, "missing", missing)
	}
	s.missing = missing
}

// settle keeps what an errand showed of a strip.
func (l *stripLine) settle(j job, err error, now time.Time) {
	l.mu.Lock()
	switch fault := stripFaultOf(err); {
	case j.plugs != l.plugs:
		// The line went meanwhile: it is not known what came of it.
	case fault == StripOK:
		j.strip.did(j, now, l.all.timing.touch)
	case fault == StripGone, errors.Is(err, serial.ErrResting):
		// The line says itself that it is down, and a silent strip has its time-out
		// only when the bus lets it be asked.
		j.strip.again = now.Add(l.all.timing.look)
	default:
		j.strip.failed(fault, err, now, l.all.timing)
	}
	l.mu.Unlock()
	l.tell()
}

// did keeps that a strip did what it was told, or was told it at least.
func (s *lineStrip) did(j job, now time.Time, touch time.Duration) {
	switch j.what {
	case flashIt:
		s.shown, s.known, s.repeat = j.face, true, now
		return
	case repeatIt:
		s.repeat, s.keep, s.ask = time.Time{}, now.Add(someTime(touch)), now
		return
	case keepIt:
		s.keep = now.Add(someTime(touch))
		return
	case showIt:
		s.shown, s.known, s.repeat = j.face, true, time.Time{}
		s.keep, s.ask = now.Add(someTime(touch)), now.Add(someTime(touch/2))
	case askIt:
		s.ask = now.Add(someTime(touch))
	}
	s.misses, s.again = 0, time.Time{}
	s.become(StripOK, "", now)
}

// someTime is about as long as d, so that the strips of a line are not refreshed all
// at once.
func someTime(d time.Duration) time.Duration { return d*3/4 + rand.N(d/2) }

// failed keeps that a strip did not do what it was told.
func (s *lineStrip) failed(fault StripFault, err error, now time.Time, t stripTiming) {
	s.misses++
	var refused *led.Refusal
	passing := errors.As(err, &refused) && (refused.Code == led.BXBusy || refused.Code == led.BXBadSum)
	switch {
	case passing && s.misses < 4:
		s.again = now.Add(t.again)
		return
	case fault == StripError:
		s.again = now.Add(min(time.Duration(s.misses)*t.look, t.touch/2))
	case s.misses < 2:
		// One lost answer is noise.
		s.again = now.Add(t.look)
		return
	default:
		s.again = now.Add(t.look)
	}
	s.known, s.bright = false, false
	s.become(fault, err.Error(), now)
}
