package slip

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/skip2/go-qrcode"

	"onewindow/printer/escpos"
	"onewindow/printer/glyph"
	"onewindow/printer/profile"
)

// Paper is a ticket as a printer takes it.
type Paper struct {
	// Data is what the printer is sent, from its initial state on, without the
	// cut and without the question whether it was printed.
	Data []byte
	// Missing are the characters that neither the printer nor the font has, each
	// once; on paper they are boxes.
	Missing []rune
	// Height is how much paper it takes in mm, without the way to the knife.
	Height int
}

// composer makes one paper.
type composer struct {
	ticket   Ticket
	template Template
	profile  profile.Profile
	font     *glyph.Font
	words    words
	dots     int // of a row

	e       *escpos.Encoder
	height  int // dots so far
	missing []rune

	// What the printer is set to, so that nothing is said twice.
	size    Size
	align   Align
	bold    bool
	reverse bool
	spacing int
}

// Compose makes the paper of a ticket. The error says what the ticket lacks (its
// number), or that its QR code is too long for the paper; then nothing was made.
func Compose(t Ticket, template Template, p profile.Profile) (Paper, error) {
	own, err := ownWords()
	if err != nil {
		return Paper{}, err
	}
	if clean(t.Number) == "" {
		return Paper{}, errors.New("slip: the ticket has no number")
	}
	if !shows(template.Lines, PartNumber) {
		return Paper{}, fmt.Errorf("slip: template %q does not show the number; read it with Parse, or take Default", template.Name)
	}
	c := &composer{ticket: t, template: template, profile: p, font: template.Font, words: own.with(template.Words),
		dots: min(p.Dots, p.Columns*glyph.Half), e: escpos.New(p), size: Size{1, 1}, align: Left}
	if c.font == nil {
		c.font = glyph.Builtin()
	}
	if c.dots < 8*glyph.Side {
		return Paper{}, fmt.Errorf("slip: printer profile %q: %d dots in %d columns are too narrow for a ticket", p.Name, p.Dots, p.Columns)
	}
	c.e.Init()
	for _, r := range c.rows() {
		if err := c.print(r); err != nil {
			return Paper{}, fmt.Errorf("slip: %w", err)
		}
	}
	c.plain()
	return Paper{Data: c.e.Bytes(), Missing: c.missing, Height: c.mm()}, nil
}

// with are the sentences with those that a template replaces.
func (w words) with(own map[string]Text) words {
	if len(own) == 0 {
		return w
	}
	out := words{}
	for key, t := range w {
		o := own[key]
		if o.ZhHans != "" {
			t.ZhHans = o.ZhHans
		}
		if o.ZhHant != "" {
			t.ZhHant = o.ZhHant
		}
		if o.En != "" {
			t.En = o.En
		}
		out[key] = t
	}
	return out
}

// mm is the height so far, in whole mm.
func (c *composer) mm() int {
	dpi := max(c.profile.DPI, 1)
	return (c.height*254 + dpi*10 - 1) / (dpi * 10)
}

// print appends one row.
func (c *composer) print(r row) error {
	switch r.kind {
	case rowSpace:
		c.space(r.gap)
		return nil
	case rowRule:
		return c.rule(r)
	case rowCode:
		return c.code(r)
	case rowPicture:
		return c.picture(narrowed(c.template.Logo, c.profile.Dots), r)
	}
	if r.dots {
		return c.drawn(r)
	}
	return c.typed(r)
}

// typed prints a row in the printer's own characters.
func (c *composer) typed(r row) error {
	c.at(r.align)
	if r.bold != c.bold {
		c.bold = r.bold
		c.e.Bold(r.bold)
	}
	if r.size != c.size {
		c.size = r.size
		c.e.Size(r.size.W, r.size.H)
	}
	if r.reverse != c.reverse {
		c.reverse = r.reverse
		c.e.Reverse(r.reverse)
	}
	down := pitch(r.size) + r.gap
	c.apart(min(down, mostSpacing))
	if err := c.e.String(r.text); err != nil {
		return err
	}
	c.e.Newline()
	c.space(down - mostSpacing)
	return nil
}

// mostSpacing is the largest distance of rows that ESC 3 sets, in dots.
const mostSpacing = 255

