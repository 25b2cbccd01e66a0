package take

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// suggest are words of the items' names of which choosing one narrows them well,
// for who cannot spell: the commonest first, at most n of at most width cells. A
// word is two Chinese characters, or in English a word of four letters and more;
// those that share a character with a better one or with what was chosen already
// are left out.
func suggest(items []queue.Item, lang queue.Lang, chosen string, n, width int) []string {
	pairs := pairsOf(items, lang)
	count := map[string]int{}
	var order []string
	for _, it := range items {
		seen := map[string]bool{}
		for _, w := range wordsOf(it.Name.In(lang), pairs) {
			if seen[w] {
				continue
			}
			seen[w] = true
			if count[w]++; count[w] == 1 {
				order = append(order, w)
			}
		}
	}
	slices.SortStableFunc(order, func(a, b string) int { return cmp.Compare(count[b], count[a]) })
	var out []string
	taken := chosen
	for _, w := range order {
		if len(out) == n || count[w] < 2 {
			break
		}
		if tui.Width(w) > width || count[w]*10 > len(items)*9 || said(taken, w) {
			continue // no room, it would leave nearly all, or says what was said
		}
		out = append(out, w)
		taken += " " + w
	}
	return out
}

// said reports whether a word has a Chinese character of the text, or is one of
// its words.
func said(text, word string) bool {
	if r := []rune(word); unicode.Is(unicode.Han, r[0]) {
		return strings.ContainsAny(text, word)
	}
	return slices.Contains(strings.Fields(text), word)
}

// runs are the runs of letters of a name.
func runs(name string) [][]rune {
	var out [][]rune
	for _, part := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) }) {
		out = append(out, []rune(part))
	}
	return out
}

// pairsOf counts each two neighbouring Chinese characters of the names.
func pairsOf(items []queue.Item, lang queue.Lang) map[string]int {
	out := map[string]int{}
	for _, it := range items {
		for _, run := range runs(it.Name.In(lang)) {
			for i := 0; i+1 < len(run); i++ {
				if unicode.Is(unicode.Han, run[i]) {
					out[string(run[i:i+2])]++
				}
			}
		}
	}
	return out
}

// wordsOf are the words of a name. Chinese does not part them: a pair of
// characters is taken for a word if it is commoner than the pairs that overlap
// it, which are two halves of words.
func wordsOf(name string, pairs map[string]int) []string {
	var out []string
	for _, run := range runs(name) {
		if !unicode.Is(unicode.Han, run[0]) {
			if word := string(run); len(run) >= 4 && !slices.Contains(fillers, word) {
				out = append(out, word)
			}
			continue
		}
		before := 0 // of the pair before, if it was taken
		for i := 0; i+1 < len(run); i++ {
			pair := string(run[i : i+2])
			n, after := pairs[pair], 0
			if i+2 < len(run) {
				after = pairs[string(run[i+1:i+3])]
			}
			if before >= n || after > n {
				before = 0
				continue
			}
			out = append(out, pair)
			before = n
		}
	}
	return out
}

// fillers are English words that narrow nothing.
var fillers = []string{"with", "from", "that", "this", "under", "other"}
