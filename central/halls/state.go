package halls

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"onewindow/wire"
)

// State is how a hall stands with the centre.
type State struct {
	Hall string
	// Up is true while a connection of the hall is open or, with a cluster, while it
	// is heard. Since is when that began or ended; zero if the hall was never there
	// since the centre started. Why is the reason while it is not there.
	Up    bool
	Since time.Time
	Why   string
	// From is the address of the last connection; empty with a cluster.
	From string
	// Heard is when the hall last said anything, Clock by how much its clock was ahead
	// of the centre's when it last told its time.
	Heard time.Time
	Clock time.Duration
	// Hello is what the hall last said of itself, Refused why the centre takes
	// nothing from it, Acked the last event that the centre has confirmed to it.
	Hello   wire.Hello
	Refused *wire.Error
	Acked   uint64
	// Live is how the hall is, as it said at LiveAt by the centre's clock; zero if it
	// has not.
	Live   wire.Live
	LiveAt time.Time
	// Copy is another program that speaks for the hall at the same time, with the
	// hall's own key: a copy of its machine, or a stolen key. It is an alarm, and
	// while it lasts no command is given to the hall. nil if there is none.
	Copy *Copy
}

// Copy is a second program with the key of a hall.
type Copy struct {
	Instance string
	// From is its address; empty with a cluster.
	From string
	// Seen is when it last spoke.
	Seen time.Time
}

// roll is how all halls are. The zero value is not ready; see newRoll.
type roll struct {
	mu      sync.Mutex
	halls   map[string]*State
	watches map[*Watch]bool
	closed  bool
	// open: whoever is heard is entered, because nobody tells who is enrolled.
	// unseen: connections are not seen, and who is heard is there.
	open, unseen bool
}

func newRoll() *roll { return &roll{halls: map[string]*State{}, watches: map[*Watch]bool{}} }

// enter is change for a hall that may not be on the list yet.
func (r *roll) enter(hall string, edit func(*State)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.halls[hall] == nil {
		r.halls[hall] = &State{Hall: hall}
	}
	r.edit(hall, edit)
}

// change lets edit work on the state of a hall, and tells the watches. What comes
// late of a hall that was revoked changes nothing.
func (r *roll) change(hall string, edit func(*State)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.open && r.halls[hall] == nil {
		r.halls[hall] = &State{Hall: hall}
	}
	r.edit(hall, edit)
}

func (r *roll) edit(hall string, edit func(*State)) {
	s := r.halls[hall]
	if s == nil {
		return
	}
	edit(s)
	for w := range r.watches {
		w.note(hall)
	}
}

// get returns the state of a hall; ok is false for one that is neither enrolled nor
// was heard.
func (r *roll) get(hall string) (s State, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.halls[hall]; p != nil {
		return *p, true
	}
	return s, false
}

// all returns all states, by the codes of the halls.
func (r *roll) all() []State {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]State, 0, len(r.halls))
	for _, s := range r.halls {
		list = append(list, *s)
	}
	slices.SortFunc(list, func(a, b State) int { return strings.Compare(a.Hall, b.Hall) })
	return list
}

// forget drops a hall that is enrolled no more. Watches get its State with nothing
// but its code.
func (r *roll) forget(hall string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.halls, hall)
	for w := range r.watches {
		w.note(hall)
	}
}

// heard notes that a hall spoke. Where connections are not seen, this is how it is
// known to be there.
func (s *State) heard(now time.Time, unseen bool) {
	s.Heard = now
	if unseen {
		s.up("", now)
	}
}

// tells notes what the hall's clock says.
func (s *State) tells(at, now time.Time) {
	if !at.IsZero() {
		s.Clock = at.Sub(now)
	}
}

// up notes that a hall is there.
func (s *State) up(from string, now time.Time) {
	if !s.Up {
		s.Since = now
	}
	s.Up, s.Why = true, ""
	if from != "" {
		s.From = from
	}
}

// down notes that a hall is gone.
func (s *State) down(why string, now time.Time) {
	if s.Up {
		s.Since = now
	}
	s.Up, s.Why = false, why
}

// ErrClosed is why Watch.Next ends.
var ErrClosed = errors.New("halls: the centre is closed")

// Watch tells changes of the states of halls.
//
// A slow reader delays nobody: what it has not fetched is kept as the set of halls
// that have changed, and of each it gets the newest state only. So it holds at most
// the code of each hall once, and misses steps but no outcome.
type Watch struct {
	roll *roll

	mu      sync.Mutex
	changed map[string]bool
	wake    chan struct{}
	over    chan struct{}
	once    sync.Once
}

func (r *roll) watch() *Watch {
	w := &Watch{roll: r, changed: map[string]bool{}, wake: make(chan struct{}, 1), over: make(chan struct{})}
	r.mu.Lock()
	defer r.mu.Unlock()
	for hall := range r.halls {
		w.changed[hall] = true
	}
	if len(w.changed) > 0 {
		w.wake <- struct{}{}
	}
	if r.closed {
		w.end()
		return w
	}
	r.watches[w] = true
	return w
}

// note is called under the roll's lock.
func (w *Watch) note(hall string) {
	w.mu.Lock()
	w.changed[hall] = true
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Next waits until the state of any hall has changed since the last call, and
// returns the newest states of those halls, by code; the first call returns all. A
// hall that was revoked comes once more as a State with nothing but its code. The
// error is ctx's, or ErrClosed. It is for one goroutine at a time.
func (w *Watch) Next(ctx context.Context) ([]State, error) {
	for {
		w.mu.Lock()
		changed := w.changed
		w.changed = map[string]bool{}
		w.mu.Unlock()
		if len(changed) > 0 {
			list := make([]State, 0, len(changed))
			for _, hall := range slices.Sorted(maps.Keys(changed)) {
				s, ok := w.roll.get(hall)
				if !ok {
					s = State{Hall: hall}
				}
				list = append(list, s)
			}
			return list, nil
		}
		select {
		case <-w.wake:
		case <-w.over:
			return nil, ErrClosed
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Close ends the watch.
func (w *Watch) Close() {
	w.roll.mu.Lock()
	delete(w.roll.watches, w)
	w.roll.mu.Unlock()
	w.end()
}

func (w *Watch) end() { w.once.Do(func() { close(w.over) }) }

// close ends all watches.
func (r *roll) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	for w := range r.watches {
		w.end()
	}
	clear(r.watches)
}
