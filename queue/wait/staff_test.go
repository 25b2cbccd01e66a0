package wait_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/queue/wait"
)

// lessons are those of days on which so many numbers of each theme were drawn in each
// half hour from nine to six, by the order of the settings.
func lessons(set *queue.Settings, each ...int) *wait.Known {
	d := &report.Day{Lessons: report.Lessons{Drawn: map[string][]int{}}}
	for i, n := range each {
		d.Lessons.Drawn[set.Themes[i].ID] = make([]int, 48)
		for h := 18; h < 36; h++ {
			d.Lessons.Drawn[set.Themes[i].ID][h] = n
		}
	}
	cat := queuetest.Catalogue()
	return wait.Learn(set, &cat, []*report.Day{d, d, d})
}

// apart is a hall of three themes with n windows each that do not help out, its day
// open and nobody signed in.
func apart(t queuetest.Must, n int) *queuetest.Hall {
	set := queuetest.Settings(n)
	for i := range set.Windows {
		set.Windows[i].Spill = nil
	}
	h := queuetest.Empty(t, set)
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	return h
}

func signIn(t queuetest.Must, h *queuetest.Hall, windows ...string) {
	for _, w := range windows {
		h.Do(t, queue.SignIn{Window: w, Clerk: "c" + w})
	}
}

// advise asks what the hall should do, both by play and by formula.
func advise(h *queuetest.Hall, k *wait.Known, r wait.Staffing) (played, rough []queue.Advice) {
	look := wait.Look(h.State, h.Now)
	return wait.Advise(k, wait.New(k, 7), look, r), wait.Advise(k, nil, look, r)
}

