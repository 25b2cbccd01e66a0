package tui

import (
	"fmt"
	"image"
	"strings"

	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

// Face is a font of the system for large words in any script, such as Noto Sans
// CJK. A nil *Face stands for "there is none".
type Face struct{ o *outline }

// ParseFace reads an OpenType or TrueType font, or a collection of them, of
// which it takes the first whose full name contains name (such as "CJK SC"),
// else the very first. It keeps data, which must not change. Reading a large
// collection takes some 20 ms; do it once.
func ParseFace(data []byte, name string) (*Face, error) {
	all, err := opentype.ParseCollection(data)
	if err != nil {
		return nil, fmt.Errorf("tui: read font: %w", err)
	}
	var chosen *sfnt.Font
	for i := range all.NumFonts() {
		f, err := all.Font(i)
		if err != nil {
			return nil, fmt.Errorf("tui: read font %d of the collection: %w", i, err)
		}
		full, err := f.Name(nil, sfnt.NameIDFull)
		if err == nil && strings.Contains(full, name) {
			chosen = f
			break
		}
		if chosen == nil {
			chosen = f
		}
	}
	if chosen == nil {
		return nil, fmt.Errorf("tui: read font: the collection is empty")
	}
	o := newOutline(chosen)
	o.top, o.bottom = 0.86, -0.10 // the ink of Chinese characters in their square
	return &Face{o}, nil
}

// Has reports whether the font has every character of text; a nil face has
// none.
func (f *Face) Has(text string) bool {
	if f == nil {
		return false
	}
	f.o.mu.Lock()
	defer f.o.mu.Unlock()
	for _, r := range text {
		if f.o.glyph(r) == nil {
			return false
		}
	}
	return text != ""
}

// WordsSize is the size in cells of a line of text in large letters of at most
// rows rows; ok is false if the face lacks a character or rows is too few.
func (f *Face) WordsSize(text string, rows int) (w, h int, ok bool) {
	if rows*2 < leastWords || !f.Has(text) {
		return 0, 0, false
	}
	return f.o.width(text, rows*2), rows, true
}

// leastWords is the least height of large Chinese that can be read, in dots.
const leastWords = 12

// Words draws one line of text in large letters, as large as r allows, and
// returns the rectangle that it used. Without a face, without room or without
// one of the characters it is written as plain bold text.
func (c *Canvas) Words(r image.Rectangle, a Align, s Style, f *Face, text string) image.Rectangle {
	if f.Has(text) {
		if px := f.o.fit(text, r.Dx(), r.Dy()*2, leastWords); px > 0 {
			return c.ink(r, a, s, f.o.mask(text, px))
		}
	}
	c.Text(r, a, s|Bold, text)
	return r
}
