package window

import (
	"time"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// marks tell the states of a window apart by shape; words stand beside them.
var marks = map[queue.WindowState]string{
	queue.Closed: "[ ]", queue.Idle: "[=]", queue.Calling: "[!]", queue.WindowServing: "[#]", queue.Paused: "[|]",
}

// stateWords are the mark and the name of the window's state.
func (s *Screen) stateWords() string {
	return marks[s.view.State] + " " + s.T("common.state."+string(s.view.State))
}

// drawTitle writes the bar on top: which window, who, what state and how long,
// and whether the hall is heard.
func (s *Screen) drawTitle(c *tui.Canvas, f frame) {
	v, mark := s.view, ""
	if s.silent() {
		mark = "+"
	}
	left := s.T("common.window", "window", v.Label)
	if v.Name != "" && !f.small {
		left += "  " + v.Name
	}
	if f.small || !s.working() { // else it stands large on the card
		left += "  " + s.stateWords()
		if v.State != queue.Closed {
			left += " " + s.Since(v.Since)
		}
	}
	s.DrawMarkedTitle(c, f.title, left, !f.small, mark)
}

// bannerRows is how many rows drawBanner needs.
func (s *Screen) bannerRows() int {
	switch title, note := s.bannerWords(); {
	case title == "":
		return 0
	case note == "":
		return 1
	}
	return 2
}

// bannerWords are what concerns the whole hall: a lost link, an emergency stop,
// a day that is closed; and what that means for the keys.
func (s *Screen) bannerWords() (title, note string) {
	switch d := s.view.Day; {
	case s.Cut():
		return s.T("common.no_link") + s.Away(), s.T("window.keys_off") + s.T("common.stale", "time", s.Clock(s.heard))
	case d.Stopped != "":
		return s.T("refusal.hall_stopped", "reason", s.Talk.Stop(d.Stopped)), s.T("window.stop_means")
	case !d.Open && s.view.State != queue.Closed:
		return s.T("window.day_closed"), ""
	}
	return "", ""
}

// drawBanner writes it over the full width, with a mark.
func (s *Screen) drawBanner(c *tui.Canvas, f frame) {
	r := f.banner
	if r.Empty() {
		return
	}
	title, note := s.bannerWords()
	style := tui.BadFill
	if !s.Cut() && s.view.Day.Stopped == "" {
		style = tui.WarnFill
	}
	c.Fill(r, style)
	in := tui.Inset(r, 1, 0)
	c.Text(tui.CutTop(&in, 1), tui.Left, style|tui.Bold, "[!] "+title)
	tui.CutLeft(&in, 4)
	c.Text(in, tui.Left, style, note)
}

// pace says whether the visit lasts long for what it is about: at the length
// that three of four such visits do not exceed, and at that of nineteen of
// twenty.
func (s *Screen) pace() (word string, style tui.Style) {
	v := s.view
	if v.Ticket == nil || v.State != queue.WindowServing {
		return "", tui.Ink
	}
	spent := int(s.Now().Sub(v.Since) / time.Second)
	switch t := v.Ticket; {
	case t.Red > 0 && spent >= t.Red:
		return s.T("window.pace_red"), tui.BadFill
	case t.Amber > 0 && spent >= t.Amber:
		return s.T("window.pace_amber"), tui.WarnFill
	}
	return "", tui.Ink
}
