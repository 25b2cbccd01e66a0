package node_test

import (
	"encoding/json"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// machine is a machine's clock in the hand of a test.
type machine struct {
	mu   sync.Mutex
	wall time.Time
	mono time.Duration
}

func (m *machine) read() (time.Time, time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.wall, m.mono
}

// pass lets time go by, and jump sets the wall clock only.
func (m *machine) pass(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wall, m.mono = m.wall.Add(d), m.mono+d
}

func (m *machine) jump(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wall = m.wall.Add(d)
}

func newMachine() *machine { return &machine{wall: queuetest.Morning} }

// near reports whether two times are less than a second apart.
func near(a, b time.Time) bool { return a.Sub(b).Abs() < time.Second }

func TestHallTimeFollowsTheWallClockWhereItMovesALittle(t *testing.T) {
	m := newMachine()
	c := node.NewWallClock(time.Time{}, m.read)
	for _, step := range []time.Duration{time.Minute, -time.Minute, 119 * time.Second, 0} {
		m.pass(time.Hour)
		m.jump(step)
		if now := c.Now(); c.Jumped() != 0 || !near(now, m.wall) {
			t.Fatalf("after a step of %s hall time is %s, the wall clock %s, jumped %s", step, now, m.wall, c.Jumped())
		}
	}
}

func TestHallTimeStaysWhenTheWallClockJumps(t *testing.T) {
	for _, jump := range []time.Duration{3 * time.Minute, -3 * time.Minute, 24 * time.Hour, -24 * time.Hour} {
		m := newMachine()
		c := node.NewWallClock(time.Time{}, m.read)
		before := c.Now()
		m.pass(10 * time.Second)
		m.jump(jump)
		if now := c.Now(); !near(now, before.Add(10*time.Second)) || c.Jumped() != jump {
			t.Fatalf("jump of %s: hall time went from %s to %s, jumped %s", jump, before, now, c.Jumped())
		}
		m.pass(time.Minute)
		if now := c.Now(); !near(now, before.Add(70*time.Second)) {
			t.Fatalf("jump of %s: a minute later it is %s, want %s", jump, now, before.Add(70*time.Second))
		}
		if wait := c.After(before.Add(80 * time.Second)); (wait - 10*time.Second).Abs() > time.Second {
			t.Fatalf("jump of %s: %s until ten seconds have passed", jump, wait)
		}
		// Whoever jumps there and back is where it was.
		m.jump(-jump)
		if now := c.Now(); !near(now, before.Add(70*time.Second)) || c.Jumped() != 0 {
			t.Fatalf("jump of %s and back: %s, jumped %s", jump, now, c.Jumped())
		}
	}
}

func TestAnAdoptedJumpForwardIsFollowedAtOnceAndOneBackwardAtHalfPace(t *testing.T) {
	m := newMachine()
	c := node.NewWallClock(time.Time{}, m.read)
	m.jump(time.Hour)
	c.Now()
	if from, to := c.Adopt(); !near(from, queuetest.Morning) || !near(to, m.wall) {
		t.Fatalf("adopted from %s to %s", from, to)
	}
	if now := c.Now(); !near(now, m.wall) || c.Jumped() != 0 {
		t.Fatalf("hall time %s, wall clock %s, jumped %s", now, m.wall, c.Jumped())
	}
	m.jump(-10 * time.Minute)
	before := c.Now()
	if from, to := c.Adopt(); !near(from, before) || !near(to, m.wall) {
		t.Fatalf("adopted from %s to %s", from, to)
	}
	for range 18 {
		m.pass(time.Minute)
		now := c.Now()
		if passed := now.Sub(before); (passed - 30*time.Second).Abs() > time.Second {
			t.Fatalf("in a minute hall time went on by %s", passed)
		}
		before = now
	}
	m.pass(5 * time.Minute)
	if now := c.Now(); !near(now, m.wall) {
		t.Fatalf("hall time is %s, the wall clock has caught up with %s", now, m.wall)
	}
}

func TestHallTimeNeverRunsBackwards(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		m := newMachine()
		last := queuetest.Morning.Add(time.Duration(r.Int64N(int64(time.Hour))) - 30*time.Minute)
		c := node.NewWallClock(last, m.read)
		for range 300 {
			switch r.IntN(5) {
			case 0:
				m.jump(time.Duration(r.Int64N(int64(20*time.Minute))) - 10*time.Minute)
			case 1:
				m.jump(time.Duration(r.Int64N(int64(2*time.Second))) - time.Second)
			case 2:
				c.Adopt()
			default:
				m.pass(time.Duration(r.Int64N(int64(time.Minute))))
			}
			now := c.Now()
			if now.Before(last) {
				t.Fatalf("seed %d: hall time went from %s to %s", seed, last, now)
			}
			last = now
		}
	}
}

func TestAHallThatFindsItsClockBehindItsJournalGoesOnFromThere(t *testing.T) {
	m := newMachine()
	last := queuetest.Morning.Add(time.Hour)
	c := node.NewWallClock(last, m.read)
	m.pass(time.Minute)
	if now := c.Now(); !near(now, last.Add(time.Minute)) || c.Jumped() != -time.Hour {
		t.Fatalf("hall time is %s, jumped %s", now, c.Jumped())
	}
}

// alarmsOf are the alarms in the hall's last heartbeat.
func (h *hall) alarms() []wire.Error {
	h.t.Helper()
	m := must[wire.Message](h, admin, "state", "get", wire.TopicRequest{Topic: wire.TopicSys})
	var s wire.Sys
	if err := json.Unmarshal(m.Data, &s); err != nil {
		h.t.Fatal(err)
	}
	return s.Alarms
}

func TestAJumpOfTheClockRaisesAnAlarmUntilItIsAdopted(t *testing.T) {
	for _, jump := range []time.Duration{time.Hour, -time.Hour} {
		m := newMachine()
		h := openHall(t, t.TempDir(), func(s *node.Settings) { s.Clock = node.NewWallClock(time.Time{}, m.read) })
		h.openDay()
		if a := h.alarms(); len(a) != 0 {
			t.Fatalf("%+v", a)
		}
		before := h.Now()
		m.jump(jump)
		// Also of a hall where nothing happens.
		a := h.alarms()
		if len(a) != 1 || a[0].Code != node.CodeClockJumped || a[0].Hint == "" || a[0].Params["by"] != jump.String() {
			t.Fatalf("after a jump of %s: %+v", jump, a)
		}
		ticket := must[wire.Ticket](h, kiosk, "ticket", "issue", wire.IssueRequest{Theme: "business"})
		if !near(ticket.Issued, before) {
			t.Fatalf("issued at %s, want %s", ticket.Issued, before)
		}
		must[any](h, admin, "hall", "clock", nil)
		if a := h.alarms(); len(a) != 0 {
			t.Fatalf("adopted: %+v", a)
		}
		if now := h.Now(); now.Before(before) || jump > 0 && !near(now, before.Add(jump)) {
			t.Fatalf("adopted: %s, before %s", now, before)
		}
		events := h.events()
		adopted, ok := events[len(events)-1].Event.(queue.ClockAdopted)
		if !ok || !near(adopted.From, before) || !near(adopted.To, before.Add(jump)) {
			t.Fatalf("the last event is %+v", events[len(events)-1])
		}
		h.foldsToTheSame()
		h.close()
	}
}
