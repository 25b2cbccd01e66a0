package wait

import (
	"math"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/queue/wait/rollout"
)

func TestARangeIsMadeOfRanksAndDrawnApartAroundItsMedian(t *testing.T) {
	now := time.UnixMilli(1_000_000).UTC()
	h := &Hall{Now: now}
	minutes := func(n int) time.Time { return now.Add(time.Duration(n) * time.Minute) }
	calls := func(n, never int) (all []int64) {
		for i := range n {
			all = append(all, minutes(n-i).UnixMilli()) // in no order
		}
		for range never {
			all = append(all, rollout.Never)
		}
		return all
	}
	for _, c := range []struct {
		name  string
		widen float64
		calls []int64
		want  Range
	}{
		{"99 courses", 1, calls(99, 0), Range{Low: minutes(10), Median: minutes(50), Mean: minutes(50), Likely: minutes(80), High: minutes(90)}},
		{"100 courses", 1, calls(100, 0), Range{Low: minutes(10), Median: minutes(50), Mean: minutes(50).Add(30 * time.Second), Likely: minutes(80), High: minutes(90)}},
		{"half as wide again", 1.5, calls(99, 0), Range{Low: now, Median: minutes(50), Mean: minutes(50), Likely: minutes(95), High: minutes(110)}},
		{"narrower", 0.75, calls(99, 0), Range{Low: minutes(20), Median: minutes(50), Mean: minutes(50), Likely: minutes(72).Add(30 * time.Second), High: minutes(80)}},
		{"some courses without a call", 1, calls(60, 39), Range{Low: minutes(10), Median: minutes(50), Mean: minutes(30).Add(30 * time.Second), Likely: minutes(60), High: minutes(60)}},
		{"most courses without a call", 1, calls(40, 59), Range{Never: true}},
	} {
		e := New(&Known{widen: c.widen}, 1)
		if got := e.rangeOf(h, c.calls, 0); got != c.want {
			t.Errorf("%s: %+v, should be %+v", c.name, got, c.want)
		}
	}
}

// one is a hall of one window a theme whose window 1 has served a visit of ten minutes
// for as long as said.
func one(t *testing.T, served time.Duration) *queuetest.Hall {
	h := apart(t, 1)
	h.IssueAs(t, queue.Issue{Items: []string{"A-2"}, Source: queue.SourceKiosk})
	h.Next(t, "1")
	h.Wait(24 * time.Second)
	h.Do(t, queue.Start{Window: "1"})
	h.Wait(served)
	return h
}

func issue(t *testing.T, h *queuetest.Hall) string {
	return h.IssueAs(t, queue.Issue{Items: []string{"A-2"}, Source: queue.SourceKiosk})
}

func TestAPausedWindowIsBackWhenItsBreakHasLastedAsLongAsBreaksDo(t *testing.T) {
	h := one(t, time.Minute)
	h.Do(t, queue.Finish{Window: "1"})
	h.Do(t, queue.Pause{Window: "1", Reason: "tea"})
	h.Wait(6 * time.Minute)
	k := clockwork(h)
	k.breaks = lengthOf(8*60, 0)
	about(t, "six minutes into a break of eight", foreseen(t, h, k, issue(t, h)), 2*time.Minute)
	h.Do(t, queue.SignIn{Window: "2", Clerk: "c2"}) // something else happens
	h.Wait(time.Minute)
	about(t, "seven", foreseen(t, h, k, "A002"), time.Minute)
}

func TestAReturnedNumberLetsCallsPassFirst(t *testing.T) {
	h := apart(t, 1)
	first := issue(t, h)
	h.Next(t, "1")
	for range 2 {
		h.Wait(time.Minute)
		h.Do(t, queue.Recall{Window: "1"})
	}
	h.Wait(time.Minute)
	h.Do(t, queue.NoShow{Window: "1"})
	for range 5 {
		issue(t, h)
	}
	h.Next(t, "1")
	h.Do(t, queue.Return{Number: first})
	// Three more calls of the theme pass; the citizen at the window has just been called.
	about(t, "back after a missed call", foreseen(t, h, clockwork(h), first), 4*(10*time.Minute+24*time.Second))
}

func TestWhoIsSentToAClerkWaitsForThatClerkAndForAnybodyOnceHeHasGone(t *testing.T) {
	h := apart(t, 2)
	for _, w := range []string{"1", "2"} {
		issue(t, h)
		h.Next(t, w)
		h.Wait(24 * time.Second)
		h.Do(t, queue.Start{Window: w})
		h.Wait(time.Minute)
	}
	sent := issue(t, h)
	k := clockwork(h)
	about(t, "the first window is free", foreseen(t, h, k, sent), 10*time.Minute-84*time.Second-time.Minute)
	h.Do(t, queue.Transfer{Number: sent, To: queue.Target{Clerk: "c2"}})
	about(t, "the clerk is free", foreseen(t, h, k, sent), 9*time.Minute)
	h.State = h.State.Clone() // as after a restart
	about(t, "the clerk is free", foreseen(t, h, k, sent), 9*time.Minute)
	h.Do(t, queue.Finish{Window: "2"})
	h.Do(t, queue.SignOut{Window: "2"})
	about(t, "the clerk has gone home", foreseen(t, h, k, sent), 10*time.Minute-84*time.Second-time.Minute)
}

