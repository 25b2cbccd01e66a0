package tui

import "time"

// TimerMsg tells that the timer of this name fired.
type TimerMsg struct {
	Name string
}

// Timers is embedded in a screen and gives it timers. They are started and
// stopped by plain calls from Tap, Key and Msg, without a command; the shell
// runs them after the call. The zero value is ready.
//
// Each start takes a new generation number, and a firing of an older generation
// is dropped: a timer that was stopped or restarted never reaches the screen.
type Timers struct {
	gen  uint64
	live map[string]timer
	due  []timer // started since the shell looked last
}

// timer is one started timer.
type timer struct {
	name  string
	gen   uint64
	wait  time.Duration
	every bool
}

// After sends TimerMsg{name} once, d from now, unless it is stopped or started
// again before, or the page that is shown at the end of the current call is
// left.
func (t *Timers) After(name string, d time.Duration) { t.start(name, d, false) }

// Every sends TimerMsg{name} each d until it is stopped; pages do not matter to
// it.
func (t *Timers) Every(name string, d time.Duration) { t.start(name, d, true) }

// Stop ends a timer; one that does not run is no matter.
func (t *Timers) Stop(name string) { delete(t.live, name) }

func (t *Timers) start(name string, d time.Duration, every bool) {
	if t.live == nil {
		t.live = map[string]timer{}
	}
	t.gen++
	tm := timer{name: name, gen: t.gen, wait: max(d, time.Millisecond), every: every}
	t.live[name] = tm
	t.due = append(t.due, tm)
}

// timers makes the embedding screen known to the shell.
func (t *Timers) timers() *Timers { return t }

// takeStarted returns the timers started since the last call that still live.
func (t *Timers) takeStarted() []timer {
	var out []timer
	for _, tm := range t.due {
		if t.live[tm.name].gen == tm.gen {
			out = append(out, tm)
		}
	}
	t.due = t.due[:0]
	return out
}

// leavePage ends the After timers that are not newer than generation upTo.
func (t *Timers) leavePage(upTo uint64) {
	for name, tm := range t.live {
		if !tm.every && tm.gen <= upTo {
			delete(t.live, name)
		}
	}
}

// fire reports whether a firing is still wanted, and forgets a timer that fires
// only once.
func (t *Timers) fire(tm timer) bool {
	if t.live[tm.name].gen != tm.gen {
		return false
	}
	if !tm.every {
		delete(t.live, tm.name)
	}
	return true
}

// timed is a screen that embeds Timers.
type timed interface{ timers() *Timers }
