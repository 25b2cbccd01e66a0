package virtual

import (
	"fmt"

	"onewindow/printer/profile"
)

// Control characters between commands.
const (
	ht  = 0x09
	lf  = 0x0a
	ff  = 0x0c
	cr  = 0x0d
	can = 0x18
	esc = 0x1b
	fs  = 0x1c
	gs  = 0x1d
)

// modes are the settings that commands make, and that ESC @ and a loss of power
// undo.
type modes struct {
	kanji              bool
	w, h               int // of Latin characters, in times
	kw, kh             int // of Chinese ones
	bold, double       bool
	reverse, smooth    bool
	underline, kunder  int // dots
	fontB              bool
	align              byte
	spacing            int // rows from line to line
	right              int // dots behind each Latin character
	kleft, kright      int // dots around each Chinese one
	margin, area       int // dots
	tabs               []int
	page               byte
	barHeight, barUnit int
	hri                byte
	hriB               bool
	qrUnit             int
	qrLevel            byte
	qrData             []byte
	graphic            *Dots // stored by GS ( L, not yet printed
	asb                byte
}

// Settings after power-on.
const (
	defaultSpacing = 30 // rows: a sixth of an inch, near enough
	defaultQRUnit  = 3  // dots of a module
)

func (d *Device) freshModes() modes {
	m := modes{kanji: d.model.KanjiAtStart && d.model.ROM != profile.ROMNone, w: 1, h: 1, kw: 1, kh: 1, spacing: defaultSpacing,
		area: d.model.Dots, barHeight: 162, barUnit: 3, qrUnit: defaultQRUnit, qrLevel: 48}
	for x := 8 * 12; x < d.model.Dots; x += 8 * 12 {
		m.tabs = append(m.tabs, x)
	}
	return m
}

// next is the next byte of the receive buffer. false: the power went, or the
// host has cleared the buffers; whoever gets it returns at once.
func (d *Device) next() (byte, bool) {
	for len(d.rx) == 0 {
		if !d.yield(want{}) {
			return 0, false
		}
	}
	b := d.rx[0]
	d.rx = d.rx[1:]
	d.throttle()
	if len(d.rx)%most == 0 {
		nudge(d.room)
	}
	return b, true
}

// peek is the next byte, which stays where it is.
func (d *Device) peek() (byte, bool) {
	for len(d.rx) == 0 {
		if !d.yield(want{}) {
			return 0, false
		}
	}
	return d.rx[0], true
}

// take is the next n bytes; n is what one command can carry in memory.
func (d *Device) take(n int) ([]byte, bool) {
	p := make([]byte, 0, min(n, 1<<16))
	for range n {
		b, ok := d.next()
		if !ok {
			return nil, false
		}
		p = append(p, b)
	}
	return p, true
}

// skip passes over n bytes.
func (d *Device) skip(n int) bool {
	for range n {
		if _, ok := d.next(); !ok {
			return false
		}
	}
	return true
}

// pair is a number of two bytes, the low one first.
func pair(p []byte) int { return int(p[0]) | int(p[1])<<8 }

// command reads one command, or one character, and does it. false: see next.
func (d *Device) command() bool {
	b, ok := d.next()
	if !ok {
		return false
	}
	if d.line.crowded() {
		d.find("a line so full of characters over each other that it is printed early")
		if !d.printLine(d.modes.spacing) {
			return false
		}
	}
	lost := d.lostFeed
	d.lostFeed = false
	if lost && b == lf {
		return true
	}
	switch b {
	case 0:
		return true
	case ht:
		return d.tab()
	case lf:
		return d.feedLine()
	case cr: // line ends are LF here, as most printers are set
		return true
	case can, ff:
		d.find(fmt.Sprintf("%02X belongs to page mode, which is not modelled", b))
		return true
	case xon, xoff:
		d.find("the host sends a handshake as data")
		return true
	case dle:
		return d.passed()
	case esc:
		return d.escape()
	case fs:
		return d.chinese()
	case gs:
		return d.group()
	}
	if b < 0x20 || b == 0x7f {
		d.find(fmt.Sprintf("unknown control character %02X", b))
		return true
	}
	return d.character(b)
}

// passed passes over a command in real time, which took effect when it came in.
func (d *Device) passed() bool {
	b, ok := d.next()
	if !ok {
		return false
	}
	if !d.model.RealTime {
		d.find("a command in real time (DLE), which this printer does not know")
	}
	switch b {
	case eot, enq:
		n, ok := d.next()
		if ok && (n > 4 || b == enq && n > 2 || b == eot && n == 0) {
			d.find(fmt.Sprintf("unknown command DLE %02X %02X", b, n))
		}
		return ok
	case dc4:
		fn, ok := d.next()
		switch {
		case !ok:
			return false
		case fn == 1:
			return d.skip(2)
		case fn == 8:
			return d.skip(7)
		}
		d.find(fmt.Sprintf("unknown command DLE DC4 %02X", fn))
		return d.skip(2)
	}
	d.find(fmt.Sprintf("unknown command DLE %02X", b))
	return true
}

// unknown is a command that this printer cannot follow. What belongs to it is
// printed as characters, as a real one would, because nobody knows how much does.
func (d *Device) unknown(lead string, b byte) bool {
	d.find(fmt.Sprintf("unknown command %s %02X", lead, b))
	return true
}
