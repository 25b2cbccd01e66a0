//go:build ignore

// Command gen draws the font of the paper, hall24.gz, from Noto Sans CJK, which
// Debian packs as fonts-noto-cjk (Regular, Bold) and fonts-noto-cjk-extra
// (Medium). README.md beside it says where the outlines come from and what a
// copy of the blob carries with it.
//
//	go run gen.go -fonts /usr/share/fonts/opentype/noto
//
// A thermal head knows only black and white, and a stem of 1.7 dots that lies
// between two columns becomes a blot or a hair. So each character is drawn at 49
// offsets of an eighth of a dot and the sharpest picture is kept; what would run
// together in Medium weight is drawn in Regular.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"flag"
	"log"
	"os"
	"path/filepath"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

const (
	cell   = 24 // dots of a character's side; ASCII is half as wide
	narrow = 12
)

func main() {
	log.SetFlags(0)
	fonts := flag.String("fonts", "/usr/share/fonts/opentype/noto", "folder of the Noto Sans CJK collections")
	out := flag.String("out", "hall24.gz", "blob to write")
	flag.Parse()

	wide := newPen(*fonts, "NotoSansCJK-Medium.ttc", "Noto Sans CJK SC Medium", 24, 21, 0x76)
	dense := newPen(*fonts, "NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", 24, 21, 0x70)
	ascii := newPen(*fonts, "NotoSansCJK-Bold.ttc", "Noto Sans Mono CJK SC Bold", 23, 20, 0x9a)

	var runes []rune
	var dots []byte
	for r := rune(0x20); r < 0x33480; r++ {
		if !wanted(r) || !wide.has(r) {
			continue
		}
		var g []bool
		switch {
		case r < 0x7f:
			g = ascii.draw(r, narrow)
		default:
			// What is black by half is a blot.
			if g = wide.draw(r, cell); black(g) > cell*cell*48/100 && unicode.Is(unicode.Han, r) && dense.has(r) {
				g = dense.draw(r, cell)
			}
		}
		runes = append(runes, r)
		dots = append(dots, columns(g)...)
	}

	var raw bytes.Buffer
	raw.Write(binary.AppendUvarint(nil, uint64(len(runes))))
	last := rune(0)
	for _, r := range runes {
		raw.Write(binary.AppendUvarint(nil, uint64(r-last)))
		last = r
	}
	raw.Write(dots)
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	fatal(err)
	_, err = w.Write(raw.Bytes())
	fatal(err)
	fatal(w.Close())
	fatal(os.WriteFile(*out, packed.Bytes(), 0o644))
	log.Printf("%s: %d characters, %d bytes, %d packed", *out, len(runes), raw.Len(), packed.Len())
}

