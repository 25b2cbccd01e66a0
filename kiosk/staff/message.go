package staff

import (
	"errors"
	"image"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// message is what the screen says about the last thing that was done. It stays
// until its user does something else.
type message struct {
	style  tui.Style
	key    string
	params []any
	err    *wire.Error // a refusal instead of a key
}

// Say shows a sentence of the catalogue on the message line.
func (k *Talk) Say(style tui.Style, key string, params ...any) {
	k.says = message{style: style, key: key, params: params}
}

// Hush takes away what the message line says.
func (k *Talk) Hush() { k.says = message{} }

// Saying is the key of what the message line says, the code of a refusal, or ""
// if it says nothing. A screen takes back by it what a new state has answered.
func (k *Talk) Saying() string {
	if k.says.err != nil {
		return k.says.err.Code
	}
	return k.says.key
}

// Refuse shows why nothing happened: a refusal in words, or that the hall did not
// answer, which leaves open whether it was done.
func (k *Talk) Refuse(e *wire.Error) {
	switch {
	case e == nil:
		k.Hush()
	case e.Code != wire.CodeUnreachable:
		k.says = message{style: tui.Warn, err: e}
	case e.Params["sent"] == "no":
		k.Say(tui.Bad, "common.not_sent")
	default:
		k.Say(tui.Bad, "staff.no_answer")
	}
}

// asError is an error of a desk as a screen words it; nil for none. What is no
// refusal of the hall counts as no answer.
func asError(err error) *wire.Error {
	var e *wire.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return e
	}
	return &wire.Error{Code: wire.CodeUnreachable, Msg: err.Error()}
}

// sentence is the message in words. A wait of less than ten minutes is counted
// down: a clock is too coarse for it.
func (k *Talk) sentence() string {
	m := k.says
	switch {
	case m.key != "":
		return k.T(m.key, m.params...)
	case m.err == nil:
		return ""
	}
	var until time.Time
	if m.err.Until != nil {
		until = *m.err.Until
	}
	now := k.now
	if m.err.Code == wire.CodeWrongPIN && !k.real.IsZero() {
		now = k.real // the hall times guesses by the machine's clock
	}
	switch left := secondsBetween(now, until); {
	case left == 0:
		return k.refusal(m.err.Code, m.err.Params, time.Time{}, now)
	case left < 600:
		return k.refusal(m.err.Code, m.err.Params, time.Time{}, now) + k.T("staff.left", "n", left)
	}
	return k.refusal(m.err.Code, m.err.Params, until, now)
}

// Message is what the message line says now, the most pressing first: a request
// under way, the answer to the last one, else the hint.
func (k *Talk) Message(hint tui.TextLine) tui.TextLine {
	if k.working != "" {
		return tui.TextLine{Style: tui.Accent | tui.Bold, Text: k.T(k.working)}
	}
	if said := k.sentence(); said != "" {
		return tui.TextLine{Style: k.says.style | tui.Bold, Text: said}
	}
	return hint
}

// DrawMessage writes the message line in r, broken where r has several rows.
func (k *Talk) DrawMessage(c *tui.Canvas, r image.Rectangle, hint tui.TextLine) {
	if m := k.Message(hint); m.Text != "" {
		c.Wrap(r, tui.Left, m.Style, m.Text)
	}
}
