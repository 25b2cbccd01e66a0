package serial

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
)

var (
	// ErrNoAnswer means that a station was asked and did not answer in time, or said
	// something that is no answer.
	ErrNoAnswer = errors.New("the station does not answer")
	// ErrResting means that a station was silent lately and is not asked now, so that
	// it does not hold up the others.
	ErrResting = errors.New("the station was silent lately and is asked again later")
	// ErrDown means that the bus has no line now.
	ErrDown = errors.New("the bus has no line now")
)

// Exchange is one frame to a station, and its answer.
type Exchange struct {
	// To is the station: the key of its health. Frames to "" or without an answer
	// (a broadcast) say nothing about anybody's health.
	To string
	// Frame is what is sent. It must not be changed before Do returns.
	Frame []byte
	// Answer looks for the answer in all that came in since the frame, without its
	// echo; it is called again with more as more comes in, from the goroutine of Run.
	// It should check the sender's address where the protocol has one. nil: none is
	// waited for.
	Answer func(in []byte) (answer []byte, ok bool)
	// Timeout is how long the answer may take once the frame is out; 0 means 300 ms.
	Timeout time.Duration
	// Rest is how long the line stays silent after the exchange, for stations that
	// need it; 0 means three and a half bytes, as Modbus over Serial Line V1.02 §2.5.1.1.
	Rest time.Duration
	// Urgent lets the exchange overtake those that wait and are not urgent. It also
	// ends the wait for a station that is down already and is only tried again; that
	// one's Do errs with ErrResting.
	Urgent bool
}

// Echo says whether the adapter gives back what it sends.
type Echo int

const (
	// EchoLearn finds out from the first answer. It does not suit a protocol whose
	// answers may repeat the request byte by byte.
	EchoLearn Echo = iota
	// EchoNo never takes anything away.
	EchoNo
	// EchoYes takes the frame away from the beginning of what comes in.
	EchoYes
)

// Station is the health of one station of a bus.
type Station struct {
	// Name is the To of its exchanges.
	Name string
	// Up: it answered when it was asked last.
	Up bool
	// Misses are the exchanges without an answer since the last one with.
	Misses int
	// Err is why it is not up.
	Err error
	// Since is when it became so.
	Since time.Time
	// Again is when it may be asked again; zero when now.
	Again time.Time
}

// BusSettings describe a bus.
type BusSettings struct {
	// Line tells the line's speed, with which the time of a frame is reckoned.
	Line Settings
	// Echo says whether the adapter gives back what it sends.
	Echo Echo
	// Rests are how long a station is left alone after its first, second, ... miss;
	// the last counts for all further. nil means 2, 5, 10, 20, 30 s. A garbled answer
	// counts as a miss from the second in a row on: somebody is there.
	Rests []time.Duration
	// Late is how long the line must be silent after a miss before somebody else is
	// asked, so that a late answer is nobody else's; 0 means 20 ms.
	Late time.Duration
	// Told, which may be nil, hears when a station comes up or goes down, from the
	// goroutine of Run; it must not block, and not call Do.
	Told func(Station)
}

// Bus is several stations on one half-duplex line, such as RS-485: one request is
// out at a time, first come first served but for urgent ones. A station that does
// not answer costs the others one time-out; then it rests, longer each time, and
// whoever asks for it is told ErrResting at once.
//
// It never repeats a frame by itself.
type Bus struct {
	set BusSettings

	mu       sync.Mutex
	running  bool
	urgent   []*request
	others   []*request
	stations map[string]*Station
	wake     chan struct{} // somebody waits
	hurry    chan struct{} // somebody urgent waits
}

// request is an exchange that waits for its turn.
type request struct {
	Exchange
	done chan reply // buffered
}

type reply struct {
	answer []byte
	err    error
}

const (
	answerTime = 300 * time.Millisecond
	lateTime   = 20 * time.Millisecond
)

var defaultRests = []time.Duration{2 * time.Second, 5 * time.Second, 10 * time.Second, 20 * time.Second, 30 * time.Second}

// NewBus makes a bus that has no line yet. Run gives it one.
func NewBus(s BusSettings) *Bus {
	if len(s.Rests) == 0 {
		s.Rests = defaultRests
	}
	if s.Late <= 0 {
		s.Late = lateTime
	}
	return &Bus{set: s, stations: map[string]*Station{}, wake: make(chan struct{}, 1), hurry: make(chan struct{}, 1)}
}

// Do asks a station and waits for its answer, which is nil when none is waited for.
// It errs with ErrNoAnswer, ErrResting or ErrDown, or with ctx's error; an exchange
// that is on the line when ctx ends is finished all the same.
func (b *Bus) Do(ctx context.Context, e Exchange) ([]byte, error) {
	if len(e.Frame) == 0 {
		return nil, fmt.Errorf("ask %s: an exchange needs a frame", e.name())
	}
	r := &request{Exchange: e, done: make(chan reply, 1)}
	if err := b.enqueue(r); err != nil {
		return nil, fmt.Errorf("ask %s: %w", e.name(), err)
	}
	select {
	case got := <-r.done:
		if got.err != nil {
			return nil, fmt.Errorf("ask %s: %w", e.name(), got.err)
		}
		return got.answer, nil
	case <-ctx.Done():
		b.forget(r)
		return nil, fmt.Errorf("ask %s: %w", e.name(), ctx.Err())
	}
}

func (e Exchange) name() string {
	if e.To == "" {
		return "all"
	}
	return e.To
}

// Stations are the stations that were asked so far, by name.
func (b *Bus) Stations() []Station {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := make([]Station, 0, len(b.stations))
	for _, s := range b.stations {
		all = append(all, *s)
	}
	slices.SortFunc(all, func(x, y Station) int {
		switch {
		case x.Name < y.Name:
			return -1
		case x.Name > y.Name:
			return 1
		}
		return 0
	})
	return all
}

func (b *Bus) enqueue(r *request) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.running {
		return ErrDown
	}
	if b.resting(r, time.Now()) {
		return b.restingError(r)
	}
	if r.Urgent {
		b.urgent = append(b.urgent, r)
		nudge(b.hurry)
	} else {
		b.others = append(b.others, r)
	}
	nudge(b.wake)
	return nil
}

func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// urgentWaits reports whether somebody urgent waits for a turn.
func (b *Bus) urgentWaits() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.urgent) > 0
}

// forget takes a request out of the queue; one that is on the line stays.
func (b *Bus) forget(r *request) {
	b.mu.Lock()
	defer b.mu.Unlock()
	is := func(x *request) bool { return x == r }
	b.urgent = slices.DeleteFunc(b.urgent, is)
	b.others = slices.DeleteFunc(b.others, is)
}

// next takes the next request whose station may be asked. Those for resting
// stations are answered on the way.
func (b *Bus) next() *request {
	b.mu.Lock()
	defer b.mu.Unlock()
	for {
		var r *request
		switch {
		case len(b.urgent) > 0:
			r, b.urgent = b.urgent[0], b.urgent[1:]
		case len(b.others) > 0:
			r, b.others = b.others[0], b.others[1:]
		default:
			return nil
		}
		if !b.resting(r, time.Now()) {
			return r
		}
		r.done <- reply{err: b.restingError(r)}
	}
}

func (b *Bus) begin() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.running {
		return false
	}
	b.running = true
	// The line was away; a station's silence may have been the line's.
	for _, s := range b.stations {
		s.Again = time.Time{}
	}
	return true
}

func (b *Bus) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.running = false
	for _, r := range slices.Concat(b.urgent, b.others) {
		r.done <- reply{err: ErrDown}
	}
	b.urgent, b.others = nil, nil
}
