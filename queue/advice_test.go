package queue_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
)

// advise tells what the advisor proposes, and what became of it as types and answers.
func advise(t *testing.T, h *queuetest.Hall, all ...queue.Advice) (said []string) {
	t.Helper()
	for _, r := range h.Do(t, queue.Advise{Advices: all}) {
		switch e := r.Event.(type) {
		case queue.AdviceGiven:
			said = append(said, "given "+e.Advice.Theme)
		case queue.AdviceAnswered:
			said = append(said, string(e.Answer))
		default:
			t.Fatalf("%s", r.Event.Type())
		}
	}
	return said
}

func wantSaid(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%v, want %v", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Fatalf("%v, want %v", got, want)
		}
	}
}

func TestAnAdviceStaysAsItWasGivenUntilItIsOver(t *testing.T) {
	h := queuetest.New(t, 2)
	until := h.Now.Add(time.Hour)
	a, b := advice("business", queue.AskClose, "1", 1, until), advice("general", queue.AskClose, "5", 1, until)
	wantSaid(t, advise(t, h, a), "given business")
	given := h.State.Advices[0]
	if !given.At.Equal(h.Now) || h.State.Advice(given.ID) == nil {
		t.Fatalf("%+v", given)
	}
	h.Wait(15 * time.Second)
	again := a
	again.Share, again.Window = 99, "2"
	wantSaid(t, advise(t, h, again, b), "given general")
	if h.State.Advices[0] != given {
		t.Fatalf("%+v has become %+v", given, h.State.Advices[0])
	}
	other := a
	other.Then = 0
	wantSaid(t, advise(t, h, b, other, other), "over", "given business")
	wantSaid(t, advise(t, h), "over", "over")
	if h.State.Advices != nil {
		t.Fatalf("%+v", h.State.Advices)
	}
}

// The waits came later: an advice that does not tell them is written as it was before.
func TestAnAdviceKeepsTheWaitsThatItTellsAndWithoutThemIsWrittenAsBefore(t *testing.T) {
	h := queuetest.New(t, 2)
	told := advice("business", queue.AskClose, "1", 1, h.Now.Add(time.Hour))
	told.Wait, told.WaitNow = 48, 69
	advise(t, h, told, advice("general", queue.AskClose, "5", 1, h.Now.Add(time.Hour)))
	for i, want := range []bool{true, false} {
		a := h.State.Advices[i]
		text, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		var again queue.Advice
		if err := json.Unmarshal(text, &again); err != nil || again != a {
			t.Errorf("%+v was written, and read is %+v, %v", a, again, err)
		}
		if got := strings.Contains(string(text), `"wait_minutes":48`) && strings.Contains(string(text), `"wait_now_minutes":69`); got != want {
			t.Errorf("written is %s", text)
		}
		if !want && strings.Contains(string(text), "wait_") {
			t.Errorf("written is %s", text)
		}
	}
}

func TestAcceptingAnAdviceAsksTheClerk(t *testing.T) {
	h := queuetest.New(t, 2)
	advise(t, h, advice("business", queue.AskClose, "1", 1, h.Now.Add(time.Hour)))
	id := h.State.Advices[0].ID
	rs := h.Do(t, queue.AnswerAdvice{ID: id, Accept: true})
	if len(rs) != 2 || rs[0].Event != (queue.AdviceAnswered{ID: id, Answer: queue.AdviceAccepted}) || rs[1].Event != (queue.WindowAsked{Window: "1", What: queue.AskClose, Theme: "business"}) {
		t.Fatalf("%v", types(rs))
	}
	wantRefusal(t, h, queue.AnswerAdvice{ID: id}, queue.CodeUnknownAdvice)
}

