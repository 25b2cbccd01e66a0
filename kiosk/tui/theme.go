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
}

// Name is the theme's name, as in ThemeNames.
func (t *Theme) Name() string { return t.name }

// Pair is the ink and paper of a style's role.
func (t *Theme) Pair(s Style) Pair {
	if r := s.role(); r < roleCount {
		return t.pairs[r]
	}
	return t.pairs[Ink]
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

// themes stand in the order of ThemeNames.
var themes = []*Theme{
	{"light", [roleCount]Pair{
		Ink:           {rgb(0x16212E), rgb(0xF5F7FA)},
		Muted:         {rgb(0x4A5768), rgb(0xF5F7FA)},
		Accent:        {rgb(0x0B4F9E), rgb(0xF5F7FA)},
		Good:          {rgb(0x176B34), rgb(0xF5F7FA)},
		Warn:          {rgb(0x8A4B00), rgb(0xF5F7FA)},
		Bad:           {rgb(0xA81E1E), rgb(0xF5F7FA)},
		Title:         {rgb(0xFFFFFF), rgb(0x0B3A75)},
		TitleMuted:    {rgb(0xC9DCF5), rgb(0x0B3A75)},
		Card:          {rgb(0x16212E), rgb(0xE2E9F2)},
		CardMuted:     {rgb(0x445063), rgb(0xE2E9F2)},
		CardAccent:    {rgb(0x0B4F9E), rgb(0xE2E9F2)},
		Button:        {rgb(0x0A2647), rgb(0xCFE0F5)},
		ButtonNote:    {rgb(0x2D4A6E), rgb(0xCFE0F5)},
		PrimaryButton: {rgb(0xFFFFFF), rgb(0x0B57B0)},
		DangerButton:  {rgb(0xFFFFFF), rgb(0xA81E1E)},
		Off:           {rgb(0x55606E), rgb(0xE6E8EB)},
		GoodFill:      {rgb(0xFFFFFF), rgb(0x176B34)},
		WarnFill:      {rgb(0x2B1B00), rgb(0xFFC64D)},
		BadFill:       {rgb(0xFFFFFF), rgb(0xA81E1E)},
		Call:          {rgb(0x0A2647), rgb(0xFFD54A)},
	}},
	{"dark", [roleCount]Pair{
		Ink:           {rgb(0xF2F6FB), rgb(0x0B1B2E)},
		Muted:         {rgb(0xAFC0D4), rgb(0x0B1B2E)},
		Accent:        {rgb(0xFFD54A), rgb(0x0B1B2E)},
		Good:          {rgb(0x6FE08F), rgb(0x0B1B2E)},
		Warn:          {rgb(0xFFB84D), rgb(0x0B1B2E)},
		Bad:           {rgb(0xFF8A80), rgb(0x0B1B2E)},
		Title:         {rgb(0xFFFFFF), rgb(0x14365E)},
		TitleMuted:    {rgb(0xBBD2EC), rgb(0x14365E)},
		Card:          {rgb(0xF2F6FB), rgb(0x16304E)},
		CardMuted:     {rgb(0xB9CADF), rgb(0x16304E)},
		CardAccent:    {rgb(0xFFD54A), rgb(0x16304E)},
		Button:        {rgb(0xFFFFFF), rgb(0x1E4F86)},
		ButtonNote:    {rgb(0xD4E5F8), rgb(0x1E4F86)},
		PrimaryButton: {rgb(0x1A1200), rgb(0xFFD54A)},
		DangerButton:  {rgb(0xFFFFFF), rgb(0xB3261E)},
		Off:           {rgb(0xA3B1C2), rgb(0x1A2738)},
		GoodFill:      {rgb(0x04210D), rgb(0x6FE08F)},
		WarnFill:      {rgb(0x2B1B00), rgb(0xFFB84D)},
		BadFill:       {rgb(0xFFFFFF), rgb(0xB3261E)},
		Call:          {rgb(0x1A1200), rgb(0xFFD54A)},
	}},
	{"contrast", [roleCount]Pair{
		Ink:           {rgb(0xFFFFFF), rgb(0x000000)},
		Muted:         {rgb(0xE0E0E0), rgb(0x000000)},
		Accent:        {rgb(0xFFEB3B), rgb(0x000000)},
		Good:          {rgb(0x7CFF9B), rgb(0x000000)},
		Warn:          {rgb(0xFFC04D), rgb(0x000000)},
		Bad:           {rgb(0xFF9E96), rgb(0x000000)},
		Title:         {rgb(0x000000), rgb(0xFFFFFF)},
		TitleMuted:    {rgb(0x303030), rgb(0xFFFFFF)},
		Card:          {rgb(0xFFFFFF), rgb(0x202020)},
		CardMuted:     {rgb(0xE0E0E0), rgb(0x202020)},
		CardAccent:    {rgb(0xFFEB3B), rgb(0x202020)},
		Button:        {rgb(0x000000), rgb(0xFFFFFF)},
		ButtonNote:    {rgb(0x303030), rgb(0xFFFFFF)},
		PrimaryButton: {rgb(0x000000), rgb(0xFFEB3B)},
		DangerButton:  {rgb(0xFFFFFF), rgb(0x8B0000)},
		Off:           {rgb(0xD0D0D0), rgb(0x1A1A1A)},
		GoodFill:      {rgb(0x000000), rgb(0x7CFF9B)},
		WarnFill:      {rgb(0x000000), rgb(0xFFC04D)},
		BadFill:       {rgb(0xFFFFFF), rgb(0x8B0000)},
		Call:          {rgb(0x000000), rgb(0xFFEB3B)},
	}},
}

func rgb(v uint32) color.RGBA {
	return color.RGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}
