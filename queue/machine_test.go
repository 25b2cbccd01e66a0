package queue_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"

	"pgregory.net/rapid"
)

// init makes the random days long enough to be interesting; the flags of the
// command line still win.
func init() {
	for name, value := range map[string]string{"rapid.steps": "90", "rapid.checks": "15", "rapid.nofailfile": "true"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
}

// machine is a hall on random days, with everything that watches it.
type machine struct {
	state   *queue.State
	model   *queuetest.Model
	records []queue.Record
	// follower applies the records elsewhere, as a board does.
	follower *queue.State
	now      time.Time
	n        int
	given    map[string]int // the last number given in each theme of the day
	waits    map[string]time.Time
	version  int
	book     book
}

// newMachine furnishes a random hall on a Wednesday at 08:50.
func newMachine(t *rapid.T) *machine {
	m := &machine{
		state: queue.New(), model: queuetest.NewModel(), follower: queue.New(),
		now: queuetest.Morning.Add(-10 * time.Minute), given: map[string]int{}, waits: map[string]time.Time{},
	}
	s := queuetest.Settings(rapid.IntRange(1, 2).Draw(t, "windows"))
	r := &s.Rules
	r.AutoDay = rapid.Bool().Draw(t, "auto day")
	r.KeepOvernight = rapid.Bool().Draw(t, "keep overnight")
	r.NeedOutcome = rapid.IntRange(0, 9).Draw(t, "need outcome") == 0
	r.ForecastStop = rapid.IntRange(0, 4).Draw(t, "forecast stop") == 0
	r.ReturnAfter = rapid.IntRange(0, 4).Draw(t, "return after")
	r.Calls = rapid.IntRange(1, 3).Draw(t, "calls")
	m.do(t, queue.StartEpoch{Epoch: "1-00000001"})
	m.do(t, queue.ChangeSettings{Settings: s, Hash: "s0"})
	m.do(t, queue.ChangeCatalogue{Catalogue: queuetest.Catalogue(), Hash: "c0"})
	if !r.AutoDay {
		m.do(t, queue.OpenDay{Date: queuetest.Date})
	}
	m.advance(t)
	for _, w := range s.Windows {
		m.do(t, queue.SignIn{Window: w.ID, Clerk: "c" + w.ID})
	}
	return m
}

// advance lets happen what is due, and checks that then nothing is.
func (m *machine) advance(t *rapid.T) {
	rs, err := queue.Advance(m.state, m.now)
	if err != nil {
		t.Fatalf("advance: %v", err)
	}
	m.note(t, rs)
	if due := queue.Due(m.state); !due.IsZero() && !due.After(m.now) && !due.After(m.state.At) {
		t.Fatalf("at %s something is still due at %s", m.now, due)
	}
}

// do is a request that may be refused. It reports whether it was not.
func (m *machine) do(t *rapid.T, c queue.Command) bool {
	m.advance(t)
	m.n++
	cause := fmt.Sprintf("rid-%06d", m.n)
	next, isNext := c.(queue.Next)
	var want string
	if isNext {
		want, _ = m.model.Next(next.Window)
	}
	var before []byte
	var twin *queue.State
	if m.n%8 == 0 {
		before, twin = body(t, m.state), m.restored(t)
	}
	events, err := queue.Decide(m.state, m.now, queue.Actor{}, c)
	if before != nil && !bytes.Equal(before, body(t, m.state)) {
		t.Fatalf("deciding %T%+v changed the state", c, c)
	}
	rs, err2 := queue.Execute(m.state, m.now, queue.Actor{Terminal: "t"}, cause, c)
	var r *queue.Refusal
	if (err == nil) != (err2 == nil) || len(rs) != len(events) || err2 != nil && !errors.As(err2, &r) {
		t.Fatalf("%T%+v: decided %d events and %v, executed %d and %v", c, c, len(events), err, len(rs), err2)
	}
	if before != nil && err2 != nil && !bytes.Equal(before, body(t, m.state)) {
		t.Fatalf("the refused %T%+v changed the state", c, c)
	}
	if twin != nil {
		trs, err3 := queue.Execute(twin, m.now, queue.Actor{Terminal: "t"}, cause, c)
		if fmt.Sprint(err2) != fmt.Sprint(err3) {
			t.Fatalf("%T%+v: a restored hall says %v, the hall %v", c, c, err3, err2)
		}
		same(t, fmt.Sprintf("%T%+v at the restored hall", c, c), marshal(t, trs), marshal(t, rs))
		same(t, fmt.Sprintf("the restored hall after %T%+v", c, c), body(t, twin), body(t, m.state))
	}
	if err2 == nil && isNext {
		w := m.state.Window(next.Window)
		got := w.Ticket
		if got != want {
			t.Fatalf("window %s calls %q, the model %q, after\n%s", next.Window, got, want, m.story(rs))
		}
	}
	for _, rec := range rs {
		if e, ok := rec.Event.(queue.TicketCalled); ok && e.Reason.Code != queue.ReasonPicked && e.Reason.Code != queue.ReasonDirected {
			m.fair(t, e)
		}
	}
	m.note(t, rs)
	return err2 == nil
}

// note lets everybody who watches read the records.
func (m *machine) note(t *rapid.T, rs []queue.Record) {
	m.records = append(m.records, rs...)
	for _, r := range rs {
		m.model.Apply(r)
		m.book.read(r, m.state)
		if err := queue.Apply(m.follower, r); err != nil {
			t.Fatalf("%s: the follower: %v", r.Event.Type(), err)
		}
		switch e := r.Event.(type) {
		case queue.DayOpened:
			clear(m.given)
		case queue.TicketIssued:
			m.grows(t, e.Ticket.Number)
		}
	}
	if err := queuetest.Check(m.state); err != nil {
		t.Fatalf("%v", err)
	}
	if err := m.model.Compare(m.state); err != nil {
		t.Fatalf("%v", err)
	}
	m.watch()
}

// grows checks that the numbers of a theme only grow.
func (m *machine) grows(t *rapid.T, number string) {
	var n int
	if _, err := fmt.Sscanf(number[1:], "%d", &n); err != nil || n <= m.given[number[:1]] {
		t.Fatalf("number %s follows %d", number, m.given[number[:1]])
	}
	m.given[number[:1]] = n
}

// watch keeps since when each ticket has waited without a break, free for any
// window of its theme.
func (m *machine) watch() {
	for _, x := range m.state.Tickets {
		free := x.State == queue.Waiting && x.Target == queue.Target{} && x.After <= m.state.ThemeState(x.Theme()).Calls && x.Leg == 0 && len(x.Periods) == 1
		if _, ok := m.waits[x.Number]; free && !ok {
			m.waits[x.Number] = x.Issued
		} else if !free {
			delete(m.waits, x.Number)
		}
	}
	for n := range m.waits {
		if m.state.Ticket(n) == nil {
			delete(m.waits, n)
		}
	}
}

// fair checks that a call passes nobody who drew more than the credit earlier.
func (m *machine) fair(t *rapid.T, e queue.TicketCalled) {
	called := m.state.Ticket(e.Number)
	credit := time.Duration(0)
	switch called.Class {
	case queue.Priority:
		credit = 20 * time.Minute
	case queue.Appointment:
		credit = 35 * time.Minute
	}
	for n, since := range m.waits {
		x := m.state.Ticket(n)
		if x == nil || n == e.Number || x.State != queue.Waiting || x.Theme() != called.Theme() {
			continue
		}
		if lead := called.Issued.Sub(since); lead > credit || credit == 0 && x.Seq < called.Seq && lead == 0 && x.Day == called.Day {
			t.Fatalf("%s (%s, drew %s) was called for reason %s before %s, who has waited since %s", e.Number, called.Class, called.Issued, e.Reason.Code, n, since)
		}
	}
}

// story is what happened last, one event a line.
func (m *machine) story(last []queue.Record) string {
	var b strings.Builder
	all := append(slices.Clone(m.records), last...)
	for _, r := range all[max(0, len(all)-60):] {
		fmt.Fprintf(&b, "%d %s %s %s %+v\n", r.Seq, r.At.Format("15:04:05"), r.Cause, r.Event.Type(), r.Event)
	}
	return b.String()
}

// restored is the hall after a restart.
func (m *machine) restored(t *rapid.T) *queue.State {
	s, err := queue.Restore(snapshot(t, m.state), func(_ string, c *queue.Citizen) { c.Key = c.Sealed })
	if err != nil {
		t.Fatalf("restore: %v", err)
	}
	return s
}

func marshal(t *rapid.T, rs []queue.Record) []byte {
	b, err := json.Marshal(rs)
	if err != nil {
		t.Fatalf("marshal: %v", err)
	}
	return b
}

// replayed is a hall rebuilt from the written records.
func (m *machine) replayed(t *rapid.T) *queue.State {
	s := queue.New()
	for _, r := range m.records {
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatalf("marshal: %v", err)
		}
		var read queue.Record
		if err := json.Unmarshal(b, &read); err != nil {
			t.Fatalf("unmarshal: %v", err)
		}
		if err := queue.Apply(s, read); err != nil {
			t.Fatalf("replay %s: %v", b, err)
		}
	}
	return s
}

func TestRandomDaysKeepEveryPromise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newMachine(t)
		t.Repeat(map[string]func(*rapid.T){
			"step": m.step,
			"":     func(*rapid.T) {},
		})
		want := snapshot(t, m.state)
		same(t, "the replayed hall", snapshot(t, m.replayed(t)), want)
		same(t, "the follower", snapshot(t, m.follower), want)
		same(t, "the restored hall", snapshot(t, m.restored(t)), want)
		m.drain(t)
	})
}
