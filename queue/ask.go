package queue

import "time"

// AskKind is what a manager asks of a window.
type AskKind string

// What a window may be asked.
const (
	AskOpen  AskKind = "open"  // please open, or come back from the pause
	AskClose AskKind = "close" // please close after the present citizen
)

// AskAnswer is what the clerk says to a wish.
type AskAnswer string

// Answers to a wish.
const (
	AnswerYes AskAnswer = "yes" // it stands until it is fulfilled
	AnswerNo  AskAnswer = "no"  // the manager sees it for NoLasts
)

// NoLasts is for how long a declined wish is kept, so that the manager learns of it.
const NoLasts = 2 * time.Minute

// PauseAsked is the reason of a pause that a window makes because it was asked to.
const PauseAsked = "asked"

// Ask is a manager's wish on a clerk's screen. It moves nothing by itself: the
// clerk does what is asked, or accepts, or declines.
type Ask struct {
	What AskKind `json:"what"`
	// Theme is what help is needed for; empty if that was not said.
	Theme string    `json:"theme,omitempty"`
	At    time.Time `json:"at"`
	By    Actor     `json:"by"`
	// Answer is the clerk's, and Answered when it was given; empty until then.
	Answer   AskAnswer `json:"answer,omitempty"`
	Answered time.Time `json:"answered,omitzero"`
}

// done reports whether a window in that state is as it was asked to be.
func (a *Ask) done(state WindowState) bool {
	shut := state == Closed || state == Paused
	return shut == (a.What == AskClose)
}

// met is the same without looking at how the window came to be so: one that is
// paused already may be asked to close for good.
func (a *Ask) met(state WindowState) bool { return a.done(state) && state != Paused }

func (d *decision) ask(c AskWindow) *Refusal {
	w, err := d.findWindow(c.Window)
	if err != nil {
		return err
	}
	if !d.Day.Open {
		return Refuse(CodeDayClosed, "the business day is not open").until(d.reopens(d.at))
	}
	if c.What != AskOpen && c.What != AskClose {
		return Refuse(CodeBadKind, "a window is asked to open or to close", "kind", string(c.What))
	}
	if c.Theme != "" && d.Theme(c.Theme) == nil {
		return Refuse(CodeUnknownTheme, "the hall has no such theme", "theme", c.Theme)
	}
	a := &Ask{What: c.What, Theme: c.Theme}
	if old := w.Asked; old != nil && old.Answer != AnswerNo && old.What == a.What && old.Theme == a.Theme {
		return nil
	}
	if a.met(w.State) {
		return nil
	}
	d.emit(WindowAsked(c))
	return nil
}

// answerAsk accepts or declines. Who accepts does what is asked at once as far as
// that needs nobody at the keys; who declines after that takes it back.
func (d *decision) answerAsk(c AnswerAsk) *Refusal {
	w, err := d.findWindow(c.Window)
	if err != nil {
		return err
	}
	a := w.Asked
	if a == nil || a.Answer == AnswerNo {
		return Refuse(CodeNotAsked, "nothing is asked of this window", "window", w.ID)
	}
	if !c.Accept {
		if w.PauseAfter == PauseAsked {
			d.emit(WindowPausing{Window: w.ID})
		}
		d.emit(WindowReplied{Window: w.ID, Answer: AnswerNo})
		return nil
	}
	if a.Answer != AnswerYes {
		d.emit(WindowReplied{Window: w.ID, Answer: AnswerYes})
	}
	switch {
	case a.What == AskOpen && w.State == Paused:
		d.emit(WindowResumed{Window: w.ID})
	case a.What == AskClose && w.State == Idle:
		d.emit(WindowPaused{Window: w.ID, Reason: PauseAsked})
	case a.What == AskClose && w.Ticket != "" && w.PauseAfter == "":
		d.emit(WindowPausing{Window: w.ID, Reason: PauseAsked})
	}
	return nil
}

// forgetsNo is when a declined wish is forgotten; zero if the window has none.
func (w *Window) forgetsNo() time.Time {
	if w.Asked == nil || w.Asked.Answer != AnswerNo {
		return time.Time{}
	}
	return w.Asked.Answered.Add(NoLasts)
}

func (s *State) applyAsked(r *Record, e WindowAsked) error {
	w, err := s.window(e.Window, e.Type())
	if err != nil {
		return err
	}
	w.wish(r, &Ask{What: e.What, Theme: e.Theme, At: r.At, By: r.By})
	return nil
}

func (s *State) applyAnswered(r *Record, e WindowAnswered) error {
	w, err := s.window(e.Window, e.Type())
	if err != nil {
		return err
	}
	w.wish(r, nil)
	return nil
}

func (s *State) applyReplied(r *Record, e WindowReplied) error {
	w, err := s.window(e.Window, e.Type())
	if err != nil {
		return err
	}
	if w.Asked == nil || e.Answer != AnswerYes && e.Answer != AnswerNo {
		return Refuse(CodeBadHistory, "an answer to nothing, or none", "window", w.ID)
	}
	a := *w.Asked
	a.Answer, a.Answered = e.Answer, r.At
	if m := w.Undo; m != nil && m.Cause == r.Cause && e.Answer == AnswerNo {
		w.Undo = nil // the pause that was called off with it does not come back alone
	}
	w.wish(r, &a)
	return nil
}

// wish sets what is asked of the window. It is not the clerk's action: that one
// can still be taken back, and leaves the wish as it is now.
func (w *Window) wish(r *Record, a *Ask) {
	if m := w.Undo; m != nil && m.Rev == w.Rev {
		m.Rev = r.Seq
		m.Window.Asked = a
	}
	w.Asked, w.Rev = a, r.Seq
}
