package printer

import "sync"

// Told hears what the spooler has to tell, in order and from one goroutine. It may
// call the spooler. While it blocks nothing is lost of a job's progress; of states
// of health that could not be told in time only the newest is told.
type Told interface {
	Health(Health)
	Progress(Progress)
}

// news is one thing to tell.
type news struct {
	health   *Health
	progress Progress
}

// teller tells in order from its own goroutine.
type teller struct {
	to Told

	mu     sync.Mutex
	queue  []news
	closed bool
	kick   chan struct{}
}

func newTeller(to Told) *teller { return &teller{to: to, kick: make(chan struct{}, 1)} }

func (t *teller) health(h Health) {
	t.mu.Lock()
	if n := len(t.queue); n > 0 && t.queue[n-1].health != nil {
		t.queue[n-1].health = &h
	} else {
		t.queue = append(t.queue, news{health: &h})
	}
	t.mu.Unlock()
	t.wake()
}

func (t *teller) progress(p Progress) {
	t.mu.Lock()
	t.queue = append(t.queue, news{progress: p})
	t.mu.Unlock()
	t.wake()
}

func (t *teller) close() {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.wake()
}

func (t *teller) wake() {
	select {
	case t.kick <- struct{}{}:
	default:
	}
}

// run tells until it is closed and everything was told.
func (t *teller) run() {
	for {
		t.mu.Lock()
		batch, closed := t.queue, t.closed
		t.queue = nil
		t.mu.Unlock()
		for _, n := range batch {
			if t.to == nil {
				continue
			}
			if n.health != nil {
				t.to.Health(*n.health)
			} else {
				t.to.Progress(n.progress)
			}
		}
		if len(batch) > 0 {
			continue
		}
		if closed {
			return
		}
		<-t.kick
	}
}
