package demo

import (
	"testing"
	"time"

	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestAMorningIsLivedThroughTheRules(t *testing.T) {
	set, cat := queuetest.Settings(10), queuetest.Catalogue()
	if err := Staff(&set, 1); err != nil {
		t.Fatal(err)
	}
	until := set.Hall.At(queuetest.Date, 10*60+20)
	s, rs, err := Morning(set, cat, "1-00000001", queuetest.Date, until, "", NewCrowd(1, len(set.Windows)))
	if err != nil {
		t.Fatal(err)
	}
	count := map[queue.TicketState]int{}
	for _, tk := range s.Tickets {
		count[tk.State]++
	}
	if count[queue.Done] < 50 || count[queue.Serving] < 10 {
		t.Fatalf("a morning with too little life: %v", count)
	}
	replayed := queue.New()
	for _, r := range rs {
		if err := queue.Apply(replayed, r); err != nil {
			t.Fatal(err)
		}
	}
	if replayed.Seq != s.Seq || !s.At.Before(until.Add(time.Second)) {
		t.Fatalf("replayed to event %d at %v, lived to %d at %v", replayed.Seq, replayed.At, s.Seq, s.At)
	}
	t.Log(count)
}

// Words would be in one language on the screens of all.
func TestTheCrowdGivesReasonsThatEveryScreenCanWord(t *testing.T) {
	set := queuetest.Settings(10)
	if err := Staff(&set, 1); err != nil {
		t.Fatal(err)
	}
	_, rs, err := Morning(set, queuetest.Catalogue(), "1-00000001", queuetest.Date, set.Hall.At(queuetest.Date, 14*60), "", NewCrowd(1, len(set.Windows)))
	if err != nil {
		t.Fatal(err)
	}
	paused := 0
	for _, r := range rs {
		reason := ""
		switch e := r.Event.(type) {
		case queue.WindowPaused:
			paused++
			reason = e.Reason
		case queue.WindowPausing:
			reason = e.Reason
		case queue.TicketHeld:
			reason = e.Hold.Reason
		}
		if reason != "" && !words.Has("common.pause."+reason) {
			t.Errorf("%s: the reason %q is no code of the catalogue", r.Event.Type(), reason)
		}
	}
	if paused == 0 {
		t.Fatal("nobody had lunch")
	}
}

func TestEqualSeedsMakeEqualMornings(t *testing.T) {
	lived := func() string {
		set := queuetest.Settings(3)
		if err := Staff(&set, 1); err != nil {
			t.Fatal(err)
		}
		s, _, err := Morning(set, queuetest.Catalogue(), "1-00000001", queuetest.Date, set.Hall.At(queuetest.Date, 10*60), "", NewCrowd(7, 9))
		if err != nil {
			t.Fatal(err)
		}
		b, err := s.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	first, second := lived(), lived()
	if first != second {
		t.Fatal("two mornings of one seed differ")
	}
}

func TestTheStoryOfANumberNamesWhoDidWhatAsInAHall(t *testing.T) {
	set := queuetest.Settings(10)
	if err := Staff(&set, 1); err != nil {
		t.Fatal(err)
	}
	_, rs, err := Morning(set, queuetest.Catalogue(), "1-00000001", queuetest.Date, set.Hall.At(queuetest.Date, 11*60), "", NewCrowd(1, len(set.Windows)))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rs {
		want := r.By
		switch e := r.Event.(type) {
		case queue.TicketIssued:
			want = queue.Actor{Terminal: "kiosk-1"}
			if e.Ticket.Source == queue.SourceGuide {
				want = queue.Actor{Terminal: "guide-1", Clerk: Guide}
			}
		case queue.TicketCalled:
			want = queue.Actor{Terminal: "window-" + e.Window, Clerk: e.Clerk}
		case queue.TicketFinished:
			want = queue.Actor{Terminal: "window-" + e.Window, Clerk: ClerkOf(e.Window)}
		}
		if r.By != want {
			t.Fatalf("%s was done by %+v, want %+v", r.Event.Type(), r.By, want)
		}
	}
}
