package queue

import "strconv"

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
	var b [16]byte
	d := append(b[:0], prefix...)
	switch {
	case n < 10:
		d = append(d, '0', '0')
	case n < 100:
		d = append(d, '0')
	}
	return string(strconv.AppendInt(d, int64(n), 10))
}
