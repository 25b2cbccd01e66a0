package halls

import (
	"sync"
	"time"

	"onewindow/wire"
)

// lifeSign is how long a hall's program may be silent where connections are not
// seen; it tells how it is at least every wire.LiveAtLeast.
const lifeSign = wire.LiveAtLeast + 2*time.Second

// speaker is the program that speaks for a hall.
type speaker struct {
	instance string
	// conn is its connection; 0 with a cluster.
	conn uint64
	// heard is when it last spoke so that it was sure to be it.
	heard time.Time
}

// challenge is a hello of another program, which waits for the first one to prove
// that it lives: its line may be one that went silent, and then the other is the
// same hall after a restart.
type challenge struct {
	job      job
	instance string
	conn     uint64
	since    time.Time
}

// copyOf is a second program that was found.
type copyOf struct {
	instance string
	conn     uint64
	seen     time.Time
}

// verdict is what becomes of a hello.
type verdict int

const (
	speaks  verdict = iota // it is the hall's
	waits                  // it is decided later
	refused                // another program speaks for the hall
	retired                // it is of a machine whose place another has taken
)

// speakers are the programs that speak for the halls.
type speakers struct {
	// open reports whether a connection is the hall's and open; nil with a cluster,
	// where silence decides.
	open func(hall string, id uint64) bool
	// prove is how long a connection that went silent may seem to be open.
	prove time.Duration

	mu         sync.Mutex
	now        map[string]speaker
	challenges map[string]challenge
	copies     map[string]copyOf
	former     map[string]string // the program of a hall's machine of before
}

func newSpeakers(open func(string, uint64) bool, prove time.Duration) *speakers {
	return &speakers{open: open, prove: prove, now: map[string]speaker{}, challenges: map[string]challenge{}, copies: map[string]copyOf{}, former: map[string]string{}}
}

// lives reports whether the speaker is still there, as far as is known.
func (s *speakers) lives(hall string, p speaker, now time.Time) bool {
	if s.open != nil {
		return s.open(hall, p.conn)
	}
	return now.Sub(p.heard) < lifeSign
}

// hello judges a hello of instance over connection id. former is a connection of the
// same program that it has left; 0 if there is none.
func (s *speakers) hello(j job, instance string, id uint64, now time.Time) (v verdict, former uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.former[j.hall] == instance {
		return retired, 0
	}
	p, ok := s.now[j.hall]
	if !ok || p.instance == instance || s.open != nil && p.conn == id || !s.lives(j.hall, p, now) {
		if ok && p.instance == instance && p.conn != id && s.open != nil && s.open(j.hall, p.conn) {
			former = p.conn
		}
		s.now[j.hall] = speaker{instance, id, now}
		delete(s.challenges, j.hall)
		if c, ok := s.copies[j.hall]; ok && c.instance == instance {
			delete(s.copies, j.hall)
		}
		return speaks, former
	}
	if c, ok := s.copies[j.hall]; ok && c.instance == instance {
		c.conn, c.seen = id, now
		s.copies[j.hall] = c
		return refused, 0
	}
	c := challenge{j, instance, id, now}
	if old, ok := s.challenges[j.hall]; ok && old.instance == instance {
		c.since = old.since // it only asks again
	}
	s.challenges[j.hall] = c
	return waits, 0
}

// lived notes that instance spoke for hall, and reports whether it is the one that
// does.
func (s *speakers) lived(hall, instance string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.former[hall] == instance {
		return false
	}
	p, ok := s.now[hall]
	if s.open == nil && (!ok || !s.lives(hall, p, now)) {
		// Its hello was answered by another process of the centre.
		p, ok = speaker{instance: instance}, true
	}
	if !ok || p.instance != instance {
		return false
	}
	p.heard = now
	s.now[hall] = p
	return true
}

// judge decides what waits. Of each hello that is returned, the hall's program may
// speak, or is a copy.
func (s *speakers) judge(now time.Time) (may, copies []job) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for hall, c := range s.challenges {
		p, ok := s.now[hall]
		switch {
		case !ok || !s.lives(hall, p, now):
			may = append(may, c.job)
		case p.heard.After(c.since), s.open != nil && now.Sub(c.since) >= s.prove:
			s.copies[hall] = copyOf{c.instance, c.conn, now}
			copies = append(copies, c.job)
		default:
			continue
		}
		delete(s.challenges, hall)
	}
	return may, copies
}

// copy is the second program of a hall that is there now; ok is false if there is
// none any more.
func (s *speakers) copy(hall string, now time.Time) (c copyOf, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok = s.copies[hall]
	if !ok {
		return c, false
	}
	p, speaks := s.now[hall]
	there := s.open != nil && s.open(hall, c.conn) || s.open == nil && now.Sub(c.seen) < copyGone
	if !there || !speaks || !s.lives(hall, p, now) {
		delete(s.copies, hall)
		return c, false
	}
	return c, true
}

// copyGone is after what silence a second program counts as gone where connections
// are not seen: a refused hall says hello again every half a minute.
const copyGone = 75 * time.Second

// withCopies are the halls that have a second program, or had one when last asked.
func (s *speakers) withCopies() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	halls := make([]string, 0, len(s.copies))
	for hall := range s.copies {
		halls = append(halls, hall)
	}
	return halls
}

// retire ends the speaking of a hall's program, because its machine's key is good no
// more; where connections are not seen, it may still be there.
func (s *speakers) retire(hall string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p, ok := s.now[hall]; ok && p.instance != "" {
		s.former[hall] = p.instance
	}
	delete(s.now, hall) // whoever waits may speak
	delete(s.copies, hall)
}

// forget drops a hall that is enrolled no more.
func (s *speakers) forget(hall string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.now, hall)
	delete(s.challenges, hall)
	delete(s.copies, hall)
}
