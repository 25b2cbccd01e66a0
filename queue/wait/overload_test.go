package wait

import (
	"math"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
)

// serve has window 1 call and serve the next for a minute.
func serve(t *testing.T, h *queuetest.Hall) {
	t.Helper()
	h.Next(t, "1")
	h.Do(t, queue.Start{Window: "1"})
	h.Wait(time.Minute)
	h.Do(t, queue.Finish{Window: "1"})
}

func TestWhatClerksDoBetweenTwoCitizensIsSeenWhereSomebodyWaits(t *testing.T) {
	h := apart(t, 1)
	for range 5 {
		issue(t, h)
	}
	seen := func(n, seconds float64) {
		t.Helper()
		if got := Look(h.State, h.Now).between; got.n != n || got.seconds != seconds {
			t.Errorf("seen %g times, %g s, want %g and %g", got.n, got.seconds, n, seconds)
		}
	}
	serve(t, h)
	h.Wait(20 * time.Second)
	serve(t, h)
	seen(1, 20)
	h.Do(t, queue.Pause{Window: "1", Reason: "tea"})
	h.Wait(2 * time.Minute)
	h.Do(t, queue.Resume{Window: "1"})
	serve(t, h)
	seen(1, 20) // a break is none
	h.Wait(callsWithin)
	serve(t, h)
	seen(1, 20) // nor is a clerk who went
	h.Wait(10 * time.Second)
	serve(t, h)
	seen(2, 30)
	h.Wait(time.Minute)
	issue(t, h)
	serve(t, h)
	seen(2, 30) // nor a window that had nobody to call
}

func TestAPauseBetweenTwoCitizensIsExpectedAfterEach(t *testing.T) {
	h := one(t, time.Minute)
	k := clockwork(h)
	issue(t, h)
	last := issue(t, h)
	about(t, "no pause", foreseen(t, h, k, last), 19*time.Minute+24*time.Second)
	k.pause = 30
	about(t, "half a minute", foreseen(t, h, k, last), 20*time.Minute+24*time.Second)
	// And of one that runs, what is left of it.
	h.Do(t, queue.Finish{Window: "1"})
	h.Wait(10 * time.Second)
	about(t, "after ten seconds of it", foreseen(t, h, k, last), 10*time.Minute+24*time.Second+20*time.Second+30*time.Second)
}

func TestWhoGoesOnFromAnotherPartOfTheHallIsExpected(t *testing.T) {
	h := apart(t, 1)
	visit := func(items ...string) string {
		return h.IssueAs(t, queue.Issue{Items: items, Source: queue.SourceKiosk})
	}
	begin := func(window string) {
		h.Next(t, window)
		h.Wait(24 * time.Second)
		h.Do(t, queue.Start{Window: window})
	}
	visit("A-1", "B-1") // five minutes each
	begin("1")
	visit("B-4") // twenty
	begin("2")
	last := visit("B-1")
	k := clockwork(h)
	// No window has to do with both themes. Window 2 is free in 20:00 and calls the older
	// number first.
	about(t, "served elsewhere", foreseen(t, h, k, last), 20*time.Minute+5*time.Minute+24*time.Second)

	h = apart(t, 1)
	visit("A-1")
	begin("1")
	visit("A-1", "B-1")
	visit("B-4")
	begin("2")
	last = visit("B-1")
	about(t, "waits elsewhere", foreseen(t, h, clockwork(h), last), 20*time.Minute+5*time.Minute+24*time.Second)
}

func TestWhoWasMissedIsExpectedBackAsOftenAsWasSeen(t *testing.T) {
	h := apart(t, 1)
	days := make([]*report.Day, 10)
	for i := range days {
		days[i] = &report.Day{}
		days[i].All.Missed, days[i].All.NoShow = 100, 75
	}
	if got := Learn(h.State.Settings, h.State.Catalogue, days).returns; math.Abs(got-0.25) > 0.01 {
		t.Errorf("a quarter came back, and %.3f are expected to", got)
	}
	missed := issue(t, h)
	h.Next(t, "1")
	for range 2 {
		h.Wait(time.Minute)
		h.Do(t, queue.Recall{Window: "1"})
	}
	h.Wait(time.Minute)
	h.Do(t, queue.NoShow{Window: "1"})
	var last string
	for range 12 {
		last = issue(t, h)
	}
	h.Next(t, "1")
	k := clockwork(h)
	about(t, "nobody comes back", foreseen(t, h, k, last), 11*(10*time.Minute+24*time.Second)+24*time.Second-24*time.Second)
	k.returns = 1
	about(t, missed+" comes back", foreseen(t, h, k, last), 12*(10*time.Minute+24*time.Second))
}

