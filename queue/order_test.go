package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestWhoDrewEarlierIsCalledEarlier(t *testing.T) {
	h := queuetest.New(t, 1)
	var drawn []string
	for range 5 {
		drawn = append(drawn, h.Issue(t, "business")) // all in the same millisecond: the order of drawing decides
	}
	for _, n := range drawn {
		if x := wantNext(t, h, "1", n); x.Reason.Code != queue.ReasonEarliest {
			t.Errorf("%s was called for reason %s", n, x.Reason.Code)
		}
		h.Do(t, queue.Start{Window: "1"})
	}
	if n := h.Next(t, "1"); n != "" {
		t.Fatalf("window 1 calls %s when nobody waits", n)
	}
	if w := h.State.Window("1"); w.State != queue.Idle || w.Served != 5 {
		t.Fatalf("window %s after %d visits, want idle after 5", w.State, w.Served)
	}
}

func TestAPriorityTicketCountsAsDrawnTwentyMinutesEarlier(t *testing.T) {
	h := queuetest.New(t, 1)
	early := h.Issue(t, "business")
	h.Wait(19*time.Minute + 59*time.Second)
	late := h.Issue(t, "business")
	h.Wait(time.Second)
	priority := h.IssueAs(t, queue.Issue{Theme: "business", Class: queue.Priority})
	x := h.State.Ticket(priority)
	if x.Key.Sub(h.State.Ticket(early).Key) != 0 {
		t.Fatalf("the key is %s, want that of twenty minutes ago", x.Key)
	}
	// At a tie who drew first goes first.
	wantNext(t, h, "1", early)
	h.Do(t, queue.Start{Window: "1"})
	if x := wantNext(t, h, "1", priority); x.Reason.Code != queue.ReasonPriority || x.Reason.Minutes != 20 {
		t.Errorf("called for %+v", x.Reason)
	}
	h.Do(t, queue.Start{Window: "1"})
	wantNext(t, h, "1", late)
}

func TestAnAppointmentOnTimeCountsFromBeforeItsSlot(t *testing.T) {
	for _, c := range []struct {
		arrives time.Duration // after the slot
		key     time.Duration // after the slot
		reason  queue.ReasonCode
	}{
		{-16 * time.Minute, -16 * time.Minute, queue.ReasonEarliest}, // too early: an ordinary number
		{-15 * time.Minute, -20 * time.Minute, queue.ReasonAppointment},
		{0, -20 * time.Minute, queue.ReasonAppointment},
		{15 * time.Minute, -20 * time.Minute, queue.ReasonAppointment},
		{15*time.Minute + time.Millisecond, 15*time.Minute + time.Millisecond, queue.ReasonEarliest}, // too late
	} {
		h := queuetest.New(t, 1)
		slot := queuetest.Morning.Add(30 * time.Minute)
		h.Now = slot.Add(c.arrives)
		n := h.IssueAs(t, queue.Issue{Theme: "business", Class: queue.Appointment, Slot: slot})
		if got := h.State.Ticket(n).Key; !got.Equal(slot.Add(c.key)) {
			t.Errorf("arriving %s after the slot, the key is %s after it, want %s", c.arrives, got.Sub(slot), c.key)
		}
		x := wantNext(t, h, "1", n)
		if x.Reason.Code != c.reason || x.Reason.Code == queue.ReasonAppointment && !x.Reason.Slot.Equal(slot) {
			t.Errorf("arriving %s after the slot, called for %+v", c.arrives, x.Reason)
		}
	}
	h := queuetest.New(t, 1)
	wantRefusal(t, h, queue.Issue{Theme: "business", Class: queue.Appointment}, queue.CodeBadSlot)
	wantRefusal(t, h, queue.Issue{Theme: "business", Class: "vip"}, queue.CodeBadSlot)
}

