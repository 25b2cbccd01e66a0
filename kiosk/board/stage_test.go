package board

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// theatre is a stage with a clock that moves only by run, and a hall that tells
// it of calls. It writes down how long each call was seen without a break.
type theatre struct {
	t      *testing.T
	g      *stage
	now    time.Duration
	alarms map[string]time.Duration
	calls  []wire.Call              // newest first, all of them
	since  map[string]time.Duration // when what stands large now began to be seen
	seen   map[string]time.Duration // the longest sight of each number so far
	first  map[string]time.Duration // when each number was first seen
}

var opening = time.Date(2026, 11, 25, 9, 5, 0, 0, time.UTC)

func newTheatre(t *testing.T, set Settings) *theatre {
	th := &theatre{t: t, alarms: map[string]time.Duration{}, since: map[string]time.Duration{},
		seen: map[string]time.Duration{}, first: map[string]time.Duration{}}
	th.g = &stage{set: set.withDefaults(), alarms: th, now: opening, seen: map[string]mark{}}
	return th
}

func (th *theatre) After(name string, d time.Duration) { th.alarms[name] = th.now + d }
func (th *theatre) Stop(name string)                   { delete(th.alarms, name) }

// look notes what can be seen now.
func (th *theatre) look() {
	th.t.Helper()
	standing := map[string]bool{}
	if !th.g.hidden {
		for _, r := range th.g.rows {
			if standing[r.call.Number] {
				th.t.Errorf("%s stands twice", r.call.Number)
			}
			standing[r.call.Number] = true
		}
	}
	if len(th.g.rows) > th.g.set.Rows {
		th.t.Errorf("%d calls stand large, at most %d may", len(th.g.rows), th.g.set.Rows)
	}
	for n := range standing {
		if _, ok := th.since[n]; !ok {
			th.since[n] = th.now
		}
		if _, ok := th.first[n]; !ok {
			th.first[n] = th.now
		}
		th.seen[n] = max(th.seen[n], th.now-th.since[n])
	}
	for n, since := range th.since {
		th.seen[n] = max(th.seen[n], th.now-since)
		if !standing[n] {
			delete(th.since, n)
		}
	}
}

// run lets time pass.
func (th *theatre) run(d time.Duration) {
	th.t.Helper()
	for until := th.now + d; ; {
		next, name := until, ""
		for n, at := range th.alarms {
			if at < next || at == next && (name == "" || n < name) {
				next, name = at, n
			}
		}
		th.now = next
		th.g.now = opening.Add(next)
		if name == "" {
			th.g.clear()
			th.look()
			return
		}
		delete(th.alarms, name)
		th.g.ring(name)
		th.look()
	}
}

// tell brings the hall's newest calls to the stage.
func (th *theatre) tell(fill bool) {
	th.t.Helper()
	th.g.take(slices.Clone(th.calls[:min(len(th.calls), told)]), fill)
	th.look()
}

// hide covers the calls, or shows them again.
func (th *theatre) hide(hidden bool) {
	th.t.Helper()
	th.g.hide(hidden)
	th.look()
}

// call is a number that is called now to some window; a repeated one moves to
// the front.
func (th *theatre) call(number string) {
	c := wire.Call{Number: number, At: opening.Add(th.now), Times: 1, State: queue.Called,
		Place: wire.Place{Label: "7", Zone: queue.Text{ZhHans: "一区", En: "Zone 1"}}}
	if i := th.find(number); i >= 0 {
		c.Times = th.calls[i].Times + 1
		th.calls = slices.Delete(th.calls, i, i+1)
	}
	th.calls = slices.Insert(th.calls, 0, c)
}

func (th *theatre) find(number string) int {
	return slices.IndexFunc(th.calls, func(c wire.Call) bool { return c.Number == number })
}

func (th *theatre) standing() []string {
	var out []string
	for _, r := range th.g.rows {
		out = append(out, r.call.Number)
	}
	return out
}

// wantStanding checks what stands large, newest first.
func (th *theatre) wantStanding(numbers ...string) {
	th.t.Helper()
	if got := th.standing(); !slices.Equal(got, numbers) {
		th.t.Errorf("at %v %v stand large, want %v", th.now, got, numbers)
	}
}

// wantSeen checks that each number was seen for that long at least.
func (th *theatre) wantSeen(least time.Duration, numbers ...string) {
	th.t.Helper()
	for _, n := range numbers {
		if th.seen[n] < least {
			th.t.Errorf("%s was seen for %v, want %v", n, th.seen[n], least)
		}
	}
}

func numbers(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("A%03d", i+1))
	}
	return out
}

