package queue_test

import (
	"slices"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestADayClosedByMistakeGoesOnWhereItWas(t *testing.T) {
	h := closing(t, false)
	if h.State.MayReopen(h.Now) {
		t.Fatal("an open day may be reopened")
	}
	last := h.State.ThemeState("business").Last
	h.Do(t, queue.CloseDay{})
	h.Wait(4 * time.Minute)
	if !h.State.MayReopen(h.Now) {
		t.Fatal("the day just closed may not be reopened")
	}
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	d := h.State.Day
	if !d.Open || !d.Closed.IsZero() || d.Phase != queue.PhaseOpen || len(d.Unserved) > 0 || !d.Opened.Equal(queuetest.Morning) {
		t.Fatalf("the day is %+v", d)
	}
	wantState(t, h, "A001", queue.Done) // was being served
	wantState(t, h, "C001", queue.Missed)
	for _, n := range []string{"A002", "A003", "B001", "B002", "C002"} {
		wantState(t, h, n, queue.Waiting)
		if x := h.State.Ticket(n); x.Why != "" || !x.Ended.IsZero() || !h.State.WaitsSince(x).Before(d.Breaks[0].From) && n != "B001" && n != "B002" {
			t.Errorf("number %s is %+v", n, x)
		}
	}
	for _, w := range h.State.Windows {
		if w.State != queue.Closed {
			t.Errorf("window %s is %s", w.ID, w.State)
		}
	}
	h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
	wantNext(t, h, "1", "A002") // in the old order
	h.Do(t, queue.Return{Number: "C001"})
	h.Issue(t, "business")
	if got := h.State.ThemeState("business").Last; got != last+1 {
		t.Fatalf("number %d was given, want %d", got, last+1)
	}
	if err := queuetest.Check(h.State); err != nil {
		t.Fatal(err)
	}
	c := h.State.Changes
	if n := len(c); n < 2 || c[n-1].What != "day" || c[n-1].To != queuetest.Date || c[n-2].From != queuetest.Date {
		t.Fatalf("the changes are %+v", c)
	}
}

func TestWhoWasReadmittedIsStillKnownAfterARestart(t *testing.T) {
	h := queuetest.New(t, 1)
	c := queue.Citizen{Key: "k1", Sealed: "k1"}
	h.IssueAs(t, queue.Issue{Items: []string{"A-1"}, Citizen: c})
	h.Do(t, queue.CloseDay{})
	if len(h.State.Of(c)) != 0 {
		t.Fatal("who was ended still holds a number")
	}
	s, err := queue.Restore(snapshot(t, h.State), func(_ string, c *queue.Citizen) { c.Key = c.Sealed })
	if err != nil {
		t.Fatal(err)
	}
	h.State = s
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	wantRefusal(t, h, queue.Issue{Items: []string{"A-1"}, Citizen: c}, queue.CodeSameItem)
}

func TestTheTrendsOfAReopenedDayKeepTheirSteps(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	h.Wait(20 * time.Minute)
	h.Do(t, queue.CloseDay{})
	h.Wait(30 * time.Minute)
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	h.Wait(20 * time.Minute)
	if got := h.State.Trend("business", h.Now); !slices.Equal(got, []int{0, 1, 0, 0, 1}) {
		t.Fatalf("the trend is %v", got)
	}
}

func TestADayIsReopenedAsOftenAsItIsClosed(t *testing.T) {
	h := closing(t, true)
	for range 3 {
		h.Do(t, queue.CloseDay{})
		h.Wait(time.Minute)
		h.Do(t, queue.OpenDay{Date: queuetest.Date})
		wantRefusal(t, h, queue.OpenDay{Date: queuetest.Date}, queue.CodeDayOpen)
		wantState(t, h, "A002", queue.Waiting)
		wantState(t, h, "C001", queue.Missed)
		if err := queuetest.Check(h.State); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(h.State.Day.Breaks); n != 3 {
		t.Fatalf("%d breaks", n)
	}
}

func TestAReopenedDayClosesByItselfAtItsTimeOnly(t *testing.T) {
	h := autoHall(t, nil)
	to := func(clock string) {
		t.Helper()
		h.Now = local(queuetest.Date, clock)
		if _, err := queue.Advance(h.State, h.Now); err != nil {
			t.Fatal(err)
		}
	}
	to("10:08")
	h.Do(t, queue.CloseDay{})
	to("10:20")
	if h.State.Day.Open {
		t.Fatal("the day reopened by itself")
	}
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	to("17:00")
	if !h.State.Day.Open {
		t.Fatal("the reopened day closed before its time")
	}
	closes := h.State.Settings.Rules.DayCloses
	h.Now = h.State.Settings.Hall.At(queuetest.Date, closes)
	if _, err := queue.Advance(h.State, h.Now); err != nil {
		t.Fatal(err)
	}
	if h.State.Day.Open || h.State.MayReopen(h.Now) {
		t.Fatal("the day is open after its time, or may be reopened to be closed at once")
	}
	wantRefusal(t, h, queue.OpenDay{Date: queuetest.Date}, queue.CodeBadDate)
}

func TestANumberWhoseThemeIsGoneIsNotReadmitted(t *testing.T) {
	h := queuetest.New(t, 1)
	gone, stays := h.Issue(t, "general"), h.Issue(t, "business")
	h.Do(t, queue.CloseDay{})
	cat := *h.State.Catalogue
	cat.Items = slices.DeleteFunc(slices.Clone(cat.Items), func(i queue.Item) bool { return i.Theme == "general" })
	h.Do(t, queue.ChangeCatalogue{Catalogue: cat, Hash: "less"})
	change(t, h, func(s *queue.Settings) {
		s.Themes, s.Windows, s.Staff = s.Themes[:2], s.Windows[:1], s.Staff[:1]
	})
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	wantState(t, h, gone, queue.Expired)
	wantState(t, h, stays, queue.Waiting)
}
