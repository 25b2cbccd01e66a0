package voice

import (
	"fmt"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Encoding is how text goes to a module.
type Encoding string

// Encodings. GBK has all of GB2312 and some 14 000 characters more.
const (
	GB2312 Encoding = "gb2312"
	GBK    Encoding = "gbk"
	UTF16  Encoding = "utf16"
)

// code is the encoding in a speak frame.
func (e Encoding) code() (byte, error) {
	switch e {
	case GB2312:
		return 0, nil
	case GBK:
		return 1, nil
	case UTF16:
		return 3, nil
	}
	return 0, fmt.Errorf("there is no encoding %q for a voice; use gb2312, gbk or utf16", string(e))
}

// encode is text in an encoding; the characters that it lacks are left out and
// returned, so that none is ever said as another.
func (c Chip) encode(e Encoding, text string) (b []byte, missing []rune) {
	for _, r := range text {
		one := c.encodeRune(e, r)
		if one == nil {
			missing = append(missing, r)
		}
		b = append(b, one...)
	}
	return b, missing
}

// encodeRune is one character, or nil.
func (c Chip) encodeRune(e Encoding, r rune) []byte {
	if r < 0x20 || r == 0x7F || r == 0xFFFD {
		return nil
	}
	if e == UTF16 {
		if r > 0xFFFF || utf16.IsSurrogate(r) {
			return nil // the chips know one unit for a character
		}
		if c.big {
			return []byte{byte(r >> 8), byte(r)}
		}
		return []byte{byte(r), byte(r >> 8)}
	}
	b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(string(r)))
	if err != nil || e == GB2312 && !isGB2312(b) {
		return nil
	}
	return b
}

// isGB2312 reports whether a character of GBK is one of GB2312's that a voice has
// a use for: letters, punctuation (rows 1 and 3) and the 6 763 Chinese ones.
func isGB2312(b []byte) bool {
	if len(b) == 1 {
		return true
	}
	hi, lo := b[0], b[1]
	if lo < 0xA1 || lo == 0xFF {
		return false
	}
	return hi == 0xA1 || hi == 0xA3 || hi >= 0xB0 && hi <= 0xF7 && !(hi == 0xD7 && lo > 0xF9)
}
