// Package stafftest is a hall for the tests of staff's screens: the real rules in
// memory behind the Desk of one terminal, with answers that fail, are lost or are
// late when a test wants it. It guarantees nothing about journals or networks, and no
// program imports it.
package stafftest

import (
	"slices"
	"sync"
	"testing"
	"time"

	"onewindow/hall/view"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// Key is the hall's, under which citizens are known.
var Key = []byte("key")

// Hall is a real hall in memory behind the Desk of one terminal. Its fields are read
// and set within Set, or while no screen runs.
type Hall struct {
	// Hall is what there is.
	Hall *queuetest.Hall
	// Err is the answer to the next request, which is not done; Lost does the next
	// one and loses the answer; requests wait for Gate if it is set.
	Err  error
	Lost bool
	Gate chan struct{}
	// Asked are the numbers that were asked for, RIDs the names of all requests for
	// one, Done the verbs of all other commands.
	Asked []wire.IssueRequest
	RIDs  []string
	Done  []string
	// Elsewhere are the other halls of the network, as the centre knows them.
	Elsewhere []wire.HallWait
	// Rough says that there is no forecast, so that all estimates are rough; else they
	// are told as those of a forecast are.
	Rough bool

	mu       sync.Mutex // guards all
	terminal string
	role     wire.Role
	verbs    []string
	given    map[string]wire.Ticket // the first answers, by the name of the request
}

// New is a hall of those settings at nine, for a terminal of that role. The printer of
// a kiosk works.
func New(t testing.TB, terminal string, role wire.Role, s queue.Settings) *Hall {
	t.Helper()
	h := queuetest.Empty(t, s)
	h.Do(t, queuetest.Printer("kiosk-1", ""))
	return &Hall{Hall: h, terminal: terminal, role: role, given: map[string]wire.Ticket{}}
}

// Now is hall time.
func (f *Hall) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.Hall.Now
}

// Wait lets time pass.
func (f *Hall) Wait(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.Hall.Wait(d)
}

// Command is what somebody else does in the hall.
func (f *Hall) Command(t testing.TB, cs ...queue.Command) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range cs {
		f.Hall.Do(t, c)
	}
}

// Draw is a number that somebody else draws.
func (f *Hall) Draw(t testing.TB, c queue.Issue) string {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.Hall.IssueAs(t, c)
}

// View is what the hall publishes for desks.
func (f *Hall) View() wire.Hall {
	f.mu.Lock()
	defer f.mu.Unlock()
	v := f.views().Hall()
	for i := range v.Lines {
		v.Lines[i].Estimate.Rough = f.Rough
	}
	return v
}

// ticket is a number as desks are told of it.
func (f *Hall) ticket(t *queue.Ticket) wire.Ticket {
	w := f.views().Ticket(t)
	w.Estimate.Rough = f.Rough
	return w
}

// Names are what people call some terminals.
var Names = map[string]string{"kiosk-1": "一号取号机", "kiosk-2": "二号取号机", "caller-1": "叫号机"}

func (f *Hall) views() *view.Views {
	return view.Of(f.Hall.State, f.Hall.Now).Named(func(t string) string { return Names[t] })
}

// State is the state of a number.
func (f *Hall) State(number string) queue.TicketState {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.Hall.State.Ticket(number).State
}

// Set changes what the hall does next.
func (f *Hall) Set(change func(*Hall)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

// Sent are the verbs of all requests and questions.
func (f *Hall) Sent() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.verbs)
}

// Requests are the numbers that were asked for.
func (f *Hall) Requests() []wire.IssueRequest {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.Asked)
}