// A last visit reaches into lunch, for longer than half of a half hour where visits are
// long: that is no duty.
func TestALastVisitBeforeLunchIsNoDuty(t *testing.T) {
	set := queuetest.Settings(1)
	set.Hall.Sessions = []queue.Session{{Open: 9 * 60, Close: 12 * 60}, {Open: 14 * 60, Close: 18 * 60}}
	h := queuetest.Empty(t, set)
	there := make([]int, halfHours)
	for i := 18; i < 36; i++ {
		there[i] = 28
	}
	expected := func() (s string) {
		days := make([]*report.Day, presentDays)
		for i := range days {
			days[i] = &report.Day{Lessons: report.Lessons{Present: map[string][]int{"1": there}}}
		}
		h.Now = at("08:00")
		look := Look(h.State, h.Now)
		look.Date, look.Close = tomorrow, at("18:00")
		for _, x := range look.planned(Learn(h.State.Settings, h.State.Catalogue, days), 0) {
			s += set.Hall.ClockAt(time.UnixMilli(x.From)).String() + "-" + set.Hall.ClockAt(time.UnixMilli(x.To)).String() + " "
		}
		return s
	}
	if got := expected(); got != "09:00-18:00 " {
		t.Errorf("one that stays over noon: %s", got)
	}
	there[24], there[25], there[26], there[27] = 19, 2, 0, 3
	if got := expected(); got != "09:00-12:00 14:00-18:00 " {
		t.Errorf("one that has its last citizen until 12:19: %s", got)
	}
	set.Hall.Sessions = []queue.Session{{Open: 9 * 60, Close: 18 * 60}}
	h = queuetest.Empty(t, set)
	if got := expected(); got != "09:00-12:00 14:00-18:00 " {
		t.Errorf("the same in a hall that is open at noon: %s", got)
	}
}

func TestClerksWhoOftenDoNotComeAreExpectedLess(t *testing.T) {
	set := queuetest.Settings(1)
	set.Hall.Sessions = []queue.Session{{Open: 9 * 60, Close: 12 * 60}, {Open: 14 * 60, Close: 18 * 60}}
	h := queuetest.Empty(t, set)
	day := func(morning, afternoon bool) *report.Day {
		there := make([]int, halfHours)
		for i := 18; i < 36; i++ {
			if morning && i < 24 || afternoon && i >= 28 {
				there[i] = 30
			}
		}
		return &report.Day{Lessons: report.Lessons{Present: map[string][]int{"1": there}}}
	}
	comes := func(k *Known, clock string) float64 {
		h.Now = at(clock)
		look := Look(h.State, h.Now)
		look.Date, look.Close = tomorrow, at("18:00")
		_, p := look.duty(k, 0)
		return p
	}
	var days []*report.Day
	for n := range 40 {
		days = append(days, day(n%4 != 0, n%4 != 0 || n%8 == 0))
	}
	k := Learn(h.State.Settings, h.State.Catalogue, days)
	if p := comes(k, "08:00"); p < 0.88 || p > 0.97 {
		t.Errorf("absent on an eighth of the days, and believed to come with %.2f", p)
	}
	if a, b := comes(k, "09:03"), comes(k, "09:13"); a >= comes(k, "08:00") || b >= a {
		t.Errorf("the later it is, the less likely somebody comes: %.2f, %.2f", a, b)
	}
	if p := comes(k, "10:00"); p < 0.4 || p > 0.6 {
		t.Errorf("every other of those who missed the morning came in the afternoon, and %.2f is believed", p)
	}
	if p := comes(untaught(h), "08:00"); p != 1 {
		t.Errorf("nothing is learned, and %.2f is believed", p)
	}
}

func TestOnTheFirstDayClassesAreAsTheyWereUntilNow(t *testing.T) {
	h := apart(t, 1)
	for range 60 {
		h.IssueAs(t, queue.Issue{Theme: "business", Source: queue.SourceKiosk, Class: queue.Priority})
	}
	k := untaught(h)
	f := futureOf(New(k, 1), Look(h.State, h.Now), "business")
	if p := f.demand.priority[0]; p < 0.7 {
		t.Errorf("all had priority, and %.2f of those to come are taken to", p)
	}
	k.Days = 1
	f = futureOf(New(k, 1), Look(h.State, h.Now), "business")
	if p := f.demand.priority[0]; p != priorityShare {
		t.Errorf("on a later day what was learned counts, not %.2f", p)
	}
}
