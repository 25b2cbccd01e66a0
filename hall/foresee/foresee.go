package foresee

import (
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"onewindow/queue"
	"onewindow/queue/report"
	"onewindow/queue/wait"
)

// Hall is the running hall as it is needed here.
type Hall interface {
	// Read calls fn with the newest state, which fn must neither change nor keep.
	Read(fn func(s *queue.State, now time.Time))
	// Say gives a command of the hall's own; said is called once, with nil after the
	// commit.
	Say(c queue.Command, said func(error))
	// History calls fn with each event of the hall's history, from the first on to the
	// one that was the last when it was called. An error of fn ends it and is returned.
	History(fn func(queue.Record) error) error
	// Report reads the report that an event of the hall's history holds.
	Report(seq uint64) (*report.Day, error)
	// Now is hall time, and After how long it really takes until it is t.
	Now() time.Time
	After(t time.Time) time.Duration
	// Renewed is called after each new forecast.
	Renewed()
}

// Settings are how it runs.
type Settings struct {
	// Pace is how often, in hall time, all ranges are made anew; 0 is Pace.
	Pace time.Duration
	// Seed makes the simulations' chances; equal seeds make equal forecasts.
	Seed uint64
	// Unhurried has all foreseen as if it took no time, for a hall whose time is moved by
	// hand: who draws a number is kept by its simulation, and by the writing of its promise,
	// however long that takes, each may have one, and no round waits for real time.
	Unhurried bool
	// Log takes what operators must know.
	Log *slog.Logger

	// In tests: for AnswerWithin, KeepWithin, mostReckoning and mostWaiting, and for the
	// simulations of a number and of a hall.
	within, keepWithin, longest time.Duration
	crowd                       int
	simulate                    func(e *wait.Estimator, h *wait.Hall, number string) (wait.Range, bool)
	simulateAll                 func(e *wait.Estimator, h *wait.Hall) *wait.Forecast
}

// Pace is how often, in hall time, all ranges are made anew.
const Pace = 15 * time.Second

// Foresee is the running forecaster of a hall.
type Foresee struct {
	hall Hall
	set  Settings
	log  *slog.Logger

	known    atomic.Pointer[Known]
	forecast atomic.Pointer[wait.Forecast]
	asks     asks
	counts   counts
	// figures are those of the last look at the open advices, by their ids.
	figures atomic.Pointer[map[string]queue.Advice]
	// reckoning says that a simulation of a round runs, maybe one that was left behind.
	reckoning atomic.Bool

	quit chan struct{}
	kick chan struct{}
	all  sync.WaitGroup

	// owned by run
	lessons lessons
	desk    desk      // owned by who has set reckoning
	advised time.Time // when windows were looked at last
	judged  time.Time // and when that came to an end
	gone    []gone
	// complaint is the last thing that was logged of what could not be noted.
	complaint string
}

// Known is what earlier days have taught. It is not changed once it is made.
type Known struct {
	*wait.Known
	// Days are the reported days from which it comes, the oldest first.
	Days []*report.Day
	// settings and catalogue are the hashes of what it was made for.
	settings, catalogue string
}

// of reports whether it was learned for the settings and the catalogue of a state.
func (k *Known) of(s *queue.State) bool {
	return k != nil && k.settings == s.SettingsHash && k.catalogue == s.CatalogueHash
}

// Start runs it. The hall must be furnished or become so; until then nothing is
// foreseen.
func Start(hall Hall, set Settings) *Foresee {
	if set.Log == nil {
		set.Log = slog.New(slog.DiscardHandler)
	}
	if set.Pace <= 0 {
		set.Pace = Pace
	}
	if set.Unhurried {
		set.within, set.keepWithin, set.longest = time.Hour, time.Hour, time.Hour
	}
	if set.within <= 0 {
		set.within = AnswerWithin
	}
	if set.keepWithin <= 0 {
		set.keepWithin = KeepWithin
	}
	if set.longest <= 0 {
		set.longest = mostReckoning
	}
	if set.crowd <= 0 {
		set.crowd = mostWaiting
	}
	if set.simulate == nil {
		set.simulate = (*wait.Estimator).Ticket
	}
	if set.simulateAll == nil {
		set.simulateAll = (*wait.Estimator).All
	}
	f := &Foresee{
		hall: hall, set: set, log: set.Log,
		quit: make(chan struct{}), kick: make(chan struct{}, 1),
	}
	f.asks.open()
	f.all.Go(f.run)
	f.all.Go(f.answer)
	return f
}

// Stop ends it, and answers all that was asked. The hall must still take what is said.
// Whatever is asked afterwards is answered at once, with nothing.
func (f *Foresee) Stop() {
	close(f.quit)
	f.all.Wait()
	f.asks.shut()
}

// Known is what earlier days have taught; nil before the first look at a furnished
// hall.
func (f *Foresee) Known() *Known { return f.known.Load() }

// Forecast is the newest one; nil while there is none.
func (f *Foresee) Forecast() *wait.Forecast { return f.forecast.Load() }

// Hurry has all ranges made anew as soon as it may be, instead of at the pace. It waits
// for nothing.
func (f *Foresee) Hurry() {
	select {
	case f.kick <- struct{}{}:
	default: // it is about to
	}
}

// share is how many times as long as a round took the next one is waited for at least,
// also by whoever hurries, so that rounds take a fifth of one processor at most.
const share = 4

// run makes rounds until it is stopped.
func (f *Foresee) run() {
	timer := time.NewTimer(0)
	defer timer.Stop()
	var next, rested time.Time // in hall time, and in real time
	asked := false
	for {
		select {
		case <-f.quit:
			return
		case <-timer.C:
		case <-f.kick:
			asked = true
		}
		began := time.Now()
		if rest := rested.Sub(began); asked && rest > 0 {
			timer.Reset(rest)
			continue
		}
		if asked || !f.hall.Now().Before(next) {
			next, asked = f.round(), false
			ended := time.Now()
			if rested = ended.Add(share * ended.Sub(began)); f.set.Unhurried {
				rested = ended
			}
		}
		timer.Reset(max(f.hall.After(next), time.Until(rested), time.Millisecond))
	}
}

// guarded runs what the estimator does and reports whether it came to an end: a slip
// there must not stop a hall.
func (f *Foresee) guarded(what string, fn func()) (ok bool) {
	defer func() {
		if r := recover(); r != nil {
			f.log.Error("the estimator failed; formulas stand in", "at", what, "err", r)
		}
	}()
	fn()
	return true
}
