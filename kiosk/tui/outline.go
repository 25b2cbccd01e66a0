package tui

import (
	"fmt"
	"image"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// outline is a font whose letters are drawn from their outlines at any size, in
// dots of half a cell. It may be used from several goroutines.
type outline struct {
	font *sfnt.Font
	em   fixed.Int26_6 // one em in the font's units, as 26.6
	// top and bottom are what a line holds, in ems over the base line: capitals
	// for digits, the whole square for Chinese. Letters that reach further make
	// the line smaller if grows is set, else they are cut.
	top, bottom float64
	grows       bool
	tight       float64 // part of the advance that is used
	gap         float64 // least space between two letters, in heights of a line

	mu     sync.Mutex // guards what follows
	buf    sfnt.Buffer
	glyphs map[rune]*glyph
	masks  map[maskKey]*mask
}

// glyph is a letter in ems, y growing downwards from the base line.
type glyph struct {
	segments             sfnt.Segments
	advance, left, right float64
	top, bottom          float64 // over the base line
}

// mask is how much of each dot of a line is ink, 0 to rampSteps.
type mask struct {
	w, h int
	ink  []uint8
}

type maskKey struct {
	text string
	px   int
}

// keptMasks is how many lines are kept drawn; a screen shows a few at a time,
// and drawing one takes up to some milliseconds.
const keptMasks = 128

func newOutline(f *sfnt.Font) *outline {
	return &outline{font: f, em: fixed.I(int(f.UnitsPerEm())), tight: 1,
		glyphs: map[rune]*glyph{}, masks: map[maskKey]*mask{}}
}

// glyph reads a letter; it is nil if the font has none.
func (o *outline) glyph(r rune) *glyph {
	if g, ok := o.glyphs[r]; ok {
		return g
	}
	g, err := o.read(r)
	if err != nil {
		g = nil
	}
	o.glyphs[r] = g
	return g
}

func (o *outline) read(r rune) (*glyph, error) {
	if r == plainZero {
		return o.withoutBar('0')
	}
	i, err := o.font.GlyphIndex(&o.buf, r)
	if err != nil {
		return nil, fmt.Errorf("tui: letter %q: %w", r, err)
	}
	if i == 0 {
		return nil, fmt.Errorf("tui: letter %q: %w", r, sfnt.ErrNotFound)
	}
	advance, err := o.font.GlyphAdvance(&o.buf, i, o.em, font.HintingNone)
	if err != nil {
		return nil, fmt.Errorf("tui: width of %q: %w", r, err)
	}
	segments, err := o.font.LoadGlyph(&o.buf, i, o.em, nil)
	if err != nil {
		return nil, fmt.Errorf("tui: outline of %q: %w", r, err)
	}
	g := &glyph{segments: append(sfnt.Segments(nil), segments...), advance: o.ems(advance)}
	if len(segments) > 0 {
		b := g.segments.Bounds()
		g.left, g.right, g.top, g.bottom = o.ems(b.Min.X), o.ems(b.Max.X), -o.ems(b.Min.Y), -o.ems(b.Max.Y)
	}
	return g, nil
}

func (o *outline) ems(v fixed.Int26_6) float64 { return float64(v) / float64(o.em) }

// line is a text laid out in a line of px dots height.
type line struct {
	glyphs []*glyph
	at     []float64 // where each glyph's ink begins, in dots
	wide   []float64 // dots per em across, by glyph
	size   float64   // dots per em
	base   float64   // of the base line, in dots from the top
	w      int
}

// lay places the letters of a text; those that the font lacks are left out.
// Each letter's ink begins and ends on a whole dot, so that stems are sharp on
// both sides, and at least a dot parts two letters.
func (o *outline) lay(text string, px int) line {
	var l line
	top, bottom := o.top, o.bottom
	for _, r := range text {
		if g := o.glyph(r); g != nil {
			l.glyphs = append(l.glyphs, g)
			if o.grows { // the overshoot of round letters is not worth a smaller line
				if g.top > top*1.05 {
					top = g.top
				}
				bottom = min(bottom, g.bottom+0.03)
			}
		}
	}
	if len(l.glyphs) == 0 || px < 1 {
		return line{}
	}
	l.size = float64(px) / (top - bottom)
	l.base = top * l.size
	gap := math.Round(max(1, float64(px)*o.gap))
	pen, end := -l.glyphs[0].left*l.size, -gap
	for _, g := range l.glyphs {
		ink, w := math.Round(pen+g.left*l.size), (g.right-g.left)*l.size
		wide := l.size
		if w > 0 {
			ink = max(ink, end+gap)
			wide *= max(1, math.Round(w)) / w
			end = ink + max(1, math.Round(w))
		}
		l.at, l.wide = append(l.at, ink), append(l.wide, wide)
		pen = ink - g.left*l.size + g.advance*l.size*o.tight
	}
	l.w = max(1, int(end))
	return l
}

// width is how many dots wide a text is in a line of px dots height; 0 if the
// font has none of its letters.
func (o *outline) width(text string, px int) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.lay(text, px).w
}

