package tui

import (
	"image"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Clean takes escape sequences, control characters and bytes that are no text
// out of a text, such as a notice that somebody typed; line feeds stay and tabs
// become spaces. The canvas cleans whatever it draws.
func Clean(text string) string {
	if !strings.ContainsFunc(text, dirty) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case dirty(r):
			return -1
		}
		return r
	}, ansi.Strip(strings.ToValidUTF8(text, "")))
}

// dirty reports whether Clean takes r out.
func dirty(r rune) bool { return r != '\n' && (unicode.IsControl(r) || r == utf8.RuneError) }

// Width is how many cells text takes; of several lines, the widest counts.
func Width(text string) int {
	w := 0
	for line := range strings.Lines(text) {
		w = max(w, ansi.StringWidth(line))
	}
	return w
}

// Truncate shortens text to at most w cells; a shortened text ends in "..".
func Truncate(text string, w int) string {
	if ansi.StringWidth(text) <= w {
		return text
	}
	if w < 4 {
		return ansi.Truncate(text, max(w, 0), "")
	}
	return ansi.Truncate(text, w, "..")
}

// Text writes one line of text in r and returns the width it took. Text that is
// too wide is shortened and ends in "..".
func (c *Canvas) Text(r image.Rectangle, a Align, s Style, text string) int {
	if r.Empty() {
		return 0
	}
	y := r.Min.Y
	if a&Middle != 0 {
		y += (r.Dy() - 1) / 2
	}
	return c.line(r, y, a, s, text)
}

// Wrap writes text in r, broken into lines as WrapLines does, and returns how
// many lines it took. What does not fit is left out, and the last line then
// ends in "..".
func (c *Canvas) Wrap(r image.Rectangle, a Align, s Style, text string) int {
	lines := WrapLines(text, r.Dx())
	if len(lines) > r.Dy() {
		lines = lines[:r.Dy()]
		if n := len(lines); n > 0 {
			lines[n-1] = ansi.Truncate(lines[n-1], max(0, r.Dx()-2), "") + ".."
		}
	}
	y := r.Min.Y
	if a&Middle != 0 {
		y += (r.Dy() - len(lines)) / 2
	}
	for i, l := range lines {
		c.line(r, y+i, a, s, l)
	}
	return len(lines)
}

func (c *Canvas) line(r image.Rectangle, y int, a Align, s Style, text string) int {
	text = Truncate(Clean(text), r.Dx())
	w := ansi.StringWidth(text)
	x := r.Min.X
	switch a &^ Middle {
	case Center:
		x += (r.Dx() - w) / 2
	case Right:
		x += r.Dx() - w
	}
	c.put(r, x, y, s, text)
	return w
}

// Characters that may not start a line, and ones that may not end one, after
// the usual rules of Chinese typesetting (GB/T 15834).
const (
	noLineStart = "，。、；：？！）》」』】〕〉,.;:?!)%]}"
	noLineEnd   = "（《「『【〔〈([{"
)

// WrapLines breaks text into lines of at most w cells. Words of letters and
// digits stay whole if they fit; Chinese breaks between any two characters, but
// no line starts with a closing mark or ends with an opening one.
func WrapLines(text string, w int) []string {
	if w < 2 {
		return nil
	}
	var out []string
	for para := range strings.SplitSeq(Clean(text), "\n") {
		out = append(out, wrapParagraph(para, w)...)
	}
	return out
}

func wrapParagraph(text string, w int) []string {
	var lines []string
	line, width := "", 0
	for _, u := range units(text) {
		switch {
		case width+u.width <= w:
			line, width = line+u.text, width+u.width
			continue
		case u.space: // a space at the break disappears
			lines, line, width = append(lines, line), "", 0
			continue
		case line != "":
			lines = append(lines, strings.TrimRight(line, " "))
		}
		parts := []string{u.text}
		if u.width > w {
			parts = cut(u.text, w)
		}
		lines = append(lines, parts[:len(parts)-1]...)
		line = parts[len(parts)-1]
		width = ansi.StringWidth(line)
	}
	if line = strings.TrimRight(line, " "); line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// cut cuts a unit that is longer than a line anywhere.
func cut(text string, w int) []string {
	var out []string
	start, width := 0, 0
	for at := 0; at < len(text); {
		g, gw := ansi.FirstGraphemeCluster(text[at:], ansi.GraphemeWidth)
		if g == "" {
			break
		}
		if width+gw > w {
			out = append(out, text[start:at])
			start, width = at, 0
		}
		width += gw
		at += len(g)
	}
	return append(out, text[start:])
}

// unit is what must not be broken: a word, a run of spaces, or one wide
// character with the marks that cling to it.
type unit struct {
	text  string
	width int
	space bool
}

// units splits text into units.
func units(text string) []unit {
	var out []unit
	var starts []int
	glue, lastWord := false, false // the last cluster opens a bracket; is of a word
	for at := 0; at < len(text); {
		g, gw := ansi.FirstGraphemeCluster(text[at:], ansi.GraphemeWidth)
		if g == "" {
			break
		}
		space := g == " "
		word := gw == 1 && !space
		n := len(out)
		afterSpace := n > 0 && out[n-1].space
		clings := n > 0 && (space && afterSpace ||
			!space && !afterSpace && (glue || word && lastWord || strings.Contains(noLineStart, g)))
		if !clings {
			out, starts = append(out, unit{space: space}), append(starts, at)
			n++
		}
		at += len(g)
		out[n-1].text = text[starts[n-1]:at]
		out[n-1].width += gw
		glue, lastWord = strings.Contains(noLineEnd, g), word
	}
	return out
}
