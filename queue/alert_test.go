package queue_test

import (
	"fmt"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// watch looks for alerts and says what happened, as "raised wait/business warning 15".
func watch(t *testing.T, h *queuetest.Hall) string {
	t.Helper()
	said := ""
	for _, r := range h.Do(t, queue.WatchAlerts{}) {
		switch e := r.Event.(type) {
		case queue.AlertRaised:
			said += fmt.Sprintf("raised %s %s %d, ", e.Alert.ID, e.Alert.Level, e.Alert.Value)
		case queue.AlertCleared:
			said += "over " + e.ID + ", "
		}
	}
	return said
}

func wantAlerts(t *testing.T, h *queuetest.Hall, what, want string) {
	t.Helper()
	if got := watch(t, h); got != want {
		t.Fatalf("%s: %q, want %q", what, got, want)
	}
	if again := watch(t, h); again != "" {
		t.Fatalf("%s: looked at again: %q", what, again)
	}
}

func TestALongWaitIsToldAtFifteenMinutesAndMorePressinglyAtThirty(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	h.Wait(15*time.Minute - time.Second)
	wantAlerts(t, h, "before", "")
	h.Wait(time.Second)
	wantAlerts(t, h, "15 minutes", "raised wait/business warning 15, ")
	since := h.Now
	h.Do(t, queue.AcknowledgeAlert{ID: "wait/business"})
	if rs := h.Do(t, queue.AcknowledgeAlert{ID: "wait/business"}); len(rs) != 0 {
		t.Fatalf("acknowledged again: %+v", rs)
	}
	wantRefusal(t, h, queue.AcknowledgeAlert{ID: "load/business"}, queue.CodeUnknownAlert)
	h.Wait(15 * time.Minute)
	wantAlerts(t, h, "30 minutes", "raised wait/business critical 30, ")
	if x := h.State.Alert("wait/business"); !x.Seen.IsZero() || !x.Since.Equal(since) || len(h.State.Alerts) != 1 {
		t.Fatalf("the same alert, to be acknowledged anew: %+v", x)
	}
	wantNext(t, h, "1", a)
	wantAlerts(t, h, "called", "over wait/business, ")
}

func TestAnAlertEndsOnlyWellBelowItsThreshold(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business")
	h.Wait(2 * time.Minute)
	h.Issue(t, "business")
	h.Wait(2 * time.Minute)
	h.Issue(t, "business")
	h.Wait(11 * time.Minute)
	wantAlerts(t, h, "15 minutes", "raised wait/business warning 15, ")
	serve(t, h, "1")
	wantAlerts(t, h, "the next has waited 13", "")
	h.Wait(time.Minute)
	h.Do(t, queue.Next{Window: "1"})
	wantAlerts(t, h, "the next has waited 12", "")
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.Next{Window: "1"})
	wantAlerts(t, h, "nobody waits", "over wait/business, ")
}

func TestWaitingForALaterPartOfAVisitCountsFromItsBegin(t *testing.T) {
	h := queuetest.New(t, 1)
	h.IssueAs(t, queue.Issue{Items: []string{"A-1", "C-1"}})
	serve(t, h, "1")
	h.Wait(40 * time.Minute)
	h.Do(t, queue.Finish{Window: "1"})
	wantAlerts(t, h, "just back in line", "")
	h.Wait(15 * time.Minute)
	wantAlerts(t, h, "15 minutes later", "raised wait/general warning 15, ")
}

func TestManyForEachWindowAreTold(t *testing.T) {
	h := queuetest.New(t, 2)
	issue := func(n int) {
		for range n {
			h.Issue(t, "business")
		}
	}
	issue(15)
	wantAlerts(t, h, "15 for two windows", "")
	issue(1)
	wantAlerts(t, h, "16 for two windows", "raised load/business warning 8, ")
	h.Do(t, queue.SignOut{Window: "2"})
	wantAlerts(t, h, "16 for one window", "raised load/business critical 16, ")
	for range 9 {
		serve(t, h, "1")
		h.Do(t, queue.Finish{Window: "1"})
	}
	wantAlerts(t, h, "7 for one window", "")
	serve(t, h, "1")
	wantAlerts(t, h, "6 for one window", "over load/business, ")
}

