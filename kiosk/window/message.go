package window

import (
	"image"
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

// drawMessage writes what the screen has to say, the most pressing first: a
// request under way, the answer to the last one, what can be undone.
func (s *Screen) drawMessage(c *tui.Canvas, r image.Rectangle) {
	style, text := tui.Muted, ""
	switch said := s.sentence(); {
	case s.busy != "":
		style, text = tui.Accent|tui.Bold, s.t(s.busy)
	case said != "":
		style, text = s.says.style|tui.Bold, said
	case s.page == pageAnswer:
		style, text = tui.Warn|tui.Bold, s.t("window.came", "number", s.number())
	case s.page == pageWork:
		style, text = s.hint()
	}
	if text == "" {
		return
	}
	c.Fill(r, tui.Ink)
	c.Wrap(r, tui.Left, style, text)
}

// hint is what the message line says while there is nothing else to say.
func (s *Screen) hint() (tui.Style, string) {
	v := s.view
	if left := s.secondsTo(v.UndoUntil); left > 0 && v.Undo != "" {
		return tui.Accent, s.t("window.undo_left", "n", left, "action", s.worded("common.did."+v.Undo, v.Undo))
	}
	if len(v.Day.Notices) > 0 {
		return tui.Muted, s.t("window.notice", "text", s.in(v.Day.Notices[len(v.Day.Notices)-1].Text))
	}
	return tui.Muted, s.t("window.help_hint")
}