func fatal(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// wanted are the characters of the blob: ASCII; what GBK and Big5 with the
// supplement of Hong Kong can write; every Chinese character that the outlines
// have beyond these (the rare ones of names); Latin letters with marks, signs and
// punctuation. Not Korean, marks that combine, or the private area.
func wanted(r rune) bool {
	switch {
	case r < 0x7f:
		return true
	case !unicode.IsGraphic(r) || unicode.Is(unicode.M, r) || unicode.Is(unicode.Co, r):
		return false
	case unicode.Is(unicode.Hangul, r):
		return false
	case r >= 0x2e80 && r < 0x2fe0 || r >= 0x2f800 && r < 0x2fa20:
		// Radicals and doubles, only as far as an old set has them.
	case unicode.Is(unicode.Han, r) || unicode.Is(unicode.Latin, r):
		return true
	}
	if b, err := simplifiedchinese.GB18030.NewEncoder().String(string(r)); err == nil && len(b) == 2 {
		return true
	}
	if _, err := traditionalchinese.Big5.NewEncoder().String(string(r)); err == nil {
		return true
	}
	return r < 0x250 || r >= 0x2000 && r < 0x2800 || r >= 0x3000 && r < 0x3400 || r >= 0xff00 && r < 0xfff0
}

// pen draws with one weight.
type pen struct {
	outlines  *sfnt.Font
	face      font.Face
	size      float64
	baseline  int
	threshold byte // coverage from which a dot is black
	buf       sfnt.Buffer
	smaller   map[int]font.Face
}

func newPen(folder, file, full string, size float64, baseline int, threshold byte) *pen {
	b, err := os.ReadFile(filepath.Join(folder, file))
	fatal(err)
	c, err := opentype.ParseCollection(b)
	fatal(err)
	p := &pen{size: size, baseline: baseline, threshold: threshold, smaller: map[int]font.Face{}}
	for i := range c.NumFonts() {
		f, err := c.Font(i)
		fatal(err)
		if n, _ := f.Name(nil, sfnt.NameIDFull); n == full {
			p.outlines = f
			p.face = p.at(size)
			return p
		}
	}
	log.Fatalf("%s has no font %q", file, full)
	return nil
}

func (p *pen) at(size float64) font.Face {
	f, err := opentype.NewFace(p.outlines, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	fatal(err)
	return f
}

func (p *pen) has(r rune) bool {
	i, err := p.outlines.GlyphIndex(&p.buf, r)
	return err == nil && i != 0
}

// draw is the sharpest picture of r in a cell of that width.
func (p *pen) draw(r rune, width int) []bool {
	face, x, y := p.place(r, width)
	var out []bool
	best := -1e9
	reach, threshold := fixed.Int26_6(24), p.threshold
	if joins(r) {
		reach, threshold = 0, 0x30
	}
	for dx := -reach; dx <= reach; dx += 8 {
		for dy := -reach; dy <= reach; dy += 8 {
			grey := paint(face, r, width, fixed.Point26_6{X: x + dx, Y: y + dy})
			score := -0.02 * float64(dx*dx+dy*dy) / 64 // near its place, if that is as sharp
			for _, v := range grey {
				d := (float64(v) - float64(threshold)) / 255
				score += d * d
			}
			if score <= best {
				continue
			}
			best = score
			out = make([]bool, len(grey))
			for i, v := range grey {
				out[i] = v >= threshold
			}
		}
	}
	return out
}

// place is the size and the origin with which r stays in its cell: proportional
// letters in the middle, and what is larger than the cell made smaller. Lines and
// blocks that join their neighbours may touch the cell's edge.
func (p *pen) place(r rune, width int) (face font.Face, x, y fixed.Int26_6) {
	face, y = p.face, fixed.I(p.baseline)
	size := p.size
	for {
		bounds, advance, ok := face.GlyphBounds(r)
		if !ok {
			log.Fatalf("%c (%U) cannot be drawn", r, r)
		}
		x = (fixed.I(width) - advance) / 2
		w, h := bounds.Max.X-bounds.Min.X, bounds.Max.Y-bounds.Min.Y
		if joins(r) || w <= fixed.I(width) && h <= fixed.I(cell) || size < 12 {
			if !joins(r) {
				x = clampSpan(x, bounds.Min.X, bounds.Max.X, width)
				y = clampSpan(y, bounds.Min.Y, bounds.Max.Y, cell)
			}
			return face, x, y
		}
		size--
		if face = p.smaller[int(size)]; face == nil {
			face = p.at(size)
			p.smaller[int(size)] = face
		}
	}
}

// joins reports whether r is a line or a block that meets its neighbours.
func joins(r rune) bool { return r >= 0x2500 && r < 0x25a0 }

// clampSpan moves origin so that lo..hi lies within 0..side.
func clampSpan(origin, lo, hi fixed.Int26_6, side int) fixed.Int26_6 {
	if over := origin + hi - fixed.I(side); over > 0 {
		origin -= over
	}
	if under := origin + lo; under < 0 {
		origin -= under
	}
	return origin
}

// paint is the coverage of each dot of the cell, 0 to 255.
func paint(face font.Face, r rune, width int, dot fixed.Point26_6) []byte {
	out := make([]byte, width*cell)
	at, mask, from, _, ok := face.Glyph(dot, r)
	if !ok {
		return out
	}
	for y := max(0, at.Min.Y); y < min(cell, at.Max.Y); y++ {
		for x := max(0, at.Min.X); x < min(width, at.Max.X); x++ {
			_, _, _, a := mask.At(from.X+x-at.Min.X, from.Y+y-at.Min.Y).RGBA()
			out[y*width+x] = byte(a >> 8)
		}
	}
	return out
}

func black(g []bool) (n int) {
	for _, on := range g {
		if on {
			n++
		}
	}
	return n
}

// columns packs a picture as three columns of 24 bytes, each byte eight dots of a
// row: so packed, what lies below each other is alike, and the blob is an eighth
// smaller than row by row.
func columns(g []bool) []byte {
	width := len(g) / cell
	out := make([]byte, 3*cell)
	for i, on := range g {
		if on {
			x, y := i%width, i/width
			out[x/8*cell+y] |= 0x80 >> (x % 8)
		}
	}
	return out
}
