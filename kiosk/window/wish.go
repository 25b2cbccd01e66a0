package window

import (
	"image"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// wishKeys answer it, also where its buttons do not fit.
var wishKeys = map[string]string{"a": "accept", "d": "decline"}

// wishWords are what a manager asks of this window; empty if nothing.
func (s *Screen) wishWords() string {
	a := s.view.Asked
	if a == nil {
		return ""
	}
	key := "window.asked_open"
	switch {
	case s.promised():
		return s.T("window.accepted")
	case a.What == queue.AskClose && s.view.State == queue.Paused:
		key = "window.asked_leave"
	case a.What == queue.AskClose:
		key = "window.asked_close"
	}
	text := s.T(key)
	if a.Theme != "" && a.What == queue.AskOpen {
		text += s.T("window.asked_for", "theme", s.Theme(a.Theme))
	}
	if s.own == pageSignIn && a.What == queue.AskOpen {
		text += s.T("window.asked_sign_in")
	}
	return text
}

// wishBrief is it in the words of a strip, with the keys that answer it; empty
// if nothing is asked.
func (s *Screen) wishBrief() string {
	a := s.view.Asked
	if a == nil {
		return ""
	}
	key := "window.brief.asked_open"
	switch {
	case s.promised():
		return s.T("window.accepted") + " D " + s.T("window.key.decline")
	case a.What == queue.AskClose && s.view.State == queue.Paused:
		key = "window.brief.asked_leave"
	case a.What == queue.AskClose:
		key = "window.brief.asked_close"
	}
	text := s.T(key)
	if s.own != pageSignIn {
		text += " A " + s.T("window.key.accept")
	}
	return text + " D " + s.T("window.key.decline")
}

// layoutWish are the two answers to it.
func (s *Screen) layoutWish(f frame) []tui.Target {
	if f.wish.Empty() {
		return nil
	}
	r := f.wish
	var ts []tui.Target
	for _, id := range []string{"decline", "accept"} {
		if id == "accept" && s.promised() {
			continue
		}
		t := tui.Target{ID: id, Key: "d", Label: s.T("window.key.decline"), Closed: s.Cut()}
		if id == "accept" {
			t.Key, t.Label, t.Look = "a", s.T("window.key.accept"), tui.Primary
		}
		t.Rect = tui.CutRight(&r, tui.Width(t.Label)+8)
		tui.CutRight(&r, 1)
		ts = append(ts, t)
	}
	return ts
}

// drawWish writes it in one calm line.
func (s *Screen) drawWish(c *tui.Canvas, f frame, ts []tui.Target) {
	if f.wish.Empty() {
		return
	}
	c.Fill(f.wish, tui.NeutralFill)
	r := tui.Inset(f.wish, 1, 0)
	for _, t := range ts {
		if t.Rect.Overlaps(f.wish) {
			r.Max.X = min(r.Max.X, t.Rect.Min.X-1)
		}
	}
	r.Max.X = max(r.Max.X, r.Min.X)
	c.Text(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Max.Y), tui.Left, tui.NeutralFill|tui.Bold, s.wishWords())
}

// acceptWish does what is asked: it ends the pause, or pauses after the present
// citizen, or, of a window that pauses already, leads to signing out.
func (s *Screen) acceptWish() tea.Cmd {
	a := s.view.Asked
	switch {
	case a == nil:
		return nil
	case a.What == queue.AskOpen && (s.view.State == queue.Paused || s.view.PauseAfter != ""):
		return s.send("resume", queue.Resume{})
	case a.What == queue.AskClose && s.view.State == queue.Paused:
		s.openSignOut()
		return nil
	case a.What == queue.AskClose && !s.promised():
		return s.send("answer", queue.AnswerAsk{Accept: true})
	case a.What == queue.AskClose:
		return nil
	}
	return s.declineWish() // it is so already
}

// promised reports whether the clerk has said yes and the pause is still to come.
func (s *Screen) promised() bool {
	a := s.view.Asked
	return a != nil && a.What == queue.AskClose && a.Answer == queue.AnswerYes && s.view.PauseAfter != ""
}

// declineWish takes it off the screen, and a pause that was promised back.
func (s *Screen) declineWish() tea.Cmd {
	if s.view.Asked == nil {
		return nil
	}
	return s.send("answer", queue.AnswerAsk{})
}
