package slip

import (
	"strings"

	"onewindow/printer/glyph"
	"onewindow/printer/profile"
)

// kind is what a row of paper is.
type kind int

const (
	rowText kind = iota
	rowRule
	rowCode    // a QR code
	rowPicture // the logo
	rowSpace
)

// row is one row of paper, in the order of printing.
type row struct {
	kind    kind
	text    string
	size    Size
	align   Align
	bold    bool
	reverse bool
	list    int  // which list it is part of; 0 for none
	dots    bool // goes as dots, because the printer lacks a character or the size
	module  int  // of a QR code
	gap     int  // empty dots below
}

// Room below a row of text, in dots: more below large ones. Still larger ones, the
// number, have enough within them, below the feet of their digits.
const (
	leading      = 6
	largeLeading = 10
)

// cells is the width of text in ASCII characters.
func cells(text string) int { return glyph.Width(text) / glyph.Half }

// rows lays out the whole ticket.
func (c *composer) rows() (out []row) {
	lines := c.template.Lines
	if c.ticket.Copy > 0 && !shows(lines, PartCopy) {
		lines = append([]Line{{Show: PartCopy, Size: Size{2, 2}, Reverse: true, Gap: 8}}, lines...)
	}
	for i, l := range lines {
		switch l.Show {
		case PartRule:
			out = append(out, row{kind: rowRule, gap: l.Gap})
		case PartSpace:
			out = append(out, row{kind: rowSpace, gap: l.Gap})
		case PartLogo:
			if c.template.Logo.Width > 0 && c.template.Logo.Height > 0 {
				out = append(out, row{kind: rowPicture, align: place(l.Align), gap: l.Gap})
			}
		case PartQR:
			if c.ticket.QR != "" {
				out = append(out, row{kind: rowCode, align: place(l.Align), module: l.Module, gap: l.Gap})
			}
		default:
			out = append(out, c.text(l, i+1)...)
		}
	}
	// A list stands apart from what is above and below it.
	for i := 1; i < len(out); i++ {
		if a, b := &out[i-1], out[i]; a.list != b.list && a.kind == rowText && b.kind == rowText {
			a.gap += listGap
		}
	}
	return out
}

// listGap is the room above and below a list, in dots.
const listGap = 8

func shows(lines []Line, p Part) bool {
	for _, l := range lines {
		if l.Show == p {
			return true
		}
	}
	return false
}

// place is where a line stands that does not say.
func place(a Align) Align {
	if a == "" {
		return Center
	}
	return a
}

// text lays out what a line tells, the n-th of the template.
func (c *composer) text(l Line, n int) (out []row) {
	for _, s := range c.tell(l) {
		align := place(l.Align)
		if l.Align == "" && s.list {
			align = Left
		}
		first, second := l.Size.single(), l.Second.single()
		// Both languages share a row if they are of one size and there is room.
		if both := s.first + "  " + s.second; s.second != "" && !s.list && first == second && glyph.Width(both)*first.W <= c.dots {
			s.first, s.second = both, ""
		}
		out = append(out, c.fit(l, s.first, first, align, s.indent)...)
		if s.second != "" {
			out = append(out, c.fit(l, s.second, second, align, s.indent)...)
		}
		for i := range out {
			if s.list {
				out[i].list = n
			}
		}
	}
	if len(out) > 0 {
		out[len(out)-1].gap += l.Gap
	}
	return out
}

// fit sets a text into rows: in the line's size if one row holds it, else
// narrower, and at last in several rows.
func (c *composer) fit(l Line, text string, size Size, align Align, indent string) (out []row) {
	if text == "" {
		return nil
	}
	proto := row{kind: rowText, align: align, bold: l.Bold, reverse: l.Reverse}
	size, proto.dots = c.can(l.Show, text, size)
	var broken []string
	for w := size.W; w > 0; w-- {
		h := size.H
		if h > 2 { // large digits keep their shape
			h = max(1, size.H*w/size.W)
		}
		proto.size = Size{w, h}
		room := c.dots / w
		if l.Reverse {
			room -= 2 * glyph.Half // a blank on either side
		}
		if align == Center {
			broken = balance(text, room)
		} else {
			broken = wrap(text, room, indent)
		}
		if len(broken) <= max(l.Rows, 1) && widest(text)+glyph.Width(indent) <= room {
			break
		}
	}
	for _, b := range broken {
		r := proto
		if r.text = printed(b); strings.Trim(r.text, blankRunes) == "" {
			continue
		}
		if r.reverse {
			r.text = c.bar(l.Show, r.text, r.size.W)
		}
		out = append(out, r)
	}
	return out
}

// bar puts blanks around a text that is printed white on black: as many as the
// paper holds for the mark of a reprint, else one on either side.
func (c *composer) bar(p Part, text string, w int) string {
	left, right := 1, 1
	if p == PartCopy {
		free := max(2, c.dots/w/glyph.Half-cells(text))
		left, right = free/2, free-free/2
	}
	return strings.Repeat(" ", left) + text + strings.Repeat(" ", right)
}

// mostRasterNumber is how far a number is enlarged that the printer itself cannot
// make large: four digits of 4 times are 2 300 bytes, of 8 times 9 200.
const mostRasterNumber = 4

// can is the largest size in which the printer prints a text, and whether it goes
// as dots.
func (c *composer) can(p Part, text string, size Size) (Size, bool) {
	most := 8
	if c.profile.SizeCommand == profile.SizeESCFS || c.profile.SizeCommand == profile.SizeGSFS && !ascii(text) {
		most = c.profile.MaxSize()
	}
	limited := Size{min(size.W, most), min(size.H, most)}
	switch {
	case !c.covers(text):
		return size, true
	case limited != size && p == PartNumber:
		return Size{min(size.W, mostRasterNumber), min(size.H, mostRasterNumber)}, true
	}
	return limited, false
}

// covers reports whether the printer has every character of a text.
func (c *composer) covers(text string) bool {
	for _, r := range printed(text) {
		if !c.profile.Covers(r) {
			return false
		}
	}
	return true
}

func ascii(text string) bool {
	for _, r := range printed(text) {
		if r > '~' {
			return false
		}
	}
	return true
}

// pitch is the distance from a row of text to the next, in dots, without its gap.
func pitch(s Size) int {
	switch {
	case s.H > 3:
		return glyph.Side * s.H
	case s.H > 1:
		return glyph.Side*s.H + largeLeading
	}
	return glyph.Side + leading
}
