package virtual

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math/rand/v2"
)

// Colours of a picture of paper.
var (
	desk   = color.RGBA{0xcf, 0xcb, 0xc3, 0xff}
	shadow = color.RGBA{0xb2, 0xae, 0xa6, 0xff}
	white  = color.RGBA{0xfc, 0xfb, 0xf7, 0xff}
	ink    = color.RGBA{0x1d, 0x1b, 0x20, 0xff}
)

// Around a picture of paper, in dots: the desk, the paper beside the head, the
// height of a torn edge, and the shadow.
const (
	deskMargin = 24
	torn       = 14
	shadowSize = 5
)

// WritePNG writes a picture of the paper on a desk: the strip with the margins
// that no head reaches, a torn edge where it was torn. scale is how many pixels
// a dot is wide and high, from 0.1 to 8; 0 means 1.
func WritePNG(w io.Writer, t Ticket, scale float64) error {
	if scale == 0 {
		scale = 1
	}
	if !(scale >= 0.1 && scale <= 8) {
		return fmt.Errorf("picture of a ticket: a scale of %g; it goes from 0.1 to 8", scale)
	}
	if err := png.Encode(w, resize(Photograph(t), scale)); err != nil {
		return fmt.Errorf("picture of a ticket: %w", err)
	}
	return nil
}

// Photograph is the picture of WritePNG, a pixel to the dot.
func Photograph(t Ticket) *image.RGBA {
	margin := paperMargin(t.Image.width)
	width, height := t.Image.width+2*margin, t.Image.height
	pic := image.NewRGBA(image.Rect(0, 0, width+2*deskMargin, height+2*deskMargin))
	for i := 0; i < len(pic.Pix); i += 4 {
		pic.Pix[i], pic.Pix[i+1], pic.Pix[i+2], pic.Pix[i+3] = desk.R, desk.G, desk.B, desk.A
	}
	edge := edge(t, width)
	for y := range height + shadowSize {
		for x := range width + shadowSize {
			px, py := deskMargin+x, deskMargin+y
			switch {
			case x < width && y < height && y < edge[x]:
				c := white
				if t.Image.Dark(x-margin, y) {
					c = ink
				}
				pic.SetRGBA(px, py, c)
			case x >= shadowSize && y >= shadowSize && y-shadowSize < edge[x-shadowSize]:
				pic.SetRGBA(px, py, shadow)
			}
		}
	}
	return pic
}

// paperMargin is the paper beside the dots of the head: 58 mm carry 384 dots of
// 464, 80 mm 576 of 640.
func paperMargin(dots int) int {
	if dots <= 432 {
		return max((58*DotsPerMM-dots)/2, 8)
	}
	return max((80*DotsPerMM-dots)/2, 8)
}

// edge is how far down the paper reaches in each column. The same piece is torn
// the same way each time.
func edge(t Ticket, width int) []int {
	to := make([]int, width)
	r := rand.New(rand.NewPCG(uint64(t.Number), uint64(t.Image.height)))
	depth := torn / 2
	for x := range to {
		to[x] = t.Image.height
		if !t.Cut {
			if x%3 == 0 {
				depth = min(max(depth+r.IntN(7)-3, 0), torn)
			}
			to[x] -= depth
		}
	}
	return to
}

// resize draws a picture larger by repeating pixels, smaller by mixing them.
func resize(from *image.RGBA, scale float64) *image.RGBA {
	if scale == 1 {
		return from
	}
	b := from.Bounds()
	w, h := max(int(float64(b.Dx())*scale), 1), max(int(float64(b.Dy())*scale), 1)
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		y0 := y * b.Dy() / h
		y1 := max((y+1)*b.Dy()/h, y0+1)
		for x := range w {
			x0 := x * b.Dx() / w
			x1 := max((x+1)*b.Dx()/w, x0+1)
			var red, green, blue, n int
			for sy := y0; sy < y1; sy++ {
				for sx := x0; sx < x1; sx++ {
					c := from.RGBAAt(sx, sy)
					red, green, blue, n = red+int(c.R), green+int(c.G), blue+int(c.B), n+1
				}
			}
			to.SetRGBA(x, y, color.RGBA{uint8(red / n), uint8(green / n), uint8(blue / n), 0xff})
		}
	}
	return to
}
