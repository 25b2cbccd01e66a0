package virtual

import (
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"onewindow/printer/glyph"
	"onewindow/printer/profile"
)

// Rubbish is how Text shows what the ROM has no character for.
const Rubbish = '▒'

// character reads the rest of a character that begins with b and puts it into
// the line.
func (d *Device) character(b byte) bool {
	switch {
	case b < 0x80:
		return d.latin(rune(b))
	case !d.modes.kanji:
		return d.upper(b)
	case b == 0x80 || b == 0xff:
		return d.rubbish(fmt.Sprintf("%02X begins no Chinese character", b), glyph.Half)
	}
	t, ok := d.peek()
	if !ok {
		return false
	}
	code := []byte{b, t}
	switch {
	case t >= 0x40 && t != 0x7f && t != 0xff:
		d.next()
	case t >= 0x30 && t <= 0x39 && d.model.FourByte:
		rest, ok := d.take(3)
		if !ok {
			return false
		}
		code = append(code[:1], rest...)
	default:
		return d.rubbish(fmt.Sprintf("% X is no Chinese character of this printer", code), glyph.Half)
	}
	r, ok := d.lookUp(code)
	if !ok {
		return d.rubbish(fmt.Sprintf("% X is not in the ROM (%s)", code, d.model.ROM), glyph.Side)
	}
	m := d.modes
	return d.place(r, d.dress(d.picture(r, glyph.Side, glyph.Side), m.kw, m.kh, m.kunder), m.kleft, m.kright)
}

// lookUp finds the character of a code in the ROM.
func (d *Device) lookUp(code []byte) (rune, bool) {
	if d.model.ROM == profile.ROMGB2312 && (code[0] < 0xa1 || code[0] > 0xf7 || code[1] < 0xa1) {
		return 0, false
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(code)
	if err != nil {
		return 0, false
	}
	r, n := utf8.DecodeRune(text)
	return r, r != utf8.RuneError && n == len(text)
}

// upper is a character of the code page.
func (d *Device) upper(b byte) bool {
	if d.modes.page != 0 {
		return d.rubbish(fmt.Sprintf("%02X in code page %d, which is not modelled", b, d.modes.page), glyph.Half)
	}
	return d.latin(charmap.CodePage437.DecodeByte(b))
}

// latin is a character of half width.
func (d *Device) latin(r rune) bool {
	m := d.modes
	w, h := glyph.Half, glyph.Side
	if m.fontB {
		w, h = 9, 17
	}
	return d.place(r, d.dress(d.picture(r, w, h), m.w, m.h, m.underline), 0, m.right)
}

// rubbish is what a printer prints that lacks a character: here a grey box.
func (d *Device) rubbish(why string, width int) bool {
	d.find(why)
	box := NewDots(width, glyph.Side)
	for y := 2; y < box.height-2; y++ {
		for x := 1 + y%2; x < width-1; x += 2 {
			box.set(x, y)
		}
	}
	m := d.modes
	if width == glyph.Half {
		return d.place(Rubbish, d.dress(box, m.w, m.h, m.underline), 0, m.right)
	}
	return d.place(Rubbish, d.dress(box, m.kw, m.kh, m.kunder), m.kleft, m.kright)
}

// picture is a character of the font, fitted into w by h dots.
func (d *Device) picture(r rune, w, h int) *Dots {
	from := d.opts.Font.Glyph(r)
	pic := NewDots(w, h)
	if from.Width == 0 || from.Height == 0 {
		return pic
	}
	if from.Width == w && from.Height == h {
		copy(pic.bits, from.Bits)
		return pic
	}
	for y := range h {
		for x := range w {
			if from.Black(x*from.Width/w, y*from.Height/h) {
				pic.set(x, y)
			}
		}
	}
	return pic
}
