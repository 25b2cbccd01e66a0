package queue

import "time"

// AskKind is what a manager asks of a window.
type AskKind string

// What a window may be asked.
const (
	AskOpen  AskKind = "open"  // please open, or come back from the pause
	AskClose AskKind = "close" // please close after the present citizen
)

// Ask is a manager's wish on a clerk's screen. It moves nothing by itself: the
// clerk does what is asked, or declines.
type Ask struct {
	What AskKind `json:"what"`
	// Theme is what help is needed for; empty if that was not said.
	Theme string    `json:"theme,omitempty"`
	At    time.Time `json:"at"`
	By    Actor     `json:"by"`
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
	if old := w.Asked; old != nil && old.What == a.What && old.Theme == a.Theme {
		return nil
	}
	if a.met(w.State) {
		return nil
	}
	d.emit(WindowAsked(c))
	return nil
}

func (d *decision) answerAsk(c AnswerAsk) *Refusal {
	w, err := d.findWindow(c.Window)
	if err != nil {
		return err
	}
	if w.Asked == nil {
		return Refuse(CodeNotAsked, "nothing is asked of this window", "window", w.ID)
	}
	d.emit(WindowAnswered(c))
	return nil
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

// wish sets what is asked of the window. It is not the clerk's action: that one
// can still be taken back, and leaves the wish as it is now.
func (w *Window) wish(r *Record, a *Ask) {
	if m := w.Undo; m != nil && m.Rev == w.Rev {
		m.Rev = r.Seq
		m.Window.Asked = a
	}
	w.Asked, w.Rev = a, r.Seq
}
