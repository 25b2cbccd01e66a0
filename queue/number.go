package queue

import (
	"strconv"
	"strings"
)

// nextNumber is the number after the last one given in a theme: its prefix and
// at least three digits, so that A999 is followed by A1000. Numbers still held
// from the day before are left out.
func (s *State) nextNumber(theme int32) string {
	prefix := s.Settings.Themes[theme].Prefix
	for n := s.Themes[theme].Last + 1; ; n++ {
		if number := formatNumber(prefix, n); s.numbers[number] == nil {
			return number
		}
	}
}

func formatNumber(prefix string, n int) string {
	var b [24]byte
	return string(appendNumber(b[:0], prefix, n))
}

// isNumber reports whether number is one of the prefix's series.
func isNumber(number, prefix string) bool {
	n := numberOf(number)
	var b [24]byte
	return n > 0 && string(appendNumber(b[:0], prefix, n)) == number
}

// numberOf is a number without its prefix; 0 if it has none that fits.
func numberOf(number string) int {
	n, err := strconv.ParseInt(strings.TrimLeft(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 10, 32)
	if err != nil {
		return 0
	}
	return int(n)
}

func appendNumber(d []byte, prefix string, n int) []byte {
	d = append(d, prefix...)
	switch {
	case n < 10:
		d = append(d, '0', '0')
	case n < 100:
		d = append(d, '0')
	}
	return strconv.AppendInt(d, int64(n), 10)
}
