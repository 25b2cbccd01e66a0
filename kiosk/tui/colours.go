package tui

import (
	"image/color"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
)

// Colours is how many colours the terminal shows.
type Colours uint8

// How many colours there are. With few or none of them, buttons and panels have
// drawn frames, because their papers cannot be told apart.
const (
	Many Colours = iota // 256 or more
	Few                 // the sixteen of old terminals
	None                // none, or NO_COLOR asks for none
)

// coloursOf are the colours of a terminal.
func coloursOf(p colorprofile.Profile) Colours {
	switch {
	case p <= colorprofile.ASCII:
		return None
	case p == colorprofile.ANSI:
		return Few
	}
	return Many
}

// UseColours draws for a terminal of that many colours from now on. The shell
// does it for its screen; tests do it to see the other looks.
func (c *Canvas) UseColours(n Colours) {
	if c.colours != n {
		c.colours = n
		c.mix()
	}
}

// framed reports whether shapes must be told by lines instead of papers.
func (c *Canvas) framed() bool { return c.colours != Many }

// mix prepares the cell styles of the theme for the colours that there are.
func (c *Canvas) mix() {
	c.cache = make(map[Style]uv.Style, roleCount+3*inks)
	c.ramps = map[Pair]*ramp{}
	for _, s := range Styles() {
		c.cache[s] = c.paint(c.theme.Pair(s))
	}
}

// paint is a pair as the style of a cell.
func (c *Canvas) paint(p Pair) uv.Style {
	if c.colours == Few {
		ink, paper := sixteen(p)
		return uv.Style{Fg: ink, Bg: paper}
	}
	return uv.Style{Fg: color.Color(p.Ink), Bg: color.Color(p.Paper)}
}
