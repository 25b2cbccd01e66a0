package take

import (
	"errors"
	"image"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// padFrame parts a page with a keypad: beside the text on a wide screen, else
// below it.
type padFrame struct {
	text, keys, confirm image.Rectangle
	more                []image.Rectangle // two further buttons
	rows                [][]tui.KeypadKey
	gap                 int
}

// padFrame makes room for the digits and, below them, the other keys.
func (s *Screen) padFrame(f frame, left, right tui.KeypadKey) padFrame {
	body := f.body
	p := padFrame{gap: 1}
	foot := f.foot.Dy()
	if f.low {
		p.text = tui.CutTop(&body, 2)
		cells := shares(tui.CutBottom(&body, foot), 1, 1, 1, 1)
		p.more, p.confirm = cells[:2], cells[2]
		p.rows = [][]tui.KeypadKey{digitRow("123", left), digitRow("456", right), digitRow("7890")}
		p.keys = tui.CutTop(&body, min(body.Dy(), 3*max(foot, body.Dy()/3)))
		return p
	}
	p.rows = tui.DigitKeys(left, right)
	if f.wide {
		p.keys = tui.CutRight(&body, min(60, max(36, body.Dx()*4/10)))
		p.keys.Max.Y = min(p.keys.Max.Y, p.keys.Min.Y+28)
		tui.CutRight(&body, 2)
		body.Max.Y = p.keys.Max.Y
		p.confirm = tui.CutBottom(&body, max(foot, min(5, body.Dy()/4)))
		p.more = shares(tui.CutBottom(&body, foot), 1, 1, 1)
		p.text = body
		return p
	}
	p.confirm = tui.CutBottom(&body, foot+1)
	p.keys = tui.CutBottom(&body, min(4*(foot+1), max(4*foot, body.Dy()-foot-8)))
	p.more = shares(tui.CutBottom(&body, foot), 1, 1, 1)
	p.text = body
	return p
}

func digitRow(digits string, more ...tui.KeypadKey) []tui.KeypadKey {
	var row []tui.KeypadKey
	for _, d := range strings.Split(digits, "") {
		row = append(row, tui.KeypadKey{ID: d, Label: d, Key: d})
	}
	return append(row, more...)
}

// targets lays the keys out; digits get the kind "key".
func (p padFrame) targets() []tui.Target {
	ts := tui.Keypad(p.keys, p.rows, p.gap)
	for i := range ts {
		if len(ts[i].ID) == 1 {
			ts[i].ID = "key/" + ts[i].ID
		}
	}
	return ts
}

func (s *Screen) idPad(f frame) padFrame {
	return s.padFrame(f, tui.KeypadKey{ID: "X", Label: "X", Key: "* X"},
		tui.KeypadKey{ID: "delete", Label: s.t("common.delete"), Key: "- backspace"})
}

func (s *Screen) layoutID(f frame) []tui.Target {
	p := s.idPad(f)
	show := tui.Target{ID: "show", Rect: p.more[0], Label: s.t("take.id_show"), Selected: s.open, Disabled: s.typed == ""}
	if s.open {
		show.Label = s.t("take.id_hide")
	}
	other := tui.Target{ID: "agent", Rect: p.more[1], Label: s.t("take.agent"), Selected: s.visit.agent != ""}
	if s.page == pageForID {
		other = tui.Target{ID: "skip", Rect: p.more[1], Label: s.t("take.id_skip")}
	}
	if s.typed == "" { // the key is for what makes sense now
		other.Key = "+"
	} else {
		show.Key = "+"
	}
	return append(p.targets(), show, other,
		tui.Target{ID: "confirm", Rect: p.confirm, Label: s.t("common.confirm"), Key: "enter", Look: tui.Primary})
}

func (s *Screen) drawID(c *tui.Canvas, f frame) {
	p := s.idPad(f)
	r := p.text
	ask, or, short, why := s.askID()
	shown := words.IDNumber(s.typed, s.open)
	if f.low {
		c.Text(tui.CutTop(&r, 1), tui.Center, tui.Ink|tui.Bold, shown)
		st, text := s.idHint(short)
		c.Text(r, tui.Center, st, text)
		return
	}
	para(c, &r, tui.Left, tui.Accent|tui.Bold, ask)
	para(c, &r, tui.Left, tui.Accent, or)
	blank(&r)
	field := tui.CutTop(&r, min(3, max(1, r.Dy()-4)))
	c.Fill(field, tui.Card)
	c.Text(tui.Inset(field, 1, 0), tui.Center|tui.Middle, tui.CardAccent|tui.Bold, shown)
	st, text := s.idHint("")
	para(c, &r, tui.Center, st, text)
	blank(&r)
	para(c, &r, tui.Left, tui.Muted, why)
}

// askID asks for the number, or for the card where one can be read, and says whose:
// an agent has two. or is what can be done instead, "" for nothing; short is both for
// a low screen.
func (s *Screen) askID() (ask, or, short, why string) {
	ask, why = s.t("take.enter_id"), s.t("take.id_why")
	card, both := s.t("take.put_id"), s.t("take.put_id_short")
	if s.page == pageForID {
		ask, why = s.t("take.enter_for_id"), s.t("take.for_id_why")
		card, both = s.t("take.put_for_id"), s.t("take.put_for_id_short")
	}
	if !s.cards {
		return ask, "", ask, why
	}
	return card, s.t("take.or_type"), both, why
}

// idHint is what is wrong with the number, or how much of it is missing; ask is
// said while nothing is typed.
func (s *Screen) idHint(ask string) (tui.Style, string) {
	if s.fault != nil {
		return tui.Bad | tui.Bold, s.errorText(s.fault)
	}
	switch {
	case s.typed == "" && ask != "":
		return tui.Ink, ask
	case s.typed == "":
		return tui.Muted, s.t("take.id_optional")
	}
	if n := words.IDLength - len(s.typed); n > 0 {
		return tui.Muted, s.t("take.enter_id_left", "n", n)
	}
	return tui.Muted, ""
}

func (s *Screen) tapID(kind, arg string) {
	switch kind {
	case "key", "X":
		if kind == "X" {
			arg = "X"
		}
		s.fault = nil
		if len(s.typed) < words.IDLength && (arg != "X" || len(s.typed) == words.IDLength-1) {
			s.typed += arg
		}
	case "delete":
		s.fault = nil
		if n := len(s.typed); n > 0 {
			s.typed = s.typed[:n-1]
		}
	case "show":
		s.open = !s.open
	case "agent":
		s.goTo(pageAgent)
	case "skip":
		s.visit.forID = ""
		s.backTo(pageVisit)
	case "confirm":
		s.confirmID()
	}
}

// confirmID checks the number, and offers priority to who is old enough.
func (s *Screen) confirmID() {
	today := s.local(s.now)
	id, err := queue.ParseIDNumber(s.typed, today)
	if err != nil {
		var r *queue.Refusal
		if !errors.As(err, &r) {
			r = queue.Refuse(queue.CodeIDCheck, err.Error())
		}
		s.fault = &wire.Error{Code: string(r.Code), Msg: r.Hint}
		return
	}
	if s.page == pageForID {
		s.visit.forID = id
		s.backTo(pageVisit)
		return
	}
	s.visit.id, s.visit.offered = id, false
	if !s.offer() {
		s.backTo(pageVisit)
	}
}
