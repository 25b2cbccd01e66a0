package voice

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Language is a spoken language, by its tag (BCP 47).
type Language string

// Spoken languages.
const (
	Mandarin  Language = "cmn"
	Cantonese Language = "yue"
	English   Language = "en"
)

// Utterance is what is said in one go, without anything in between.
type Utterance struct {
	Chime     bool // two strokes before the first word
	Sentences []Sentence
}

// Sentence is a run of words in one language.
type Sentence struct {
	Language Language
	Words    []Word
}

// Word is a word in both of the forms that voices need.
type Word struct {
	Text  string        // what a module reads; punctuation for a pause
	Clip  string        // the name of the clip that says it, without the folder of its language
	Pause time.Duration // silence instead of a clip
}

// Text is the sentence as a module reads it and as a log shows it.
func (s Sentence) Text() string {
	var b strings.Builder
	for i, w := range s.Words {
		if first, _ := utf8.DecodeRuneInString(w.Text); s.Language == English && i > 0 && !unicode.IsPunct(first) {
			b.WriteByte(' ')
		}
		b.WriteString(w.Text)
	}
	return b.String()
}

// Text is all of the utterance, for a log.
func (u Utterance) Text() string {
	var all []string
	for _, s := range u.Sentences {
		all = append(all, s.Text())
	}
	return strings.Join(all, " ")
}

// Manner is how something is said. Both scales are the same for every voice and
// are brought to the scale of the module.
type Manner struct {
	Volume int // 0 silent to 10 loudest
	Speed  int // 0 slowest to 10 fastest, 5 as usual; clips have one speed only
}
