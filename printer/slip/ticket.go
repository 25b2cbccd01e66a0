package slip

import (
	"strconv"
	"strings"
	"time"
)

// Lang is a language of the paper.
type Lang string

// Languages of the paper.
const (
	ZhHans Lang = "zh-Hans"
	ZhHant Lang = "zh-Hant"
	En     Lang = "en"
)

// Langs are all languages, in the order of the catalogue.
var Langs = []Lang{ZhHans, ZhHant, En}

// Text is something that has a name in several languages. What is empty is taken
// from the language nearest to it.
type Text struct {
	ZhHans string `json:"zh-Hans" toml:"zh-Hans"`
	ZhHant string `json:"zh-Hant,omitempty" toml:"zh-Hant,omitempty"`
	En     string `json:"en,omitempty" toml:"en,omitempty"`
}

// In is the text in l, or else in the nearest language that there is.
func (t Text) In(l Lang) string {
	order := [...]string{t.ZhHans, t.ZhHant, t.En}
	switch l {
	case ZhHant:
		order = [...]string{t.ZhHant, t.ZhHans, t.En}
	case En:
		order = [...]string{t.En, t.ZhHans, t.ZhHant}
	}
	for _, s := range order {
		if s != "" {
			return s
		}
	}
	return ""
}

// empty reports whether there is nothing to print.
func (t Text) empty() bool { return t == Text{} }

// Class is how a ticket is called among others.
type Class string

// Classes that the paper tells of; any other is not mentioned.
const (
	Priority    Class = "priority"
	Appointment Class = "appointment"
)

// Material is a paper that the citizen brings.
type Material struct {
	Name     Text
	Required bool // false: only if the citizen has it
}

// Ticket is what the paper tells. What is empty is left out; only Number is
// needed.
type Ticket struct {
	// Language is that of the sentences; ZhHans if empty. Bilingual adds English
	// below Chinese, or simplified Chinese below English.
	Language  Lang
	Bilingual bool

	// Copy is 0 for the first paper of a number, and else which reprint this is.
	Copy int

	Hall   Text
	Number string // such as "A023"
	Class  Class
	Ground Text // why it has priority

	Theme Text
	Items []Text
	// Legs are the parts of a visit in their order, if it has more than one.
	Legs []Text

	// Ahead is how many are called before; below 0 if that is not known.
	Ahead int
	// Before is when the number will very likely have been called; zero if that
	// is not known.
	Before time.Time

	Zones   []Text   // where to wait: any of them
	Windows []string // labels of the windows that serve it

	Issued time.Time
	Last4  string // last characters of the citizen's document

	// Rules is the hall's sentence about missed numbers; the template's own if
	// empty.
	Rules Text
	// QR is the text of the code; there is none if empty.
	QR string
	// Materials are what to bring, to be ticked off.
	Materials []Material
}

// second is the language below the first; "" if there is one only.
func (t Ticket) second() Lang {
	switch {
	case !t.Bilingual:
		return ""
	case t.first() == En:
		return ZhHans
	}
	return En
}

func (t Ticket) first() Lang {
	if t.Language == "" {
		return ZhHans
	}
	return t.Language
}

// ranges joins labels of windows: three and more in a row become "14-30". The
// labels keep their order.
func ranges(labels []string) (out []string) {
	for i := 0; i < len(labels); {
		j := i
		for j+1 < len(labels) && follows(labels[j], labels[j+1]) {
			j++
		}
		if j-i >= 2 {
			out = append(out, labels[i]+"-"+labels[j])
			i = j + 1
			continue
		}
		out = append(out, labels[i])
		i++
	}
	return out
}

// follows reports whether b is the number after a.
func follows(a, b string) bool {
	n, errA := strconv.Atoi(a)
	m, errB := strconv.Atoi(b)
	return errA == nil && errB == nil && m == n+1 && len(a) <= len(b) && !strings.HasPrefix(a, "+")
}