func TestTheNewestCallStandsOnTopAndTheOldestGivesWay(t *testing.T) {
	th := newTheatre(t, Settings{})
	th.tell(true)
	for _, n := range numbers(4) {
		th.call(n)
		th.tell(false)
		th.run(7 * time.Second)
	}
	th.wantStanding("A004", "A003", "A002")
}

func TestFewCallsHaveTheirWholeTime(t *testing.T) {
	th := newTheatre(t, Settings{})
	th.tell(true)
	all := numbers(6)
	for _, n := range all {
		th.call(n)
	}
	th.tell(false)
	th.run(time.Minute)
	th.wantSeen(6*time.Second, all...)
	th.wantStanding("A006", "A005", "A004")
}

func TestTwentyCallsInOneSecondAreAllSeenOneAfterTheOther(t *testing.T) {
	for rows := 1; rows <= 4; rows++ {
		t.Run(fmt.Sprint(rows, " rows"), func(t *testing.T) {
			th := newTheatre(t, Settings{Rows: rows})
			th.tell(true)
			all := numbers(20)
			for _, n := range all {
				th.call(n)
				th.tell(false)
				th.run(50 * time.Millisecond)
			}
			th.run(2 * time.Minute)
			th.wantSeen(3*time.Second, all...)
			for i := 1; i < len(all); i++ {
				if wait := th.first[all[i]] - th.first[all[i-1]]; wait < time.Second {
					t.Errorf("%s came %v after %s, want a second at least", all[i], wait, all[i-1])
				}
			}
			if last, most := th.first["A020"], time.Duration(20/rows+1)*6*time.Second; rows > 1 && last > most {
				t.Errorf("the last call came after %v, want %v at most", last, most)
			}
		})
	}
}

func TestManyWaitingCallsShortenTheTimeOfEach(t *testing.T) {
	th := newTheatre(t, Settings{})
	th.tell(true)
	for _, n := range numbers(20) {
		th.call(n)
	}
	th.tell(false)
	th.run(25 * time.Second)
	if last, ok := th.first["A020"]; !ok {
		t.Errorf("after %v the last of 20 calls was not seen yet (first %v)", th.now, last)
	}
}

func TestCallsThatTheHallTellsNoMoreStillHaveTheirTurn(t *testing.T) {
	th := newTheatre(t, Settings{})
	th.tell(true)
	all := numbers(60)
	for _, n := range all {
		th.call(n)
		th.tell(false)
		th.run(50 * time.Millisecond)
	}
	th.run(3 * time.Minute)
	th.wantSeen(3*time.Second, all...)
	for _, r := range th.g.rows {
		if th.find(r.call.Number) >= told {
			t.Errorf("%s stands for ever though the hall tells of it no more", r.call.Number)
		}
	}
}

func TestAfterAShortLossOfTheLinkEveryCallMadeMeanwhileIsSeen(t *testing.T) {
	th := newTheatre(t, Settings{})
	th.tell(true)
	th.call("B001")
	th.tell(false)
	th.run(20 * time.Second)
	all := numbers(24)
	for i, n := range all {
		th.call(n)
		if i%2 == 0 {
			th.calls[0].State = queue.Serving // came meanwhile
		}
		th.run(time.Second)
	}
	th.tell(false)
	th.run(2 * time.Minute)
	th.wantSeen(3*time.Second, all...)
}

func TestABoardThatStartsAmid24CallsShowsTheNewestAtOnceAndThenTheOthers(t *testing.T) {
	th := newTheatre(t, Settings{})
	all := numbers(24)
	for _, n := range all {
		th.call(n)
		th.now += 10 * time.Second
		th.g.now = opening.Add(th.now)
	}
	th.tell(true)
	th.wantStanding("A024", "A023", "A022")
	th.run(2 * time.Minute)
	th.wantSeen(3*time.Second, all...)
}

func TestABoardThatStartsQueuesNoCallThatWasAnswered(t *testing.T) {
	th := newTheatre(t, Settings{})
	for _, n := range numbers(8) {
		th.call(n)
		th.calls[0].State = queue.Serving
	}
	th.tell(true)
	th.wantStanding("A008", "A007", "A006")
	th.run(time.Minute)
	th.wantStanding("A008", "A007", "A006")
}

func TestABoardThatStartsForgetsACallOnceItIsAnswered(t *testing.T) {
	th := newTheatre(t, Settings{})
	for _, n := range numbers(5) {
		th.call(n)
		th.now += time.Second
	}
	th.tell(true)
	th.calls[th.find("A001")].State = queue.Serving
	th.tell(false)
	th.run(20 * time.Second)
	th.wantStanding("A002", "A005", "A004")
}

