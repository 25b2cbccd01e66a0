package printer

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/binary"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"onewindow/printer/profile"
	"onewindow/serial"
)

// Settings are those of one spooler.
type Settings struct {
	// Line is where the printer is. An empty Baud or Flow is the profile's.
	Line serial.Settings
	// Profile is what the printer can do.
	Profile profile.Profile
	// Queue is how many jobs there may be at once, the one that is printed among
	// them; 0 means 16.
	Queue int
	// Unfinished: the program ended in the middle of a paper when it last ran. What may
	// still hang in the printer is cut off before anything else is printed.
	Unfinished bool
	// Log takes what whoever looks after the printer should know; nil is none.
	Log *slog.Logger

	// hold, in tests, stands for serial.Hold.
	hold func(context.Context, serial.Settings, func(context.Context, serial.Conn) error, func(serial.State))
}

// Spooler prints on one printer. Make it with New.
type Spooler struct {
	set  Settings
	log  *slog.Logger
	tell *teller
	wake chan struct{} // there is a job
	look chan struct{} // there is another time at which a job is late

	mu     sync.Mutex
	jobs   []*task // the first may be under way
	health Health
	ended  bool

	// owned by the session that runs; there is one at a time
	mess    mess
	marks   bool // it tells whether the mark is there; see mark.go
	counter uint32
}

// task is a job with what became of it so far.
type task struct {
	Job
	late  time.Time
	begun bool // a session has it
}

// mess is what an interruption left behind.
type mess struct {
	dirty bool // the printer's buffers or settings are not ours
	fill  int  // the longest command that may have been broken off, in bytes
	paper bool // lines of a paper may stand uncut in the printer
	// owed: a GS r was sent and its answer, which has no tag, may still come.
	owed bool
}

// New is a spooler. Nothing happens before Run. told, which may be nil, hears
// everything; see Told.
func New(s Settings, told Told) *Spooler {
	s.Queue = cmp.Or(s.Queue, 16)
	s.Line.Baud = cmp.Or(s.Line.Baud, s.Profile.Baud)
	s.Line.Flow = cmp.Or(s.Line.Flow, s.Profile.Flow)
	s.Profile.Baud = s.Line.Baud
	if strings.HasPrefix(s.Line.Name, "file:") {
		// A file answers nothing, whatever stands in the profile.
		s.Profile.Confirm, s.Profile.RealTime, s.Profile.ASB, s.Profile.Identify = profile.ConfirmNone, false, false, false
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	if s.hold == nil {
		s.hold = serial.Hold
	}
	var start [4]byte
	// Tags of an earlier run of the program are still on their way at worst.
	_, _ = rand.Read(start[:])
	return &Spooler{
		set: s, log: s.Log.With("printer", s.Line.Name), tell: newTeller(told),
		wake: make(chan struct{}, 1), look: make(chan struct{}, 1),
		health:  Health{Model: s.Profile.Model},
		counter: binary.LittleEndian.Uint32(start[:]),
		// What a printer holds when the program starts is not known.
		mess: mess{dirty: true, paper: s.Unfinished},
	}
}

// Print takes a job and returns at once; what becomes of it is told. A job whose
// ID is waiting or being printed already is left out.
func (s *Spooler) Print(j Job) {
	j.Data = slices.Clone(j.Data)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case slices.ContainsFunc(s.jobs, func(t *task) bool { return t.ID == j.ID }):
		s.log.Warn("the same job was given twice; it is printed once", "job", j.ID)
		return
	case s.ended:
		s.tell.progress(Progress{j.ID, Interrupted, ReasonStopped})
		return
	case len(s.jobs) >= s.set.Queue:
		s.tell.progress(Progress{j.ID, Interrupted, ReasonFull})
		return
	}
	s.tell.progress(Progress{Job: j.ID, State: Queued})
	if s.health.Fault == FaultGone {
		s.tell.progress(Progress{j.ID, Interrupted, FaultGone})
		return
	}
	s.jobs = append(s.jobs, &task{Job: j, late: time.Now().Add(cmp.Or(j.Within, DefaultWithin))})
	nudge(s.wake)
	nudge(s.look)
}