// of is the advice for a theme.
func of(all []queue.Advice, theme string) *queue.Advice {
	i := slices.IndexFunc(all, func(a queue.Advice) bool { return a.Theme == theme })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// crowded is a hall in which two windows of the first theme work, too few for those who
// come, and one of each other, where nobody comes.
func crowded(t queuetest.Must, n int) (*queuetest.Hall, *wait.Known) {
	h := apart(t, n)
	signIn(t, h, "1", "2", h.State.Settings.Windows[n].ID, h.State.Settings.Windows[2*n].ID)
	h.Wait(5 * time.Minute)
	for range 12 {
		h.Issue(t, "business")
	}
	return h, lessons(h.State.Settings, 10, 0, 0)
}

func TestWhereTooManyWaitAWindowIsAdvisedToOpen(t *testing.T) {
	h, k := crowded(t, 6)
	played, rough := advise(h, k, wait.DefaultStaffing())
	for how, all := range map[string][]queue.Advice{"played": played, "by formula": rough} {
		a := of(all, "business")
		if a == nil || a.What != queue.AskOpen || a.Window != "3" || a.Now != 2 || a.Then <= 2 || a.Then > 6 {
			t.Fatalf("%s: advised is %+v", how, all)
		}
		if how == "played" && a.Share <= a.ShareNow || a.Share < a.ShareLow || a.Share > a.ShareHigh || a.Minutes != -30*(a.Then-2) || a.Target != 15 || a.Waiting != 12 {
			t.Errorf("%s: the figures do not fit: %+v", how, *a)
		}
		if !a.Until.Equal(h.Now.Add(30*time.Minute)) || !a.At.Equal(h.Now) {
			t.Errorf("%s: it is for %v until %v", how, a.At, a.Until)
		}
		if of(all, "construction") != nil || of(all, "general") != nil {
			t.Errorf("%s: the last window of a theme is not to close: %+v", how, all)
		}
	}
}

func TestThePausedWindowWhoseClerkIsThereIsFirst(t *testing.T) {
	h, k := crowded(t, 6)
	signIn(t, h, "5", "4")
	h.Do(t, queue.Pause{Window: "4", Reason: queue.PauseAsked})
	h.Do(t, queue.Pause{Window: "5", Reason: queue.PauseAsked})
	for _, want := range []string{"4", "5", "3"} {
		played, rough := advise(h, k, wait.DefaultStaffing())
		for how, all := range map[string][]queue.Advice{"played": played, "by formula": rough} {
			if a := of(all, "business"); a == nil || a.Window != want {
				t.Fatalf("%s: %+v, want window %s to open", how, all, want)
			}
		}
		if h.State.Window(want).State == queue.Paused {
			h.Do(t, queue.Resume{Window: want})
		}
	}
}

func TestAWindowOnAShortBreakCountsAsThere(t *testing.T) {
	h, k := crowded(t, 6)
	h.Do(t, queue.Pause{Window: "2", Reason: "break"})
	played, _ := advise(h, k, wait.DefaultStaffing())
	if a := of(played, "business"); a == nil || a.Now != 2 || a.Window == "2" {
		t.Fatalf("%+v", played)
	}
	h.Wait(25 * time.Minute)
	played, _ = advise(h, k, wait.DefaultStaffing())
	if a := of(played, "business"); a == nil || a.Now != 1 || a.Window != "2" {
		t.Fatalf("after 25 minutes of pause: %+v", played)
	}
}

// idle is a hall in which all windows of the first theme have been open for so long,
// and nobody comes.
func idle(t queuetest.Must, open time.Duration) (*queuetest.Hall, *wait.Known) {
	h := apart(t, 4)
	signIn(t, h, "1", "2", "3", "4", "5", "9")
	h.Wait(open)
	return h, lessons(h.State.Settings, 0, 0, 0)
}

func TestWindowsWithNothingToDoAreAdvisedToCloseButNeverTheLast(t *testing.T) {
	h, k := idle(t, 31*time.Minute)
	h.Issue(t, "business")
	h.Next(t, "1")
	r := wait.DefaultStaffing()
	for open := 4; open > 1; open-- {
		played, rough := advise(h, k, r)
		for how, all := range map[string][]queue.Advice{"played": played, "by formula": rough} {
			a := of(all, "business")
			if a == nil || a.What != queue.AskClose || a.Now != open || a.Then < 1 || a.Then >= open || a.Window == "1" || a.Minutes != 30*(open-a.Then) {
				t.Fatalf("%s, with %d open: %+v", how, open, all)
			}
			if float64(a.Share) < 100*(r.Level+r.Slack) {
				t.Errorf("%s: %+v is too few", how, *a)
			}
			if len(all) != 1 {
				t.Errorf("%s: the last windows of the others are not to close: %+v", how, all)
			}
		}
		h.Do(t, queue.SignOut{Window: of(played, "business").Window})
	}
	if played, rough := advise(h, k, r); len(played)+len(rough) > 0 {
		t.Fatalf("with one window: %+v %+v", played, rough)
	}
}

func TestAWindowStaysOpenForHalfAnHour(t *testing.T) {
	h, k := idle(t, 29*time.Minute)
	if played, rough := advise(h, k, wait.DefaultStaffing()); len(played)+len(rough) > 0 {
		t.Fatalf("after 29 minutes: %+v %+v", played, rough)
	}
}

func TestAWindowDoesNotCloseWhileAnotherOfItsThemesNeedsIt(t *testing.T) {
	set := queuetest.Settings(2)
	for i := range set.Windows {
		set.Windows[i].Spill = nil
	}
	set.Windows[0].Own = []string{"business", "construction"}
	set.Windows[1].Own = []string{"business", "construction"}
	h := queuetest.Empty(t, set)
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	signIn(t, h, "1", "2", "5")
	h.Wait(40 * time.Minute)
	k := lessons(h.State.Settings, 0, 6, 0)
	if played, _ := advise(h, k, wait.DefaultStaffing()); of(played, "business") != nil && of(played, "business").What == queue.AskClose {
		t.Fatalf("construction has six numbers in half an hour and no window but these two: %+v", played)
	}
	k = lessons(h.State.Settings, 0, 0, 0)
	played, _ := advise(h, k, wait.DefaultStaffing())
	if a := of(played, "business"); a == nil || a.What != queue.AskClose {
		t.Fatalf("nobody comes for construction: %+v", played)
	}
	if of(played, "construction") != nil {
		t.Fatalf("the one window that is left would be asked by both themes: %+v", played)
	}
}

func TestWhileAClerkIsAskedNothingMoreIsAdvisedForTheTheme(t *testing.T) {
	h, k := crowded(t, 6)
	h.Do(t, queue.AskWindow{Window: "3", What: queue.AskOpen, Theme: "business"})
	if played, _ := advise(h, k, wait.DefaultStaffing()); of(played, "business") != nil {
		t.Fatalf("window 3 has not answered: %+v", played)
	}
	h.Wait(4 * time.Minute)
	played, _ := advise(h, k, wait.DefaultStaffing())
	if a := of(played, "business"); a == nil || a.Window != "4" {
		t.Fatalf("nobody answers at window 3, so it is window 4: %+v", played)
	}
	h.Do(t, queue.AnswerAsk{Window: "3", Accept: true})
	played, _ = advise(h, k, wait.DefaultStaffing())
	if a := of(played, "business"); a == nil || a.Window != "4" || a.Now != 3 {
		t.Fatalf("window 3 is coming, and counts: %+v", played)
	}
}

func TestNothingIsAdvisedWhenTheHallIsNotOpen(t *testing.T) {
	h, k := crowded(t, 6)
	look := func(at time.Time) []queue.Advice {
		return wait.Advise(k, wait.New(k, 1), wait.Look(h.State, at), wait.DefaultStaffing())
	}
	if len(look(h.Now)) == 0 {
		t.Fatal("there is nothing to advise in this hall")
	}
	early := queuetest.Empty(t, queuetest.Settings(6))
	early.Now = queuetest.Morning.Add(24*time.Hour - 10*time.Minute)
	early.Do(t, queue.OpenDay{Date: "2026-11-26"})
	for range 20 {
		early.Issue(t, "business")
	}
	if all, _ := advise(early, k, wait.DefaultStaffing()); len(all) > 0 {
		t.Errorf("before the hall opens: %+v", all)
	}
	early.Now = queuetest.Morning.Add(24 * time.Hour)
	if all, _ := advise(early, k, wait.DefaultStaffing()); len(all) == 0 {
		t.Error("nothing when it opens, and nobody is there")
	}
	if all := look(queuetest.Morning.Add(9 * time.Hour)); len(all) > 0 {
		t.Errorf("when it has closed: %+v", all)
	}
	h.Do(t, queue.StopHall{Reason: "fire"})
	if all := look(h.Now); len(all) > 0 {
		t.Errorf("when it is stopped: %+v", all)
	}
}

func TestOverLunchNoMoreThanTheShareMayBeOpen(t *testing.T) {
	h, k := crowded(t, 6)
	r := wait.DefaultStaffing()
	r.Lunch, r.AtLunch = queue.Session{Open: 9 * 60, Close: 10 * 60}, 0.5
	played, _ := advise(h, k, r)
	if a := of(played, "business"); a == nil || a.Then != 3 {
		t.Fatalf("three of six may be open: %+v", played)
	}
	signIn(t, h, "3", "4", "6")
	h.Wait(31 * time.Minute)
	played, _ = advise(h, k, r)
	if a := of(played, "business"); a == nil || a.What != queue.AskClose || a.Now != 5 || a.Then != 3 {
		t.Fatalf("five are open and three may be: %+v", played)
	}
}

// TestAdviceHoldsTogether looks at random halls: whatever they are like, advice is for
// what is there, and the same hall is advised the same.
func TestAdviceHoldsTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "windows")
		set := queuetest.Settings(n)
		for i := range set.Windows {
			switch rapid.IntRange(0, 4).Draw(t, "kind") {
			case 0:
				set.Windows[i].Own = []string{"business", "general"}
				set.Windows[i].Spill = nil
			case 1:
				set.Windows[i].Spill = nil
			}
		}
		h := queuetest.Empty(t, set)
		h.Do(t, queue.OpenDay{Date: queuetest.Date})
		k := lessons(h.State.Settings, rapid.IntRange(0, 20).Draw(t, "a"), rapid.IntRange(0, 20).Draw(t, "b"), rapid.IntRange(0, 20).Draw(t, "c"))
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			w := rapid.SampledFrom(h.State.Windows).Draw(t, "window")
			switch rapid.IntRange(0, 6).Draw(t, "what") {
			case 0, 1, 2:
				h.Issue(t, rapid.SampledFrom(set.Themes).Draw(t, "theme").ID)
			case 3:
				if w.State == queue.Closed {
					signIn(t, h, w.ID)
				}
			case 4:
				if w.State == queue.Idle {
					h.Next(t, w.ID)
				}
			case 5:
				if w.State == queue.Idle {
					h.Do(t, queue.Pause{Window: w.ID, Reason: "break"})
				}
			case 6:
				h.Wait(time.Duration(rapid.IntRange(1, 20).Draw(t, "minutes")) * time.Minute)
			}
		}
		r := wait.DefaultStaffing()
		r.Plays, r.Told = 8, 20
		played, rough := advise(h, k, r)
		again, _ := advise(h, k, r)
		if !slices.Equal(played, again) {
			t.Fatalf("%+v, and then %+v", played, again)
		}
		check(t, h, played, true)
		check(t, h, rough, false)
	})
}

