package led

import (
	"fmt"
	"slices"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Charset is what a strip's fonts hold.
type Charset string

// Charsets.
const (
	ASCII  Charset = "ascii"
	GB2312 Charset = "gb2312" // what BX cards are delivered with
	GBK    Charset = "gbk"    // cards whose fonts were made with GBK; traditional characters
)

// mark stands for a character that the fonts do not have: 〓 where there are
// Chinese ones, ? elsewhere.
func (c Charset) mark() []byte {
	if c == ASCII {
		return []byte{'?'}
	}
	return []byte{0xA1, 0xFE}
}

// encode makes the bytes of a text. Characters that mean something to a card are
// given in their wide form; those that the charset lacks are marked, and listed
// once each.
func (c Charset) encode(text string) (b []byte, missing []rune) {
	for _, r := range text {
		one, ok := c.rune(r)
		if !ok {
			one = c.mark()
			if !slices.Contains(missing, r) {
				missing = append(missing, r)
			}
		}
		b = append(b, one...)
	}
	return b, missing
}

// wide are the forms in which a card takes characters that begin a command on
// BX cards: the escape of fonts and colours, and the marks of the voice.
var wide = map[rune]rune{'\\': '＼', '[': '［'}

// rune encodes one character.
func (c Charset) rune(r rune) ([]byte, bool) {
	switch {
	case r == unicode.ReplacementChar || unicode.IsControl(r):
		return nil, false
	case c == ASCII:
		return []byte{byte(r)}, r >= ' ' && r <= '~'
	case wide[r] != 0:
		r = wide[r]
	case r >= ' ' && r <= '~':
		return []byte{byte(r)}, true
	}
	b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(string(r)))
	switch {
	case err != nil || len(b) != 2:
		return nil, false
	case c == GBK:
		// A card that looks at single bytes would take these for its escape.
		return b, b[1] != '\\' && b[1] != '['
	}
	return b, inGB2312(b[0], b[1])
}

// gb2312Rows are the cells of GB 2312-80 in the rows that are not full, as first
// and last second byte; all others from B0 to F7 are full.
var gb2312Rows = map[byte][][2]byte{
	0xA1: {{0xA1, 0xFE}},
	0xA2: {{0xB1, 0xE2}, {0xE5, 0xEE}, {0xF1, 0xFC}},
	0xA3: {{0xA1, 0xFE}},
	0xA4: {{0xA1, 0xF3}},
	0xA5: {{0xA1, 0xF6}},
	0xA6: {{0xA1, 0xB8}, {0xC1, 0xD8}},
	0xA7: {{0xA1, 0xC1}, {0xD1, 0xF1}},
	0xA8: {{0xA1, 0xBA}, {0xC5, 0xE9}},
	0xA9: {{0xA4, 0xEF}},
	0xD7: {{0xA1, 0xF9}},
}

// inGB2312 reports whether a pair of bytes is a character of GB 2312-80, of which
// GBK is a superset with the same bytes.
func inGB2312(hi, lo byte) bool {
	if rows, partly := gb2312Rows[hi]; partly {
		return slices.ContainsFunc(rows, func(r [2]byte) bool { return lo >= r[0] && lo <= r[1] })
	}
	return hi >= 0xB0 && hi <= 0xF7 && lo >= 0xA1 && lo <= 0xFE
}

// Cells is how many half-width cells a text takes on a strip with Chinese fonts:
// one for each ASCII character,
// two for any other.
func Cells(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > '~' || r < ' ' || wide[r] != 0 {
			n++
		}
	}
	return n
}

// valid says which charsets there are.
func (c Charset) valid() error {
	if !slices.Contains([]Charset{ASCII, GB2312, GBK}, c) {
		return fmt.Errorf("charset %q: want ascii, gb2312 or gbk", c)
	}
	return nil
}
