package virtual

import "fmt"

// mostGraphics bounds a picture that is stored before it is printed: a page of
// the widest paper, a third of a metre long.
const mostGraphics = 1 << 18

// raster is GS v 0, which prints its rows as they come in.
func (d *Device) raster() bool {
	h, ok := d.take(6)
	if !ok {
		return false
	}
	stride, rows := pair(h[2:]), pair(h[4:])
	if h[0] != '0' {
		d.find(fmt.Sprintf("unknown command GS v %02X", h[0]))
		return true
	}
	if rows > 0x11ff {
		d.find(fmt.Sprintf("GS v 0 with %d rows: there are at most %d", rows, 0x11ff))
	}
	scale := h[1] &^ '0'
	if scale > 3 {
		d.find(fmt.Sprintf("GS v 0 with mode %02X: there are 0 to 3", h[1]))
	}
	wide, high := 1+int(scale&1), 1+int(scale>>1&1)
	if stride*8*wide > d.area() {
		d.find(fmt.Sprintf("GS v 0 is %d dots wide, and there are %d", stride*8*wide, d.area()))
	}
	if !d.line.empty() && !d.printLine(d.modes.spacing) || !d.nextLine() {
		return false
	}
	at := d.offset(stride * 8 * wide)
	for range rows {
		p, ok := d.take(stride)
		if !ok {
			return false
		}
		row := unpack(p, stride*8, 1).enlarged(wide, high, false)
		pic := NewDots(d.model.Dots, high)
		pic.lay(at, 0, row)
		if !d.print(pic, mark{}) {
			return false
		}
	}
	d.lostFeed = d.model.LostFeed
	return true
}

// unpack makes a picture of packed rows.
func unpack(p []byte, width, rows int) *Dots {
	pic := NewDots(width, rows)
	copy(pic.bits, p)
	if over := width % 8; over != 0 {
		for y := range rows {
			pic.bits[(y+1)*pic.stride-1] &= 0xff << (8 - over)
		}
	}
	return pic
}

// graphics is GS ( L with n bytes: store a picture, or print the stored one.
func (d *Device) graphics(n int) bool {
	h, ok := d.take(min(n, 2))
	if !ok {
		return false
	}
	if len(h) < 2 {
		d.find("GS ( L without a function")
		return true
	}
	switch {
	case h[0] == '0' && h[1] == 112:
		return d.store(n - 2)
	case h[0] == '0' && (h[1] == 2 || h[1] == 50):
		if !d.skip(n - 2) {
			return false
		}
		pic := d.modes.graphic
		if pic == nil {
			d.find("GS ( L prints a picture, and none is stored")
			return true
		}
		d.modes.graphic = nil
		return d.show(pic)
	}
	d.find(fmt.Sprintf("GS ( L with function %d is unknown", h[1]))
	return d.skip(n - 2)
}

// largeGraphics is GS 8 L, whose length has four bytes.
func (d *Device) largeGraphics() bool {
	h, ok := d.take(5)
	if !ok {
		return false
	}
	if h[0] != 'L' {
		d.find(fmt.Sprintf("unknown command GS 8 %02X", h[0]))
		return true
	}
	return d.graphics(pair(h[1:]) | pair(h[3:])<<16)
}

// store keeps a picture of n bytes, its head included.
func (d *Device) store(n int) bool {
	h, ok := d.take(min(n, 8))
	if !ok {
		return false
	}
	n -= len(h)
	if len(h) < 8 {
		d.find("GS ( L stores a picture without a head")
		return true
	}
	wide, high, width, rows := int(h[1]), int(h[2]), pair(h[4:]), pair(h[6:])
	size := (width + 7) / 8 * rows
	switch {
	case h[0] != '0' || h[3] != '1' || wide < 1 || wide > 2 || high < 1 || high > 2:
		d.find(fmt.Sprintf("GS ( L stores a picture with % X, which is unknown", h[:4]))
	case size != n:
		d.find(fmt.Sprintf("GS ( L stores a picture of %d bytes, and %d follow", size, n))
	case rows*high > longest/2:
		d.find(fmt.Sprintf("GS ( L stores a picture of %d rows; there is room for %d", rows*high, longest/2))
	case size > mostGraphics:
		d.find(fmt.Sprintf("GS ( L stores a picture of %d bytes; there is room for %d", size, mostGraphics))
	default:
		p, ok := d.take(n)
		if !ok {
			return false
		}
		d.modes.graphic = unpack(p, width, rows).enlarged(wide, high, false)
		if d.modes.graphic.width > d.area() {
			d.find(fmt.Sprintf("GS ( L is %d dots wide, and there are %d", d.modes.graphic.width, d.area()))
		}
		return true
	}
	return d.skip(n)
}

// show prints a picture by itself, aligned.
func (d *Device) show(pic *Dots) bool {
	if !d.line.empty() && !d.printLine(d.modes.spacing) || !d.nextLine() {
		return false
	}
	return d.print(d.aligned(pic), mark{})
}

// aligned is a picture on the whole width of the paper.
func (d *Device) aligned(pic *Dots) *Dots {
	full := NewDots(d.model.Dots, pic.height)
	full.lay(d.offset(pic.width), 0, pic)
	return full
}
