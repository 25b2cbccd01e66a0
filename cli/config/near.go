package config

import "strings"

// nearest is the candidate that was probably meant by s; "" if none is near.
func nearest(s string, candidates []string) string {
	s = strings.ToLower(s)
	best, out := 1+max(1, len(s)/3), ""
	for _, c := range candidates {
		if d := distance(s, strings.ToLower(c)); d < best {
			best, out = d, c
		}
	}
	return out
}

// distance counts the slips between two words: a letter too many, missing or
// wrong, or two neighbours swapped (optimal string alignment).
func distance(a, b string) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			wrong := last[j-1]
			if a[i-1] != b[j-1] {
				wrong++
			}
			row[j] = min(wrong, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