// fit is the greatest height in dots, at most px, at which a text is at most w
// dots wide; 0 if there is none of least or more.
func (o *outline) fit(text string, w, px, least int) int {
	for px >= least {
		tw := o.width(text, px)
		switch {
		case tw == 0:
			return 0
		case tw <= w:
			return px
		}
		px = min(px-1, px*w/tw+1)
	}
	return 0
}

// mask draws a text, once for each height.
func (o *outline) mask(text string, px int) *mask {
	o.mu.Lock()
	defer o.mu.Unlock()
	key := maskKey{text, px}
	if m, ok := o.masks[key]; ok {
		return m
	}
	if len(o.masks) >= keptMasks {
		clear(o.masks)
	}
	m := o.lay(text, px).draw(o.em, px)
	o.masks[key] = m
	return m
}

func (l line) draw(em fixed.Int26_6, px int) *mask {
	m := &mask{w: l.w, h: px, ink: make([]uint8, l.w*px)}
	if l.w == 0 {
		return m
	}
	r := vector.NewRasterizer(l.w, px)
	for i, g := range l.glyphs {
		trace(r, g.segments, func(p fixed.Point26_6) (x, y float32) {
			return float32(l.at[i] + (float64(p.X)/float64(em)-g.left)*l.wide[i]), float32(l.base + float64(p.Y)/float64(em)*l.size)
		})
	}
	alpha := image.NewAlpha(image.Rect(0, 0, l.w, px))
	r.Draw(alpha, alpha.Bounds(), image.Opaque, image.Point{})
	for i, a := range alpha.Pix {
		m.ink[i] = shade(a, px)
	}
	return m
}

// shade is the ink of a dot of which a part, of 255, is covered, in a line of px
// dots height. A dot that is hardly touched stays paper and one that is nearly
// full becomes ink: edges are smooth without being blurred. In small letters,
// whose stems are one or two dots wide, most dots are one or the other.
func shade(covered uint8, px int) uint8 {
	soft := min(max(px-6, 1)*8, 92) // half the breadth of the shades, of 255
	faint, full := 128-soft, 128+soft
	v := min(max(int(covered), faint), full) - faint
	return uint8((v*rampSteps + soft) / (2 * soft))
}

// trace gives the rasteriser the outline of one letter.
func trace(r *vector.Rasterizer, segments sfnt.Segments, at func(fixed.Point26_6) (x, y float32)) {
	for _, s := range segments {
		ax, ay := at(s.Args[0])
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			r.ClosePath()
			r.MoveTo(ax, ay)
		case sfnt.SegmentOpLineTo:
			r.LineTo(ax, ay)
		case sfnt.SegmentOpQuadTo:
			bx, by := at(s.Args[1])
			r.QuadTo(ax, ay, bx, by)
		case sfnt.SegmentOpCubeTo:
			bx, by := at(s.Args[1])
			cx, cy := at(s.Args[2])
			r.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	r.ClosePath()
}
