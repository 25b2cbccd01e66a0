package wait

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/queue/wait/rollout"
)

// tomorrow is the day after that of queuetest, on whose morning halls are furnished.
const tomorrow = "2026-11-26"

// at is a time of tomorrow.
func at(clock string) time.Time {
	c, err := queue.ParseClock(clock)
	if err != nil {
		panic(err)
	}
	return queuetest.Morning.Add(24*time.Hour + time.Duration(c-9*60)*time.Minute)
}

func TestWindowsAreExpectedAsPlannedUntilTheyDoOtherwise(t *testing.T) {
	sign := func(h *queuetest.Hall) { h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"}) }
	out := func(h *queuetest.Hall) { h.Do(t, queue.SignOut{Window: "1"}) }
	type step struct {
		at string
		do func(*queuetest.Hall)
	}
	for _, c := range []struct {
		name  string
		plan  []queue.Session
		steps []step
		now   string
		want  []string // "from-to"
		comes float64
	}{
		{"before the hall opens, its sessions", nil, nil, "08:30", []string{"09:00-12:00", "14:00-18:00"}, 1},
		{"a plan of its own", []queue.Session{{Open: 10 * 60, Close: 15 * 60}}, nil, "08:30", []string{"10:00-15:00"}, 1},
		{"not there yet", nil, nil, "09:05", []string{"09:10-12:00", "14:00-18:00"}, 1},
		{"late for a quarter of an hour: perhaps after lunch", nil, nil, "09:15", []string{"14:00-18:00"}, comeShare},
		{"there", nil, []step{{"09:00", sign}}, "09:30", []string{"09:00-12:00", "14:00-18:00"}, 1},
		{"gone before its time: not before lunch", nil, []step{{"09:00", sign}, {"10:00", out}}, "10:05", []string{"14:00-18:00"}, 1},
		{"at lunch", nil, []step{{"09:00", sign}, {"12:00", out}}, "12:30", []string{"14:00-18:00"}, 1},
		{"there outside its plan, and nothing more is planned: it stays", []queue.Session{{Open: 9 * 60, Close: 12 * 60}}, []step{{"09:00", sign}}, "12:20", []string{"12:20-18:00"}, 1},
		{"its time has just ended: it goes", []queue.Session{{Open: 9 * 60, Close: 12 * 60}}, []step{{"09:00", sign}}, "12:02", nil, 1},
		{"closed, and the clerk has accepted to open", []queue.Session{{Open: 14 * 60, Close: 18 * 60}}, []step{
			{"09:59", func(h *queuetest.Hall) { h.Do(t, queue.AskWindow{Window: "1", What: queue.AskOpen}) }},
			{"09:59", func(h *queuetest.Hall) { h.Do(t, queue.AnswerAsk{Window: "1", Accept: true}) }},
		}, "10:00", []string{"10:01-14:00", "14:00-18:00"}, 1},
	} {
		set := queuetest.Settings(1)
		set.Windows[0].Duty = c.plan
		h := queuetest.Empty(t, set)
		h.Now = at("08:00")
		h.Do(t, queue.OpenDay{Date: tomorrow})
		for _, s := range c.steps {
			h.Now = at(s.at)
			s.do(h)
		}
		h.Now = at(c.now)
		spans, comes := Look(h.State, h.Now).duty(untaught(h), 0)
		var got []string
		for _, s := range spans {
			clock := func(ms int64) string { return set.Hall.ClockAt(time.UnixMilli(ms)).String() }
			got = append(got, clock(s.From)+"-"+clock(s.To))
		}
		if len(got) != len(c.want) || comes != c.comes {
			t.Errorf("%s: %v, comes to %g; should be %v, %g", c.name, got, comes, c.want, c.comes)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: %v, should be %v", c.name, got, c.want)
			}
		}
	}
}

func TestAHallThatPlansNoLunchIsKnownByWhenItsWindowsAreThere(t *testing.T) {
	set := queuetest.Settings(1)
	set.Hall.Sessions = []queue.Session{{Open: 9 * 60, Close: 18 * 60}}
	h := queuetest.Empty(t, set)
	there := make([]int, halfHours)
	for i := 18; i < 36; i++ {
		there[i] = 27
	}
	there[24], there[25] = 3, 0 // 12:00 to 13:00
	var days []*report.Day
	for range presentDays {
		days = append(days, &report.Day{Lessons: report.Lessons{Present: map[string][]int{"1": there}}})
	}
	h.Now = at("08:00")
	h.Do(t, queue.OpenDay{Date: tomorrow})
	look := Look(h.State, h.Now)
	clock := func(ms int64) string { return set.Hall.ClockAt(time.UnixMilli(ms)).String() }
	spans := look.planned(Learn(h.State.Settings, h.State.Catalogue, days), 0)
	if len(spans) != 2 || clock(spans[0].From)+clock(spans[0].To)+clock(spans[1].From)+clock(spans[1].To) != "09:0012:0013:0018:00" {
		t.Errorf("expected %v", spans)
	}
	if spans := look.planned(Learn(h.State.Settings, h.State.Catalogue, days[1:]), 0); len(spans) != 1 {
		t.Errorf("believed after %d days already: %v", presentDays-1, spans)
	}
}

