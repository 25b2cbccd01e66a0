package tui

import (
	"image"
	"image/color"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Canvas is the grid of cells that a screen draws on. Later painting covers
// earlier painting; whatever falls outside the canvas or the given rectangle is
// cut off, and a wide character is never split.
type Canvas struct {
	buf     uv.ScreenBuffer
	area    image.Rectangle // what may be drawn on
	theme   *Theme
	colours Colours
	cache   map[Style]uv.Style // of each of Styles
	ramps   map[Pair]*ramp     // shades between the inks and papers used
}

// NewCanvas makes a canvas of w by h cells filled with the theme's paper; a nil
// theme is the light one.
func NewCanvas(w, h int, theme *Theme) *Canvas {
	if theme == nil {
		theme = themes[0]
	}
	c := &Canvas{buf: uv.NewScreenBuffer(w, h), area: image.Rect(0, 0, w, h)}
	c.setTheme(theme)
	c.Clear()
	return c
}

func (c *Canvas) setTheme(t *Theme) {
	if c.theme == t {
		return
	}
	c.theme = t
	c.mix()
}

// Area is the whole canvas, or the part that Within gave. Layout gets the same.
func (c *Canvas) Area() image.Rectangle { return c.area }

// Within is the part r of the canvas, in the same coordinates; what is drawn on
// it beyond r is cut off.
func (c *Canvas) Within(r image.Rectangle) *Canvas {
	part := *c
	part.area = r.Intersect(c.area)
	return &part
}

// Theme is the theme in use.
func (c *Canvas) Theme() *Theme { return c.theme }

// Clear paints everything as empty paper.
func (c *Canvas) Clear() { c.Fill(c.Area(), Ink) }

// Fill paints r with the style's paper.
func (c *Canvas) Fill(r image.Rectangle, s Style) {
	c.fill(r, s, " ")
}

func (c *Canvas) fill(r image.Rectangle, s Style, content string) {
	c.fillCells(r, uv.Cell{Content: content, Width: 1, Style: c.style(s)})
}

func (c *Canvas) fillCells(r image.Rectangle, cell uv.Cell) {
	r = r.Intersect(c.Area())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			c.buf.SetCell(x, y, &cell)
		}
	}
}

// under is the paper that lies at x, y so far.
func (c *Canvas) under(x, y int) color.Color {
	cell := c.buf.CellAt(x, y)
	for ; cell != nil && cell.Width == 0 && x > 0; x-- { // the second half of a wide character
		cell = c.buf.CellAt(x-1, y)
	}
	if cell == nil {
		return nil
	}
	return cell.Style.Bg
}

// Cell is what stands at x, y: the character ("" for the second half of a wide
// one), and its ink and paper as they are seen, nil without colours. For tests.
func (c *Canvas) Cell(x, y int) (content string, ink, paper color.Color) {
	cell := c.buf.CellAt(x, y)
	if cell == nil {
		return "", nil, nil
	}
	ink, paper = cell.Style.Fg, cell.Style.Bg
	if cell.Style.Attrs&uv.AttrReverse != 0 {
		ink, paper = paper, ink
	}
	return cell.Content, ink, paper
}

// String is the canvas as plain text, without colours and trailing spaces; for
// goldens.
func (c *Canvas) String() string { return uv.TrimSpace(c.buf.String()) }

// render is the canvas as a string with escape sequences, for Bubble Tea.
func (c *Canvas) render() string { return c.buf.Render() }

func (c *Canvas) style(s Style) uv.Style {
	st := c.cache[s.key()]
	if s&Bold != 0 {
		st.Attrs |= uv.AttrBold
	}
	if (s&Reverse != 0) != (c.colours == None && strong(s.role())) {
		st.Attrs |= uv.AttrReverse
	}
	if s&Strike != 0 {
		st.Attrs |= uv.AttrStrikethrough
	}
	if s&Underline != 0 {
		st.Underline = uv.UnderlineSingle
	}
	return st
}

// paper is the colour that a style fills with.
func (c *Canvas) paper(s Style) color.Color {
	st := c.style(s)
	if st.Attrs&uv.AttrReverse != 0 {
		return st.Fg
	}
	return st.Bg
}

// strong reports whether the paper of a role says something; without colours it
// is shown by swapping ink and paper.
func strong(role Style) bool {
	switch role {
	case Title, TitleMuted, TitleAccent, ButtonKey, PrimaryKey, DangerKey, ChosenKey, WarnFill, BadFill, Call:
		return true
	}
	return false
}

// put writes one line of text from x on, clipped to r, and returns the column
// after it.
func (c *Canvas) put(r image.Rectangle, x, y int, s Style, text string) int {
	r = r.Intersect(c.Area())
	if y < r.Min.Y || y >= r.Max.Y {
		return x
	}
	cell := uv.Cell{Style: c.style(s)}
	for rest := Clean(text); rest != ""; {
		g, w := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		if g == "" {
			break
		}
		rest = rest[len(g):]
		if w == 0 {
			continue
		}
		if x+w > r.Max.X {
			break
		}
		if x >= r.Min.X {
			cell.Content, cell.Width = g, w
			c.buf.SetCell(x, y, &cell)
		}
		x += w
	}
	return x
}
