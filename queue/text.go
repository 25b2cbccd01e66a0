package queue

// Lang is a language of the hall.
type Lang string

// Languages of screens, papers and voices.
const (
	ZhHans Lang = "zh-Hans"
	ZhHant Lang = "zh-Hant"
	En     Lang = "en"
)

// Text is a name or sentence in the hall's languages.
type Text struct {
	ZhHans string `json:"zh-Hans" toml:"zh-Hans"`
	ZhHant string `json:"zh-Hant,omitempty" toml:"zh-Hant,omitempty"`
	En     string `json:"en,omitempty" toml:"en,omitempty"`
}

// In returns the text in l, or else in the language nearest to it that is
// there.
func (t Text) In(l Lang) string {
	switch {
	case l == En && t.En != "":
		return t.En
	case l == ZhHant && t.ZhHant != "":
		return t.ZhHant
	case t.ZhHans != "":
		return t.ZhHans
	case t.ZhHant != "":
		return t.ZhHant
	}
	return t.En
}

// Empty reports whether the text says nothing in any language.
func (t Text) Empty() bool { return t == Text{} }
