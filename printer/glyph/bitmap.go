package glyph

import ()

// Bitmap is a picture of black and white dots, in the layout that printers take:
// row after row, each row in whole bytes, the left dot in the highest bit, 1 is
// black. Bits beyond the width of a row are 0.
type Bitmap struct {
	Width, Height int // dots
	Bits          []byte
}

// NewBitmap is a white picture; a size below 0 counts as 0.
func NewBitmap(width, height int) Bitmap {
	width, height = max(width, 0), max(height, 0)
	return Bitmap{Width: width, Height: height, Bits: make([]byte, (width+7)/8*height)}
}

// Stride is the number of bytes of a row.
func (b Bitmap) Stride() int { return (b.Width + 7) / 8 }

// Black reports whether the dot is black; outside of the picture none is.
func (b Bitmap) Black(x, y int) bool {
	if x < 0 || y < 0 || x >= b.Width || y >= b.Height {
		return false
	}
	return b.Bits[y*b.Stride()+x/8]&(0x80>>(x%8)) != 0
}

// Set makes a dot black; outside of the picture it does nothing.
func (b Bitmap) Set(x, y int) {
	if x < 0 || y < 0 || x >= b.Width || y >= b.Height {
		return
	}
	b.Bits[y*b.Stride()+x/8] |= 0x80 >> (x % 8)
}

// Invert turns black to white and white to black.
func (b Bitmap) Invert() {
	for i := range b.Bits {
		b.Bits[i] = ^b.Bits[i]
	}
	if over := b.Width % 8; over != 0 {
		for y := range b.Height {
			b.Bits[(y+1)*b.Stride()-1] &= 0xff << (8 - over)
		}
	}
}

// Draw blackens in b the dots that are black in src, with the upper left corner
// of src at x, y, each dot of src w dots wide and h dots high.
func (b Bitmap) Draw(src Bitmap, x, y, w, h int) {
	for sy := range src.Height {
		for sx := range src.Width {
			if !src.Black(sx, sy) {
				continue
			}
			for dy := range h {
				for dx := range w {
					b.Set(x+sx*w+dx, y+sy*h+dy)
				}
			}
		}
	}
}
