package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// change applies a change to the settings of a hall.
func change(t *testing.T, h *queuetest.Hall, f func(*queue.Settings)) {
	t.Helper()
	s := *h.State.Settings
	s.Themes = append([]queue.Theme(nil), s.Themes...)
	s.Windows = append([]queue.WindowPlan(nil), s.Windows...)
	s.Staff = append([]queue.Clerk(nil), s.Staff...)
	f(&s)
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: h.State.SettingsHash + "+"})
}

func TestNumbersAreGivenFromAQuarterBeforeOpeningUntilClosing(t *testing.T) {
	h := queuetest.Empty(t, queuetest.Settings(1))
	h.Now = local("2026-11-26", "08:00")
	r := wantRefusal(t, h, queue.Issue{Theme: "business"}, queue.CodeDayClosed)
	if !r.Until.Equal(local("2026-11-26", "08:45")) {
		t.Fatalf("come again at %s", r.Until)
	}
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	h.Now = local("2026-11-26", "08:44")
	if r := wantRefusal(t, h, queue.Issue{Theme: "business"}, queue.CodeTooEarly); !r.Until.Equal(at(t, h, "08:45")) {
		t.Fatalf("come again at %s", r.Until)
	}
	for _, clock := range []string{"08:45", "09:00", "12:30", "17:59"} { // numbers are given over lunch
		h.Now = at(t, h, clock)
		h.Issue(t, "business")
	}
	h.Now = at(t, h, "18:00")
	if r := wantRefusal(t, h, queue.Issue{Theme: "business"}, queue.CodeTooLate); !r.Until.Equal(local("2026-11-27", "08:45")) {
		t.Fatalf("come again at %s", r.Until)
	}
}

func TestWhoHoldsANumberIsServedAfterClosing(t *testing.T) {
	h := queuetest.New(t, 1)
	a := h.Issue(t, "business")
	h.Now = at(t, h, "18:30")
	wantNext(t, h, "1", a)
}

func TestStaffCloseTheIntakeOfAThemeWithAReason(t *testing.T) {
	h := queuetest.New(t, 1)
	wantRefusal(t, h, queue.SetIntake{Theme: "business", Closed: true}, queue.CodeReasonNeeded)
	h.Do(t, queue.SetIntake{Theme: "business", Closed: true, Reason: "system down"})
	r := wantRefusal(t, h, queue.Issue{Theme: "business"}, queue.CodeIntakeClosed)
	if r.Params["reason"] != "system down" {
		t.Fatalf("refused with %v", r.Params)
	}
	wantRefusal(t, h, queue.Issue{Items: []string{"C-1", "A-1"}}, queue.CodeIntakeClosed) // each leg counts
	h.Issue(t, "general")
	h.Do(t, queue.SetIntake{Theme: "business"})
	h.Issue(t, "business")
	h.Do(t, queue.SetIntake{Theme: "business", Closed: true, Reason: "system down"})
	h.Do(t, queue.CloseDay{})
	h.Wait(24 * time.Hour)
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	h.Issue(t, "business") // a stop is for the day
}

func TestADaysQuotaStopsTheIntakeUntilTheNextDay(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.SetQuota{Theme: "business", Quota: queue.Quota{Day: 2}})
	h.Issue(t, "business")
	h.Issue(t, "business")
	r := wantRefusal(t, h, queue.Issue{Theme: "business"}, queue.CodeQuotaDay)
	if !r.Until.Equal(local("2026-11-26", "08:45")) || r.Params["quota"] != "2" {
		t.Fatalf("come again at %s, %v", r.Until, r.Params)
	}
	h.Do(t, queue.SetQuota{Theme: "business", Quota: queue.Quota{Day: 3}})
	h.Issue(t, "business")
	wantRefusal(t, h, queue.SetQuota{Theme: "business", Quota: queue.Quota{Day: -1}}, queue.CodeBadSettings)
}

