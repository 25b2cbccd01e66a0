package uplink

import (
	"strconv"
	"sync"
	"time"

	"onewindow/wire"
)

// CodeAway is the note that the hall has not reached its centre for a while, and what
// is said of a question that the centre was not asked.
const CodeAway = wire.CodeCentreAway

// State is how the link is.
type State struct {
	// Up is true while the centre answers and takes what it is sent; Since is when
	// that began or ended, by the machine's clock.
	Up    bool
	Since time.Time
	// Acked is the last event that the centre is known to have, and Behind how many
	// the hall has beyond it. Both say nothing before the first hello was answered.
	Acked, Behind uint64
	// Why is why the link is not up, for operators.
	Why string
	// Refused is the centre's refusal of this hall. It is an alarm: somebody must
	// look. The hall asks again by itself.
	Refused *wire.Error
	// Note is set, with CodeAway, when the link has been down for a minute for any
	// other reason. It is for information: the hall needs no centre.
	Note *wire.Error
}

// status keeps the State.
type status struct {
	mu    sync.Mutex // guards state
	state State
	// changed wakes who tells others.
	changed chan struct{}
}

func newStatus() *status {
	return &status{state: State{Since: time.Now(), Why: "not connected yet"}, changed: make(chan struct{}, 1)}
}

func (s *status) get(last uint64) State {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.state
	st.Behind = last - min(last, st.Acked)
	return st
}

// change runs fn on the state, and reports whether it changed but for its counts.
func (s *status) change(fn func(st *State)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.state
	fn(&s.state)
	if s.state.Up != was.Up {
		s.state.Since = time.Now()
	}
	if !differs(was, s.state) {
		return false
	}
	select {
	case s.changed <- struct{}{}:
	default:
	}
	return true
}

// differs compares all but the counts.
func differs(a, b State) bool {
	code := func(e *wire.Error) string {
		if e == nil {
			return ""
		}
		return e.Code
	}
	return a.Up != b.Up || a.Why != b.Why || code(a.Refused) != code(b.Refused) || code(a.Note) != code(b.Note)
}

// tell tells of changes, and notes that the centre is away, until the link closes.
func (u *Uplink) tell() {
	tick := time.NewTicker(min(time.Second, u.set.times.away))
	defer tick.Stop()
	told := time.Now()
	for {
		changed := false
		select {
		case <-u.ctx.Done():
			return
		case <-u.status.changed:
			changed = true
		case <-tick.C:
		}
		behind := u.State().Behind
		u.status.change(func(st *State) {
			if st.Up || st.Refused != nil || time.Since(st.Since) < u.set.times.away {
				st.Note = nil
				return
			}
			st.Note = &wire.Error{
				Code: CodeAway, Msg: "the centre cannot be reached: " + st.Why,
				Hint:   "the hall needs no centre and tells it everything later; look at the network when it suits",
				Params: map[string]string{"since": st.Since.UTC().Format(time.RFC3339), "behind": strconv.FormatUint(behind, 10)},
			}
		})
		st := u.State()
		if u.set.State != nil && (changed || st.Note != nil && time.Since(told) >= 10*time.Second) {
			told = time.Now()
			u.set.State(st)
		}
	}
}
