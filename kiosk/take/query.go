package take

import (
	"slices"
	"strings"
	"unicode"

	"onewindow/kiosk/search"
	"onewindow/queue"
)

// query is what the citizen searches for.
type query struct {
	text  string // letters, Chinese, and digits that stand for a key of letters
	words string // chosen on the screen, parted by spaces
	theme string // only in this line; "" is the whole hall
}

// empty reports whether everything fits.
func (q query) empty() bool { return q.text == "" && q.words == "" && q.theme == "" }

// maxQuery is how many characters a query has at most.
const maxQuery = 16

// letters reports whether typed text belongs into a query.
func (q query) letters(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) < 0
}

// keyLetters are the letters on the keys of a telephone's keypad.
var keyLetters = map[rune]string{
	'2': "abc", '3': "def", '4': "ghi", '5': "jkl", '6': "mno", '7': "pqrs", '8': "tuv", '9': "wxyz",
}

// plainDigit is a digit that was typed on a keypad with letters of its own, and
// stands for nothing else: the full-width form.
func plainDigit(d rune) rune { return d - '0' + '０' }

// maxReadings bounds how many spellings of a run of keys are followed.
const maxReadings = 200

// lookUp finds items by words, and by text in which a digit stands for itself or for any of
// the letters of its key. Spellings that find nothing are given up at once, so
// only few remain. An item stands where its best spelling puts it.
func lookUp(x *search.Index, words, text string) []queue.Item {
	type reading struct {
		text string
		hits []search.Hit
	}
	if words != "" {
		words += " "
	}
	live := []reading{{"", x.Hits(words)}}
	for _, r := range strings.ToLower(text) {
		letters := string(r) + keyLetters[r]
		if r >= plainDigit('0') && r <= plainDigit('9') {
			letters = string(r - plainDigit('0') + '0')
		}
		var next []reading
		for _, l := range live {
			for _, c := range letters {
				typed := l.text + string(c)
				if hits := x.Hits(words + typed); len(hits) > 0 && len(next) < maxReadings {
					next = append(next, reading{typed, hits})
				}
			}
		}
		live = next
	}
	best := map[string]int{} // rank by code
	var out []queue.Item
	for _, l := range live {
		for _, h := range l.hits {
			rank, seen := best[h.Item.Code]
			if !seen {
				out = append(out, h.Item)
			}
			if !seen || h.Rank < rank {
				best[h.Item.Code] = h.Rank
			}
		}
	}
	slices.SortStableFunc(out, func(a, b queue.Item) int { return best[a.Code] - best[b.Code] })
	return out
}

// search is the index for the citizen's language: English names are searched
// only in English, because on a keypad they sound like everything.
func (s *Screen) search() *search.Index {
	if s.index != nil && s.indexed == s.lang {
		return s.index
	}
	items := slices.Clone(s.catalogue.Items)
	if s.lang != queue.En {
		for i := range items {
			items[i].Name.En = ""
		}
	}
	s.index, s.indexed, s.results = search.New(items), s.lang, nil
	s.sample = s.example(items)
	return s.index
}

// found are the items that fit the query.
func (s *Screen) foundItems() []queue.Item {
	x := s.search()
	if s.results == nil || s.resultsOf != s.query {
		s.results, s.resultsOf = []queue.Item{}, s.query
		for _, hit := range lookUp(x, s.query.words, s.query.text) {
			if it, ok := s.item(hit.Code); ok && (s.query.theme == "" || it.Theme == s.query.theme) {
				s.results = append(s.results, it)
			}
		}
	}
	return s.results
}