func TestWhoeverHasNotComeYetGoesBeforeThoseWhoHave(t *testing.T) {
	th := newTheatre(t, Settings{Rows: 1})
	th.tell(true)
	for _, n := range numbers(4) {
		th.call(n)
	}
	th.tell(false)
	th.calls[th.find("A002")].State = queue.Serving
	th.tell(false)
	th.run(5 * time.Second)
	th.wantStanding("A003")
	th.run(time.Minute)
	th.wantSeen(3*time.Second, "A002")
}

func TestARepeatedCallComesBackOnTop(t *testing.T) {
	th := newTheatre(t, Settings{})
	th.tell(true)
	for _, n := range numbers(3) {
		th.call(n)
	}
	th.tell(false)
	th.run(20 * time.Second)
	th.wantStanding("A003", "A002", "A001")
	th.call("A001")
	th.tell(false)
	th.wantStanding("A001", "A003", "A002")
	if r := th.g.rows[0]; !r.standsOut() || r.call.Times != 2 {
		t.Errorf("the repeated call is %+v, want a new one of two times", r)
	}
}

func TestWhileNoCallCanBeSeenNoneLosesItsTime(t *testing.T) {
	th := newTheatre(t, Settings{})
	th.tell(true)
	all := numbers(5)
	for _, n := range all {
		th.call(n)
	}
	th.tell(false)
	th.run(2 * time.Second)
	th.hide(true)
	th.run(time.Minute)
	th.hide(false)
	th.run(time.Minute)
	th.wantSeen(6*time.Second, all...)
}

func TestABoardOfOneZoneShowsTheCallsOfThatZone(t *testing.T) {
	for name, zones := range map[string][]string{"by name": {"一区"}, "in English": {"二区", "Zone 1"}} {
		t.Run(name, func(t *testing.T) {
			th := newTheatre(t, Settings{Zones: zones})
			th.tell(true)
			th.call("A001")
			th.call("A002")
			th.calls[0].Place.Zone = queue.Text{ZhHans: "三区", En: "Zone 3"}
			th.tell(false)
			th.run(10 * time.Second)
			th.wantStanding("A001")
		})
	}
}

// TestNoHistoryLosesACall plays random mornings: calls, repeats, answers, misses
// and calls taken back, losses of the link, stops.
func TestNoHistoryLosesACall(t *testing.T) {
	for seed := range uint64(60) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(seed, 1))
			th := newTheatre(t, Settings{Rows: 1 + rnd.IntN(4)})
			th.tell(true)
			gone := map[string]bool{} // taken back or missed: need not be seen
			n, cut := 0, false
			for range 120 {
				switch k := rnd.IntN(20); {
				case k < 8:
					for range 1 + rnd.IntN(4) {
						n++
						th.call(fmt.Sprintf("A%03d", n))
					}
				case k < 10 && len(th.calls) > 0:
					c := th.calls[rnd.IntN(len(th.calls))]
					if c.State == queue.Called {
						th.call(c.Number)
					}
				case k < 15 && len(th.calls) > 0:
					if c := &th.calls[rnd.IntN(len(th.calls))]; c.State == queue.Called {
						c.State = queue.Serving
					}
				case k < 16 && len(th.calls) > 0:
					if c := &th.calls[rnd.IntN(len(th.calls))]; c.State == queue.Called {
						c.State = queue.Missed
						gone[c.Number] = true
					}
				case k < 17 && len(th.calls) > 0:
					if i := rnd.IntN(min(len(th.calls), 3)); th.calls[i].State == queue.Called {
						gone[th.calls[i].Number] = true
						th.calls = slices.Delete(th.calls, i, i+1)
					}
				case k == 18:
					cut = !cut && rnd.IntN(2) == 0
				case k == 19:
					th.hide(!th.g.hidden)
				}
				if !cut {
					th.tell(false)
				}
				th.run(time.Duration(rnd.IntN(4000)) * time.Millisecond)
			}
			th.hide(false)
			th.tell(false)
			th.run(time.Duration(n) * 7 * time.Second)
			if len(th.g.queue) > 0 {
				t.Errorf("%d calls still wait", len(th.g.queue))
			}
			for i := range n {
				number := fmt.Sprintf("A%03d", i+1)
				if cut && th.find(number) >= told || gone[number] {
					continue // nobody told of it, or it must not be seen
				}
				if th.seen[number] < 3*time.Second && th.told(number) {
					t.Errorf("%s was seen for %v, want 3s", number, th.seen[number])
				}
			}
		})
	}
}

// told reports whether the stage ever heard of a number while it was fresh: a
// loss of the link with more calls than the hall tells loses the oldest.
func (th *theatre) told(number string) bool {
	_, ok := th.first[number]
	return ok
}
