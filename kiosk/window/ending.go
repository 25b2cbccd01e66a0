package window

import (
	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// KeepsOpen reports whether Ctrl+C must be pressed twice: somebody is at the window,
// and it is the key that copies in other programs.
func (s *Screen) KeepsOpen() bool {
	return s.view != nil && s.view.Ticket != nil && (s.view.State == queue.Calling || s.view.State == queue.WindowServing)
}

// askEnd says so.
func (s *Screen) askEnd() {
	s.endAsked = s.ticked
	s.Say(tui.Warn, "window.end_ask", "number", s.number())
}

// forgetEnd takes that back once a second press would be the first again.
func (s *Screen) forgetEnd() {
	if s.Saying() == "window.end_ask" && s.ticked.Sub(s.endAsked) > tui.EndAgain {
		s.Hush()
	}
}
