package queue_test

import (
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// asked is a hall in which window 1 serves somebody and is asked to close.
func asked(t *testing.T) (h *queuetest.Hall, w *queue.Window) {
	t.Helper()
	h = queuetest.New(t, 1)
	h.Issue(t, "business")
	serve(t, h, "1")
	h.Do(t, queue.AskWindow{Window: "1", What: queue.AskClose})
	return h, h.State.Window("1")
}

func TestAnAcceptedWishStandsUntilItIsFulfilled(t *testing.T) {
	h, w := asked(t)
	h.Do(t, queue.AnswerAsk{Window: "1", Accept: true})
	if w.Asked == nil || w.Asked.Answer != queue.AnswerYes || !w.Asked.Answered.Equal(h.State.At) || w.PauseAfter != queue.PauseAsked {
		t.Fatalf("%+v, asked %+v", w, w.Asked)
	}
	if rs := h.Do(t, queue.AnswerAsk{Window: "1", Accept: true}); len(rs) > 0 {
		t.Fatalf("accepted again: %+v", rs)
	}
	if rs := h.Do(t, queue.AskWindow{Window: "1", What: queue.AskClose}); len(rs) > 0 {
		t.Fatalf("asked for what was accepted: %+v", rs)
	}
	h.Wait(10 * time.Minute)
	h.Do(t, queue.Finish{Window: "1"})
	if w.State != queue.Paused || w.Asked != nil {
		t.Fatalf("%+v, asked %+v", w, w.Asked)
	}
}

func TestADeclinedWishIsToldForAWhileAndMayBeMadeAgain(t *testing.T) {
	h, w := asked(t)
	h.Do(t, queue.AnswerAsk{Window: "1"})
	if w.Asked == nil || w.Asked.Answer != queue.AnswerNo {
		t.Fatalf("asked %+v", w.Asked)
	}
	if due := queue.Due(h.State); !due.Equal(h.State.At.Add(queue.NoLasts)) {
		t.Fatalf("something is due at %s", due)
	}
	h.Do(t, queue.AskWindow{Window: "1", What: queue.AskClose})
	if w.Asked.Answer != "" {
		t.Fatalf("asked anew, and answered %+v", w.Asked)
	}
	h.Do(t, queue.AnswerAsk{Window: "1"})
	pass(t, h, h.Now.Add(queue.NoLasts-time.Millisecond))
	if w.Asked == nil {
		t.Fatal("the no went too early")
	}
	pass(t, h, h.Now.Add(time.Millisecond))
	if w.Asked != nil {
		t.Fatalf("asked %+v", w.Asked)
	}
}

func TestWhoDeclinesAfterAcceptingDoesNotPause(t *testing.T) {
	h, w := asked(t)
	h.Do(t, queue.AnswerAsk{Window: "1", Accept: true})
	h.Do(t, queue.AnswerAsk{Window: "1"})
	if w.PauseAfter != "" || w.Asked.Answer != queue.AnswerNo {
		t.Fatalf("%+v, asked %+v", w, w.Asked)
	}
	wantRefusal(t, h, queue.Undo{Window: "1"}, queue.CodeNoUndo)
	h.Do(t, queue.Finish{Window: "1"})
	if w.State != queue.Idle {
		t.Fatalf("%+v", w)
	}
}

func TestAPauseOfTheClerksOwnIsNotCalledOffWithTheWish(t *testing.T) {
	h, w := asked(t)
	h.Do(t, queue.Pause{Window: "1", Reason: "tea", After: true})
	h.Do(t, queue.AnswerAsk{Window: "1", Accept: true})
	h.Do(t, queue.AnswerAsk{Window: "1"})
	if w.PauseAfter != "tea" {
		t.Fatalf("%+v", w)
	}
}

func TestWhoAcceptsDoesAtOnceWhatNeedsNobodyAtTheKeys(t *testing.T) {
	h := queuetest.New(t, 1)
	w := h.State.Window("1")
	ask := func(what queue.AskKind) {
		t.Helper()
		h.Do(t, queue.AskWindow{Window: "1", What: what})
		h.Do(t, queue.AnswerAsk{Window: "1", Accept: true})
	}
	ask(queue.AskClose)
	if w.State != queue.Paused || w.Reason != queue.PauseAsked || w.Asked != nil {
		t.Fatalf("%+v", w)
	}
	ask(queue.AskOpen)
	if w.State != queue.Idle || w.Asked != nil {
		t.Fatalf("%+v", w)
	}
	h.Do(t, queue.SignOut{Window: "1"})
	ask(queue.AskOpen) // somebody must sign in
	if w.State != queue.Closed || w.Asked == nil || w.Asked.Answer != queue.AnswerYes {
		t.Fatalf("%+v", w)
	}
	h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
	if w.Asked != nil {
		t.Fatalf("asked %+v", w.Asked)
	}
}
