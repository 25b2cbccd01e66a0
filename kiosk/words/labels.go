package words

import (
	"strconv"
	"strings"
)

// Ranges writes labels of windows shortly: 1, 2, 3, 7 is "1-3, 7". Labels that
// are no numbers stand for themselves.
func Ranges(labels []string) string {
	var out []string
	for i := 0; i < len(labels); {
		j := i
		for j+1 < len(labels) && follows(labels[j], labels[j+1]) {
			j++
		}
		if j-i < 2 {
			out = append(out, labels[i])
			i++
			continue
		}
		out = append(out, labels[i]+"-"+labels[j])
		i = j + 1
	}
	return strings.Join(out, ", ")
}

func follows(a, b string) bool {
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	return errX == nil && errY == nil && y == x+1
}

// IDLength is how many characters a citizen number has (GB 11643).
const IDLength = 18

// IDNumber writes a citizen number that is being typed in the groups of the card,
// "_" for what is missing. Others may look on, so the birth date is masked unless
// open.
func IDNumber(typed string, open bool) string {
	out := make([]byte, 0, IDLength+2)
	for i := range IDLength {
		if i == 6 || i == 14 {
			out = append(out, ' ')
		}
		switch {
		case i >= len(typed):
			out = append(out, '_')
		case i >= 6 && i < 14 && !open:
			out = append(out, '*')
		default:
			out = append(out, typed[i])
		}
	}
	return string(out)
}
