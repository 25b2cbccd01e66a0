package wait_test

import (
	"slices"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/wait"
)

// swamped is a hall of n windows a theme of which so many of the first theme work. So many
// wait there, who came one after the other in 20 seconds each, and more come than all n
// could serve.
func swamped(t queuetest.Must, n, open, waiting int) (*queuetest.Hall, *wait.Known) {
	set := queuetest.Settings(n)
	set.Hall.Sessions = []queue.Session{{Open: 9 * 60, Close: 18 * 60}} // none comes after lunch
	for i := range set.Windows {
		set.Windows[i].Spill = nil
	}
	h := queuetest.Empty(t, set)
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	ws := set.Windows
	signIn(t, h, ws[n].ID, ws[2*n].ID)
	for w := range open {
		signIn(t, h, ws[w].ID)
	}
	for range waiting {
		h.Issue(t, "business")
		h.Wait(20 * time.Second)
	}
	for w := range open {
		h.Next(t, ws[w].ID)
	}
	return h, lessons(h.State.Settings, 36, 0, 0)
}

func TestWhereNearlyNobodyCanBeCalledInTimeWindowsAreAdvisedThatShortenTheWaits(t *testing.T) {
	h, k := swamped(t, 8, 3, 60)
	shares := wait.DefaultStaffing()
	shares.Sooner = 0
	if played, _ := advise(h, k, shares); of(played, "business") != nil {
		t.Fatalf("one window more gets so many more called in time that it is advised by that alone: %+v", played)
	}
	first, _ := advise(h, k, wait.DefaultStaffing())
	if again, _ := advise(h, k, wait.DefaultStaffing()); !slices.Equal(first, again) {
		t.Fatalf("%+v, and then %+v", first, again)
	}
	before := 0
	for open := 3; open < 8; open++ {
		played, rough := advise(h, k, wait.DefaultStaffing())
		for how, all := range map[string][]queue.Advice{"played": played, "by formula": rough} {
			a := of(all, "business")
			if a == nil || a.What != queue.AskOpen || a.Now != open || a.Then != 8 || a.Wait < 1 || a.WaitNow < a.Wait+1 {
				t.Fatalf("%s, with %d of 8 open: %+v", how, open, all)
			}
		}
		a, b := of(played, "business"), of(rough, "business")
		if a.Share > 3 || a.Share-a.ShareNow > 2 {
			t.Errorf("this is no hall in which nearly nobody is called in time: %+v", a)
		}
		if a.Wait < 45 || a.Wait > 65 || b.Wait < 45 || b.Wait > 65 {
			t.Errorf("with all 8 about 56 minutes are waited; played it is %d, by formula %d", a.Wait, b.Wait)
		}
		if 5*b.WaitNow < 4*a.WaitNow || 4*b.WaitNow > 5*a.WaitNow {
			t.Errorf("with %d windows %d minutes are waited, played, and by formula %d", open, a.WaitNow, b.WaitNow)
		}
		if before != 0 && a.WaitNow >= before {
			t.Errorf("with %d windows %d minutes are waited, and with one less it was %d", open, a.WaitNow, before)
		}
		before = a.WaitNow
		signIn(t, h, a.Window)
	}
	if played, rough := advise(h, k, wait.DefaultStaffing()); of(played, "business") != nil || of(rough, "business") != nil {
		t.Errorf("all are open: %+v, %+v", played, rough)
	}
}

func TestWhereAllCanBeCalledInTimeNoWaitIsTold(t *testing.T) {
	h, k := crowded(t, 12)
	played, rough := advise(h, k, wait.DefaultStaffing())
	for how, all := range map[string][]queue.Advice{"played": played, "by formula": rough} {
		if a := of(all, "business"); a == nil || a.What != queue.AskOpen || a.Share < 75 || a.Wait != 0 || a.WaitNow != 0 {
			t.Errorf("%s: %+v", how, all)
		}
	}
}

// Whom nobody would call counts as one who waits until the close.
func TestWhereNobodyIsThereTheWaitOfNowIsUntilTheClose(t *testing.T) {
	h, k := swamped(t, 4, 0, 60)
	played, rough := advise(h, k, wait.DefaultStaffing())
	left := int(h.State.Settings.Hall.Closing(queuetest.Date).Sub(h.Now).Minutes())
	for how, all := range map[string][]queue.Advice{"played": played, "by formula": rough} {
		a := of(all, "business")
		if a == nil || a.Now != 0 || a.Then != 4 || a.WaitNow < left-30 || a.WaitNow > left+15 {
			t.Errorf("%s, %d minutes before the close: %+v", how, left, all)
		}
	}
}

// Where nearly nobody is called in time, the share of a line does not say what it loses by
// a window less: so none that it has, or that helps it out, is to close for another theme.
func TestNoWindowOfALineThatIsFarTooLongIsAdvisedToCloseForAnotherTheme(t *testing.T) {
	for name, change := range map[string]func(w *queue.WindowPlan){
		"its own":         func(w *queue.WindowPlan) { w.Own = append(w.Own, "business") },
		"it is a help in": func(w *queue.WindowPlan) { w.Spill = []string{"business"} },
	} {
		set := queuetest.Settings(4)
		set.Hall.Sessions = []queue.Session{{Open: 9 * 60, Close: 18 * 60}}
		for i := range set.Windows {
			set.Windows[i].Spill = nil
		}
		ws := set.Windows
		for i := 4; i < 7; i++ { // those of construction, to which nobody comes
			change(&ws[i])
		}
		h := queuetest.Empty(t, set)
		h.Do(t, queue.OpenDay{Date: queuetest.Date})
		signIn(t, h, ws[0].ID, ws[4].ID, ws[5].ID, ws[6].ID, ws[8].ID)
		for range 120 {
			h.Issue(t, "business")
			h.Wait(20 * time.Second)
		}
		for _, w := range []int{0, 4, 5, 6} {
			h.Next(t, ws[w].ID)
		}
		played, _ := advise(h, lessons(h.State.Settings, 36, 0, 0), wait.DefaultStaffing())
		if a := of(played, "business"); a == nil || a.What != queue.AskOpen || a.WaitNow == 0 {
			t.Errorf("%s: %+v", name, played)
		}
		if a := of(played, "construction"); a != nil {
			t.Errorf("%s: while 120 wait elsewhere for these windows: %+v", name, *a)
		}
	}
}

func BenchmarkAdviseInAHallWithFarTooFew(b *testing.B) {
	h, k := swamped(&must{b}, 40, 24, 200)
	e, look, r := wait.New(k, 1), wait.Look(h.State, h.Now), wait.DefaultStaffing()
	for b.Loop() {
		wait.Advise(k, e, look, r)
	}
}