func TestTheFormulaKnowsHowLongACitizenHasBeenServed(t *testing.T) {
	for _, c := range []struct{ served, want time.Duration }{{time.Minute, 9 * time.Minute}, {9 * time.Minute, time.Minute}} {
		h := one(t, c.served)
		n, k := issue(t, h), clockwork(h)
		r, ok := RoughTicket(k, Look(h.State, h.Now), n)
		if !ok || !r.Rough {
			t.Fatalf("%+v", r)
		}
		about(t, "by formula", r.Mean.Sub(h.Now), c.want)
		about(t, "by roll-out", foreseen(t, h, k, n), c.want)
	}
	h := one(t, 0)
	for range 3 {
		issue(t, h)
	}
	r, _ := RoughTicket(clockwork(h), Look(h.State, h.Now), "A004")
	about(t, "with two before", r.Mean.Sub(h.Now), 30*time.Minute+48*time.Second)
}

func TestADayThatIsBusierThanUsualIsExpectedToStaySo(t *testing.T) {
	h := apart(t, 1)
	usual := make([]int, halfHours)
	usual[17], usual[18], usual[19] = 30, 60, 80 // 08:30, 09:00, 09:30
	k := Learn(h.State.Settings, h.State.Catalogue, []*report.Day{{Lessons: report.Lessons{Drawn: map[string][]int{"business": usual}}}})
	for range 100 {
		issue(t, h)
	}
	for _, c := range []struct {
		after    time.Duration
		expected float64
	}{{0, 30}, {15 * time.Minute, 60}, {30 * time.Minute, 90}, {time.Hour, 170}} {
		h.Now = queuetest.Morning.Add(c.after)
		want := (100 + dayPrior) / (c.expected + dayPrior)
		if got := k.Factor(Look(h.State, h.Now)); math.Abs(got-want) > 1e-9 {
			t.Errorf("%s after opening with 100 numbers: %.4f, should be %.4f", c.after, got, want)
		}
	}
	// A day of which it is known that it is a third busier starts so, and is not counted
	// busier still for it.
	k.week[time.Wednesday] = 4. / 3
	h.Now = queuetest.Morning.Add(30 * time.Minute)
	if got, want := k.Factor(Look(h.State, h.Now)), 4./3*(100+dayPrior)/(120+dayPrior); math.Abs(got-want) > 1e-9 {
		t.Errorf("on a Wednesday %.4f, should be %.4f", got, want)
	}
	if got := untaught(h).Factor(Look(h.State, h.Now)); got != 1 {
		t.Errorf("on the first day there is no usual, and the factor is %g", got)
	}
}

func TestWhoComesHasTheClassesThatWereSeen(t *testing.T) {
	h := apart(t, 1)
	drawn := make([]int, halfHours)
	for i := range drawn {
		drawn[i] = 2000
	}
	const n = 1_000_000
	k := Learn(h.State.Settings, h.State.Catalogue, []*report.Day{{Lessons: report.Lessons{
		Drawn:   map[string][]int{"business": drawn},
		Classes: map[string][3]int{"business": {n / 2, n / 10, 4 * n / 10}},
	}}})
	f := futureOf(New(k, 1), Look(h.State, h.Now), "business")
	var all, priority, appointed, credit float64
	for _, v := range f.Draw(1, h.Now.Add(2*time.Hour).UnixMilli()).Visits {
		if v.Ghost {
			continue
		}
		all++
		switch c := time.Duration(v.At-v.Key) * time.Millisecond; {
		case c == 20*time.Minute:
			priority++
		case c > 0:
			appointed, credit = appointed+1, credit+c.Minutes()
		case c < 0:
			t.Fatalf("a number with the key of %s later", -c)
		}
	}
	// Appointments come six minutes before their time, give or take nine; of those few
	// count as ordinary because they are too early.
	if all < 500 || math.Abs(priority/all-0.1) > 0.03 || appointed/all < 0.28 || appointed/all > 0.4 {
		t.Errorf("of %.0f numbers %.3f have priority and %.3f an appointment", all, priority/all, appointed/all)
	}
	if m := credit / appointed; m < 12 || m > 18 {
		t.Errorf("appointments have %.1f minutes of credit", m)
	}
}
