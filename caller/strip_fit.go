package caller

import (
	"strings"
	"unicode"

	"onewindow/caller/led"
)

// stripFonts are the heights of a card's letters, the largest first.
func (s StripSetting) stripFonts() []int {
	if s.Font != 0 {
		return []int{s.Font}
	}
	return []int{32, 24, 16}
}

// columns are how many half-width cells a row has in a font; rows are how many stand
// at once. A strip that is no BX has one font.
func (s StripSetting) columns(font int) int {
	switch s.Kind {
	case StripCD5220:
		return 20
	case StripLED8:
		return 8
	case StripAlpha:
		return s.Width
	}
	return s.Width * 2 / font
}

// fits reports whether rows of a text's width fit in a font.
func (s StripSetting) fits(text string, rows, font int) bool {
	return led.Cells(text) <= s.columns(font) && (!s.bx() || rows*font <= s.Height)
}

// shows reports whether a strip has letters for a text. Chinese strips mark what they
// lack; on others a sentence would be nothing but marks.
func (s StripSetting) shows(text string) bool {
	return s.chinese() || !strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII })
}

// fit is the first text that the strip has letters for and that fits, in whatever
// font; "" when none does.
func (s StripSetting) fit(texts []string, rows int) string {
	fonts := s.stripFonts()
	for _, t := range texts {
		if s.shows(t) && s.fits(t, rows, fonts[len(fonts)-1]) {
			return t
		}
	}
	return ""
}

// largest is the text that can be written largest, and among those the first: a
// number is to be seen from afar before it is to be polite. It is alone in the list,
// which is empty when nothing fits.
func largest(s StripSetting, texts []string) []string {
	for _, font := range s.stripFonts() {
		for _, t := range texts {
			if s.fits(t, s.windowRows(), font) {
				return []string{t}
			}
		}
	}
	return nil
}

// windowRows are the rows of a strip over a window: a second one for words only
// where the number stays large.
func (s StripSetting) windowRows() int {
	switch {
	case s.Kind == StripCD5220, s.bx() && s.Height >= 48:
		return 2
	}
	return 1
}

// hallRows are the rows of a hall's strip.
func (s StripSetting) hallRows() int {
	switch {
	case s.Kind == StripCD5220:
		return 2
	case !s.bx():
		return 1
	case s.Rows > 0:
		return s.Rows
	}
	return max(1, s.Height/32)
}

// cells are the columns of some rows in the largest font in which they stand.
func (s StripSetting) cells(rows int) int {
	for _, font := range s.stripFonts() {
		if !s.bx() || rows*font <= s.Height {
			return s.columns(font)
		}
	}
	return s.columns(16)
}

// holds reports whether the rows of a page fit.
func (s StripSetting) holds(p led.Page) bool {
	for _, r := range p {
		if s.fit([]string{r.Text}, len(p)) == "" && r.Text != "" {
			return false
		}
	}
	return true
}
