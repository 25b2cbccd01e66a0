package queue_test

import (
	"slices"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

func TestACallThatIsTakenBackIsKeptAsTimeOutOfTheLine(t *testing.T) {
	h := queuetest.New(t, 2)
	a, b := h.Issue(t, "business"), h.Issue(t, "business")
	wantNext(t, h, "1", a)
	called := h.State.Seq
	wantNext(t, h, "2", b)
	h.Do(t, queue.Undo{Window: "1"})
	p := h.State.Ticket(a).Periods
	if want := []queue.Away{{From: called, To: h.State.Seq}}; len(p) != 1 || !slices.Equal(p[0].Away, want) {
		t.Fatalf("spans %+v, want one, out of the line for %v", p, want)
	}
	wantNext(t, h, "1", a)
	h.Do(t, queue.Undo{Window: "1"})
	if p := h.State.Ticket(a).Periods; len(p) != 1 || len(p[0].Away) != 2 {
		t.Fatalf("spans %+v, want one, twice out of the line", p)
	}
	h.Do(t, queue.Transfer{Number: a, To: queue.Target{Window: "1"}})
	wantNext(t, h, "1", a)
	h.Do(t, queue.Start{Window: "1"})
	h.Do(t, queue.Undo{Window: "1"})
	if last := h.State.Ticket(a).Periods; last[len(last)-1].Away != nil {
		t.Fatalf("who is called is out of the line by itself: %+v", last)
	}
}

func TestTheDaysAdviceIsCountedUntilTheNextDay(t *testing.T) {
	h := queuetest.New(t, 2)
	give := func(all ...queue.Advice) {
		for i := range all {
			all[i].Until = h.Now.Add(time.Hour)
		}
		h.Do(t, queue.Advise{Advices: all})
	}
	one := queue.Advice{Theme: "business", What: queue.AskClose, Window: "1", Now: 2, Then: 1}
	two := queue.Advice{Theme: "general", What: queue.AskClose, Window: "5", Now: 2, Then: 1}
	three := queue.Advice{Theme: "construction", What: queue.AskClose, Window: "3", Now: 2, Then: 1}
	give(one, two, three)
	h.Do(t, queue.AnswerAdvice{ID: h.State.Advices[0].ID, Accept: true})
	h.Do(t, queue.AnswerAdvice{ID: h.State.Advices[0].ID})
	give()
	want := queue.Advised{Given: 3, Accepted: 1, Refused: 1, Over: 1}
	if h.State.Advised != want {
		t.Fatalf("%+v, want %+v", h.State.Advised, want)
	}
	h.Do(t, queue.CloseDay{})
	if h.State.Advised != want {
		t.Fatalf("after the close %+v", h.State.Advised)
	}
	h.Wait(24 * time.Hour)
	h.Do(t, queue.OpenDay{Date: "2026-11-26"})
	if h.State.Advised != (queue.Advised{}) {
		t.Fatalf("on the next day %+v", h.State.Advised)
	}
}
