package store

import (
	"sync"

	"onewindow/central/project"
)

// cache holds the states of halls between their segments, so that the rows of the
// next need no look at what is stored. It is only ever a shortcut: a state that is
// not that of the hall's row is brought up from the events, or made anew.
type cache struct {
	mu    sync.Mutex
	halls map[string]*held
	max   int // see maxStates
}

// maxStates bounds how many states are held; a small hall's takes some 200 kB, a large
// one's two megabytes. Above that others are forgotten, whichever come first.
const maxStates = 2000

// held is the state of one hall; mu is held while one segment of it is taken, so
// that the hall's others wait without a connection.
type held struct {
	mu   sync.Mutex
	gone bool // no longer in the cache
	// work are the goroutines that still fold events into the state, readers those
	// that read the events for them.
	work, readers sync.WaitGroup

	state      *project.State // nil if not known
	generation int64
	// row is the hall's row as this process left it last; nil if not known.
	row *hallRow
	// due are rows that are worked out and go with the next segment; nil if none are.
	due *due
}

// due are the rows up to the event seq. Who takes them waits until they are there.
type due struct {
	seq  uint64
	rows chan changes
}

// hold waits until nobody else of this process is at the hall.
func (c *cache) hold(hall string) *held {
	c.mu.Lock()
	h := c.halls[hall]
	if h == nil {
		c.evict()
		h = &held{}
		c.halls[hall] = h
	}
	c.mu.Unlock()
	h.mu.Lock()
	if h.gone { // forgotten while we waited
		h.mu.Unlock()
		return c.hold(hall)
	}
	return h
}

// evict forgets halls at which nobody is, so that there is room for one more.
func (c *cache) evict() {
	for name, h := range c.halls {
		if len(c.halls) < c.max {
			return
		}
		if h.mu.TryLock() { // nobody who waits for it can be lost: they wait for the lock
			h.work.Wait()
			h.readers.Wait()
			h.gone = true
			delete(c.halls, name)
			h.mu.Unlock()
		}
	}
}

// take gets the state and what is due out, so that a transaction that fails leaves
// none behind.
func (h *held) take(row *hallRow) (*project.State, *due) {
	h.work.Wait()
	s, d := h.state, h.due
	h.state, h.due = nil, nil
	if h.generation != row.generation || d != nil && (s == nil || s.Seq() != row.watermark || d.seq <= row.rows) {
		return nil, nil
	}
	return s, d
}

func (h *held) put(s *project.State, d *due, generation int64) {
	h.state, h.due, h.generation = s, d, generation
}

// close waits until nothing is done any more.
func (c *cache) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, h := range c.halls {
		h.mu.Lock()
		h.work.Wait()
		h.readers.Wait()
		h.mu.Unlock()
	}
}
