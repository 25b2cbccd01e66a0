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
}

// held is the state of one hall; mu is held while one segment of it is taken, so
// that the hall's others wait without a connection.
type held struct {
	mu sync.Mutex
	// work are the goroutines that still fold events into the state, readers those
	// that read the events for them.
	work, readers sync.WaitGroup

	state      *project.State // nil if not known
	generation int64
}

// hold waits until nobody else of this process is at the hall.
func (c *cache) hold(hall string) *held {
	c.mu.Lock()
	h := c.halls[hall]
	if h == nil {
		h = &held{}
		c.halls[hall] = h
	}
	c.mu.Unlock()
	h.mu.Lock()
	return h
}

// take gets the state out, so that a transaction that fails leaves none behind.
func (h *held) take(generation int64) *project.State {
	h.work.Wait()
	s := h.state
	h.state = nil
	if h.generation != generation {
		return nil
	}
	return s
}

func (h *held) put(s *project.State, generation int64) { h.state, h.generation = s, generation }

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
