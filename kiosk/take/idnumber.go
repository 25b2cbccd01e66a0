package take

import (
	"errors"
	"image"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// idLength is the length of a citizen number.
const idLength = 18

// padFrame parts a page with a keypad: beside the text on a wide screen, else
// below it.
type padFrame struct {
	text, keys image.Rectangle
	rows       [][]tui.KeypadKey
	gap        int
}

// padFrame makes room for the digits and, below them, the other keys.
func (s *Screen) padFrame(f frame, left, right, confirm tui.KeypadKey) padFrame {
	body := tui.Inset(f.body, 1, 0)
	p := padFrame{gap: 1}
	if f.low {
		body = f.body
		p.text, p.keys, p.gap = tui.Inset(tui.CutTop(&body, 2), 1, 0), body, 0
		p.rows = [][]tui.KeypadKey{digitRow("12345"), digitRow("67890"), {left, right, confirm}}
		return p
	}
	rows := tui.DigitKeys(left, right)
	if body.Dx() >= 70 {
		p.keys = tui.CutRight(&body, 36)
		tui.CutRight(&body, 2)
		p.text = body
		p.rows = rows
		return p
	}
	p.text = tui.CutTop(&body, max(3, min(8, body.Dy()-20)))
	p.keys = body
	p.rows = append(rows, []tui.KeypadKey{confirm})
	return p
}

func digitRow(digits string) []tui.KeypadKey {
	var row []tui.KeypadKey
	for _, d := range strings.Split(digits, "") {
		row = append(row, tui.KeypadKey{ID: d, Label: d, Key: d})
	}
	return row
}

// targets lays the keys out; digits get the kind "key".
func (p padFrame) targets(confirm tui.KeypadKey) []tui.Target {
	ts := tui.Keypad(p.keys, p.rows, p.gap)
	has := false
	for i := range ts {
		if len(ts[i].ID) == 1 {
			ts[i].ID = "key/" + ts[i].ID
		}
		has = has || ts[i].ID == confirm.ID
	}
	if !has {
		r := p.text
		ts = append(ts, tui.Target{ID: confirm.ID, Label: confirm.Label, Key: confirm.Key, Look: confirm.Look, Rect: tui.CutBottom(&r, 5)})
	}
	return ts
}

func (s *Screen) idPad(f frame) (padFrame, tui.KeypadKey) {
	confirm := tui.KeypadKey{ID: "confirm", Label: s.t("common.confirm"), Key: "enter", Look: tui.Primary}
	return s.padFrame(f, tui.KeypadKey{ID: "X", Label: "X", Key: "X *"},
		tui.KeypadKey{ID: "delete", Label: s.t("common.delete"), Key: "backspace -"}, confirm), confirm
}

func (s *Screen) layoutID(f frame) []tui.Target {
	p, confirm := s.idPad(f)
	return p.targets(confirm)
}

func (s *Screen) drawID(c *tui.Canvas, f frame) {
	p, _ := s.idPad(f)
	r := p.text
	if f.low {
		c.Text(tui.CutTop(&r, 1), tui.Center, tui.Ink|tui.Bold, masked(s.typed))
		st, text := s.idHint(f.low)
		c.Text(r, tui.Center, st, text)
		return
	}
	para(c, &r, tui.Left, tui.Accent|tui.Bold, s.t("kiosk.enter_id"))
	blank(&r)
	para(c, &r, tui.Center, tui.Ink|tui.Bold, masked(s.typed))
	st, text := s.idHint(f.low)
	para(c, &r, tui.Center, st, text)
	if p.text.Dy() > 9 {
		blank(&r)
		para(c, &r, tui.Left, tui.Muted, s.t("take.id_why"))
	}
}

// idHint is what is wrong with the number, or how much of it is missing.
func (s *Screen) idHint(low bool) (tui.Style, string) {
	if s.fault != nil {
		return tui.Bad | tui.Bold, s.errorText(s.fault)
	}
	switch {
	case s.typed == "" && low:
		return tui.Ink, s.t("kiosk.enter_id")
	case s.typed == "":
		return tui.Muted, s.t("take.id_optional")
	}
	return tui.Muted, s.t("kiosk.enter_id_left", "n", idLength-len(s.typed))
}

// masked shows a number that is being typed without its birth date, in groups
// as on the card, because others may look on.
func masked(typed string) string {
	var b strings.Builder
	for i := range idLength {
		switch {
		case i == 6 || i == 14:
			b.WriteByte(' ')
		}
		switch {
		case i >= len(typed):
			b.WriteByte('_')
		case i >= 6 && i < 14:
			b.WriteByte('*')
		default:
			b.WriteByte(typed[i])
		}
	}
	return b.String()
}

func (s *Screen) tapID(kind, arg string) tea.Cmd {
	switch kind {
	case "key", "X":
		if kind == "X" {
			arg = "X"
		}
		s.fault = nil
		if len(s.typed) < idLength && (arg != "X" || len(s.typed) == idLength-1) {
			s.typed += arg
		}
	case "delete":
		s.fault = nil
		if n := len(s.typed); n > 0 {
			s.typed = s.typed[:n-1]
		}
	case "confirm":
		s.confirmID()
	}
	return nil
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
	s.visit.id = id
	if id.Age(today) >= s.priorityAge() && s.visit.ground == "" {
		s.goTo(pageOffer)
		return
	}
	s.goTo(pageTheme)
}