// drawn prints a row as dots, cropped to its text.
func (c *composer) drawn(r row) error {
	for _, m := range c.font.Missing(r.text) {
		if !slices.Contains(c.missing, m) {
			c.missing = append(c.missing, m)
		}
	}
	b := c.font.Line(r.text, r.size.W, r.size.H)
	if r.bold { // as printers do: once more, a dot beside
		fat := glyph.NewBitmap(b.Width+1, b.Height)
		fat.Draw(b, 0, 0, 1, 1)
		fat.Draw(b, 1, 0, 1, 1)
		if fat.Width <= c.profile.Dots {
			b = fat
		}
	}
	if r.reverse {
		b.Invert()
	}
	r.gap += pitch(r.size) - b.Height
	return c.picture(b, r)
}

// picture prints dots and leaves the row's gap below.
func (c *composer) picture(b glyph.Bitmap, r row) error {
	c.at(r.align)
	if err := c.e.Raster(b.Width, b.Bits); err != nil {
		return err
	}
	c.height += b.Height
	c.space(r.gap)
	return nil
}

// code prints the QR code, in smaller modules if the paper is too narrow.
func (c *composer) code(r row) error {
	q, err := qrcode.New(c.ticket.QR, qrcode.Medium)
	if err != nil {
		return fmt.Errorf("QR code of %d bytes: %w; make its text shorter", len(c.ticket.QR), err)
	}
	side := 17 + 4*q.VersionNumber // modules, ISO/IEC 18004
	module := min(max(r.module, minModule), c.profile.Dots/side)
	if r.module == 0 {
		module = min(usualModule, c.profile.Dots/side)
	}
	if module < minModule {
		return fmt.Errorf("QR code of %d bytes: %d modules do not fit on %d dots; make its text shorter", len(c.ticket.QR), side, c.profile.Dots)
	}
	c.at(r.align)
	if err := c.e.QR(c.ticket.QR, module); err != nil {
		return err
	}
	c.height += side * module
	c.space(r.gap)
	return nil
}

// Sides of a module of the QR code in dots: half a mm is read well, a quarter just
// so.
const (
	usualModule = 4
	minModule   = 2
)

// rule prints a line across the paper: two or three box-drawing characters made as
// wide as it goes are a dozen bytes, where dots would be a hundred and fifty.
func (c *composer) rule(r row) error {
	const stroke = '─'
	if !c.profile.Covers(stroke) {
		b := glyph.NewBitmap(c.dots, 2)
		b.Invert()
		c.space(glyph.Side/2 - 1)
		r.gap += glyph.Side/2 - 1 + leading
		r.align = Center
		return c.picture(b, r)
	}
	// The widest characters that leave least of the row empty.
	best, count := 1, c.dots/glyph.Side
	for w := 2; w <= c.profile.MaxSize(); w++ {
		if n := c.dots / (glyph.Side * w); n*w >= best*count {
			best, count = w, n
		}
	}
	c.at(Center)
	if c.bold {
		c.bold = false
		c.e.Bold(false)
	}
	if c.reverse {
		c.reverse = false
		c.e.Reverse(false)
	}
	if s := (Size{best, 1}); s != c.size {
		c.size = s
		c.e.Size(s.W, s.H)
	}
	c.apart(glyph.Side + leading + r.gap)
	if err := c.e.String(strings.Repeat(string(stroke), count)); err != nil {
		return err
	}
	c.e.Newline()
	return nil
}

// at places what follows.
func (c *composer) at(a Align) {
	if a == c.align {
		return
	}
	c.align = a
	switch a {
	case Center:
		c.e.Align(escpos.Centre)
	case Right:
		c.e.Align(escpos.Right)
	default:
		c.e.Align(escpos.Left)
	}
}

// apart sets the distance to the next row and counts it.
func (c *composer) apart(dots int) {
	c.height += dots
	if dots != c.spacing {
		c.spacing = dots
		c.e.Spacing(dots)
	}
}

// space leaves dots empty, at the start of a row.
func (c *composer) space(dots int) {
	for dots > 0 {
		n := min(dots, mostSpacing)
		c.apart(n)
		c.e.Newline()
		dots -= n
	}
}

// plain leaves the printer as it was found, for the way to the knife.
func (c *composer) plain() {
	if c.reverse {
		c.e.Reverse(false)
	}
	if c.bold {
		c.e.Bold(false)
	}
	if c.size != (Size{1, 1}) {
		c.e.Size(1, 1)
	}
	if c.spacing != 0 {
		c.e.Spacing(0)
	}
}
