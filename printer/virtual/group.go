package virtual

import (
	"fmt"

	"onewindow/printer/profile"
)

// gsParameters is how many bytes follow a GS command of fixed length.
var gsParameters = map[byte]int{
	'!': 1, 'B': 1, 'b': 1, 'a': 1, 'r': 1, 'I': 1, 'L': 2, 'W': 2, 'H': 1, 'f': 1, 'h': 1, 'w': 1, 'P': 2, 'T': 1, 'E': 1, 'j': 1, ':': 0, '^': 3,
	'/': 1, '$': 2, '\\': 2, 'c': 0,
}

// group is a command that begins with GS.
func (d *Device) group() bool {
	b, ok := d.next()
	if !ok {
		return false
	}
	switch b {
	case 'V':
		return d.cutCommand()
	case 'v':
		return d.raster()
	case 'k':
		return d.barCode()
	case '(':
		return d.gsGroup()
	case '8':
		return d.largeGraphics()
	}
	n, known := gsParameters[b]
	if !known {
		return d.unknown("GS", b)
	}
	p, ok := d.take(n)
	if !ok {
		return false
	}
	m := &d.modes
	switch b {
	case '!':
		d.size(p[0])
	case 'B':
		m.reverse = p[0]&1 != 0
	case 'b':
		if !d.model.Smooth {
			d.find("GS b, which this printer does not know")
			break
		}
		m.smooth = p[0]&1 != 0
	case 'a':
		d.automaticStatus(p[0])
	case 'r':
		d.transmit(p[0])
	case 'I':
		d.identify(p[0])
	case 'L':
		m.margin = min(pair(p), d.model.Dots)
	case 'W':
		m.area = min(pair(p), d.model.Dots)
	case 'H':
		m.hri = p[0] &^ '0' & 3
	case 'f':
		m.hriB = p[0]&^'0' == 1
	case 'h':
		m.barHeight = max(int(p[0]), 1)
	case 'w':
		if m.barUnit = int(p[0]); m.barUnit < 2 || m.barUnit > 6 {
			d.find(fmt.Sprintf("GS w %d: bars are 2 to 6 dots wide", p[0]))
			m.barUnit = 3
		}
	default:
		d.find(fmt.Sprintf("GS %c is known and not modelled", b))
	}
	return true
}

// size is GS !.
func (d *Device) size(n byte) {
	m := &d.modes
	w, h := 1+int(n>>4), 1+int(n&15)
	if w > 8 || h > 8 {
		d.find(fmt.Sprintf("GS ! %02X: characters grow up to 8 times", n))
		return
	}
	switch d.model.Sizes {
	case profile.SizeGS:
		m.w, m.h, m.kw, m.kh = w, h, w, h
	case profile.SizeGSFS:
		m.w, m.h = w, h
	default:
		d.find("GS !, which this printer does not know")
	}
}

// automaticStatus is GS a: it is told at once, and upon changes.
func (d *Device) automaticStatus(n byte) {
	if !d.model.ASB {
		d.find("GS a, which this printer does not know")
		return
	}
	d.modes.asb = n
	if n != 0 {
		d.said = d.automatic()
		d.say(d.said[:]...)
	}
}

// transmit is GS r. It is reached only when everything ahead of it is on paper.
func (d *Device) transmit(n byte) {
	if !d.model.Status {
		d.find("GS r, which this printer does not know")
		return
	}
	switch n &^ '0' {
	case 1:
		d.say(d.roll())
	case 2:
		d.say(0x01)
	default:
		d.find(fmt.Sprintf("GS r %02X: there are 1 and 2", n))
	}
}

// identify is GS I.
func (d *Device) identify(n byte) {
	if !d.model.Identify {
		d.find("GS I, which this printer does not know")
		return
	}
	text := map[byte]string{0x41: "1.00", 0x42: "ONEWINDOW", 0x43: d.model.Name, 0x44: "V0000001"}
	switch {
	case n == 0x45 && d.model.ROM == profile.ROMNone:
		d.say(0x5f, 0)
	case n == 0x45:
		d.say(append([]byte("_CHINA "+string(d.model.ROM)), 0)...)
	case text[n] != "":
		d.say(append([]byte("_"+text[n]), 0)...)
	case n&^'0' == 1:
		d.say(0x20)
	case n&^'0' == 2:
		d.say(0x03) // two-byte characters, and a knife
	case n&^'0' == 3:
		d.say(0x01)
	default:
		d.find(fmt.Sprintf("GS I %02X is unknown", n))
	}
}

// gsGroup is GS ( with its function and length.
func (d *Device) gsGroup() bool {
	h, ok := d.take(3)
	if !ok {
		return false
	}
	n := pair(h[1:])
	switch h[0] {
	case 'k':
		return d.symbol(n)
	case 'L':
		return d.graphics(n)
	case 'H':
		return d.process(n)
	}
	d.find(fmt.Sprintf("unknown command GS ( %c", h[0]))
	return d.skip(n)
}

// process is GS ( H: the id comes back when everything ahead of it is on paper.
func (d *Device) process(n int) bool {
	p, ok := d.take(min(n, 6))
	if !ok {
		return false
	}
	if !d.skip(n - len(p)) {
		return false
	}
	switch {
	case !d.model.Process:
		d.find("GS ( H, which this printer does not know")
	case n == 6 && p[0] == 48 && p[1] == 48:
		for _, b := range p[2:] {
			if b < 0x20 || b > 0x7e {
				d.find("GS ( H with an id outside of 20 to 7E")
				return true
			}
		}
		d.say(0x37, 0x22, p[2], p[3], p[4], p[5], 0)
	case n == 3 && p[0] == 49 && p[1] == 48:
		d.find("GS ( H 49 (answers off line) is known and not modelled")
	default:
		d.find(fmt.Sprintf("GS ( H with % X", p))
	}
	return true
}

// cutCommand is GS V.
func (d *Device) cutCommand() bool {
	m, ok := d.next()
	if !ok {
		return false
	}
	switch m {
	case 0, '0':
		return d.knife(false, -1)
	case 1, '1':
		return d.knife(true, -1)
	case 65, 66, 97, 98, 103, 104:
		n, ok := d.next()
		if !ok {
			return false
		}
		if m >= 97 {
			d.find(fmt.Sprintf("GS V %d is known and not modelled", m))
			return true
		}
		return d.knife(m == 66, int(n))
	}
	d.find(fmt.Sprintf("GS V %02X is unknown", m))
	return true
}
