package serial

import (
	"fmt"
	"time"
)

// resting reports whether a request would only wait for a silent station. b.mu is
// held.
func (b *Bus) resting(r *request, now time.Time) bool {
	if r.Answer == nil || r.To == "" {
		return false
	}
	s := b.stations[r.To]
	return s != nil && now.Before(s.Again)
}

// restingError says since when, and until when. b.mu is held.
func (b *Bus) restingError(r *request) error {
	s := b.stations[r.To]
	return fmt.Errorf("%w (silent for %d tries; next in %v): check its power, its cable and its address",
		ErrResting, s.Misses, time.Until(s.Again).Round(100*time.Millisecond))
}

// isDown reports whether a station did not answer when it was asked last.
func (b *Bus) isDown(to string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.stations[to]
	return s != nil && !s.Up
}

// judge keeps what an exchange says about the station. heard is what came in instead
// of an answer.
func (b *Bus) judge(r *request, err error, heard []byte) {
	if r.To == "" {
		return
	}
	now := time.Now()
	b.mu.Lock()
	s, known := b.stations[r.To]
	if !known {
		s = &Station{Name: r.To, Since: now}
		b.stations[r.To] = s
	}
	was := s.Up
	if err == nil {
		s.Up, s.Misses, s.Err, s.Again = true, 0, nil, time.Time{}
	} else {
		s.Misses++
		counted := s.Misses
		if len(heard) > 0 {
			counted-- // one garbled answer is noise on the line
		}
		if counted > 0 || !known {
			s.Up, s.Err = false, err
		}
		if counted > 0 {
			s.Again = now.Add(b.set.Rests[min(counted, len(b.set.Rests))-1])
		}
	}
	changed := was != s.Up || !known
	if changed {
		s.Since = now
	}
	told := *s
	b.mu.Unlock()
	if changed && b.set.Told != nil {
		b.set.Told(told)
	}
}
