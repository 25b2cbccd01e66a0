package virtual

import (
	"fmt"
	"image"
	"strings"

	"onewindow/printer/glyph"
)

// code128 are the widths of the bars and gaps of each value (ISO/IEC 15417).
var code128 = strings.Fields(`
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 221132
221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313
231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111
111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141
114131 311141 411131 211412 211214 211232 2331112`)

// Values of Code 128 that are no characters.
const (
	codeC, codeB, codeA = 99, 100, 101
	startA              = 103
	stopCode            = 106
)

// barCode is GS k, in its older form with a NUL at the end or with a length.
func (d *Device) barCode() bool {
	m, ok := d.next()
	if !ok {
		return false
	}
	if m <= 6 {
		d.find(fmt.Sprintf("GS k %d: of the bar codes only Code 128 is modelled", m))
		for range 256 {
			if b, ok := d.next(); !ok || b == 0 {
				return ok
			}
		}
		return true
	}
	if m < 65 || m > 79 {
		d.find(fmt.Sprintf("GS k %02X is unknown", m))
		return true
	}
	n, ok := d.next()
	if !ok {
		return false
	}
	p, ok := d.take(int(n))
	if !ok {
		return false
	}
	switch {
	case !d.model.Bars:
		d.find("GS k, which this printer does not know")
		return true
	case m != 73:
		d.find(fmt.Sprintf("GS k %d: of the bar codes only Code 128 is modelled", m))
		return true
	}
	values, text, err := values128(p)
	if err != nil {
		d.find(fmt.Sprintf("GS k 73: %v", err))
		return true
	}
	pic := d.bars(values, text)
	if pic.width > d.area() {
		d.find(fmt.Sprintf("a bar code of %d dots, and there are %d", pic.width, d.area()))
		return true
	}
	if !d.line.empty() && !d.printLine(d.modes.spacing) || !d.nextLine() {
		return false
	}
	return d.print(d.aligned(pic), mark{kind: codeMark, text: text})
}

// values128 reads what GS k 73 is given: {A, {B and {C choose the set, {1 to {4
// are functions, {S shifts, {{ is a brace.
func values128(p []byte) (values []int, text string, err error) {
	if len(p) < 2 || p[0] != '{' || p[1] < 'A' || p[1] > 'C' {
		return nil, "", fmt.Errorf("the data begin with % X; they begin with {A, {B or {C", p[:min(len(p), 2)])
	}
	set := p[1]
	values = append(values, startA+int(set-'A'))
	var b strings.Builder
	shift := false
	for i := 2; i < len(p); i++ {
		c := p[i]
		if c == '{' && set != 'C' || c == '{' && i+1 < len(p) && strings.IndexByte("AB1", p[i+1]) >= 0 {
			i++
			if i == len(p) {
				return nil, "", fmt.Errorf("the data end in the middle of a brace")
			}
			switch c = p[i]; c {
			case '{':
			case 'A', 'B', 'C':
				set = c
				values = append(values, map[byte]int{'A': codeA, 'B': codeB, 'C': codeC}[c])
				continue
			case 'S':
				shift = true
				values = append(values, 98)
				continue
			case '1', '2', '3':
				values = append(values, map[byte]int{'1': 102, '2': 97, '3': 96}[c])
				continue
			default:
				return nil, "", fmt.Errorf("{%c is unknown", c)
			}
		}
		in := set
		if shift {
			in, shift = 'A'+'B'-set, false
		}
		switch {
		case in == 'C' && c <= 99:
			values = append(values, int(c))
			fmt.Fprintf(&b, "%02d", c)
		case in == 'B' && c >= 0x20 && c <= 0x7f:
			values = append(values, int(c)-0x20)
			b.WriteByte(c)
		case in == 'A' && c >= 0x20 && c <= 0x5f:
			values = append(values, int(c)-0x20)
			b.WriteByte(c)
		case in == 'A' && c < 0x20:
			values = append(values, int(c)+64)
			b.WriteByte(c)
		default:
			return nil, "", fmt.Errorf("%02X is not in set %c", c, in)
		}
	}
	sum := values[0]
	for i, v := range values[1:] {
		sum += (i + 1) * v
	}
	return append(values, sum%103, stopCode), b.String(), nil
}

// bars draws a bar code, with what people read above or below it if that is on.
func (d *Device) bars(values []int, text string) *Dots {
	m := d.modes
	width := 0
	for _, v := range values {
		for _, w := range code128[v] {
			width += int(w-'0') * m.barUnit
		}
	}
	above, below := m.hri&1 != 0, m.hri&2 != 0
	cw, ch := glyph.Half, glyph.Side
	if m.hriB {
		cw, ch = 9, 17
	}
	height, top := m.barHeight, 0
	if above {
		height, top = height+ch, ch
	}
	if below {
		height += ch
	}
	pic := NewDots(width, height)
	x := 0
	for _, v := range values {
		for i, w := range code128[v] {
			n := int(w-'0') * m.barUnit
			if i%2 == 0 {
				pic.fill(image.Rect(x, top, x+n, top+m.barHeight))
			}
			x += n
		}
	}
	x = max((width-len(text)*cw)/2, 0)
	for _, r := range text {
		c := d.picture(r, cw, ch)
		if above {
			pic.lay(x, 0, c)
		}
		if below {
			pic.lay(x, height-ch, c)
		}
		x += cw
	}
	return pic
}
