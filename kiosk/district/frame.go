package district

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/wire"
)

// frame parts the screen.
type frame struct{ title, tabs, banner, body, keys image.Rectangle }

// roomy is from which height a screen has a row to spare under its tabs.
const roomy = 34

func (s *Screen) frame(area image.Rectangle) frame {
	var f frame
	high := area.Dy()
	f.title = tui.CutTop(&area, 1)
	f.tabs = tui.CutTop(&area, 1)
	switch {
	case s.banner() != "":
		f.banner = tui.CutTop(&area, 1)
	case high >= roomy:
		tui.CutTop(&area, 1)
	}
	area = tui.Inset(area, 1, 0)
	if s.chooser == nil {
		f.keys = tui.CutBottom(&area, keysHeight(area.Dx(), s.pageKeys()))
		if high >= roomy {
			tui.CutBottom(&area, 1)
		}
	}
	f.body = area
	return f
}

// drawTitle writes the bar on top: which network and day; on the right whether the
// centre is heard, and the time.
func (s *Screen) drawTitle(c *tui.Canvas, r image.Rectangle) {
	right, style := s.t("district.linked")+"  "+s.clockOf(s.now), tui.TitleMuted
	if s.cut {
		right, style = s.t("district.cut"), tui.BadFill|tui.Bold
		if !s.link.Since.IsZero() {
			right += " " + words.Elapsed(s.now.Sub(s.link.Since))
		}
		right += "  " + s.clockOf(s.now)
	}
	c.TitleBar(r, strings.Join(nonEmpty(s.t("district.title"), s.state.Name, s.today()), "  "), right, style)
}

// banner says what every page must say before anything else: that what is shown is
// old.
func (s *Screen) banner() string {
	if s.state == nil || !s.cut {
		return ""
	}
	text := "!! " + s.t("district.stale", "time", s.clockOf(s.state.At), "age", s.ago(s.state.At))
	if why := s.whyLost(); why != "" {
		text += s.t("district.colon") + why
	}
	return text
}

// whyLost says why the centre is not heard, where somebody must do something about it.
func (s *Screen) whyLost() string {
	if s.lost == nil || s.lost.Code == wire.CodeUnreachable {
		return ""
	}
	return s.say().Why(s.lost)
}

func (s *Screen) drawBanner(c *tui.Canvas, r image.Rectangle) {
	c.Fill(r, tui.BadFill)
	c.Text(tui.Inset(r, 1, 0), tui.Left, tui.BadFill|tui.Bold, s.banner())
}

// drawConnecting says that the centre has not been heard yet.
func (s *Screen) drawConnecting(c *tui.Canvas) {
	text := s.t("district.connecting")
	if s.cut {
		text = s.t("district.no_link")
		switch why := s.whyLost(); {
		case why == "":
		case s.lost.Code == wire.CodeTokenRefused || s.lost.Code == wire.CodeForbidden: // it was reached
			text = s.t("district.refused", "why", why)
		default:
			text += s.t("district.colon") + why
		}
	}
	c.Wrap(c.Area(), tui.Center|tui.Middle, tui.Ink, text)
}

// st is a style, made pale while the centre is not heard: what stands there may no
// longer be so.
func (s *Screen) st(style tui.Style) tui.Style {
	if !s.cut {
		return style
	}
	switch style & 0xff {
	case tui.Ink, tui.Accent, tui.Good, tui.Warn, tui.Bad:
		return tui.Muted | style&^0xff&^tui.Bold
	case tui.Card, tui.CardAccent, tui.GoodFill, tui.WarnFill, tui.BadFill, tui.NeutralFill:
		return tui.CardMuted
	}
	return style &^ tui.Bold
}
