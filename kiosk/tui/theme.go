package tui

import (
	"image/color"
	"math"
	"slices"
)

// Pair is an ink and the paper it stands on.
type Pair struct{ Ink, Paper color.RGBA }

// Contrast is the contrast ratio of the pair, 1 to 21, after WCAG 2.2
// ("contrast ratio" and "relative luminance").
func (p Pair) Contrast() float64 {
	a, b := luminance(p.Ink), luminance(p.Paper)
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

func luminance(c color.RGBA) float64 {
	lin := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(c.R) + 0.7152*lin(c.G) + 0.0722*lin(c.B)
}

// Theme gives each role its colours.
type Theme struct {
	name  string
	pairs [roleCount]Pair
	zebra color.RGBA // the paper of every other row
	shade color.RGBA // what lies under a panel is blended towards it
}

// Name is the theme's name, as in ThemeNames.
func (t *Theme) Name() string { return t.name }

// Pair is the ink and paper of a style, its flags left aside.
func (t *Theme) Pair(s Style) Pair {
	if s.role() >= roleCount {
		s = Ink
	}
	p := t.pairs[s.role()]
	if g := s.ground(); g == zebra {
		p.Paper = t.zebra
	} else {
		p.Paper = t.pairs[g].Paper
	}
	return p
}

// Styles are all styles that a theme has colours for: each role, and the roles
// of the page on each other ground.
func Styles() []Style {
	var out []Style
	for r := range roleCount {
		out = append(out, r)
	}
	for _, ground := range []Style{OnCard, OnZebra, OnHead} {
		for r := range inks {
			out = append(out, r|ground)
		}
	}
	return out
}

// ThemeNames are the themes that ThemeNamed knows: dark ink on light paper,
// light on dark, and the one of strongest contrast for poor eyesight.
var ThemeNames = []string{"light", "dark", "contrast"}

// ThemeNamed returns a theme; ok is false and the theme the light one if the
// name is unknown.
func ThemeNamed(name string) (t *Theme, ok bool) {
	if i := slices.Index(ThemeNames, name); i >= 0 {
		return themes[i], true
	}
	return themes[0], false
}

func rgb(v uint32) color.RGBA {
	return color.RGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}
