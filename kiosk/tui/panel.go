package tui

import (
	"image"
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	uv "github.com/charmbracelet/ultraviolet"
)

// dimming is how far what lies under a panel goes towards the theme's shade.
const dimming = 0.62

// Dim takes what has been drawn so far back into the shade, so that a panel over
// it is seen first. With few colours or none nothing changes.
func (c *Canvas) Dim() {
	if c.framed() {
		return
	}
	dimmed := map[color.Color]color.Color{}
	dim := func(v color.Color) color.Color {
		if v == nil {
			return nil
		}
		d, ok := dimmed[v]
		if !ok {
			d = mixed(v, c.theme.shade, dimming)
			dimmed[v] = d
		}
		return d
	}
	for y := c.area.Min.Y; y < c.area.Max.Y; y++ {
		for x := c.area.Min.X; x < c.area.Max.X; x++ {
			cell := c.buf.CellAt(x, y)
			if cell == nil || cell.Width == 0 {
				continue // the second half of a wide character
			}
			cell.Style.Fg, cell.Style.Bg = dim(cell.Style.Fg), dim(cell.Style.Bg)
		}
	}
}

// mixed is a colour part of the way to another.
func mixed(from, to color.Color, part float64) color.Color {
	r, g, b, _ := from.RGBA()
	r2, g2, b2, _ := to.RGBA()
	mix := func(a, b uint32) uint8 { return uint8((float64(a>>8)*(1-part) + float64(b>>8)*part) + 0.5) }
	return color.RGBA{R: mix(r, r2), G: mix(g, g2), B: mix(b, b2), A: 0xff}
}

// Panel draws a panel over the screen: what was drawn before is dimmed, r is a
// card with a heading strip. It returns the room inside. The targets on it are
// Modal, so that those of the page below do nothing.
func (c *Canvas) Panel(r image.Rectangle, title string) image.Rectangle {
	c.Dim()
	if !c.framed() {
		c.slab(r, Card)
		strip := image.Rect(r.Min.X, r.Min.Y, r.Max.X-1, r.Min.Y+1)
		if title != "" {
			c.Fill(strip, Title)
			c.edge(image.Rect(r.Max.X-1, r.Min.Y, r.Max.X, r.Min.Y+1), Title, "▌")
			c.Text(Inset(strip, 2, 0), Left, Title|Bold, title)
		}
	} else {
		c.Fill(r, Card)
		c.Box(r, Card)
		if title != "" {
			c.Text(Inset(rowOf(r, 0), 2, 0), Left, Card|Bold, " "+title+" ")
		}
	}
	return Inset(r, 2, 1)
}

// TextPanel draws lines in a panel in the middle of the screen, the first of
// them as its heading, and returns its rectangle. Lines are broken as WrapLines
// does; those that do not fit are left out.
func (c *Canvas) TextPanel(lines []string) image.Rectangle {
	if len(lines) == 0 {
		return image.Rectangle{}
	}
	limit := min(c.area.Dx()-6, 72)
	var body []string
	for _, l := range lines[1:] {
		body = append(body, WrapLines(l, limit)...)
	}
	body = body[:min(len(body), max(0, c.area.Dy()-2))]
	text := strings.Join(body, "\n")
	r := Centred(c.area, max(Width(lines[0]), Width(text))+6, len(body)+4)
	in := c.Panel(r, lines[0])
	in = Inset(in, 1, min(1, (in.Dy()-len(body))/2))
	if len(body) > 0 && !in.Empty() {
		drawn := c.lip(Card).Width(in.Dx()).Height(in.Dy()).Render(text)
		uv.NewStyledString(drawn).Draw(c.buf, in.Intersect(c.area))
	}
	return r
}

// lip is a style as Lip Gloss has it.
func (c *Canvas) lip(s Style) lipgloss.Style {
	st := lipgloss.NewStyle()
	if c.colours == None {
		return st
	}
	cell := c.style(s)
	return st.Foreground(cell.Fg).Background(cell.Bg)
}
