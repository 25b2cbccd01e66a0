package escpos

import (
	"fmt"

	"onewindow/printer/profile"
)

// Raster prints a picture (GS v 0): rows of (width+7)/8 bytes, the leftmost dot in
// the highest bit, 1 is black. It goes in bands, each a command of its own, small
// enough that the printer may be asked between them about twice a second and that
// half its buffer holds one. A picture wider than the paper, or with a broken row,
// is an error and nothing is appended.
//
// The alignment of ESC a holds for it. A byte sequence that printers would obey as
// a real-time command (10h followed by 04h, 05h or 14h) is broken by one dot more.
func (e *Encoder) Raster(width int, bits []byte) error { return e.raster(width, bits, false) }

// raster is Raster, on wish with each dot printed as two by two (mode 3), which sends a
// quarter of the bytes.
func (e *Encoder) raster(width int, bits []byte, twice bool) error {
	row := (width + 7) / 8
	mode, wide := byte(0), width
	if twice {
		mode, wide = 3, 2*width
	}
	switch {
	case width < 1 || wide > e.p.Dots:
		return fmt.Errorf("escpos: picture: %d dots wide; the paper has %d", wide, e.p.Dots)
	case len(bits) == 0 || len(bits)%row != 0:
		return fmt.Errorf("escpos: picture: %d bytes are no whole rows of %d", len(bits), row)
	}
	bits = harmless(bits)
	band := bandRows(e.p, row)
	for len(bits) > 0 {
		n := min(band, len(bits)/row)
		e.put(gs, 'v', '0', mode, byte(row), byte(row>>8), byte(n), byte(n>>8))
		e.put(bits[:n*row]...)
		bits = bits[n*row:]
	}
	if e.p.FeedAfterImage {
		e.put(lf) // swallowed
	}
	return nil
}

// bandRows is how many rows go in one command.
func bandRows(p profile.Profile, row int) int {
	size := min(max(p.Baud/20, 1024), 4096) // half a second on the line
	if p.Buffer > 0 {
		size = min(size, p.Buffer/2)
	}
	return min(max(size/row, 8), 255)
}

// harmless is the picture without the beginnings of real-time commands. The dot
// is set beside a black one, so that nothing new appears.
func harmless(bits []byte) []byte {
	out := append([]byte(nil), bits...)
	for i := 0; i+1 < len(out); i++ {
		if out[i] == dle && (out[i+1] == eot || out[i+1] == enq || out[i+1] == dc4) {
			out[i] |= 0x08
		}
	}
	return out
}
