package search

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
)

// reading is how a Chinese name sounds: for each character its syllables, of
// which one with several sounds has several. Letters and digits stand for
// themselves.
type reading [][]string

// style writes syllables without tones, and all of a character's sounds.
var style = pinyin.Args{Style: pinyin.Normal, Heteronym: true}

func read(name string) reading {
	var out reading
	for _, r := range name {
		switch {
		case unicode.Is(unicode.Han, r):
			out = append(out, syllables(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			out = append(out, []string{string(unicode.ToLower(r))})
		}
	}
	return out
}

// syllables are the sounds of a character, each once; those with ü are written
// with v, as on a keyboard. A character without a known sound has none.
func syllables(r rune) []string {
	if known, ok := sounds.Load(r); ok {
		return known.([]string)
	}
	out := sound(r)
	sounds.Store(r, out)
	return out
}

// sounds keeps the syllables of each character that was looked up: names are of the same
// few thousand, and looking one up takes long. Its values are not changed.
var sounds sync.Map

func sound(r rune) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range pinyin.SinglePinyin(r, style) {
		if s = strings.ReplaceAll(s, "ü", "v"); s != "" && !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// find is the first character from which typed sounds on, -1 if there is none.
// Each syllable may be cut short, as people type: "jlyd", "jinglao", "jingly".
func (r reading) find(typed string) int {
	if typed == "" {
		return 0
	}
	for i := range r {
		if r[i:].sounds(typed) {
			return i
		}
	}
	return -1
}

// sounds reports whether the reading begins with what was typed. A name is
// short, and so is what is typed; no pair of them takes many steps.
func (r reading) sounds(typed string) bool {
	if typed == "" {
		return true
	}
	if len(r) == 0 {
		return false
	}
	for _, s := range r[0] {
		for n := common(s, typed); n > 0; n-- {
			if utf8.RuneStart((typed + "a")[n]) && r[1:].sounds(typed[n:]) {
				return true
			}
		}
	}
	return false
}

// common is how many bytes two texts begin with in common.
func common(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
