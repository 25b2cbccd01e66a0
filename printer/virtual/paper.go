package virtual

import (
	"image"
	"math"
	"slices"
	"time"
)

// Ticket is one piece of paper that left the printer.
type Ticket struct {
	// Number counts the pieces of a device from 1.
	Number int
	// Image is what is on it, dot by dot, one bit each.
	Image *Dots
	// Text are its lines of text, as the printer read them; enlarged ones are
	// one line too, and lines without text are not there.
	Text []string
	// Lines are the same with where each stands.
	Lines []Line
	// QR and Codes are the contents of its QR codes and bar codes, as the
	// printer was given them.
	QR, Codes []string
	// Cut: the knife cut it. Otherwise it was torn off: by a person where there
	// is no knife, or half a ticket, when the roll ended or was pulled out.
	Cut bool
	// Partial: the knife left a bridge.
	Partial bool
	// At is when it came out.
	At time.Time
}

// Line is a line of text on a ticket.
type Line struct {
	Text string
	// Rect is where it stands in the picture, in dots; of a line that a torn edge
	// parted, what is left of it.
	Rect image.Rectangle
}

// Blank reports whether nothing was printed on the piece.
func (t Ticket) Blank() bool { return !t.Image.inked() }

// mark is something legible on the strip, and the row where it begins.
type mark struct {
	row  int
	kind markKind
	text string
	// at is where a line of text stands, its first row at 0.
	at image.Rectangle
}

type markKind byte

const (
	textMark markKind = iota
	qrMark
	codeMark
)

// longest is how many rows of paper may hang out of the printer before the strip
// is so long that it tears by its own weight: three metres.
const longest = 3000 * DotsPerMM

// paper is the roll, and the strip from the knife's last cut to the head.
type paper struct {
	width int // dots
	gap   int // rows between the head and the knife
	left  int // rows on the roll
	near  int // rows at which the sensor of the roll's end reports
	// strip are the rows behind the last cut, packed; the first lies at the knife.
	strip []byte
	rows  int
	marks []mark
	// inkAt is the first row of the strip with a burned dot, rows or more without one.
	inkAt int
}

// load puts a new roll in and feeds it up to the knife. The old strip must be
// gone.
func (p *paper) load(rows int) {
	p.left = max(rows, 0)
	p.strip, p.rows, p.marks, p.inkAt = p.strip[:0], 0, nil, blankStrip
	n := min(p.gap, p.left)
	p.left -= n
	p.blank(n)
}

// blankStrip is the inkAt of a strip on which nothing is.
const blankStrip = math.MaxInt

func (p *paper) stride() int { return (p.width + 7) / 8 }

// blank moves n rows of white paper under the head.
func (p *paper) blank(n int) {
	p.strip = append(p.strip, make([]byte, n*p.stride())...)
	p.rows += n
}

// burn moves one row under the head and burns it.
func (p *paper) burn(row []byte) {
	if p.inkAt == blankStrip && slices.ContainsFunc(row, burned) {
		p.inkAt = p.rows
	}
	n := len(p.strip)
	p.strip = append(p.strip, make([]byte, p.stride())...)
	copy(p.strip[n:], row)
	p.rows++
}

func burned(b byte) bool { return b != 0 }

// hangs reports whether something printed stands out in front of the knife, or of
// the edge where there is none.
func (p *paper) hangs() bool { return p.inkAt < p.rows-p.gap }

// note remembers what is legible from here on.
func (p *paper) note(m mark) {
	m.row = p.rows
	p.marks = append(p.marks, m)
}

// cut takes what lies in front of the knife. ok is false when nothing does.
func (p *paper) cut() (t Ticket, ok bool) {
	if p.rows <= p.gap {
		return Ticket{}, false
	}
	t = p.take(p.rows - p.gap)
	t.Cut = true
	return t, true
}

// tear takes the whole strip, as somebody does who opens the cover and pulls it
// out. ok is false when nothing is printed on it: blank paper is thrown away.
func (p *paper) tear() (t Ticket, ok bool) {
	t = p.take(p.rows)
	return t, !t.Blank()
}

// tearAtEdge takes what stands out in front of the edge, as a person does who pulls
// it off. ok is false when nothing is printed on that: there is nothing to pull for.
func (p *paper) tearAtEdge() (t Ticket, ok bool) {
	if !p.hangs() {
		return Ticket{}, false
	}
	return p.take(p.rows - p.gap), true
}

// take parts the first n rows of the strip from it.
func (p *paper) take(n int) Ticket {
	t := Ticket{Image: NewDots(p.width, n)}
	copy(t.Image.bits, p.strip[:n*p.stride()])
	rest := copy(p.strip, p.strip[n*p.stride():])
	p.strip, p.rows = p.strip[:rest], p.rows-n
	var stay []mark
	for _, m := range p.marks {
		switch {
		case m.row >= n:
			m.row -= n
			stay = append(stay, m)
		case m.kind == textMark:
			t.Text = append(t.Text, m.text)
			t.Lines = append(t.Lines, Line{m.text, m.at.Add(image.Pt(0, m.row)).Intersect(t.Image.Bounds())})
		case m.kind == qrMark:
			t.QR = append(t.QR, m.text)
		default:
			t.Codes = append(t.Codes, m.text)
		}
	}
	p.marks = stay
	if p.inkAt != blankStrip {
		p.inkAt = blankStrip
		if at := slices.IndexFunc(p.strip, burned); at >= 0 {
			p.inkAt = at / p.stride()
		}
	}
	return t
}
