package virtual

import (
	"fmt"
	"strconv"

	"github.com/skip2/go-qrcode"
)

// longestSymbol is the most that a QR code of any size holds, in bytes.
const longestSymbol = 7089

// symbol is GS ( k with n bytes.
func (d *Device) symbol(n int) bool {
	p, ok := d.take(min(n, longestSymbol+3))
	if !ok || !d.skip(n-len(p)) {
		return false
	}
	if !d.model.QR {
		d.find("GS ( k, which this printer does not know")
		return true
	}
	if n < 3 || n > longestSymbol+3 || p[0] != '1' {
		d.find(fmt.Sprintf("GS ( k with % X: only QR codes are modelled", p[:min(len(p), 4)]))
		return true
	}
	m := &d.modes
	switch fn := p[1]; {
	case fn == 65 && n == 4:
		if p[2] != '2' {
			d.find("a QR code of a model other than 2")
		}
	case fn == 67:
		if m.qrUnit = int(p[2]); m.qrUnit < 1 || m.qrUnit > 16 {
			d.find(fmt.Sprintf("a QR code with modules of %d dots: there are 1 to 16", p[2]))
			m.qrUnit = defaultQRUnit
		}
	case fn == 69:
		if m.qrLevel = p[2]; m.qrLevel < 48 || m.qrLevel > 51 {
			d.find(fmt.Sprintf("a QR code of level %02X: there are 30 to 33", p[2]))
			m.qrLevel = 48
		}
	case fn == 80 && p[2] == '0':
		m.qrData = p[3:]
	case fn == 81 && p[2] == '0':
		pic := d.qr()
		if pic == nil {
			return true
		}
		if !d.line.empty() && !d.printLine(d.modes.spacing) || !d.nextLine() {
			return false
		}
		return d.print(d.aligned(pic), mark{kind: qrMark, text: string(m.qrData)})
	case fn == 82 && p[2] == '0':
		side := "0"
		if pic := d.qr(); pic != nil {
			side = strconv.Itoa(pic.width)
		}
		answer := append([]byte{0x37, 0x36}, side+"\x1f"+side+"\x1f1\x1f"...)
		if side == "0" {
			d.say(append(answer, '1', 0)...)
		} else {
			d.say(append(answer, '0', 0)...)
		}
	default:
		d.find(fmt.Sprintf("GS ( k with function %d and % X is unknown", fn, p[2:min(len(p), 6)]))
	}
	return true
}

// qr draws the stored data; nil, with a finding, if that cannot be done.
func (d *Device) qr() *Dots {
	m := d.modes
	if len(m.qrData) == 0 {
		d.find("a QR code without data")
		return nil
	}
	level := []qrcode.RecoveryLevel{qrcode.Low, qrcode.Medium, qrcode.High, qrcode.Highest}[m.qrLevel-48]
	code, err := qrcode.New(string(m.qrData), level)
	if err != nil {
		d.find(fmt.Sprintf("a QR code of %d bytes: %v", len(m.qrData), err))
		return nil
	}
	code.DisableBorder = true
	modules := code.Bitmap()
	side := len(modules) * m.qrUnit
	if side > d.area() {
		d.find(fmt.Sprintf("a QR code of %d dots, and there are %d", side, d.area()))
		return nil
	}
	small := NewDots(len(modules), len(modules))
	for y, row := range modules {
		for x, dark := range row {
			if dark {
				small.set(x, y)
			}
		}
	}
	return small.enlarged(m.qrUnit, m.qrUnit, false)
}
