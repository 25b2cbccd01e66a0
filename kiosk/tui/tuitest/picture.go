package tuitest

import (
	"fmt"
	"image"
	"strings"

	"onewindow/kiosk/tui"
)

// Picture draws the screen once, without a program, and returns it as plain
// text.
func Picture(screen tui.Screen, w, h int) string { return draw(screen, w, h, nil).String() }

// PlainPicture is Picture as a terminal without colours shows it.
func PlainPicture(screen tui.Screen, w, h int) string {
	c := tui.NewCanvas(w, h, nil)
	c.UseColours(tui.None)
	c.Clear()
	screen.Draw(c, screen.Layout(image.Rect(0, 0, w, h)))
	return c.String()
}

// letters name the styles of a StyledPicture, in the order in which they occur.
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// StyledPicture is Picture followed by the same screen once more, a letter for
// each cell telling its style, and by what the letters mean. Text on the page is
// ".", a space is blank paper of the page, "~" a shade or an edge between two
// papers. So that a golden shows what only colours show.
func StyledPicture(screen tui.Screen, w, h int) string {
	c := draw(screen, w, h, nil)
	named := map[tui.Pair]tui.Style{}
	for _, s := range tui.Styles() {
		if _, taken := named[c.Theme().Pair(s)]; !taken {
			named[c.Theme().Pair(s)] = s
		}
		// The same with ink and paper swapped, which flags and pressed buttons do.
		p := c.Theme().Pair(s)
		if r := (tui.Pair{Ink: p.Paper, Paper: p.Ink}); named[r] == 0 {
			named[r] = s | tui.Reverse
		}
	}
	var b, legend strings.Builder
	given := map[tui.Style]byte{}
	letter := func(s tui.Style) byte {
		l, ok := given[s]
		if !ok {
			l = '?'
			if len(given) < len(letters) {
				l = letters[len(given)]
			}
			given[s] = l
			fmt.Fprintf(&legend, "%c %v\n", l, s)
		}
		return l
	}
	for y := range h {
		line := make([]byte, 0, w)
		for x := range w {
			content, ink, paper := c.Cell(x, y)
			s, ok := named[tui.Pair{Ink: rgba(ink), Paper: rgba(paper)}]
			switch {
			case content == "":
				line = append(line, line[max(0, len(line)-1)]) // the other half of a wide character
			case !ok:
				line = append(line, '~')
			case s == tui.Ink && content == " ":
				line = append(line, ' ')
			case s == tui.Ink:
				line = append(line, '.')
			default:
				line = append(line, letter(s))
			}
		}
		b.WriteString(strings.TrimRight(string(line), " "))
		b.WriteByte('\n')
	}
	return c.String() + "\n\n" + b.String() + "\n" + legend.String()
}
