package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"onewindow/queue"
)

// Index is a catalogue prepared for searching. It never changes and may be used
// by several goroutines.
type Index struct{ entries []entry }

// entry is one item with the forms of its name that are searched.
type entry struct {
	item  queue.Item
	code  string   // folded
	names []string // folded, in the hall's languages
	said  reading  // the name in pinyin
}

// New prepares a catalogue. It is made once for a catalogue, not for each
// question.
func New(items []queue.Item) *Index {
	x := &Index{entries: make([]entry, 0, len(items))}
	for _, it := range items {
		e := entry{item: it, code: fold(it.Code), said: read(it.Name.In(queue.ZhHans))}
		for _, n := range []string{it.Name.ZhHans, it.Name.ZhHant, it.Name.En} {
			if n = fold(n); n != "" && !slices.Contains(e.names, n) {
				e.names = append(e.names, n)
			}
		}
		x.entries = append(x.entries, e)
	}
	return x
}

// Hit is an item that was found, and how well it fits: 0 is best.
type Hit struct {
	Item queue.Item
	Rank int
}

// Find returns the items that fit every word of text, the likeliest first: those
// with a code that begins so and was meant because the word has a digit; names that
// begin so; names that begin to sound so; codes that begin so, though only letters
// were typed; names that contain it, and last those that sound so further on. Equals
// stay in the catalogue's order. An empty text finds all.
func (x *Index) Find(text string) []queue.Item {
	hits := x.Hits(text)
	out := make([]queue.Item, len(hits))
	for i, h := range hits {
		out[i] = h.Item
	}
	return out
}

// Hits is Find with how well each item fits, so that what several texts find can be
// put in one order.
func (x *Index) Hits(text string) []Hit {
	words := split(text)
	var hits []Hit
	for i := range x.entries {
		if rank, ok := x.entries[i].rank(words); ok {
			hits = append(hits, Hit{x.entries[i].item, rank})
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(a.Rank, b.Rank) })
	return hits
}

// rank is how well the entry fits all words, 0 best; ok is false if one does not
// fit.
func (e *entry) rank(words []string) (rank int, ok bool) {
	for _, w := range words {
		r, fits := e.fits(w)
		if !fits {
			return 0, false
		}
		rank = max(rank, r)
	}
	return rank, true
}

// Ranks of a match, the best first.
const (
	codeMeant = iota // a word with a digit begins the code
	nameBegins
	nameSounds
	codeBegins
	nameContains
	nameSoundsWithin
)

// fits is how well the entry fits one word.
func (e *entry) fits(word string) (rank int, ok bool) {
	code := strings.HasPrefix(e.code, word)
	if code && strings.ContainsFunc(word, unicode.IsDigit) {
		return codeMeant, true
	}
	at := -1
	for _, n := range e.names {
		if i := strings.Index(n, word); i >= 0 && (at < 0 || i < at) {
			at = i
		}
	}
	if at == 0 {
		return nameBegins, true
	}
	sound := e.said.find(word)
	switch {
	case sound == 0:
		return nameSounds, true
	case code:
		return codeBegins, true
	case at > 0:
		return nameContains, true
	case sound > 0:
		return nameSoundsWithin, true
	}
	return 0, false
}

// split parts what was typed into its words. What is no letter and no digit does
// not matter, so that a code is found with and without its hyphen.
func split(text string) []string {
	var out []string
	for _, w := range strings.Fields(text) {
		if w = fold(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// fold leaves small letters and digits.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)
}
