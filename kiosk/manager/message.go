package manager

import (
	"errors"
	"image"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// message is what the screen says about the last thing that was done. It stays
// until the manager does something else.
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
func (s *Screen) refuse(err error) {
	var e *wire.Error
	if !errors.As(err, &e) {
		e = &wire.Error{Code: wire.CodeUnreachable, Msg: err.Error()}
	}
	switch {
	case e.Code != wire.CodeUnreachable:
		s.says = message{style: tui.Warn, err: e}
	case e.Params["sent"] == "no":
		s.say(tui.Bad, "common.not_sent")
	default:
		s.say(tui.Bad, "manager.no_answer")
	}
}

func (s *Screen) sentence() string {
	m := s.says
	switch {
	case m.err != nil:
		var until time.Time
		if m.err.Until != nil {
			until = *m.err.Until
		}
		return s.refusal(m.err.Code, m.err.Params, until)
	case m.key != "":
		return s.t(m.key, m.params...)
	}
	return ""
}

// drawMessage writes what the screen has to say.
func (s *Screen) drawMessage(c *tui.Canvas, r image.Rectangle) {
	style, text := s.says.style|tui.Bold, s.sentence()
	if s.busy {
		style, text = tui.Accent|tui.Bold, s.t("common.working")
	}
	if text == "" && s.page == pageOverview {
		style, text = tui.Muted, s.t("manager.help_hint")
	}
	if text != "" {
		c.Wrap(r, tui.Left, style, text)
	}
}
