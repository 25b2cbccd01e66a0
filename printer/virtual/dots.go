package virtual

import (
	"image"
	"image/color"
	"math/bits"
)

// Dots is a picture of printed dots, one bit each. It is an image.Image whose
// dark dots are black and whose paper is white.
type Dots struct {
	width, height int
	stride        int // bytes of a row
	bits          []byte
}

// NewDots is a blank piece of width by height dots; what is less than nothing
// counts as nothing.
func NewDots(width, height int) *Dots {
	width, height = max(width, 0), max(height, 0)
	stride := (width + 7) / 8
	return &Dots{width: width, height: height, stride: stride, bits: make([]byte, stride*height)}
}

// Bounds is the size in dots, from (0, 0).
func (d *Dots) Bounds() image.Rectangle { return image.Rect(0, 0, d.width, d.height) }

// ColorModel is that of shades of grey.
func (d *Dots) ColorModel() color.Model { return color.GrayModel }

// At is black where the head burned a dot, white elsewhere.
func (d *Dots) At(x, y int) color.Color {
	if d.Dark(x, y) {
		return color.Gray{}
	}
	return color.Gray{Y: 0xff}
}

// Dark reports whether a dot was burned. Outside of the paper none was.
func (d *Dots) Dark(x, y int) bool {
	return x >= 0 && y >= 0 && x < d.width && y < d.height && d.bits[y*d.stride+x>>3]&(0x80>>(x&7)) != 0
}

// set burns a dot; outside of the paper it burns nothing.
func (d *Dots) set(x, y int) {
	if x >= 0 && y >= 0 && x < d.width && y < d.height {
		d.bits[y*d.stride+x>>3] |= 0x80 >> (x & 7)
	}
}

// flip inverts a dot.
func (d *Dots) flip(x, y int) {
	if x >= 0 && y >= 0 && x < d.width && y < d.height {
		d.bits[y*d.stride+x>>3] ^= 0x80 >> (x & 7)
	}
}

// fill burns a rectangle.
func (d *Dots) fill(r image.Rectangle) {
	r = r.Intersect(d.Bounds())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			d.set(x, y)
		}
	}
}

// lay burns every dot of another picture, its corner at (x, y).
func (d *Dots) lay(x, y int, other *Dots) {
	for oy := range other.height {
		for i, b := range other.row(oy) {
			for b != 0 {
				n := bits.LeadingZeros8(b)
				d.set(x+i*8+n, y+oy)
				b &^= 0x80 >> n
			}
		}
	}
}

// row is one row of dots, packed.
func (d *Dots) row(y int) []byte { return d.bits[y*d.stride : (y+1)*d.stride] }

// inked reports whether any dot was burned.
func (d *Dots) inked() bool {
	for _, b := range d.bits {
		if b != 0 {
			return true
		}
	}
	return false
}

// enlarged is the picture with every dot w wide and h high. With smooth, the
// steps of slanted strokes are filled, as printers that know GS b do.
func (d *Dots) enlarged(w, h int, smooth bool) *Dots {
	if w == 1 && h == 1 {
		return d
	}
	big := NewDots(d.width*w, d.height*h)
	for y := range d.height {
		for x := range d.width {
			if d.Dark(x, y) {
				big.fill(image.Rect(x*w, y*h, (x+1)*w, (y+1)*h))
			} else if smooth && w > 1 && h > 1 {
				d.soften(big, x, y, w, h)
			}
		}
	}
	return big
}

// soften fills those corners of a white dot where two dark neighbours meet as a
// step of a slanted stroke; where both go on straight, the corner is meant.
func (d *Dots) soften(big *Dots, x, y, w, h int) {
	for _, c := range [...]struct{ dx, dy int }{{-1, -1}, {1, -1}, {-1, 1}, {1, 1}} {
		step := d.Dark(x+c.dx, y) && d.Dark(x, y+c.dy)
		if !step || d.Dark(x-c.dx, y+c.dy) && d.Dark(x+c.dx, y-c.dy) {
			continue
		}
		for i := range h / 2 {
			for j := range w/2 - i*w/h {
				px, py := x*w+j, y*h+i
				if c.dx > 0 {
					px = (x+1)*w - 1 - j
				}
				if c.dy > 0 {
					py = (y+1)*h - 1 - i
				}
				big.set(px, py)
			}
		}
	}
}
