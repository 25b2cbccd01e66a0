package wait

import (
	"math"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
)

// lunching is a hall of one window a theme that rests from twelve to two, at some time of
// its day, when so many wait and all windows have somebody.
func lunching(t *testing.T, clock string, wait int) *queuetest.Hall {
	t.Helper()
	set := queuetest.Settings(1)
	for i := range set.Windows {
		set.Windows[i].Spill = nil
	}
	h := queuetest.Empty(t, set)
	h.Now = at("08:55")
	h.Do(t, queue.OpenDay{Date: tomorrow})
	h.Now = at("09:00")
	h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
	h.Now = at(clock)
	h.Do(t, queue.SignIn{Window: "2", Clerk: "c2"})
	issue(t, h)
	h.Next(t, "1")
	h.Wait(24 * time.Second)
	h.Do(t, queue.Start{Window: "1"})
	for range wait {
		issue(t, h)
	}
	return h
}

func TestTheFormulaHasBothWhereACallMayComeBeforeLunchOrAfter(t *testing.T) {
	for wait, c := range map[int]struct{ low, high bool }{1: {true, true}, 5: {true, false}, 6: {true, false}, 25: {false, false}} {
		h := lunching(t, "11:00", wait)
		look := Look(h.State, h.Now)
		r := Rough(untaught(h), look).Themes["business"].Range
		noon, two := at("12:00"), at("14:00")
		if low, high := r.Low.Before(noon), r.High.Before(noon); r.Never || low != c.low || high != c.high || !high && r.High.Before(two) || r.Median.Before(r.Low) || r.Likely.Before(r.Median) || r.High.Before(r.Likely) {
			t.Errorf("with %d before, an hour before lunch: %+v", wait, r)
		}
	}
}

func TestBeforeTheHallOpensTheFormulaExpectsClerksWhoWereAbsentOnce(t *testing.T) {
	h := queuetest.Empty(t, queuetest.Settings(1))
	h.Now = at("08:00")
	h.Do(t, queue.OpenDay{Date: tomorrow})
	h.Now = at("08:50")
	for range 20 {
		issue(t, h)
	}
	opens := at("09:00")
	k := untaught(h)
	look := Look(h.State, h.Now)
	all := Rough(k, look).Themes["business"]
	for _, w := range []string{"1", "2", "3"} {
		k.absent.windows[w] = 0.5
	}
	half := Rough(k, look).Themes["business"]
	if all.Never || half.Never {
		t.Fatalf("nobody is expected: %+v, %+v", all, half)
	}
	for number, r := range Rough(k, look).Tickets {
		if r.Low.Before(opens) {
			t.Errorf("%s is taken to be called before the hall opens: %+v", number, r)
		}
	}
	// Not twice as long, as more leave meanwhile.
	if a, b := all.Mean.Sub(opens), half.Mean.Sub(opens); float64(b) < 1.4*float64(a) || b > 2*a {
		t.Errorf("20 wait for %s if all come, and for %s if half do", a, b)
	}
}

// What is learned of those who come after all is a figure that moves by a little, and
// what the formula says moves by a little with it.
func TestTheFormulaMovesLittleWithHowManyComeLate(t *testing.T) {
	h := queuetest.Empty(t, queuetest.Settings(1))
	h.Now = at("08:00")
	h.Do(t, queue.OpenDay{Date: tomorrow})
	h.Now = at("09:30")
	issue(t, h)
	k := untaught(h)
	look := Look(h.State, h.Now)
	wait := func(late float64) time.Duration {
		k.absent.late = late
		r := Rough(k, look).Themes["business"]
		if r.Never {
			t.Errorf("none of late clerks is expected where %.2f come", late)
		}
		return r.Mean.Sub(h.Now)
	}
	if a, b := wait(0.49), wait(0.51); (a - b).Abs() > 5*time.Minute {
		t.Errorf("%s, and %s", a, b)
	}
}

func TestALineInGroupsLeavesAsItsPeopleDo(t *testing.T) {
	h := apart(t, 2)
	busy(t, h)
	for range 150 {
		h.Wait(20 * time.Second)
		issue(t, h)
	}
	k := Learn(h.State.Settings, h.State.Catalogue, []*report.Day{})
	f := newFluid(k, Look(h.State, h.Now))
	l := f.line(0)
	for _, n := range []int{0, 1, 7, 16, 17, 60, len(l.order)} {
		for _, seconds := range []float64{0, 600, 5400, 20000} {
			want := 0.0
			for i, ticket := range l.order[:n] {
				gone := f.gone(ticket, seconds*(float64(i)+0.5)/float64(n+1))
				want += (1-gone)*f.served[ticket] + gone*(k.lost.mean+f.pause)
			}
			if got := l.left(f, n, seconds); math.Abs(got-want) > 0.003*want {
				t.Errorf("%d before one who is called in %g s: %.0f s of work, and one by one %.0f", n, seconds, got, want)
			}
		}
	}
}
