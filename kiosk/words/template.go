package words

import (
	"fmt"
	"slices"
	"strings"
)

// template is a sentence with places for values.
type template []part

// part is literal text, a place, or a part that may be left out.
type part struct {
	text     string
	name     string   // of the value, "" for text
	one      string   // the word for one of name, if many is set
	many     string   // the word for any other number
	optional template // left out if a value in it is missing
}

// parseTemplate reads a sentence: {name}, {name:one|many}, [optional].
func parseTemplate(s string) (template, error) {
	var out template
	for s != "" {
		i := strings.IndexAny(s, "{}[]")
		if i < 0 {
			return append(out, part{text: s}), nil
		}
		if i > 0 {
			out = append(out, part{text: s[:i]})
		}
		closing := map[byte]string{'{': "}", '[': "]"}[s[i]]
		j := strings.Index(s[i:], closing)
		if closing == "" || j < 0 {
			return nil, fmt.Errorf("words: %q: unmatched %q", s, s[i])
		}
		p, err := parsePart(s[i], s[i+1:i+j])
		if err != nil {
			return nil, err
		}
		out = append(out, p)
		s = s[i+j+1:]
	}
	return out, nil
}

func parsePart(open byte, inner string) (part, error) {
	if open == '[' {
		t, err := parseTemplate(inner)
		if err == nil && len(t.names(true)) == 0 {
			err = fmt.Errorf("words: [%s]: an optional part needs a value", inner)
		}
		return part{optional: t}, err
	}
	name, forms, plural := strings.Cut(inner, ":")
	if name == "" || strings.ContainsAny(name, "{[ ") {
		return part{}, fmt.Errorf("words: {%s}: not a name", inner)
	}
	p := part{name: name}
	if plural {
		var ok bool
		if p.one, p.many, ok = strings.Cut(forms, "|"); !ok || p.many == "" {
			return part{}, fmt.Errorf("words: {%s}: needs two forms", inner)
		}
	}
	return p, nil
}

// names are the values that the sentence takes, sorted; those in optional parts
// only if optional is true.
func (t template) names(optional bool) []string {
	var out []string
	for _, p := range t {
		if p.name != "" {
			out = append(out, p.name)
		}
		if optional {
			out = append(out, p.optional.names(true)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (t template) fill(values map[string]string) string {
	var b strings.Builder
	for _, p := range t {
		switch {
		case p.many != "" && values[p.name] == "1":
			b.WriteString(p.one)
		case p.many != "":
			b.WriteString(p.many)
		case p.name != "":
			b.WriteString(values[p.name])
		case p.optional != nil:
			if p.optional.complete(values) {
				b.WriteString(p.optional.fill(values))
			}
		default:
			b.WriteString(p.text)
		}
	}
	return b.String()
}

// complete reports whether no value is missing or empty.
func (t template) complete(values map[string]string) bool {
	for _, n := range t.names(true) {
		if values[n] == "" {
			return false
		}
	}
	return true
}
