package virtual

import (
	"bytes"
	"slices"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// area reads the description of a dynamic area (section 9.1 of the vendor's text).
func (c *BXCard) area(raw []byte) (id byte, a bxArea, code byte) {
	most, ids := 1024, byte(5)
	if c.s.Generation == 5 {
		most, ids = 512, 8
	}
	if len(raw) > most {
		return 0, a, bxMemory
	}
	r := reader{b: raw}
	r.skip(1)
	var xOK, wOK bool
	a.x, xOK = c.across(r.u16())
	a.y = int(r.u16())
	a.w, wOK = c.across(r.u16())
	a.h = int(r.u16())
	id = r.u8()
	gap := int(r.u8())
	run := r.u8()
	expire := time.Duration(r.u16()) * time.Second
	sound := r.u8()
	if sound != 0 {
		r.skip(3)
	}
	if sound == 2 {
		r.skip(int(r.u32())) // words to be said
	}
	r.skip(int(r.u8()))
	r.skip(1) // alignment
	single := r.u8() == 1
	r.skip(1) // breaking of rows
	how := r.u8()
	r.skip(2)
	stay := time.Duration(r.u8()) * 500 * time.Millisecond
	text := r.take(int(r.u32()))
	switch {
	case r.short || len(r.b) != 0:
		c.complain("an area with bytes too many or too few")
		return id, a, bxNoCommand
	case !xOK || !wOK:
		c.complain("places in dots, which a BX-5K reads as units of eight")
		return id, a, bxFirmware
	case id >= ids:
		return id, a, bxMemory
	case a.x+a.w > c.s.Width || a.y+a.h > c.s.Height:
		c.complain("an area of %d x %d at %d, %d lies outside of the screen", a.w, a.h, a.x, a.y)
	}
	rows, font, code := c.rows(text)
	if code != bxDone {
		return id, a, code
	}
	if run == 2 {
		a.expire = expire
	}
	a.at, a.stay = time.Now(), stay
	high := max(1, (a.h+gap)/(font+gap))
	if single {
		high = 1
	}
	for page := range slices.Chunk(rows, high) {
		a.pages = append(a.pages, page)
	}
	if how != 3 && how != 4 { // what runs is as long as it likes
		cut(a.pages, a.w*2/font)
	}
	return id, a, bxDone
}

// across reads a horizontal place: units of eight dots, or dots with the top bit,
// which the fifth generation does not know.
func (c *BXCard) across(n uint16) (int, bool) {
	if n&0x8000 == 0 {
		return int(n) * 8, true
	}
	return int(n & 0x7FFF), c.s.Generation != 5
}

// rows reads a text with its escapes.
func (c *BXCard) rows(text []byte) (rows [][]Span, font int, code byte) {
	row, colour := []Span{}, "red"
	fonts, latin := map[int]bool{}, 16
	put := func(s string) {
		if n := len(row); n > 0 && row[n-1].Colour == colour {
			row[n-1].Text += s
		} else {
			row = append(row, Span{s, colour})
		}
	}
	r := reader{b: text}
	for len(r.b) > 0 && !r.short {
		b := r.u8()
		switch {
		case b == '\\':
			switch e := r.u8(); e {
			case 'n':
				rows, row = append(rows, row), []Span{}
			case 'C':
				colour = map[byte]string{'1': "red", '2': "green", '3': "yellow"}[r.u8()]
				if colour == "" {
					c.complain("a colour that the screen has not")
					colour = "red"
				}
			case 'F':
				name := r.take(4)
				high := map[string]int{"O000": 16, "O001": 24, "O002": 32, "E000": 16, "E001": 24, "E002": 32}[string(name)]
				if !slices.Contains(c.s.Fonts, high) {
					return nil, 0, bxFont
				}
				fonts[high] = true
				if name[0] == 'E' {
					latin = high
				} else {
					font = high
				}
			default:
				c.complain("an escape \\%c in the text", e)
			}
		case b >= 0x81:
			put(chinese([]byte{b, r.u8()}))
		case b < ' ':
			c.complain("a byte %02X in the text", b)
		default:
			if font != 0 && latin != font && b != ' ' {
				c.complain("Latin of %d dots among letters of %d", latin, font)
			}
			put(string(rune(b)))
		}
	}
	if len(fonts) > 1 {
		c.complain("fonts of several heights in one area")
	}
	if r.short {
		c.complain("half a character or escape at the end")
	}
	if font == 0 {
		font = latin
	}
	return append(rows, row), font, bxDone
}

// cut takes away what does not fit into a number of half-width cells.
func cut(pages [][][]Span, cells int) {
	for _, page := range pages {
		for i, row := range page {
			left := cells
			for j := range row {
				kept := bytes.Buffer{}
				for _, r := range row[j].Text {
					w := 1
					if r > '~' {
						w = 2
					}
					if left -= w; left < 0 {
						break
					}
					kept.WriteRune(r)
				}
				row[j].Text = kept.String()
			}
			page[i] = row
		}
	}
}

// chinese decodes GB2312 or GBK.
func chinese(b []byte) string {
	s, err := simplifiedchinese.GBK.NewDecoder().Bytes(b)
	if err != nil {
		return "\ufffd"
	}
	return string(s)
}
