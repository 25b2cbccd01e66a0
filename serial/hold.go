package serial

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"
	"time"
)

// State is what a held line is in.
type State struct {
	// Up: the line is open and its session runs.
	Up bool
	// Err is why it is not up: what ended the session, or why the line does not open,
	// with what to do. nil when it was not tried yet or was given up as asked.
	Err error
	// Since is when it became so.
	Since time.Time
}

const (
	// firstPause and lastPause bound the back-off: each failure in a row doubles it.
	firstPause = 200 * time.Millisecond
	lastPause  = 5 * time.Second
	// lasted is how long a session must have run for the back-off to begin anew.
	lasted = 5 * time.Second
	// look is how often a missing device's name is looked for: a device that is
	// plugged in again is opened at once, however long it was away.
	look = 100 * time.Millisecond
	// grace is how long a session may take to end after ctx; then its line is closed
	// under it.
	grace = 2 * time.Second
)

// Hold keeps a line open until ctx ends. It opens the line and runs session on it;
// when that returns, it closes the line and opens it again, after a pause that
// grows from 0.2 s to 5 s and begins anew after a session that lasted, or when a
// device that was missing is there again. A session must return when its ctx ends or
// when the line errs; 2 s after ctx its line is closed under it.
//
// told, which may be nil, hears each change of state, from one goroutine and in
// order; it must not block. An error that repeats is told once. Hold returns when
// everything has stopped and told has heard that the line is down.
func Hold(ctx context.Context, s Settings, session func(ctx context.Context, c Conn) error, told func(State)) {
	h := holder{told: told}
	h.say(State{Since: time.Now()})
	for pause := firstPause; ctx.Err() == nil; {
		c, err := Open(s)
		if err == nil {
			began := time.Now()
			h.say(State{Up: true, Since: began})
			err = run(ctx, c, session)
			if time.Since(began) >= lasted {
				pause = firstPause
			}
		}
		if ctx.Err() != nil {
			break
		}
		h.say(State{Err: err, Since: time.Now()})
		if waitFor(ctx, s.Name, pause, isAway(s.Name)) {
			pause = firstPause
		} else {
			pause = min(2*pause, lastPause)
		}
	}
	h.say(State{Since: time.Now()})
}

// run is one session on one line.
func run(ctx context.Context, c Conn, session func(ctx context.Context, c Conn) error) error {
	over := make(chan struct{})
	guarded := make(chan struct{})
	go func() {
		defer close(guarded)
		select {
		case <-over:
			return
		case <-ctx.Done():
		}
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-over:
		case <-timer.C:
			_ = c.Close() // the session may hang on it
		}
	}()
	err := session(ctx, c)
	close(over)
	<-guarded
	if err == nil {
		err = errors.New("the session ended by itself")
	}
	// The line is given up; why it closes badly would hide why it ended.
	_ = c.Close()
	return err
}

// isAway reports whether a port's name is missing now.
func isAway(name string) bool {
	if !strings.HasPrefix(name, "/") {
		return false
	}
	_, err := os.Stat(name)
	return errors.Is(err, fs.ErrNotExist)
}

// waitFor waits before the next try. It comes back early, with true, when a name
// that was away is there again.
func waitFor(ctx context.Context, name string, pause time.Duration, away bool) bool {
	end := time.NewTimer(pause)
	defer end.Stop()
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-end.C:
			return false
		case <-tick.C:
			if away && !isAway(name) {
				return true
			}
			away = away || isAway(name)
		}
	}
}

// holder tells changes.
type holder struct {
	told func(State)
	last State
	any  bool
}

func (h *holder) say(s State) {
	if h.any && !s.Up && !h.last.Up && text(s.Err) == text(h.last.Err) {
		return
	}
	h.any, h.last = true, s
	if h.told != nil {
		h.told(s)
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
