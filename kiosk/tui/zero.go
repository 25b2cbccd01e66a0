package tui

import (
	"fmt"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// plainZero stands for a zero without a bar. It is of the private use area, so
// that no text contains it by chance.
const plainZero = '\uE000'

// withoutBar makes a letter hollow: its outer outline, and inside it the same
// once more, as large as what the letter's inner outlines leave open.
func (o *outline) withoutBar(r rune) (*glyph, error) {
	g, err := o.read(r)
	if err != nil {
		return nil, err
	}
	var outer sfnt.Segments
	var open, whole fixed.Rectangle26_6
	for _, part := range contours(g.segments) {
		switch b := part.Bounds(); {
		case b.Max.Y-b.Min.Y > whole.Max.Y-whole.Min.Y:
			outer, whole = part, b
		default:
			open = open.Union(b)
		}
	}
	if open.Empty() {
		return nil, fmt.Errorf("tui: letter %q has no inner outline", r)
	}
	made := *g
	made.segments = append(append(sfnt.Segments(nil), outer...), mirrored(outer, whole, open)...)
	return &made, nil
}

// contours parts the closed outlines of a letter.
func contours(segments sfnt.Segments) []sfnt.Segments {
	var out []sfnt.Segments
	for _, s := range segments {
		if s.Op == sfnt.SegmentOpMoveTo {
			out = append(out, nil)
		}
		if len(out) > 0 {
			out[len(out)-1] = append(out[len(out)-1], s)
		}
	}
	return out
}

// mirrored moves an outline from one box into another and turns it left to
// right: being traced the other way round, it is a hole.
func mirrored(segments sfnt.Segments, from, to fixed.Rectangle26_6) sfnt.Segments {
	scale := func(v, min, max, toMin, toMax fixed.Int26_6) fixed.Int26_6 {
		return toMin + fixed.Int26_6(int64(v-min)*int64(toMax-toMin)/int64(max-min))
	}
	out := append(sfnt.Segments(nil), segments...)
	for i := range out {
		for j, p := range out[i].Args {
			out[i].Args[j] = fixed.Point26_6{
				X: scale(p.X, from.Min.X, from.Max.X, to.Max.X, to.Min.X),
				Y: scale(p.Y, from.Min.Y, from.Max.Y, to.Min.Y, to.Max.Y),
			}
		}
	}
	return out
}