func TestNobodyIsToldAWaitThatNobodyWillEnd(t *testing.T) {
	set := queuetest.Settings(1)
	for i := range set.Windows {
		set.Windows[i].Spill = nil
	}
	set.Windows[2].Duty = []queue.Session{{Open: 9 * 60, Close: 10 * 60}} // general
	h := queuetest.Empty(t, set)
	h.Now = at("08:00")
	h.Do(t, queue.OpenDay{Date: tomorrow})
	h.Now = at("09:00")
	h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
	h.Now = at("10:30")
	a, c := h.Issue(t, "business"), h.Issue(t, "general")
	k := untaught(h)
	check := func(when string, never map[string]bool) {
		t.Helper()
		look := Look(h.State, h.Now)
		for n, want := range never {
			r, ok := New(k, 1).Ticket(look, n)
			rough, _ := RoughTicket(k, look, n)
			if !ok || r.Never != want || rough.Never != want {
				t.Errorf("%s: %s is told %+v, and by formula %+v", when, n, r, rough)
			}
			if r.Never && r.Estimate(h.Now) != (queue.Estimate{Ahead: r.Ahead}) {
				t.Errorf("%s: an estimate of never: %+v", when, r.Estimate(h.Now))
			}
		}
	}
	check("general has gone home", map[string]bool{a: false, c: true})
	if o := New(k, 1).All(Look(h.State, h.Now)).Themes["general"]; o.Fits != 0 || !o.Never {
		t.Errorf("general: %+v", o)
	}
	h.Do(t, queue.StopHall{Reason: "fire"})
	check("the hall is stopped", map[string]bool{a: true, c: true})
}

func TestWhoIsSentToAWindowWaitsForThatWindow(t *testing.T) {
	h := apart(t, 3)
	busy(t, h)
	k := clockwork(h)
	sent := h.State.Window("1").Ticket
	h.Do(t, queue.Transfer{Window: "1", To: queue.Target{Window: "2"}})
	for range 4 {
		h.Issue(t, "business")
	}
	h.Next(t, "1")
	fc := New(k, 1).All(Look(h.State, h.Now))
	// Window 2 took its citizen 30 s ago, for 10 minutes; it calls whoever drew first,
	// and that is the one who was sent.
	if d := fc.Tickets[sent].Median.Sub(h.Now); d < 9*time.Minute || d > 11*time.Minute {
		t.Errorf("%s is foreseen in %s", sent, d)
	}
}

func TestARangeNarrowsAsTheNumberAdvances(t *testing.T) {
	h := apart(t, 3)
	busy(t, h)
	var numbers []string
	for range 24 {
		numbers = append(numbers, h.Issue(t, "business"))
	}
	fc := New(untaught(h), 1).All(Look(h.State, h.Now))
	width := func(i int) time.Duration {
		r := fc.Tickets[numbers[i]]
		return r.High.Sub(r.Low)
	}
	for _, c := range [][2]int{{2, 8}, {8, 15}, {15, 23}} {
		if width(c[0]) >= width(c[1]) {
			t.Errorf("with %d before the range is %s, with %d %s", c[0], width(c[0]), c[1], width(c[1]))
		}
	}
}

func TestAThemeFitsLessTheMoreWaitTowardClosing(t *testing.T) {
	h := apart(t, 2)
	h.Wait(8 * time.Hour)
	busy(t, h)
	k := untaught(h)
	fits := func() (int, int) {
		look := Look(h.State, h.Now)
		return New(k, 1).All(look).Themes["business"].Fits, Rough(k, look).Themes["business"].Fits
	}
	last, lastRough := fits()
	if last < 95 || lastRough < 95 {
		t.Errorf("an hour before closing nobody waits, and it fits to %d and %d %%", last, lastRough)
	}
	for range 4 {
		for range 5 {
			h.Issue(t, "business")
		}
		now, rough := fits()
		if now > last || rough > lastRough {
			t.Errorf("five more wait, and it fits to %d and %d %% after %d and %d", now, rough, last, lastRough)
		}
		last, lastRough = now, rough
	}
	if last > 10 || lastRough > 10 {
		t.Errorf("with twenty before two windows in the last hour it fits to %d and %d %%", last, lastRough)
	}
}

func TestAFutureIsTheSameWhateverItsWindowsDo(t *testing.T) {
	h := queuetest.New(t, 3)
	busy(t, h)
	for range 9 {
		h.Issue(t, "general")
	}
	e := New(untaught(h), 9)
	f := futureOf(e, Look(h.State, h.Now), "general")
	if f == nil || len(f.Themes) != 3 || len(f.Windows) != 9 || laneOf(f, "general") != 2 || laneOf(f, "nothing") != -1 {
		t.Fatalf("%+v", f)
	}
	until := h.Now.Add(time.Hour).UnixMilli()
	works := func() (all []int64) {
		d := f.Draw(4, until)
		for _, v := range d.Visits {
			all = append(all, v.At, v.Work, v.Leaves)
		}
		return all
	}
	a := works()
	d := f.Draw(4, until)
	for i := range d.Windows {
		d.Windows[i].Duty, d.Windows[i].State = nil, rollout.Off
	}
	f.Play(until, rollout.All)
	b := works()
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			t.Fatalf("the same number names another course: %v, %v", a, b)
		}
	}
}
