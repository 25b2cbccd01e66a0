package lan

import (
	"sync"
	"time"
)

// Link is the state of a terminal's connection to its hall.
type Link struct {
	// Up is true while the hall is connected and its heartbeat, once heard on
	// this connection, goes on.
	Up bool
	// Since is when Up last changed.
	Since time.Time
	// Heard is when anything last came from the hall; zero if never.
	Heard time.Time
	// Why says in English why the link is down; for logs and service screens.
	Why string
}

// silence is how long the hall's heartbeat, sent every three seconds, may stay
// away.
const silence = 10 * time.Second

// linkState keeps the Link and wakes those who wait for a change of it.
type linkState struct {
	mu        sync.Mutex
	connected bool
	beats     bool      // a heartbeat was heard on this connection
	lastBeat  time.Time // by the machine's clock, which does not jump within a run
	link      Link
	changed   chan struct{} // closed and replaced when connected changes
	watchers  map[chan Link]bool
	closed    bool
}

func newLinkState(now time.Time) *linkState {
	return &linkState{link: Link{Since: now, Why: "not connected yet"}, changed: make(chan struct{}), watchers: map[chan Link]bool{}}
}

// connection reports whether the connection stands, and a channel that is
// closed when it changes.
func (l *linkState) connection() (up bool, changed <-chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.connected, l.changed
}

func (l *linkState) get() Link {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.link
}

func (l *linkState) setConnected(up bool, why string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if up != l.connected || up {
		// A reconnect that was not noticed as a loss must wake waiters too.
		close(l.changed)
		l.changed = make(chan struct{})
	}
	l.connected, l.beats = up, false
	if up {
		l.link.Heard = now
	}
	l.show(up, why, now)
}

// explain says why a lost connection does not come back. It changes nothing
// when the connection stands meanwhile.
func (l *linkState) explain(why string, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.connected {
		l.show(false, why, now)
	}
}

// heard notes a sign of life; beat marks the hall's heartbeat.
func (l *linkState) heard(beat bool, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.link.Heard = now
	if beat && l.connected {
		l.beats, l.lastBeat = true, time.Now()
		l.show(true, "", now)
	}
}

// tick notices a hall that is connected but silent. real is the machine's clock,
// now the terminal's.
func (l *linkState) tick(real, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.connected && l.beats && real.Sub(l.lastBeat) > silence {
		l.show(false, "the hall's server runs, but its heartbeat stays away", now)
	}
}

// show changes what Link says and tells watchers; the caller holds mu.
func (l *linkState) show(up bool, why string, now time.Time) {
	if up == l.link.Up && why == l.link.Why {
		return
	}
	if up != l.link.Up {
		l.link.Since = now
	}
	l.link.Up, l.link.Why = up, why
	for w := range l.watchers {
		offer(w, l.link)
	}
}

// offer replaces what lies in a channel of size one by v.
func offer(w chan Link, v Link) {
	select {
	case <-w:
	default:
	}
	w <- v
}

// watch returns a channel of changes, beginning with the present state. A slow
// reader gets the newest. stop ends it and closes the channel.
func (l *linkState) watch() (changes <-chan Link, stop func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := make(chan Link, 1)
	w <- l.link
	if l.closed {
		close(w)
		return w, func() {}
	}
	l.watchers[w] = true
	return w, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.watchers[w] {
			delete(l.watchers, w)
			close(w)
		}
	}
}

func (l *linkState) close(now time.Time) {
	l.setConnected(false, "closed", now)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	for w := range l.watchers {
		delete(l.watchers, w)
		close(w)
	}
}
