package window

import (
	"maps"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/wire"
)

// message is what the screen says about the last thing that was done. It stays
// until the clerk does something else or a new state answers it.
type message struct {
	style  tui.Style
	key    string
	params []any
	err    *wire.Error // a refusal instead of a key
}

// say shows a sentence.
func (s *Screen) say(style tui.Style, key string, params ...any) {
	s.says = message{style: style, key: key, params: params}
}

// linkAnswers takes back that the hall cannot be reached, once it can.
func (s *Screen) linkAnswers() {
	if !s.cut && s.says.key == "common.not_sent" {
		s.says = message{}
	}
}

// refuse shows a refusal of the hall, or that it does not answer.
func (s *Screen) refuse(e *wire.Error) {
	switch {
	case e.Code != wire.CodeUnreachable:
		s.says = message{style: tui.Warn, err: e}
	case e.Params["sent"] == "no":
		s.say(tui.Bad, "common.not_sent")
	default:
		s.say(tui.Bad, "window.no_answer")
	}
}

// sentence is the message in words, with what is left of a wait.
func (s *Screen) sentence() string {
	m := s.says
	if m.err == nil {
		if m.key == "" {
			return ""
		}
		return s.t(m.key, m.params...)
	}
	params := maps.Clone(m.err.Params)
	if th := params["theme"]; th != "" {
		params["theme"] = s.themeName(th)
	}
	if w := params["window"]; w != "" {
		params["window"] = s.windowLabel(w)
	}
	var until time.Time
	if m.err.Until != nil {
		until = *m.err.Until
	}
	now := s.now
	if m.err.Code == wire.CodeWrongPIN {
		now = s.real // the hall times guesses by the machine's clock
	}
	left := secondsBetween(now, until)
	if left > 0 && left < 600 {
		// A clock is too coarse for seconds; they are counted down instead.
		return words.Refusal(words.Lang(s.set.Lang), m.err.Code, params, time.Time{}, now) + s.t("window.left", "n", left)
	}
	if !until.IsZero() && left == 0 {
		until = time.Time{}
	}
	if !until.IsZero() {
		until = s.local(until)
	}
	return words.Refusal(words.Lang(s.set.Lang), m.err.Code, params, until, s.local(now))
}

// slowAfter is when a request under way is said to take long.
const slowAfter = 2 * time.Second

// drawMessage writes what the screen has to say, the most pressing first: a
// request under way, the answer to the last one, what can be undone. What went
// wrong stands on a strip with a mark; a long sentence covers what is above it.
func (s *Screen) drawMessage(c *tui.Canvas, f frame) {
	style, text := tui.Muted, ""
	switch said := s.sentence(); {
	case s.busy != "":
		style, text = tui.Accent|tui.Bold, s.t(s.busy)
		if !s.begun.IsZero() && s.real.Sub(s.begun) >= slowAfter {
			style, text = tui.WarnFill|tui.Bold, s.t("window.slow")
		}
	case said != "":
		style, text = s.says.style, said
		switch style {
		case tui.Warn:
			style, text = tui.WarnFill|tui.Bold, "[!] "+text
		case tui.Bad:
			style, text = tui.BadFill|tui.Bold, "[!] "+text
		case tui.Muted:
		default:
			style |= tui.Bold
		}
	case s.page == pageAnswer:
		style, text = tui.WarnFill|tui.Bold, s.t("window.came", "number", s.number())
	case s.page == pageWork:
		style, text = s.hint(f.small)
	}
	if text == "" {
		return
	}
	r := f.message
	in := tui.Inset(r, 1, 0)
	if n := len(tui.WrapLines(text, in.Dx())); n > r.Dy() && s.page != pageEnter {
		// On a page with a heading the message stands in its place.
		if r.Min.Y == f.body.Min.Y {
			r.Max.Y = r.Min.Y + n
		} else {
			r.Min.Y = max(f.title.Max.Y, r.Max.Y-n)
		}
		in = tui.Inset(r, 1, 0)
	}
	c.Fill(r, style)
	c.Wrap(in, tui.Left, style, text)
}

// hint is what the message line says while there is nothing else to say.
func (s *Screen) hint(small bool) (tui.Style, string) {
	v := s.view
	if small {
		if title, _ := s.bannerWords(); title != "" {
			return tui.BadFill | tui.Bold, "[!] " + title
		}
		if wish := s.wishWords(); wish != "" {
			return tui.NeutralFill | tui.Bold, wish + "  A " + s.t("window.key.accept") + "  D " + s.t("window.key.decline")
		}
	}
	if left := s.secondsTo(v.UndoUntil); left > 0 && v.Undo != "" {
		return tui.Accent, s.t("window.undo_left", "n", left, "action", s.worded("common.did."+v.Undo, v.Undo))
	}
	if s.staffCalled() {
		return tui.Accent, s.t("window.staff_open", "minutes", s.minutes(v.Help.At))
	}
	if len(v.Day.Notices) > 0 {
		return tui.Muted, s.t("window.notice", "text", s.in(v.Day.Notices[len(v.Day.Notices)-1].Text))
	}
	return tui.Muted, s.t("window.help_hint")
}
