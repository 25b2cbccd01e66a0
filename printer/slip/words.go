package slip

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"

	"onewindow/assets"
)

// words are the paper's own sentences, by key.
type words map[string]Text

// ownWords reads the sentences once. A fault in them is a fault of the build,
// which the tests find.
var ownWords = sync.OnceValues(func() (words, error) {
	b, err := assets.Slip("words")
	if err != nil {
		return nil, err
	}
	w := words{}
	if err := toml.Unmarshal(b, &w); err != nil {
		return nil, fmt.Errorf("slip: read words: %w", err)
	}
	return w, nil
})

// joiner forbids a line break between its neighbours (U+2060); it is not printed.
const joiner = "\u2060"

// say is the sentence of a key with its values, given as name, value, name, value.
func (w words) say(l Lang, key string, values ...string) string {
	var pairs []string
	for i := 0; i+1 < len(values); i += 2 {
		pairs = append(pairs, "{"+values[i]+"}", values[i+1])
	}
	return strings.NewReplacer(pairs...).Replace(w[key].In(l))
}

// blanks are the names of the values that a sentence asks for, in order.
func blanks(s string) (names []string) {
	for {
		_, rest, ok := strings.Cut(s, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			slices.Sort(names)
			return slices.Compact(names)
		}
		names = append(names, name)
		s = after
	}
}

// unbroken is text that no line break may divide.
func unbroken(text string) string {
	var b strings.Builder
	for i, r := range text {
		if i > 0 {
			b.WriteString(joiner)
		}
		b.WriteRune(r)
	}
	return b.String()
}
