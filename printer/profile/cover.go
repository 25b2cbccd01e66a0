package profile

import (
	"fmt"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Encode is text as the printer's ROM wants it: GB 18030, of which GBK and
// GB 2312 are parts. A character that the ROM lacks is an error that names it:
// such a line is to be sent as dots. Control characters are errors too, because
// they would be commands.
func (p Profile) Encode(text string) ([]byte, error) {
	out := make([]byte, 0, 2*len(text)/3+8)
	for _, r := range text {
		b, ok := p.code(r)
		if !ok {
			return nil, fmt.Errorf("printer profile %s: the printer has no character %q; send the line as dots", p.Name, r)
		}
		out = append(out, b...)
	}
	return out, nil
}

// Covers reports whether the printer has the character.
func (p Profile) Covers(r rune) bool {
	_, ok := p.code(r)
	return ok
}

func (p Profile) code(r rune) ([]byte, bool) {
	switch {
	case r >= ' ' && r <= '~':
		return []byte{byte(r)}, true
	case r < 0xa0 || p.ROM == ROMNone || unicode.Is(unicode.Co, r) || r == unicode.ReplacementChar:
		return nil, false
	}
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(string(r)))
	if err != nil {
		return nil, false
	}
	if len(b) == 4 {
		return b, p.FourByte
	}
	if len(b) != 2 {
		return nil, false
	}
	switch p.ROM {
	case ROMGB2312:
		return b, isGB2312(b[0], b[1])
	case ROMGBK:
		return b, isGBK(b[0], b[1])
	}
	return b, true
}

// isGB2312 knows the cells of GB 2312-80 that hold a character: areas 1 to 9 and
// 16 to 87 of the standard.
func isGB2312(a, b byte) bool {
	if b < 0xa1 || b == 0xff {
		return false
	}
	between := func(lo, hi byte) bool { return b >= lo && b <= hi }
	switch a {
	case 0xa1, 0xa3:
		return true
	case 0xa2:
		return between(0xb1, 0xe2) || between(0xe5, 0xee) || between(0xf1, 0xfc)
	case 0xa4:
		return b <= 0xf3
	case 0xa5:
		return b <= 0xf6
	case 0xa6:
		return between(0xa1, 0xb8) || between(0xc1, 0xd8)
	case 0xa7:
		return between(0xa1, 0xc1) || between(0xd1, 0xf1)
	case 0xa8:
		return between(0xa1, 0xba) || between(0xc5, 0xe9)
	case 0xa9:
		return between(0xa4, 0xef)
	case 0xd7:
		return b <= 0xf9
	}
	return a >= 0xb0 && a <= 0xf7
}

// isGBK leaves out what GB 18030 added to the two-byte cells, and the cells for
// users: the areas of GBK 1.0 are 1 to 5, of which 1 and 5 hold signs.
func isGBK(a, b byte) bool {
	switch {
	case a == 0xa2 && (b == 0xe3 || b < 0xa1), a == 0xa8 && (b == 0xbc || b == 0xbf):
		return false // the euro, and letters of pinyin that came later
	case a == 0xa6 && (b >= 0xd9 && b <= 0xdf || b == 0xec || b == 0xed || b == 0xf3):
		return false // vertical marks of GB 18030
	case a == 0xfe:
		return b < 0x50 // 80 characters that GBK and Unicode do not agree upon
	case a >= 0xaa && a <= 0xaf || a >= 0xf8:
		return b < 0xa1
	}
	return true
}
