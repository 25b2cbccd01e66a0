package glyph

import (
	"unicode"
)

// Sizes of a character in dots, at single size.
const (
	Side = 24 // height of all, width of a Chinese character
	Half = 12 // width of an ASCII character
)

// Advance is the width of a character in dots at single size: Half for ASCII,
// Side for every other, 0 for what is not printed (control characters, and those
// that only tell how others are to be shown).
func Advance(r rune) int {
	switch {
	case unprinted(r):
		return 0
	case r < 0x7f:
		return Half
	}
	return Side
}

// Width is the width of a text in dots at single size.
func Width(text string) (dots int) {
	for _, r := range text {
		dots += Advance(r)
	}
	return dots
}

// unprinted are control and format characters, among them joiners and selectors
// of variants. A character whose variant we cannot draw is drawn as it is usual,
// which is what Unicode asks for.
func unprinted(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector)
}

// Font is what lines are drawn with: the built-in font, and perhaps outlines for
// what it lacks. It never changes; several goroutines may use one.
type Font struct {
	packed   *pack
	outlines *outlines // nil if there are none
}

// Builtin is the font that comes with the program. The first use unpacks it,
// which takes about 20 ms; whoever must be quick later calls it early.
func Builtin() *Font {
	p, _ := builtin() // Check tells of the fault; without its pictures all is boxed
	return &Font{packed: p}
}

// Check reports why the built-in font cannot be used. That is a fault of the
// build, so only tests and those who look for faults ask.
func Check() error {
	_, err := builtin()
	return err
}

// Has reports whether the font can draw r. What is not printed needs no picture.
func (f *Font) Has(r rune) bool {
	if unprinted(r) || unicode.Is(unicode.Zs, r) || f.packed.has(r) {
		return true
	}
	return f.outlines != nil && f.outlines.has(r)
}

// Missing are the characters of text that are drawn as a box, each once, in the
// order of the text.
func (f *Font) Missing(text string) (missing []rune) {
	seen := map[rune]bool{}
	for _, r := range text {
		if !seen[r] && !f.Has(r) {
			seen[r] = true
			missing = append(missing, r)
		}
	}
	return missing
}

// Glyph is the picture of one character, Advance wide and Side high: a box if the
// font has none.
func (f *Font) Glyph(r rune) Bitmap {
	width := Advance(r)
	b := NewBitmap(width, Side)
	switch {
	case width == 0 || unicode.Is(unicode.Zs, r):
	case f.packed.has(r):
		f.packed.draw(r, b)
	case f.outlines != nil && f.outlines.has(r):
		f.outlines.draw(r, b)
	default:
		box(b)
	}
	return b
}

// Line is a line of text, each dot of its characters w dots wide and h dots high
// (1 to 8, as printers scale; less counts as 1). The picture is as wide as the
// text and h times Side high.
func (f *Font) Line(text string, w, h int) Bitmap {
	w, h = max(w, 1), max(h, 1)
	line := NewBitmap(Width(text)*w, Side*h)
	x := 0
	for _, r := range text {
		line.Draw(f.Glyph(r), x, 0, w, h)
		x += Advance(r) * w
	}
	return line
}

// box is the sign for a character that cannot be drawn: a frame with a cross, so
// that it is not taken for a box to tick.
func box(b Bitmap) {
	left, top, right, bottom := 2, 2, b.Width-3, b.Height-3
	for x := left; x <= right; x++ {
		for _, y := range []int{top, top + 1, bottom - 1, bottom} {
			b.Set(x, y)
		}
	}
	for y := top; y <= bottom; y++ {
		for _, x := range []int{left, left + 1, right - 1, right} {
			b.Set(x, y)
		}
		across := left + (y-top)*(right-left)/(bottom-top)
		b.Set(across, y)
		b.Set(left+right-across, y)
	}
}