// Health is how the printer is now.
func (s *Spooler) Health() Health {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.health
}

// Run works until ctx ends. When it returns, every job has its final state, all
// was told, and the line is closed. It may run once.
func (s *Spooler) Run(ctx context.Context) {
	var tell, watch sync.WaitGroup
	tell.Go(s.tell.run)
	watch.Go(func() { s.expire(ctx) })
	s.set.hold(ctx, s.set.Line, s.session, s.line)
	watch.Wait()
	s.mu.Lock()
	s.ended = true
	s.mu.Unlock()
	s.failAll(ReasonStopped)
	s.tell.close()
	tell.Wait()
}

// line follows the line's state.
func (s *Spooler) line(st serial.State) {
	if st.Up || st.Err == nil {
		if st.Up && !canTell(s.set.Profile) {
			s.setHealth(func(h *Health) { h.Fault, h.Known = "", false })
		}
		return
	}
	s.log.Warn("the printer's line is down", "err", st.Err)
	s.setHealth(func(h *Health) { h.Fault, h.Known = FaultGone, true })
	s.failAll(FaultGone)
}

// canTell reports whether a printer answers anything.
func canTell(p profile.Profile) bool {
	return p.RealTime || p.ASB || p.Confirm == profile.ConfirmStatus
}

// setHealth changes the health and tells it if anything is new.
func (s *Spooler) setHealth(change func(*Health)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.health
	change(&h)
	if h == s.health {
		return
	}
	if h.Fault != s.health.Fault || h.Since.IsZero() {
		h.Since = time.Now()
	}
	if h.Fault != s.health.Fault {
		s.log.Info("the printer's health", "fault", h.Fault, "low", h.Low, "restarts", h.Restarts)
	}
	s.health = h
	s.tell.health(h)
}

// failAll ends all jobs that no session has.
func (s *Spooler) failAll(why Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.jobs = slices.DeleteFunc(s.jobs, func(t *task) bool {
		if !t.begun {
			s.tell.progress(Progress{t.ID, Interrupted, why})
		}
		return !t.begun
	})
}

// expire ends jobs that did not begin in time, whatever the session does.
func (s *Spooler) expire(ctx context.Context) {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		timer.Reset(s.dropLate(time.Now()))
		select {
		case <-ctx.Done():
			return
		case <-s.look:
		case <-timer.C:
		}
	}
}

// dropLate ends what is late and returns the time to the next.
func (s *Spooler) dropLate(now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := time.Hour
	s.jobs = slices.DeleteFunc(s.jobs, func(t *task) bool {
		if t.begun {
			return false
		}
		if !now.Before(t.late) {
			s.tell.progress(Progress{t.ID, Interrupted, ReasonLate})
			return true
		}
		next = min(next, t.late.Sub(now))
		return false
	})
	return next
}

// take gives the session the next job; nil: there is none.
func (s *Spooler) take() *task {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.jobs) == 0 || s.jobs[0].begun {
		return nil
	}
	s.jobs[0].begun = true
	return s.jobs[0]
}

// finish ends the job that the session has.
func (s *Spooler) finish(t *task, state State, why Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.jobs = slices.DeleteFunc(s.jobs, func(o *task) bool { return o == t })
	s.tell.progress(Progress{t.ID, state, why})
	if why != "" {
		s.log.Warn("a paper did not come out for certain", "job", t.ID, "state", state, "reason", why)
	}
}

// letters of a tag: none that could be taken for a real-time answer.
const letters = "ABCDEFGHIJKLMNOPQSTUWXYabcdefghijklmnopqstuwxy"

// tag names the next attempt. It comes again after some four million.
func (s *Spooler) tag() (tag [4]byte) {
	s.counter++
	n := s.counter
	for i := range tag {
		tag[i] = letters[n%uint32(len(letters))]
		n /= uint32(len(letters))
	}
	return tag
}

// nudge sends to a channel that holds one.
func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
