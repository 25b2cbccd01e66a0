package virtual

import "strings"

// Span is a piece of a row in one colour: "red", "green" or "yellow".
type Span struct {
	Text, Colour string
}

// Screen is what a virtual strip shows at a moment.
type Screen struct {
	Name string
	// Lit is false when the screen was turned off, or the strip has no power.
	Lit bool
	// Rows stand from the top; a dark strip has none.
	Rows [][]Span
	// Page of Pages is shown, from 0.
	Page, Pages int
}

// Lines are the rows as plain text, without the spaces after them.
func (s Screen) Lines() []string {
	var out []string
	for _, r := range s.Rows {
		var b strings.Builder
		for _, span := range r {
			b.WriteString(span.Text)
		}
		out = append(out, strings.TrimRight(b.String(), " "))
	}
	return out
}

// Text is all that is shown, rows apart by a stroke.
func (s Screen) Text() string {
	if !s.Lit {
		return ""
	}
	return strings.Join(s.Lines(), "/")
}