func TestTheAnswerKeepsWhatTheManagerWasShown(t *testing.T) {
	for _, accept := range []bool{true, false} {
		h := queuetest.New(t, 2)
		until := h.Now.Add(time.Hour)
		advise(t, h, advice("business", queue.AskClose, "1", 1, until))
		given := h.State.Advices[0]
		shown := given
		shown.Share, shown.Then, shown.Until = 77, 0, until.Add(time.Minute+time.Microsecond)
		want := shown
		want.Until = until.Add(time.Minute)
		if got := h.Do(t, queue.AnswerAdvice{ID: given.ID, Accept: accept, Shown: &shown})[0].Event.(queue.AdviceAnswered); got.Shown == nil || *got.Shown != want {
			t.Errorf("accepted %v: %+v, want %+v", accept, got.Shown, want)
		}
	}
	for name, change := range map[string]func(*queue.Advice){
		"as it was given": func(*queue.Advice) {},
		"another theme":   func(a *queue.Advice) { a.Theme, a.Share = "general", 1 },
		"another window":  func(a *queue.Advice) { a.Window, a.Share = "2", 1 },
		"no such time":    func(a *queue.Advice) { a.Until = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
	} {
		h := queuetest.New(t, 2)
		advise(t, h, advice("business", queue.AskClose, "1", 1, h.Now.Add(time.Hour)))
		shown := h.State.Advices[0]
		change(&shown)
		if got := h.Do(t, queue.AnswerAdvice{ID: h.State.Advices[0].ID, Shown: &shown})[0].Event.(queue.AdviceAnswered); got.Shown != nil {
			t.Errorf("%s: %+v", name, got.Shown)
		}
	}
}

func TestARefusalRestsTheThemeAndTheDirectionForHalfAnHour(t *testing.T) {
	h := queuetest.New(t, 2)
	until := h.Now.Add(3 * time.Hour)
	h.Do(t, queue.SignOut{Window: "2"})
	a := advice("business", queue.AskClose, "1", 1, until)
	advise(t, h, a)
	h.Do(t, queue.AnswerAdvice{ID: h.State.Advices[0].ID})
	h.Wait(queue.AdviceRests - time.Millisecond)
	other := a
	other.Then = 0
	wantSaid(t, advise(t, h, a))
	wantSaid(t, advise(t, h, other)) // another number of windows is the same wish
	more, elsewhere := advice("business", queue.AskOpen, "2", 2, until), advice("general", queue.AskClose, "5", 1, until)
	wantSaid(t, advise(t, h, more, elsewhere), "given business", "given general")
	h.Wait(time.Millisecond)
	wantSaid(t, advise(t, h, more, elsewhere, other), "given business")
}

func TestAnAdviceThatTheWindowFollowsByItselfIsOver(t *testing.T) {
	h := queuetest.New(t, 2)
	until := h.Now.Add(time.Hour)
	one, two := advice("business", queue.AskClose, "1", 1, until), advice("business", queue.AskClose, "2", 1, until)
	wantSaid(t, advise(t, h, advice("business", queue.AskOpen, "1", 3, until))) // it is open
	advise(t, h, one)
	h.Do(t, queue.SignOut{Window: "1"})
	rs := h.Do(t, queue.AnswerAdvice{ID: h.State.Advices[0].ID, Accept: true})
	if len(rs) != 1 || rs[0].Event.(queue.AdviceAnswered).Answer != queue.AdviceOver {
		t.Fatalf("%v", types(rs))
	}
	h.Do(t, queue.SignIn{Window: "1", Clerk: "c1"})
	advise(t, h, one)
	h.Do(t, queue.SignOut{Window: "1"})
	wantSaid(t, advise(t, h, two), "over", "given business") // the same, of another window
}

func TestAnAnswerThatThereIsNotDoesNotFold(t *testing.T) {
	h := queuetest.New(t, 2)
	advise(t, h, advice("business", queue.AskClose, "1", 1, h.Now.Add(time.Hour)))
	id := h.State.Advices[0].ID
	for _, answer := range []queue.AdviceAnswer{"", "x", "Accepted"} {
		s := h.State.Clone()
		if err := queue.Apply(s, queue.Record{Seq: s.Seq + 1, At: s.At, Event: queue.AdviceAnswered{ID: id, Answer: answer}}); err == nil {
			t.Errorf("%q was folded", answer)
		}
	}
}

func TestAdviceEndsWithTheDayAndWithWhatItIsAbout(t *testing.T) {
	h := queuetest.New(t, 2)
	until := h.Now.Add(time.Hour)
	h.Do(t, queue.SignOut{Window: "2"})
	advise(t, h, advice("business", queue.AskOpen, "2", 2, until), advice("general", queue.AskClose, "5", 1, until))
	change(t, h, func(s *queue.Settings) { s.Windows = append(s.Windows[:1:1], s.Windows[2:]...) })
	if len(h.State.Advices) != 1 || h.State.Advices[0].Theme != "general" {
		t.Fatalf("%+v", h.State.Advices)
	}
	h.Do(t, queue.CloseDay{})
	if h.State.Advices != nil {
		t.Fatalf("%+v", h.State.Advices)
	}
	wantSaid(t, advise(t, h, advice("general", queue.AskOpen, "5", 1, until)))
}
