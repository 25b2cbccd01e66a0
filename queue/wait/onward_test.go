package wait

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// next has a window call and begin to serve the next.
func next(t *testing.T, h *queuetest.Hall, window string) {
	t.Helper()
	h.Next(t, window)
	h.Wait(24 * time.Second)
	h.Do(t, queue.Start{Window: window})
}

func draws(t *testing.T, h *queuetest.Hall, items ...string) string {
	t.Helper()
	return h.IssueAs(t, queue.Issue{Items: items, Source: queue.SourceKiosk})
}

func TestOfAVisitElsewhereWhatIsLeftIsExpected(t *testing.T) {
	h := apart(t, 1)
	draws(t, h, "B-4") // twenty minutes
	next(t, h, "2")
	h.Wait(8 * time.Minute)
	draws(t, h, "A-2", "B-1") // ten, and five
	next(t, h, "1")
	h.Wait(4 * time.Minute)
	last := draws(t, h, "B-1")
	// Window 1 is free in 6:00 and window 2 in 7:36; by then the older number is there.
	about(t, "served elsewhere for four of ten minutes", foreseen(t, h, clockwork(h), last), 7*time.Minute+36*time.Second+5*time.Minute+24*time.Second)
}

// elsewhere is a hall in which somebody waits for window 1 and then goes on to window 2,
// where another waits.
func elsewhere(t *testing.T) (h *queuetest.Hall, last string) {
	t.Helper()
	h = apart(t, 1)
	draws(t, h, "A-1")
	next(t, h, "1")
	draws(t, h, "A-1", "B-1")
	draws(t, h, "B-4")
	next(t, h, "2")
	return h, draws(t, h, "B-1")
}

func TestWhoHasLeftElsewhereDoesNotComeOn(t *testing.T) {
	h, last := elsewhere(t)
	k := clockwork(h)
	for i := range k.patience.share {
		k.patience.share[i] = 1
	}
	about(t, "nobody comes to a call", foreseen(t, h, k, last), 20*time.Minute)
}

func TestWhenSomebodyIsDoneElsewhereScatters(t *testing.T) {
	h, _ := elsewhere(t)
	f := futureOf(New(clockwork(h), 1), Look(h.State, h.Now), "construction")
	moments := map[int64]bool{}
	for r := range 20 {
		for _, v := range f.Draw(r, f.lasting()).Visits {
			if v.Older {
				moments[v.At] = true
			}
		}
	}
	if len(moments) < 10 {
		t.Errorf("in 20 courses at %d moments", len(moments))
	}
}

func TestWhoComesBackOrOnDrewNoNumberForAnAdvice(t *testing.T) {
	count := func(h *queuetest.Hall, k *Known, theme string) float64 {
		look := Look(h.State, h.Now)
		s := &staff{k: k, h: look, r: DefaultStaffing(), until: look.Now.Add(30 * time.Minute)}
		s.look()
		f := futureOf(New(k, 1), look, theme)
		return s.play(f, s.on, s.trial())[laneOf(f, theme)].n
	}
	h := apart(t, 1)
	draws(t, h, "A-1", "B-1")
	next(t, h, "1")
	if n := count(h, clockwork(h), "construction"); n != 0 {
		t.Errorf("one goes on from another part, and %g of his theme are judged", n)
	}
	h = apart(t, 1)
	draws(t, h, "A-1")
	h.Next(t, "1")
	for range 2 {
		h.Wait(time.Minute)
		h.Do(t, queue.Recall{Window: "1"})
	}
	h.Wait(time.Minute)
	h.Do(t, queue.NoShow{Window: "1"})
	k := clockwork(h)
	k.returns = 1
	if n := count(h, k, "business"); n != 0 {
		t.Errorf("one may come back after a missed call, and %g are judged", n)
	}
}

func TestNobodyComesBackMoreOftenThanTheHallTakesNumbersBack(t *testing.T) {
	for returns, c := range map[int]struct{ first, second bool }{0: {false, false}, 1: {true, false}, 2: {true, true}} {
		set := queuetest.Settings(1)
		for i := range set.Windows {
			set.Windows[i].Spill = nil
		}
		set.Rules.Returns = returns
		h := queuetest.Empty(t, set)
		h.Do(t, queue.OpenDay{Date: queuetest.Date})
		h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
		issue(t, h)
		look := Look(h.State, h.Now)
		k := clockwork(h)
		k.returns = 1
		back := func() bool { return futureOf(New(k, 1), look, "business").Draw(0, 0).Visits[0].Back > 0 }
		if got := back(); got != c.first {
			t.Errorf("a number is taken back %d times: who is missed comes back %v", returns, got)
		}
		look.tickets[0].misses = 1
		if got := back(); got != c.second {
			t.Errorf("a number is taken back %d times: who is missed again comes back %v", returns, got)
		}
	}
}
