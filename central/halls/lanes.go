package halls

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

// limits are how much may wait in lanes.
type limits struct {
	// jobs is how many requests of one hall may wait, bytes how many bytes of one
	// hall, unless it is one request.
	jobs, bytes int
	// side is how many requests of one hall are in work at a time. With one they are
	// done in order.
	side int
	// whole is how many bytes may wait, over all halls.
	whole int
}

// storeLimits are those of what goes to the store. A hall sends one request at a
// time; there are more when it did not wait for the answer.
func storeLimits(whole int) limits { return limits{jobs: 4, bytes: 1 << 20, side: 1, whole: whole} }

// job is one request of a hall.
type job struct {
	hall, what string // what is "hello", "ev" or, for a question, its name
	msg        *nats.Msg
	came       time.Time
}

// Why a job is not taken.
var (
	errStopping = errors.New("the centre is stopping")
	errFull     = errors.New("more is waiting for the centre's store than it can hold")
	errTooMany  = errors.New("this hall has more requests open than it should")
)

// lanes are what waits to be done, one lane for each hall. Lanes have their turn
// one after another, so that a hall with much to say delays no other.
type lanes struct {
	limits limits

	mu     sync.Mutex
	wake   *sync.Cond
	halls  map[string]*lane
	ready  []*lane // have jobs that may be done now
	bytes  int
	jobs   int // waiting or in work
	closed bool
	idle   chan struct{} // closed when closed and nothing is left
}

type lane struct {
	jobs  []job
	bytes int
	busy  int  // jobs in work
	ready bool // it is among the ready
}

func newLanes(limits limits) *lanes {
	l := &lanes{limits: limits, halls: map[string]*lane{}, idle: make(chan struct{})}
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
	if l.bytes+n > l.limits.whole {
		return errFull
	}
	a := l.halls[j.hall]
	if a == nil {
		a = &lane{}
		l.halls[j.hall] = a
	}
	if len(a.jobs) >= l.limits.jobs || a.bytes > 0 && a.bytes+n > l.limits.bytes {
		return errTooMany
	}
	a.jobs = append(a.jobs, j)
	a.bytes += n
	l.bytes += n
	l.jobs++
	l.line(a)
	return nil
}

// line puts a lane behind the others if it has a job that may be done; the caller
// holds mu.
func (l *lanes) line(a *lane) {
	if a.ready || len(a.jobs) == 0 || a.busy >= l.limits.side {
		return
	}
	a.ready = true
	l.ready = append(l.ready, a)
	l.wake.Signal()
}

// work deals with jobs until there will be none any more.
func (l *lanes) work(do func(job)) {
	for {
		j, done, ok := l.next()
		if !ok {
			return
		}
		do(j)
		done()
	}
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
	a.ready = false
	a.busy++
	l.line(a)
	return j, func() { l.done(a, j) }, true
}

func (l *lanes) done(a *lane, j job) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(j.msg.Data)
	a.busy--
	a.bytes -= n
	l.bytes -= n
	l.jobs--
	l.line(a)
	if len(a.jobs) == 0 && a.busy == 0 {
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
