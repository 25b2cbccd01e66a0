package slip

import (
	"bytes"
	"fmt"
	"image/png"

	"onewindow/printer/glyph"
)

// mostLogo is how many dots a side of a picture may have.
const mostLogo = 2000

// ReadLogo makes the picture of a Template of a PNG, one dot for each of its
// points: what is darker than half is black, what is transparent is paper.
func ReadLogo(data []byte) (glyph.Bitmap, error) {
	size, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return glyph.Bitmap{}, fmt.Errorf("slip: logo: %w; give a PNG", err)
	}
	if size.Width > mostLogo || size.Height > mostLogo {
		return glyph.Bitmap{}, fmt.Errorf("slip: logo: %d by %d points; make it at most 576 wide for paper of 80 mm, 384 for 58 mm", size.Width, size.Height)
	}
	im, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return glyph.Bitmap{}, fmt.Errorf("slip: logo: %w; give a PNG", err)
	}
	at := im.Bounds()
	b := glyph.NewBitmap(at.Dx(), at.Dy())
	for y := range b.Height {
		for x := range b.Width {
			r, g, bl, a := im.At(at.Min.X+x, at.Min.Y+y).RGBA() // colours times alpha
			paper := 0xffff - a
			if light := (299*r+587*g+114*bl)/1000 + paper; light < 0x8000 {
				b.Set(x, y)
			}
		}
	}
	return b, nil
}

// narrowed is a picture of at most so many dots in width, made smaller by a whole
// number if it must be.
func narrowed(b glyph.Bitmap, dots int) glyph.Bitmap {
	k := (b.Width + dots - 1) / dots
	if k <= 1 {
		return b
	}
	out := glyph.NewBitmap(b.Width/k, (b.Height+k-1)/k)
	for y := range out.Height {
		for x := range out.Width {
			n := 0
			for dy := range k {
				for dx := range k {
					if b.Black(x*k+dx, y*k+dy) {
						n++
					}
				}
			}
			if 2*n >= k*k {
				out.Set(x, y)
			}
		}
	}
	return out
}
