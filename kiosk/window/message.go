package window

import (
	"strings"
	"time"

	"onewindow/kiosk/tui"
)

// slowAfter is when a request under way is said to take long.
const slowAfter = 2 * time.Second

// briefly are the words for what has too many on a strip.
var briefly = map[string]string{"common.not_sent": "window.brief.not_sent", "staff.no_answer": "window.brief.no_answer"}

// drawMessage writes what the screen has to say, the most pressing first: a
// request under way, the answer to the last one, what can be undone. What went
// wrong stands on a strip with a mark; a long sentence covers what is above it.
func (s *Screen) drawMessage(c *tui.Canvas, f frame) {
	m := s.Message(tui.TextLine{})
	switch {
	case s.Busy() && !s.begun.IsZero() && s.ticked.Sub(s.begun) >= slowAfter:
		m = tui.TextLine{Style: tui.WarnFill | tui.Bold, Text: s.T("window.slow")}
	case m.Text != "":
		switch m.Style &^ tui.Bold {
		case tui.Warn:
			m = tui.TextLine{Style: tui.WarnFill | tui.Bold, Text: "[!] " + m.Text}
		case tui.Bad:
			m = tui.TextLine{Style: tui.BadFill | tui.Bold, Text: "[!] " + m.Text}
		case tui.Muted:
			m.Style = tui.Muted
		}
	case f.small && s.urgent() != "":
		m = tui.TextLine{Style: tui.BadFill | tui.Bold, Text: "[!] " + s.urgent()}
	case s.Top() != nil:
	case f.small && s.wishBrief() != "":
		m = tui.TextLine{Style: tui.NeutralFill | tui.Bold, Text: s.wishBrief()}
	case s.own == pageAnswer:
		m = tui.TextLine{Style: tui.WarnFill | tui.Bold, Text: s.T("window.came", "number", s.number())}
	case s.own == pageWork:
		m = s.hint()
	case f.small: // the heading of the sign-in has the row
	default:
		m = tui.TextLine{Style: tui.Muted, Text: s.T("window.signin_hint")}
	}
	if m.Text == "" {
		return
	}
	if brief, ok := briefly[s.Saying()]; ok && f.small && !s.Busy() {
		m.Text = "[!] " + s.T(brief)
	}
	if e := s.Entry(); f.small && e != nil && e.Secret && m.Text != "" && !s.Busy() {
		m.Text = "[!] " + s.pinOf + " " + strings.TrimPrefix(m.Text, "[!] ") // its heading is covered
	}
	r := f.message
	if n := len(tui.WrapLines(m.Text, r.Dx()-2)); n > r.Dy() {
		if r.Min.Y == f.body.Min.Y { // on a strip's form it stands in the place of the heading
			r.Max.Y = min(r.Min.Y+n, r.Min.Y+max(1, f.body.Dy()-4))
		} else {
			r.Min.Y = max(f.title.Min.Y, r.Max.Y-n)
		}
	}
	c.Fill(r, m.Style)
	c.Wrap(tui.Inset(r, 1, 0), tui.Left, m.Style, m.Text)
}

// urgent is what a banner says, which a strip has no room for.
func (s *Screen) urgent() string {
	title, _ := s.bannerWords()
	return title
}

// hint is what the message line says while there is nothing else to say.
func (s *Screen) hint() tui.TextLine {
	v := s.view
	if left := s.SecondsTo(v.UndoUntil); left > 0 && v.Undo != "" {
		return tui.TextLine{Style: tui.Accent, Text: s.T("window.undo_left", "n", left, "action", s.Worded("common.did."+v.Undo, v.Undo))}
	}
	if s.staffCalled() {
		return tui.TextLine{Style: tui.Accent, Text: s.T("window.staff_open", "minutes", s.Minutes(v.Help.At))}
	}
	if len(v.Day.Notices) > 0 {
		return tui.TextLine{Style: tui.Muted, Text: s.T("window.notice", "text", s.In(v.Day.Notices[len(v.Day.Notices)-1].Text))}
	}
	return tui.TextLine{Style: tui.Muted, Text: s.T("window.help_hint")}
}
