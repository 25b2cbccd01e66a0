package tui

import (
	"image"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

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
	text = Truncate(text, r.Dx())
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
	for para := range strings.SplitSeq(text, "\n") {
		out = append(out, wrapParagraph(para, w)...)
	}
	return out
}

func wrapParagraph(text string, w int) []string {
	var lines []string
	line, width := "", 0
	for _, unit := range units(text) {
		uw := ansi.StringWidth(unit)
		if width+uw <= w {
			line, width = line+unit, width+uw
			continue
		}
		if strings.TrimSpace(unit) == "" { // a space at the break disappears
			lines, line, width = append(lines, line), "", 0
			continue
		}
		if line != "" {
			lines, line, width = append(lines, strings.TrimRight(line, " ")), "", 0
		}
		for uw > w { // longer than a line: cut hard
			head := ansi.Truncate(unit, w, "")
			if head == "" {
				break
			}
			lines = append(lines, head)
			unit = unit[len(head):]
			uw = ansi.StringWidth(unit)
		}
		line, width = unit, uw
	}
	if line = strings.TrimRight(line, " "); line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// units splits text into what must not be broken: a word, a run of spaces, or
// one wide character with the marks that cling to it.
func units(text string) []string {
	var out []string
	glue := false // the last unit ends with an opening mark
	lastWord := false
	for rest := text; rest != ""; {
		g, gw := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		if g == "" {
			break
		}
		rest = rest[len(g):]
		space := g == " "
		word := gw == 1 && !space
		n := len(out)
		lastSpace := n > 0 && strings.HasSuffix(out[n-1], " ")
		switch {
		case n > 0 && !lastSpace && !space && (glue || strings.Contains(noLineStart, g)),
			n > 0 && word && lastWord, n > 0 && space && lastSpace:
			out[n-1] += g
		default:
			out = append(out, g)
		}
		glue = strings.Contains(noLineEnd, g)
		lastWord = word
	}
	return out
}