func TestASlotsQuotaStopsTheIntakeUntilTheSlotEnds(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "business") // counts for the slot although the quota came later
	h.Do(t, queue.SetQuota{Theme: "business", Quota: queue.Quota{Slots: []queue.SlotQuota{
		{From: 9 * 60, To: 10 * 60, Limit: 2}, {From: 10 * 60, To: 11 * 60, Limit: 1},
	}}})
	h.Issue(t, "business")
	if r := wantRefusal(t, h, queue.Issue{Theme: "business"}, queue.CodeQuotaSlot); !r.Until.Equal(at(t, h, "10:00")) {
		t.Fatalf("come again at %s", r.Until)
	}
	h.Now = at(t, h, "10:00")
	h.Issue(t, "business")
	wantRefusal(t, h, queue.Issue{Theme: "business"}, queue.CodeQuotaSlot)
	h.Now = at(t, h, "11:00")
	h.Issue(t, "business")
	h.Issue(t, "business")
	wantRefusal(t, h, queue.SetQuota{Theme: "business", Quota: queue.Quota{Slots: []queue.SlotQuota{{From: 10, To: 9, Limit: 1}}}}, queue.CodeBadSettings)
}

func TestAClonesQuotaIsItsOwn(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Do(t, queue.SetQuota{Theme: "business", Quota: queue.Quota{Slots: []queue.SlotQuota{{From: 9 * 60, To: 10 * 60, Limit: 5}}}})
	clone := h.State.Clone()
	h.Issue(t, "business")
	if n := clone.ThemeState("business").Slots[0]; n != 0 {
		t.Fatalf("the clone counts %d numbers", n)
	}
}

func TestACitizenHoldsOneNumberForAnItemAndTwoInTheHall(t *testing.T) {
	h := queuetest.New(t, 1)
	me := queue.Citizen{Key: "me", Last4: "0022"}
	a := h.IssueAs(t, queue.Issue{Items: []string{"A-1"}, Citizen: me})
	if r := wantRefusal(t, h, queue.Issue{Items: []string{"A-2", "A-1"}, Citizen: me}, queue.CodeSameItem); r.Params["number"] != a {
		t.Fatalf("refused with %v", r.Params)
	}
	h.IssueAs(t, queue.Issue{Items: []string{"A-1"}}) // whom the hall does not know it cannot limit
	h.IssueAs(t, queue.Issue{Theme: "general", Citizen: me})
	wantRefusal(t, h, queue.Issue{Theme: "general", Citizen: me}, queue.CodeSameItem)
	wantRefusal(t, h, queue.Issue{Items: []string{"B-1"}, Citizen: me}, queue.CodeTooMany)
	h.IssueAs(t, queue.Issue{Items: []string{"A-1"}, Citizen: me, Agent: &queue.Agent{Document: queue.DocumentMandate}})
	wantRefusal(t, h, queue.Issue{Items: []string{"A-3"}, Citizen: me, Agent: &queue.Agent{Document: queue.DocumentNone}}, queue.CodeTooMany)
	wantRefusal(t, h, queue.Issue{Items: []string{"A-3"}, Citizen: me, Agent: &queue.Agent{}}, queue.CodeTooMany)
	// A number that is done is held no more.
	serve(t, h, "1")
	h.Do(t, queue.Finish{Window: "1"})
	wantState(t, h, a, queue.Done)
	if n := len(h.State.Of(me)); n != 2 {
		t.Fatalf("the citizen holds %d numbers, want 2", n)
	}
	h.Do(t, queue.Cancel{Number: "C001", Reason: "left"})
	h.IssueAs(t, queue.Issue{Items: []string{"B-1"}, Citizen: me})
}

func TestWhatIsNotServedIsRefused(t *testing.T) {
	h := queuetest.New(t, 1)
	wantRefusal(t, h, queue.Issue{}, queue.CodeNoItem)
	wantRefusal(t, h, queue.Issue{Theme: "nothing"}, queue.CodeUnknownTheme)
	wantRefusal(t, h, queue.Issue{Items: []string{"A-1", "Z-1"}}, queue.CodeUnknownItem)
}

func TestAHallThatIsNotFurnishedSaysSo(t *testing.T) {
	h := &queuetest.Hall{State: queue.New(), Now: queuetest.Morning}
	wantRefusal(t, h, queue.Issue{Theme: "business"}, queue.CodeNotConfigured)
	wantRefusal(t, h, queue.ChangeCatalogue{Catalogue: queuetest.Catalogue()}, queue.CodeNotConfigured)
	if due := queue.Due(h.State); !due.IsZero() {
		t.Fatalf("due %s", due)
	}
}
