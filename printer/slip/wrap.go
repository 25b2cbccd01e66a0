package slip

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"onewindow/printer/glyph"
)

// Marks that do not begin a row, and such that do not end one (the rules of
// GB/T 15834 for punctuation, and the usual ones for ASCII).
const (
	notFirst = "，。、；：！？）》」』】〉〕”’％…—·～℃号號,.;:!?)]}%"
	notLast  = "（《「『【〈〔“‘￥＄第([{$#"
)

// clean makes text fit for a row: marks joined to their letters, line ends and
// strange spaces turned to spaces, and what is not printed left out, but for the
// joiner.
func clean(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.M, r) }) {
		text = norm.NFC.String(text)
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case r == unbreakable:
			return r
		case r == '\n' || r == '\t' || r == '\r', unicode.Is(unicode.Z, r) && r != '\u3000':
			return ' '
		case string(r) == joiner:
			return r
		case glyph.Advance(r) == 0:
			return -1
		}
		return r
	}, text)
	text = strings.ReplaceAll(text, string(unbreakable), joiner+" "+joiner)
	return strings.Trim(text, blankRunes+joiner)
}

// blankRunes are the blanks that vanish at the end of a row.
const blankRunes = " \u3000"

// unbreakable is a blank at which no row ends.
const unbreakable = '\u00a0'

// printed is text without the joiners.
func printed(text string) string { return strings.ReplaceAll(text, joiner, "") }

// unit is a piece of text that stays together, and whether a space that vanishes
// at the end of a row follows it.
type unit struct {
	text  string
	space string
	dots  int // without the space
}

// units takes text apart where a row may end.
func units(text string) (out []unit) {
	var cur []rune
	flush := func(space string) {
		if len(cur) > 0 || space != "" {
			s := string(cur)
			out = append(out, unit{text: s, space: space, dots: glyph.Width(s)})
			cur = nil
		}
	}
	runes := []rune(text)
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		if (r == ' ' || r == '\u3000') && (i == 0 || string(runes[i-1]) != joiner) {
			j := i
			for j < len(runes) && (runes[j] == ' ' || runes[j] == '\u3000') {
				j++
			}
			flush(string(runes[i:j]))
			i = j - 1
			continue
		}
		if len(cur) > 0 && mayBreak(cur[len(cur)-1], r) {
			flush("")
		}
		cur = append(cur, r)
	}
	flush("")
	return out
}

// mayBreak reports whether a row may end between two characters, neither of which
// is a space.
func mayBreak(a, b rune) bool {
	switch {
	case string(a) == joiner || string(b) == joiner:
		return false
	case strings.ContainsRune(notFirst, b) || strings.ContainsRune(notLast, a):
		return false
	case inWord(a) && inWord(b):
		return false
	case unicode.IsDigit(a), a == '窗' && b == '口': // 4人, 14号, 窗口
		return false
	}
	return true
}

// inWord are characters that form words without spaces between their letters: all
// but Chinese and Japanese ones and their marks.
func inWord(r rune) bool {
	return !(unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) ||
		r >= 0x2000 && r < 0x2e80 || r >= 0x3000 && r < 0x3400 || r >= 0xff00 && r < 0xfff0)
}

// wrap breaks text into rows of at most so many dots at single size. What no row
// can hold in one piece is divided between its characters. Rows after the first
// begin with indent.
func wrap(text string, dots int, indent string) (rows []string) {
	dots = max(dots, glyph.Side+glyph.Width(indent)) // a row holds one character at least
	row, used := "", 0
	start := func() {
		rows = append(rows, strings.TrimRight(row, blankRunes))
		row, used = indent, glyph.Width(indent)
	}
	empty := func() bool { return strings.Trim(row, blankRunes+joiner) == "" }
	for _, u := range units(text) {
		if used+u.dots > dots && !empty() {
			start()
		}
		for _, r := range u.text {
			if w := glyph.Advance(r); used+w > dots {
				start()
			}
			if strings.ContainsRune(blankRunes, r) && empty() && len(rows) > 0 {
				continue
			}
			row += string(r)
			used += glyph.Advance(r)
		}
		if u.space != "" && (used+glyph.Width(u.space) <= dots || !empty()) {
			row += u.space
			used += glyph.Width(u.space)
		}
	}
	if !empty() || len(rows) == 0 {
		start()
	}
	return rows
}

// widest is the width of the widest unit of a text.
func widest(text string) (dots int) {
	for _, u := range units(text) {
		dots = max(dots, u.dots)
	}
	return dots
}

// balance is wrap with rows of about the same length, which is how text in the
// middle of a paper looks best. It takes no more rows.
func balance(text string, dots int) []string {
	best := wrap(text, dots, "")
	if len(best) < 2 {
		return best
	}
	low, high := widest(text), dots // a word is divided in full rows only
	for low < high {
		middle := (low + high) / 2
		rows := wrap(text, middle, "")
		if len(rows) > len(best) {
			low = middle + 1
			continue
		}
		best, high = rows, middle
	}
	return best
}
