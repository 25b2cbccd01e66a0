package manager

import (
	"image"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// entry is a short text to type, on the keyboard or on the keypad shown.
type entry struct {
	title   string
	text    string
	max     int      // characters
	letters []string // of the keypad, beside the digits
	take    func(text string) tea.Cmd
}

// enter opens a form for a short text.
func (s *Screen) enter(e entry) {
	s.text = e
	s.goTo(pageEnter)
}

// add takes typed characters; numbers are written with capitals.
func (e *entry) add(text string) {
	for _, r := range text {
		if unicode.IsGraphic(r) && utf8.RuneCountInString(e.text) < e.max {
			e.text += string(r)
		}
	}
}

// tapEntry acts on the keypad.
func (s *Screen) tapEntry(id string) tea.Cmd {
	e := &s.text
	switch id {
	case "back":
		s.says = message{}
		s.home()
	case "delete":
		if n := len(e.text); n > 0 {
			_, size := utf8.DecodeLastRuneInString(e.text)
			e.text = e.text[:n-size]
		}
	case "confirm":
		if e.text == "" {
			s.say(tui.Warn, "manager.type_first")
			return nil
		}
		s.says = message{}
		return e.take(e.text)
	default:
		s.says = message{}
		e.add(id)
	}
	return nil
}

// layout is the keypad: digits, then letters in columns to the right of them.
func (e *entry) layout(s *Screen, area image.Rectangle) []tui.Target {
	tui.CutTop(&area, 2)
	area = tui.Centred(area, min(60, area.Dx()), min(area.Dy(), 20))
	rows := tui.DigitKeys(
		tui.KeypadKey{ID: "delete", Label: s.t("common.delete"), Key: "backspace"},
		tui.KeypadKey{ID: "confirm", Label: s.t("common.confirm"), Key: "enter", Look: tui.Primary})
	for i, l := range e.letters {
		rows[i%3] = append(rows[i%3], tui.KeypadKey{ID: l, Label: l})
	}
	back := tui.KeypadKey{ID: "back", Label: s.t("common.back"), Key: "esc"}
	rows[3] = append(rows[3], back)
	return tui.Keypad(area, rows, 1)
}

func (e *entry) draw(s *Screen, c *tui.Canvas, r image.Rectangle) {
	c.Text(r, tui.Left, tui.Accent|tui.Bold, e.title)
	tui.CutTop(&r, 1)
	r.Max.Y = r.Min.Y + 1
	field := tui.Centred(r, min(60, r.Dx()), 1)
	c.Fill(field, tui.Card)
	c.Text(tui.Inset(field, 1, 0), tui.Left, tui.CardAccent|tui.Bold, e.text+"_")
}
