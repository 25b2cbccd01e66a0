package take

import (
	"image"
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
		s.sheet = 0
		return s.resetLook()
	case pageResult:
		return nil // it ends by itself
	}
	s.more = true
	s.ends = s.real.Add(moreTime)
	s.After("idle", moreTime)
	return nil
}

// resetLook brings back the language and colours that every citizen finds.
func (s *Screen) resetLook() tea.Cmd {
	if s.lang == s.set.Lang && !s.contrast {
		return nil
	}
	s.lang, s.contrast = s.set.Lang, false
	return tui.UseTheme(s.set.Theme)
}

// timer ends a page that nobody touches, and lets keys leave the number.
func (s *Screen) timer(name string) tea.Cmd {
	switch name {
	case "idle", "result":
		s.goHome()
		return s.resetLook()
	case "steady":
		s.steady = true
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
	return []tui.Target{{ID: "more", Rect: tui.Centred(r, 40, min(7, r.Dy())), Label: s.t("kiosk.more_time_yes"),
		Key: "enter 1 .", Look: tui.Primary}}
}

func (s *Screen) drawMore(c *tui.Canvas, f frame) {
	r := f.body
	r = tui.CutTop(&r, r.Dy()/2)
	r = tui.Inset(r, 2, 0)
	tui.CutTop(&r, r.Dy()/3)
	para(c, &r, tui.Center, tui.Accent|tui.Bold, s.t("kiosk.more_time"))
	para(c, &r, tui.Center, tui.Ink, s.t("kiosk.returns_in", "n", s.left()))
}

// drawStaff says where people help. The kiosk has no bell: it must not promise
// that somebody comes.
func (s *Screen) drawStaff(c *tui.Canvas, f frame) {
	r := tui.Inset(f.body, 2, 1)
	para(c, &r, tui.Center, tui.Accent|tui.Bold, s.t("take.staff_where"))
	blank(&r)
	para(c, &r, tui.Center, tui.Ink, s.t("take.staff_what"))
	blank(&r)
	para(c, &r, tui.Center, tui.Muted, s.t("take.keys_help"))
}

// blank leaves a row free if there is room.
func blank(r *image.Rectangle) {
	if r.Dy() > 3 {
		tui.CutTop(r, 1)
	}
}