func TestTheKeyIsFixedAtIssue(t *testing.T) {
	h := queuetest.New(t, 1)
	n := h.IssueAs(t, queue.Issue{Theme: "business", Class: queue.Priority})
	key := h.State.Ticket(n).Key
	s := *h.State.Settings
	s.Rules.PriorityCredit = 0
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: "s2"})
	h.Do(t, queue.Transfer{Number: n, To: queue.Target{Theme: "general"}})
	h.Do(t, queue.ChangeItems{Number: n, Items: []string{"B-1"}})
	if x := h.State.Ticket(n); !x.Key.Equal(key) || x.Number != n {
		t.Fatalf("the key moved from %s to %s", key, x.Key)
	}
}

// Window "1" serves business and helps out with construction.
func TestAWindowHelpsOutOnlyWhereTheOtherFirstLeadsByTenMinutes(t *testing.T) {
	for _, c := range []struct {
		lead  time.Duration
		spill bool
	}{{10*time.Minute - time.Millisecond, false}, {10 * time.Minute, true}} {
		h := queuetest.New(t, 1)
		other := h.Issue(t, "construction")
		h.Wait(c.lead)
		own := h.Issue(t, "business")
		want := own
		if c.spill {
			want = other
		}
		x := wantNext(t, h, "1", want)
		if c.spill && (x.Reason.Code != queue.ReasonSpill || x.Reason.Minutes != 10 || x.Reason.Theme != "construction") {
			t.Errorf("called for %+v", x.Reason)
		}
	}
	h := queuetest.New(t, 1)
	other := h.Issue(t, "construction")
	if x := wantNext(t, h, "1", other); x.Reason.Code != queue.ReasonSpill || x.Reason.Minutes != 0 {
		t.Errorf("with nobody of its own, called for %+v", x.Reason)
	}
	h.Issue(t, "general")
	h.Do(t, queue.Start{Window: "1"})
	wantNext(t, h, "1", "") // not its theme
}

func TestACallByNumberIsARightAndLeavesItsReason(t *testing.T) {
	h := queuetest.New(t, 1)
	s := *h.State.Settings
	s.Staff = append([]queue.Clerk(nil), s.Staff...)
	s.Staff[1].Rights = nil
	h.Do(t, queue.ChangeSettings{Settings: s, Hash: "s2"})
	h.Issue(t, "business")
	b := h.Issue(t, "business")
	c := h.Issue(t, "general")
	wantRefusal(t, h, queue.Call{Window: "2", Number: b}, queue.CodeNoRight)
	wantRefusal(t, h, queue.Call{Window: "1", Number: c}, queue.CodeNotReachable)
	wantRefusal(t, h, queue.Call{Window: "1", Number: "A999"}, queue.CodeUnknownNumber)
	h.Do(t, queue.Call{Window: "1", Number: b})
	if x := h.State.Ticket(b); x.State != queue.Called || x.Reason.Code != queue.ReasonPicked {
		t.Fatalf("%s is %s for %+v", b, x.State, x.Reason)
	}
	wantRefusal(t, h, queue.Call{Window: "3", Number: b}, queue.CodeNotWaiting)
}

func TestTwentyWindowsPressingNextCallTwentyPeople(t *testing.T) {
	h := queuetest.New(t, 20)
	for range 25 {
		h.Issue(t, "business")
	}
	called := map[string]bool{}
	for w := range 20 {
		n := h.Next(t, h.State.Windows[w].ID)
		if n == "" || called[n] {
			t.Fatalf("window %d calls %q again", w+1, n)
		}
		called[n] = true
	}
}

func TestWhatAWindowWillCallNextIsWhatItCalls(t *testing.T) {
	h := queuetest.New(t, 1)
	h.Issue(t, "construction")
	h.Wait(12 * time.Minute)
	h.Issue(t, "business")
	a := h.Issue(t, "business")
	h.Do(t, queue.Transfer{Number: a, To: queue.Target{Window: "1"}})
	h.Issue(t, "construction")
	h.Wait(time.Minute)
	h.Issue(t, "business")
	seen := h.State.NextAt(h.State.Window("1"), 10)
	if len(seen) != 5 {
		t.Fatalf("%d come next, want 5", len(seen))
	}
	for _, x := range seen {
		wantNext(t, h, "1", x.Number)
		h.Do(t, queue.Start{Window: "1"})
	}
}