func check(t *rapid.T, h *queuetest.Hall, all []queue.Advice, played bool) {
	themes, windows := map[string]bool{}, map[string]bool{}
	closing := false
	for _, a := range all {
		w := h.State.Window(a.Window)
		switch {
		case themes[a.Theme] || windows[a.Window]:
			t.Fatalf("a theme or a window is named twice: %+v", all)
		case w == nil || !slices.Contains(w.Own, a.Theme):
			t.Fatalf("window %s does not serve the theme: %+v", a.Window, a)
		case a.What == queue.AskOpen && (a.Then <= a.Now || w.State != queue.Closed && w.State != queue.Paused):
			t.Fatalf("nothing is opened: %+v, window %s is %s", a, w.ID, w.State)
		case a.What == queue.AskClose && (a.Then >= a.Now || a.Then < 1 || w.State == queue.Closed):
			t.Fatalf("nothing can close: %+v, window %s is %s", a, w.ID, w.State)
		case a.What == queue.AskOpen && closing:
			t.Fatalf("what presses is not first: %+v", all)
		case a.Share < 0 || a.Share > 100 || a.ShareLow > a.ShareHigh || a.ShareNow < 0 || a.ShareNow > 100:
			t.Fatalf("shares: %+v", a)
		case a.What == queue.AskOpen && a.Wait == 0 && (a.Share < a.ShareNow || played && a.Share == a.ShareNow):
			t.Fatalf("it does not help: %+v", a)
		case (a.Wait > 0 || a.WaitNow > 0) && (a.What != queue.AskOpen || a.Wait < 1 || a.Wait >= a.WaitNow):
			t.Fatalf("waits: %+v", a)
		}
		closing = closing || a.What == queue.AskClose
		themes[a.Theme], windows[a.Window] = true, true
	}
}

func BenchmarkAdvise(b *testing.B) {
	h, k := crowded(&must{b}, 20)
	e, look, r := wait.New(k, 1), wait.Look(h.State, h.Now), wait.DefaultStaffing()
	for b.Loop() {
		wait.Advise(k, e, look, r)
	}
}

type must struct{ *testing.B }
