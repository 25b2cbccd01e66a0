package glyph

import (
	"fmt"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// outlines are the fonts of a file (TrueType, OpenType, or a collection), for
// characters that the built-in font lacks. The first that has a character draws it.
type outlines struct {
	fonts []*sfnt.Font
}

// WithOutlines is the built-in font with the fonts of a file for what it lacks.
// data is the file's content, which must not change any more; the error says that
// it is no font that can be read.
func WithOutlines(data []byte) (*Font, error) {
	c, err := opentype.ParseCollection(data)
	if err != nil {
		return nil, fmt.Errorf("glyph: read outlines: %w; give a .ttf, .otf or .ttc file", err)
	}
	o := &outlines{}
	for i := range c.NumFonts() {
		f, err := c.Font(i)
		if err != nil {
			return nil, fmt.Errorf("glyph: read outlines, font %d of the collection: %w; give a .ttf or .otf file", i+1, err)
		}
		o.fonts = append(o.fonts, f)
	}
	f := Builtin()
	f.outlines = o
	return f, nil
}

// of is the first font that has r; nil if none has.
func (o *outlines) of(r rune) *sfnt.Font {
	for _, f := range o.fonts {
		if i, err := f.GlyphIndex(nil, r); err == nil && i != 0 {
			return f
		}
	}
	return nil
}

func (o *outlines) has(r rune) bool { return o.of(r) != nil }

// baseline and black are those with which the built-in font was drawn.
const (
	baseline = 21
	black    = 0x7600
)

// draw paints r in the middle of b, smaller if it would not fit. What cannot be
// drawn (a font of colours has no outline) is boxed.
func (o *outlines) draw(r rune, b Bitmap) {
	for size := float64(Side); size >= Side/2; size-- {
		// A face is made for each character because faces are not safe to share.
		face, err := opentype.NewFace(o.of(r), &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
		if err != nil {
			break
		}
		bounds, advance, ok := face.GlyphBounds(r)
		if !ok || bounds.Empty() {
			break
		}
		w, h := bounds.Max.X-bounds.Min.X, bounds.Max.Y-bounds.Min.Y
		if w > fixed.I(b.Width) || h > fixed.I(b.Height) {
			continue
		}
		origin := fixed.Point26_6{
			X: into((fixed.I(b.Width)-advance)/2, bounds.Min.X, bounds.Max.X, b.Width),
			Y: into(fixed.I(baseline), bounds.Min.Y, bounds.Max.Y, b.Height),
		}
		at, mask, from, _, ok := face.Glyph(origin, r)
		if !ok {
			break
		}
		for y := at.Min.Y; y < at.Max.Y; y++ {
			for x := at.Min.X; x < at.Max.X; x++ {
				if _, _, _, a := mask.At(from.X+x-at.Min.X, from.Y+y-at.Min.Y).RGBA(); a >= black {
					b.Set(x, y)
				}
			}
		}
		return
	}
	box(b)
}

// into moves origin so that lo to hi beside it lies within 0 to side.
func into(origin, lo, hi fixed.Int26_6, side int) fixed.Int26_6 {
	if over := origin + hi - fixed.I(side); over > 0 {
		origin -= over
	}
	if under := origin + lo; under < 0 {
		origin -= under
	}
	return origin
}
