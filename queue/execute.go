package queue

import (
	"errors"
	"fmt"
	"time"
)

// ErrBroken is in the chain of an error that cannot be: the state has refused an
// event of its own. The state is then not to be used any more; the records are
// the truth.
var ErrBroken = errors.New("queue: the state refused an event that its own rules led to")

// Execute decides a command and applies what it leads to; the records are what
// a journal keeps. On a refusal nothing has changed.
func Execute(s *State, at time.Time, by Actor, cause string, c Command) ([]Record, error) {
	events, err := Decide(s, at, by, c)
	if err != nil {
		return nil, err
	}
	return s.extend(at, by, cause, events)
}

// Advance applies all that happens by itself until now.
func Advance(s *State, now time.Time) ([]Record, error) {
	var all []Record
	for {
		events := Tick(s, now)
		if len(events) == 0 {
			return all, nil
		}
		rs, err := s.extend(now, Actor{}, "", events)
		if err != nil {
			return all, err
		}
		all = append(all, rs...)
	}
}

// extend gives events their place in history and applies them.
func (s *State) extend(at time.Time, by Actor, cause string, events []Event) ([]Record, error) {
	if len(events) == 0 {
		return nil, nil
	}
	at = Stamp(at)
	if at.Before(s.At) {
		at = s.At
	}
	hall := ""
	if s.Settings != nil {
		hall = s.Settings.Hall.ID
	}
	rs := make([]Record, len(events))
	for i, e := range events {
		rs[i] = Record{Hall: hall, Epoch: s.Epoch, Seq: s.Seq + 1, At: at, By: by, Cause: cause, Event: e}
		if err := Apply(s, rs[i]); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrBroken, e.Type(), err)
		}
	}
	return rs, nil
}
