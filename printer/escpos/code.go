package escpos

import (
	"errors"
	"fmt"

	"github.com/skip2/go-qrcode"

	"onewindow/printer/profile"
)

// ErrUnsupported means that the printer cannot do it, by its profile.
var ErrUnsupported = errors.New("the printer cannot do that")

// mostQR is what the largest QR code holds in bytes at level M (ISO/IEC 18004,
// version 40).
const mostQR = 2331

// QR prints a QR code, model 2, level M (15 % may be lost), its modules of
// 1 to 16 dots. The printer draws it (GS ( k), or it goes as dots where the
// profile says so. Text of more than 2331 bytes, or too wide for the paper, is an
// error and nothing is appended.
func (e *Encoder) QR(text string, module int) error {
	if text == "" || len(text) > mostQR {
		return fmt.Errorf("escpos: QR code: %d bytes; want 1 to %d", len(text), mostQR)
	}
	if module < 1 || module > 16 {
		return fmt.Errorf("escpos: QR code: modules of %d dots; want 1 to 16", module)
	}
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return fmt.Errorf("escpos: QR code: %w", err)
	}
	code.DisableBorder = true // the paper around it is white
	cells := code.Bitmap()
	if w := len(cells) * module; w > e.p.Dots {
		return fmt.Errorf("escpos: QR code: %d modules of %d dots are wider than the paper's %d dots; take smaller modules", len(cells), module, e.p.Dots)
	}
	if e.p.QR == profile.QRRaster {
		twice := module%2 == 0
		if twice {
			module /= 2
		}
		width, bits := draw(cells, module)
		return e.raster(width, bits, twice)
	}
	e.put(gs, '(', 'k', 4, 0, 49, 65, 50, 0)
	e.put(gs, '(', 'k', 3, 0, 49, 67, byte(module))
	e.put(gs, '(', 'k', 3, 0, 49, 69, 49)
	k := len(text) + 3
	e.put(gs, '(', 'k', byte(k), byte(k>>8), 49, 80, 48)
	e.put([]byte(text)...)
	e.put(gs, '(', 'k', 3, 0, 49, 81, 48)
	return nil
}

// draw makes dots of modules.
func draw(cells [][]bool, module int) (width int, bits []byte) {
	width = len(cells) * module
	row := (width + 7) / 8
	for _, line := range cells {
		one := make([]byte, row)
		for x, black := range line {
			for d := x * module; black && d < (x+1)*module; d++ {
				one[d/8] |= 0x80 >> (d % 8)
			}
		}
		for range module {
			bits = append(bits, one...)
		}
	}
	return width, bits
}

// Code128 prints a bar code of printable ASCII (GS k, function B), height dots
// high, its modules of 2 to 6 dots, and its text below it. Runs of four and more
// digits go in pairs (code set C). ErrUnsupported where the printer draws none.
func (e *Encoder) Code128(text string, height, module int) error {
	if !e.p.Code128 {
		return fmt.Errorf("escpos: bar code: %w", ErrUnsupported)
	}
	if height < 1 || height > 255 || module < 2 || module > 6 {
		return fmt.Errorf("escpos: bar code: height %d, modules of %d dots; want 1 to 255 and 2 to 6", height, module)
	}
	data, symbols, err := code128(text)
	if err != nil {
		return fmt.Errorf("escpos: bar code: %w", err)
	}
	// Each symbol has 11 modules, the stop 13; the start and the check are two more.
	if w := (11*(symbols+2) + 13) * module; w > e.p.Dots {
		return fmt.Errorf("escpos: bar code: %d dots are wider than the paper's %d; take smaller modules or less text", w, e.p.Dots)
	}
	e.put(gs, 'h', byte(height), gs, 'w', byte(module), gs, 'H', 2)
	e.put(gs, 'k', 73, byte(len(data)))
	e.put(data...)
	return nil
}

// code128 writes text in the code sets B and C as GS k takes it, and counts the
// symbols between the start and the check.
func code128(text string) (data []byte, symbols int, err error) {
	if text == "" {
		return nil, 0, errors.New("no text")
	}
	set := byte(0)
	for i := 0; i < len(text); {
		c := text[i]
		if c < ' ' || c > '~' {
			return nil, 0, fmt.Errorf("%q holds more than printable ASCII", text)
		}
		digits := 0
		for i+digits < len(text) && text[i+digits] >= '0' && text[i+digits] <= '9' {
			digits++
		}
		want := byte('B')
		if digits >= 4 || set == 'C' && digits >= 2 {
			want = 'C'
		}
		if want == 'C' && digits%2 == 1 && set != 'C' {
			want = 'B' // the odd digit goes first, the pairs follow
		}
		if want != set {
			if set != 0 {
				symbols++
			}
			set = want
			data = append(data, '{', set)
		}
		switch {
		case set == 'C':
			data = append(data, (text[i]-'0')*10+text[i+1]-'0')
			i += 2
		case c == '{':
			data = append(data, '{', '{')
			i++
		default:
			data = append(data, c)
			i++
		}
		symbols++
	}
	if len(data) > 255 {
		return nil, 0, fmt.Errorf("%d bytes; want at most 255", len(data))
	}
	return data, symbols, nil
}
