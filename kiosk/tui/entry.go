package tui

import (
	"image"
	"strings"
	"unicode"
	"unicode/utf8"
)

// EntryLabels are the words of an Entry's keypad, in the language of its screen.
type EntryLabels struct{ Delete, Confirm, Back string }

// Entry is a short text to type, on the keyboard or on a keypad on the screen.
// The screen that owns it puts it on a page of its own, reports Typing there and
// passes on what it gets: Layout, Draw, Type and Tap.
type Entry struct {
	// Title is the heading.
	Title string
	Text  string
	// Max is how many characters Text may have.
	Max int
	// Secret text is shown as stars.
	Secret bool
	// Letters are on the keypad beside the digits.
	Letters []string
}

// Type adds typed characters as far as there is room; what is not visible is
// dropped.
func (e *Entry) Type(text string) {
	for _, r := range text {
		if unicode.IsGraphic(r) && utf8.RuneCountInString(e.Text) < e.Max {
			e.Text += string(r)
		}
	}
}

// Tap acts on the keypad's digits, letters and "delete", and reports whether it
// did. "back" and "confirm" are the screen's.
func (e *Entry) Tap(id string) bool {
	switch id {
	case "back", "confirm":
		return false
	case "delete":
		_, size := utf8.DecodeLastRuneInString(e.Text)
		e.Text = e.Text[:len(e.Text)-size]
	default:
		e.Type(id)
	}
	return true
}

// Layout returns the keypad: digits, then letters in columns to the right of
// them. The first two rows of area are the heading's and the text's.
func (e *Entry) Layout(area image.Rectangle, labels EntryLabels) []Target {
	CutTop(&area, 2)
	rows := DigitKeys(
		KeypadKey{ID: "delete", Label: labels.Delete, Key: "backspace"},
		KeypadKey{ID: "confirm", Label: labels.Confirm, Key: "enter", Look: Primary})
	for i, l := range e.Letters {
		rows[i%3] = append(rows[i%3], KeypadKey{ID: l, Label: l})
	}
	rows[3] = append(rows[3], KeypadKey{ID: "back", Label: labels.Back, Key: "esc"})
	cols := 0
	for _, r := range rows {
		cols = max(cols, len(r))
	}
	// Keys larger than a hand's reach help nobody; smaller ones only where the
	// screen is small.
	w, h := min(area.Dx(), max(60, 15*cols)), max(1, min(area.Dy()/len(rows), 5))*len(rows)
	return Keypad(Centred(area, w, h), rows, 1)
}

// Draw writes the heading and the text; the keypad is drawn with the screen's
// other targets.
func (e *Entry) Draw(c *Canvas, area image.Rectangle) {
	c.Text(area, Left, Accent|Bold, e.Title)
	shown := e.Text
	if e.Secret {
		shown = strings.Repeat("*", utf8.RuneCountInString(shown))
	}
	CutTop(&area, 1)
	area.Max.Y = area.Min.Y + 1
	field := Centred(area, min(60, area.Dx()), 1)
	c.Fill(field, Card)
	c.Text(Inset(field, 1, 0), Left, CardAccent|Bold, shown+"_")
}
