package virtual

import (
	"bytes"
	"fmt"

	"onewindow/printer/profile"
)

// parameters is how many bytes follow an ESC command of fixed length.
var escParameters = map[byte]int{
	'@': 0, '2': 0, '!': 1, '3': 1, 'a': 1, 'E': 1, 'G': 1, '-': 1, 'M': 1, ' ': 1, 't': 1, 'R': 1, 'd': 1, 'J': 1, 'B': 2, 'p': 3,
	'$': 2, '\\': 2, 'i': 0, 'm': 0, '=': 1, 'c': 2, 'r': 1, 'U': 1, 'V': 1, '{': 1, 'K': 1, 'e': 1, 'T': 1, 'S': 0, 'L': 0, '%': 1, '?': 1,
}

// escape is a command that begins with ESC.
func (d *Device) escape() bool {
	b, ok := d.next()
	if !ok {
		return false
	}
	switch b {
	case '(':
		return d.escGroup()
	case 'D':
		return d.setTabs()
	case '*':
		return d.columns()
	}
	n, known := escParameters[b]
	if !known {
		return d.unknown("ESC", b)
	}
	p, ok := d.take(n)
	if !ok {
		return false
	}
	m := &d.modes
	switch b {
	case '@':
		asb := m.asb // the manual has it stay
		d.line = line{}
		*m = d.freshModes()
		m.asb = asb
	case '2':
		m.spacing = defaultSpacing
	case '3':
		m.spacing = int(p[0])
	case '!':
		d.printMode(p[0])
	case 'a':
		if a := p[0] &^ '0'; a > 2 {
			d.find(fmt.Sprintf("ESC a %02X: there are 0, 1 and 2", p[0]))
		} else if !d.line.empty() {
			d.find("ESC a inside of a line, where it has no effect")
		} else {
			m.align = a
		}
	case 'E':
		m.bold = p[0]&1 != 0
	case 'G':
		m.double = p[0]&1 != 0
	case '-':
		m.underline = d.thickness(p[0])
	case 'M':
		if p[0]&^'0' > 1 {
			d.find(fmt.Sprintf("ESC M %02X: there are fonts 0 and 1", p[0]))
		}
		m.fontB = p[0]&^'0' == 1
	case ' ':
		m.right = int(p[0])
	case 't':
		m.page = p[0]
	case 'R':
		if p[0] != 0 && p[0] != 15 {
			d.find(fmt.Sprintf("ESC R %d: only the characters of the USA and of China are modelled", p[0]))
		}
	case 'd':
		return d.printLine(int(p[0]) * d.modes.spacing)
	case 'J':
		return d.printLine(int(p[0]))
	case 'B':
		d.count.beeps += int(p[0])
	case 'p':
		d.count.pulses++
	case '$':
		d.line.x = pair(p)
	case '\\':
		d.line.x = max(d.line.x+int(int16(pair(p))), 0)
	case 'i':
		return d.knife(true, -1)
	case 'm':
		return d.knife(true, -1)
	case '=', 'c': // other devices on the line, sensors and panel: nothing to do
	case '{', 'V', 'U':
		if p[0]&^'0' != 0 {
			d.find(fmt.Sprintf("ESC %c is known and not modelled", b))
		}
	default:
		d.find(fmt.Sprintf("ESC %c is known and not modelled", b))
	}
	return true
}

// thickness is that of an underline: 0, 1 or 2 dots.
func (d *Device) thickness(b byte) int {
	if n := int(b &^ '0'); n <= 2 {
		return n
	}
	d.find(fmt.Sprintf("an underline of %02X: there are 0, 1 and 2", b))
	return 0
}

// printMode is ESC !, which leaves Chinese characters as they are.
func (d *Device) printMode(n byte) {
	m := &d.modes
	m.fontB, m.bold = n&1 != 0, n&8 != 0
	m.h, m.w = 1+int(n>>4&1), 1+int(n>>5&1)
	m.underline = int(n >> 7)
}

// setTabs is ESC D: columns, in rising order, up to NUL.
func (d *Device) setTabs() bool {
	d.modes.tabs = nil
	last := 0
	for range 33 {
		b, ok := d.next()
		if !ok {
			return false
		}
		if int(b) <= last {
			if b != 0 {
				d.find("ESC D: a tab stop that is not right of the one before")
			}
			return true
		}
		last = int(b)
		d.modes.tabs = append(d.modes.tabs, last*12)
	}
	d.find("ESC D: more than 32 tab stops")
	return true
}

// escGroup is ESC ( with its function and length.
func (d *Device) escGroup() bool {
	h, ok := d.take(3)
	if !ok {
		return false
	}
	n := pair(h[1:])
	if h[0] != 'A' {
		d.find(fmt.Sprintf("unknown command ESC ( %c", h[0]))
		return d.skip(n)
	}
	p, ok := d.take(n)
	if !ok {
		return false
	}
	if n != 4 || p[0] != 48 {
		d.find(fmt.Sprintf("ESC ( A with % X", p[:min(n, 8)]))
		return true
	}
	d.count.beeps += int(p[2])
	return true
}

// chinese is a command that begins with FS.
func (d *Device) chinese() bool {
	b, ok := d.next()
	if !ok {
		return false
	}
	n, known := map[byte]int{'&': 0, '.': 0, '!': 1, '-': 1, 'W': 1, 'S': 2, 'C': 1, '2': 74, 'p': 2, '?': 2}[b]
	if b == '(' {
		h, ok := d.take(3)
		if !ok {
			return false
		}
		d.find(fmt.Sprintf("unknown command FS ( %c", h[0]))
		return d.skip(pair(h[1:]))
	}
	if !known {
		return d.unknown("FS", b)
	}
	p, ok := d.take(n)
	if !ok {
		return false
	}
	if d.model.ROM == profile.ROMNone {
		d.find(fmt.Sprintf("FS %c, on a printer without Chinese", b))
		return true
	}
	m := &d.modes
	switch b {
	case '&':
		m.kanji = true
	case '.':
		m.kanji = false
	case '!':
		m.kw, m.kh = 1+int(p[0]>>2&1), 1+int(p[0]>>3&1)
		m.kunder = int(p[0] >> 7)
	case '-':
		m.kunder = d.thickness(p[0])
	case 'W':
		m.kw, m.kh = 1+int(p[0]&1), 1+int(p[0]&1)
	case 'S':
		m.kleft, m.kright = int(p[0]), int(p[1])
	case 'C':
		d.find("FS C is for Japanese printers")
	default:
		d.find(fmt.Sprintf("FS %c is known and not modelled", b))
	}
	return true
}

// columns is ESC *, a picture in columns of 8 or 24 dots.
func (d *Device) columns() bool {
	h, ok := d.take(3)
	if !ok {
		return false
	}
	n, deep := pair(h[1:])&0x7ff, 1
	if h[0] >= 32 {
		deep = 3
	}
	if !bytes.Contains([]byte{0, 1, 32, 33}, h[:1]) {
		d.find(fmt.Sprintf("ESC * %02X: there are 0, 1, 32 and 33", h[0]))
	}
	wide, high := 1, 1
	if h[0]&1 == 0 {
		wide = 2
	}
	if deep == 1 {
		high = 3
	}
	pic := NewDots(n, deep*8)
	for x := range n {
		p, ok := d.take(deep)
		if !ok {
			return false
		}
		for y := range deep * 8 {
			if p[y/8]&(0x80>>(y%8)) != 0 {
				pic.set(x, y)
			}
		}
	}
	d.line.put(pic.enlarged(wide, high, false))
	return true
}
