package search

import "unicode"

// Initials are the first letters of a Chinese name in pinyin, such as "yqdj" for
// 养犬登记: an example of what to type. It is "" if the name is not Chinese
// throughout, or if a character has sounds that begin with different letters, so
// that nobody can be told which to press.
func Initials(name string) string {
	var out []byte
	for _, r := range name {
		if !unicode.Is(unicode.Han, r) {
			return ""
		}
		var first byte
		for _, s := range syllables(r) {
			if first != 0 && s[0] != first || s[0] < 'a' || s[0] > 'z' {
				return ""
			}
			first = s[0]
		}
		if first == 0 {
			return ""
		}
		out = append(out, first)
	}
	return string(out)
}
