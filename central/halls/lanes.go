package halls

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

const (
	// laneJobs is how many requests of one hall may wait. A hall sends one at a time;
	// there are more when it did not wait for the answer.
	laneJobs = 4
	// laneBytes is how many bytes of one hall may wait, unless it is one request.
	laneBytes = 1 << 20
)

// job is one request of a hall.
type job struct {
	hall, what string // what is "hello" or "ev"
	msg        *nats.Msg
	came       time.Time
}

// Why a job is not taken.
var (
	errStopping = errors.New("the centre is stopping")
	errFull     = errors.New("more is waiting for the centre's store than it can hold")
	errTooMany  = errors.New("this hall has more requests open than it should")
)

// lanes are what waits for the store, one lane for each hall. Lanes have their turn
// one after another, so that a hall with much to say delays no other.
type lanes struct {
	most int // bytes over all

	mu     sync.Mutex
	wake   *sync.Cond
	halls  map[string]*lane
	ready  []*lane // have jobs and are not in work
	bytes  int
	jobs   int // waiting or in work
	closed bool
	idle   chan struct{} // closed when closed and nothing is left
}

type lane struct {
	jobs  []job
	bytes int
	busy  bool
}

func newLanes(most int) *lanes {
	l := &lanes{most: most, halls: map[string]*lane{}, idle: make(chan struct{})}
	l.wake = sync.NewCond(&l.mu)
	return l
}

// put adds a job to its hall's lane, or says why not.
func (l *lanes) put(j job) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return errStopping
	}
	n := len(j.msg.Data)
	if l.bytes+n > l.most {
		return errFull
	}
	a := l.halls[j.hall]
	if a == nil {
		a = &lane{}
		l.halls[j.hall] = a
	}
	if len(a.jobs) >= laneJobs || a.bytes > 0 && a.bytes+n > laneBytes {
		return errTooMany
	}
	a.jobs = append(a.jobs, j)
	a.bytes += n
	l.bytes += n
	l.jobs++
	if !a.busy && len(a.jobs) == 1 {
		l.ready = append(l.ready, a)
		l.wake.Signal()
	}
	return nil
}

// next waits for a job; ok is false when there will be none. done must be called
// when it has been dealt with.
func (l *lanes) next() (j job, done func(), ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.ready) == 0 {
		if l.closed && l.jobs == 0 {
			return job{}, nil, false
		}
		l.wake.Wait()
	}
	a := l.ready[0]
	l.ready[0] = nil
	l.ready = l.ready[1:]
	j = a.jobs[0]
	a.jobs[0] = job{}
	a.jobs = a.jobs[1:]
	a.busy = true
	return j, func() { l.done(a, j) }, true
}

func (l *lanes) done(a *lane, j job) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(j.msg.Data)
	a.busy = false
	a.bytes -= n
	l.bytes -= n
	l.jobs--
	switch {
	case len(a.jobs) > 0:
		l.ready = append(l.ready, a)
		l.wake.Signal()
	default:
		delete(l.halls, j.hall)
	}
	l.rest()
}

// rest wakes who waits for the end; the caller holds mu.
func (l *lanes) rest() {
	if !l.closed || l.jobs > 0 {
		return
	}
	select {
	case <-l.idle:
	default:
		close(l.idle)
		l.wake.Broadcast()
	}
}

// close takes no more jobs and waits until those that were taken are done. The
// error says that they were not within ctx.
func (l *lanes) close(ctx context.Context) error {
	l.mu.Lock()
	l.closed = true
	l.rest()
	l.mu.Unlock()
	select {
	case <-l.idle:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
