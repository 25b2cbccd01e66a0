package take

import (
	"strings"
	"unicode/utf8"

	"onewindow/kiosk/search"
	"onewindow/queue"
)

// An example names an item in at least exampleLeast characters, because fewer
// letters find too much, and at most exampleMost, because nobody presses more.
const exampleLeast, exampleMost = 3, 6

// example says how an item of this hall is searched for with the keys of its
// letters; "" if no item has a name that is short and sounds in one way only.
func (s *Screen) example(items []queue.Item) string {
	short, letters := s.shortName(items)
	name := short + strings.ToUpper(letters)
	if s.lang == queue.En {
		for _, w := range suggest(items, s.lang, "", 1, exampleMost) {
			name, letters = w, w
		}
	}
	keys := keysOf(letters)
	if keys == "" {
		return ""
	}
	return s.t("take.search_example", "name", name, "keys", keys)
}

// shortName is the shortest name among the items, the first of equals, and the
// first letters of its pinyin.
func (s *Screen) shortName(items []queue.Item) (name, letters string) {
	least := exampleMost + 1
	for _, it := range items {
		n := utf8.RuneCountInString(it.Name.ZhHans)
		if n < exampleLeast || n >= least {
			continue
		}
		if first := search.Initials(it.Name.ZhHans); first != "" {
			least, name, letters = n, s.in(it.Name), first
		}
	}
	return name, letters
}

// keysOf are the keys on which letters stand, as "9 7 3 5"; "" if one stands on
// none.
func keysOf(letters string) string {
	var out []string
	for _, l := range strings.ToLower(letters) {
		for _, d := range "23456789" {
			if strings.ContainsRune(keyLetters[d], l) {
				out = append(out, string(d))
			}
		}
	}
	if len(out) != utf8.RuneCountInString(letters) {
		return ""
	}
	return strings.Join(out, " ")
}
