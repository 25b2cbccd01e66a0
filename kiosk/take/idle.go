package take

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// idle asks who has not touched for a while whether more time is needed, and
// makes home as the next citizen expects it.
func (s *Screen) idle(d time.Duration) tea.Cmd {
	if d < idleTime || s.busy || s.more {
		return nil
	}
	switch s.page {
	case pageHome:
		s.sheet, s.focus = 0, ""
		return s.resetLook()
	case pageResult:
		return nil // it ends by itself
	}
	if s.helping() && d < helpTime {
		return nil // somebody is on the way to who stands here
	}
	s.more, s.focus = true, ""
	s.ends = s.real.Add(moreTime)
	s.After("idle", moreTime)
	return nil
}

// timer ends a page that nobody touches, and lets keys leave the number.
func (s *Screen) timer(name string) tea.Cmd {
	switch name {
	case "idle", "result":
		s.goHome()
		return s.resetLook()
	case "steady":
		s.steady = true
	case "again":
		return s.askAgain()
	}
	return nil
}

// left is how many seconds the page still has.
func (s *Screen) left() int {
	return max(0, int((s.ends.Sub(s.real)+time.Second-1)/time.Second))
}

func (s *Screen) layoutMore(f frame) []tui.Target {
	r := f.body
	tui.CutTop(&r, r.Dy()/2)
	return []tui.Target{{ID: "more", Rect: tui.Centred(r, 44, min(9, r.Dy())), Label: s.t("take.more_time_yes"),
		Key: "1 enter .", Look: tui.Primary}}
}

func (s *Screen) drawMore(c *tui.Canvas, f frame) {
	r := f.body
	r = tui.CutTop(&r, r.Dy()/2)
	tui.CutTop(&r, max(0, r.Dy()-5)/2)
	para(c, &r, tui.Center, tui.Accent|tui.Bold, s.t("take.more_time"))
	blank(&r)
	para(c, &r, tui.Center, tui.Ink, s.t("take.returns_in", "n", s.left()))
}
