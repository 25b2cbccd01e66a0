package led

import (
	"context"
	"fmt"
	"strings"
	"time"

	"onewindow/serial"
)

// CD5220 is a customer display with two rows of twenty characters, which shows
// ASCII and never answers (Partner Tech's manual of the CD5220).
type CD5220 struct {
	line Line
	baud int
}

// NewCD5220 is the driver of a display on a line of its own, usually at 9600 baud.
func NewCD5220(line Line, baud int) *CD5220 { return &CD5220{line, baud} }

const cd5220Columns, cd5220Rows = 20, 2

// Missing says what of the face is not ASCII.
func (d *CD5220) Missing(f Face) []rune { return missingASCII(f) }

// Show writes the first page; a display of this kind has one.
func (d *CD5220) Show(ctx context.Context, f Face) error {
	return write(ctx, d.line, "cd5220", CD5220Frame(f), d.baud)
}

// Keep is Show: there is no answer to save.
func (d *CD5220) Keep(ctx context.Context, f Face) error { return d.Show(ctx, f) }

// Ask is always answered by ErrMute.
func (d *CD5220) Ask(context.Context) error { return ErrMute }

// Proven is always false: nothing is ever confirmed.
func (d *CD5220) Proven(Face) bool { return false }

// Wire is how long a face takes on the line.
func (d *CD5220) Wire(f Face) time.Duration { return wire(len(CD5220Frame(f)), d.baud) }

// CD5220Frame makes the bytes that show a face's first page: clear, which also ends
// the mode that the rows put the display into, and each row with its twenty
// characters.
func CD5220Frame(f Face) []byte {
	b := []byte{0x0C}
	if len(f.Pages) == 0 {
		return b
	}
	for i, r := range f.Pages[0][:min(len(f.Pages[0]), cd5220Rows)] {
		text, _ := ASCII.encode(r.Text)
		text = text[:min(len(text), cd5220Columns)]
		pad := cd5220Columns - len(text)
		left := 0
		if f.Centre {
			left = pad / 2
		}
		b = append(b, 0x1B, 'Q', 'A'+byte(i))
		b = append(b, strings.Repeat(" ", left)...)
		b = append(b, text...)
		b = append(b, strings.Repeat(" ", pad-left)...)
		b = append(b, 0x0D)
	}
	return b
}

// LED8 is a display of eight digits, which shows 0 to 9, - and . and never answers
// (manual of the LED8N).
type LED8 struct {
	line Line
	baud int
}

// NewLED8 is the driver of a display on a line of its own, usually at 2400 baud.
func NewLED8(line Line, baud int) *LED8 { return &LED8{line, baud} }

const led8Digits = 8

// Missing says what of the face is no digit.
func (d *LED8) Missing(f Face) []rune {
	var missing []rune
	eachRune(f, func(r rune) {
		if !strings.ContainsRune(led8Shows, r) && !strings.ContainsRune(string(missing), r) {
			missing = append(missing, r)
		}
	})
	return missing
}

const led8Shows = "0123456789-. "

// Show writes the first row of the first page.
func (d *LED8) Show(ctx context.Context, f Face) error {
	return write(ctx, d.line, "led8", LED8Frame(f), d.baud)
}

// Keep is Show: there is no answer to save.
func (d *LED8) Keep(ctx context.Context, f Face) error { return d.Show(ctx, f) }

// Ask is always answered by ErrMute.
func (d *LED8) Ask(context.Context) error { return ErrMute }

// Proven is always false: nothing is ever confirmed.
func (d *LED8) Proven(Face) bool { return false }

// Wire is how long a face takes on the line.
func (d *LED8) Wire(f Face) time.Duration { return wire(len(LED8Frame(f)), d.baud) }

// LED8Frame makes the bytes that show the first row of a face: a dash for whatever
// is no digit. An empty face, or one that would not fit whole, because half a number
// is another number, makes the display dark.
func LED8Frame(f Face) []byte {
	if len(f.Pages) == 0 || len(f.Pages[0]) == 0 {
		return []byte{0x0C}
	}
	text := strings.Map(func(r rune) rune {
		if strings.ContainsRune(led8Shows, r) {
			return r
		}
		return '-'
	}, f.Pages[0][0].Text)
	if len(text) > led8Digits || strings.TrimSpace(text) == "" {
		return []byte{0x0C}
	}
	return fmt.Appendf([]byte{0x0C}, "\x1bQA%s\r", text)
}

// write sends bytes that nobody answers.
func write(ctx context.Context, line Line, to string, b []byte, baud int) error {
	_, err := line.Do(ctx, serial.Exchange{To: to, Frame: b})
	return err
}

// missingASCII lists what of a face is not ASCII, each once.
func missingASCII(f Face) []rune {
	var missing []rune
	eachRune(f, func(r rune) {
		if _, ok := ASCII.rune(r); !ok && !strings.ContainsRune(string(missing), r) {
			missing = append(missing, r)
		}
	})
	return missing
}

func eachRune(f Face, do func(rune)) {
	for _, p := range f.Pages {
		for _, row := range p {
			for _, r := range row.Text {
				do(r)
			}
		}
	}
}