func TestPeopleWithoutAWindowAreToldAtOnceAndPressinglyAfterFiveMinutes(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.SignOut{Window: "1"})
	h.Do(t, queue.SignOut{Window: "3"}) // helps out with business
	wantAlerts(t, h, "nobody waits", "")
	h.Issue(t, "business")
	h.Issue(t, "business")
	wantAlerts(t, h, "two wait", "raised unserved/business warning 2, ")
	h.Wait(5*time.Minute - time.Second)
	wantAlerts(t, h, "almost five minutes", "")
	h.Wait(time.Second)
	wantAlerts(t, h, "five minutes", "raised unserved/business critical 2, ")
	h.Do(t, queue.SignIn{Window: "3", Clerk: "c3"})
	wantAlerts(t, h, "somebody helps out", "over unserved/business, ")
}

func TestAVisitOfThreeTimesItsUsualLengthIsTold(t *testing.T) {
	h := queuetest.New(t, 1)
	h.IssueAs(t, queue.Issue{Items: []string{"A-1"}}) // 5 minutes
	serve(t, h, "1")
	h.Wait(15*time.Minute - time.Second)
	wantAlerts(t, h, "almost", "")
	h.Wait(time.Second)
	wantAlerts(t, h, "15 minutes", "raised visit/1 warning 15, ")
	h.Wait(time.Hour)
	wantAlerts(t, h, "never more than a warning", "")
	h.Do(t, queue.Finish{Window: "1"})
	wantAlerts(t, h, "done", "over visit/1, ")
}

func TestWhileNobodyIsExpectedToCallNothingNewIsRaised(t *testing.T) {
	h := queuetest.Empty(t, queuetest.Settings(1))
	h.Now = local("2026-11-26", "08:50")
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	for range 20 {
		h.Issue(t, "business")
	}
	wantAlerts(t, h, "before opening", "")
	h.Wait(10 * time.Minute)
	wantAlerts(t, h, "at nine", "raised unserved/business warning 20, ")
	h.Wait(3 * time.Hour)
	wantAlerts(t, h, "over lunch", "over unserved/business, ")
	h.Wait(2 * time.Hour)
	wantAlerts(t, h, "after lunch", "raised wait/business critical 310, raised unserved/business warning 20, ")
}

func TestAlertsEndWithTheDayAndWithWhatTheyAreAbout(t *testing.T) {
	h := queuetest.New(t, 2)
	h.IssueAs(t, queue.Issue{Items: []string{"A-1"}})
	h.Issue(t, "construction")
	serve(t, h, "2")
	h.Wait(16 * time.Minute)
	wantAlerts(t, h, "16 minutes", "raised wait/construction warning 16, raised visit/2 warning 16, ")
	h.Do(t, queue.CloseDay{})
	if h.State.Alerts != nil {
		t.Fatalf("%+v", h.State.Alerts)
	}
	wantAlerts(t, h, "the day is over", "")
}

func TestThresholdsAreTheHallsOwn(t *testing.T) {
	s := queuetest.Settings(1)
	s.Rules.Alerts = queue.AlertRules{WaitWarning: queue.Minutes(5), LoadWarning: 2, VisitTimes: 1}
	h := queuetest.Empty(t, s)
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
	h.Issue(t, "business")
	h.Issue(t, "business")
	h.Wait(5 * time.Minute)
	wantAlerts(t, h, "5 minutes, 2 persons", "raised wait/business warning 5, raised load/business warning 2, ")
	for name, a := range map[string]queue.AlertRules{
		"a negative":                   {WaitWarning: -1},
		"a critical below the warning": {WaitWarning: queue.Minutes(20), WaitCritical: queue.Minutes(10)},
		"a critical load below":        {LoadWarning: 5, LoadCritical: 3},
		"a critical below the default": {LoadCritical: 3},
		"too much":                     {VisitTimes: 101},
	} {
		s := *h.State.Settings
		s.Rules.Alerts = a
		if r := wantRefusal(t, h, queue.ChangeSettings{Settings: s, Hash: name}, queue.CodeBadSettings); r.Hint == "" {
			t.Errorf("%s: %+v", name, r)
		}
	}
	// A warning above the default of critical moves that too.
	s = *h.State.Settings
	s.Rules.Alerts = queue.AlertRules{WaitWarning: queue.Minutes(45)}
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: "later"})
}
