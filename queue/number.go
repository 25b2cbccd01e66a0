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

// inSeries is a number without the prefix of its series; 0 if nextNumber would
// not have written it so.
func inSeries(number, prefix string) int {
	digits, ok := strings.CutPrefix(number, prefix)
	if !ok || len(digits) < 3 || len(digits) > 9 || len(digits) > 3 && digits[0] == '0' {
		return 0
	}
	n := 0
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return 0
		}
		n = n*10 + int(digits[i]-'0')
	}
	return n
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
