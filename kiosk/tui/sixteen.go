package tui

import (
	"image/color"

	"github.com/charmbracelet/x/ansi"
)

// sixteen is a pair in the sixteen colours. Terminals disagree on how these
// look, so only combinations are used that can be read in all usual palettes:
// black on white, yellow and green, white on black, blue and red, and few
// colours as ink.
func sixteen(p Pair) (ink, paper ansi.BasicColor) {
	paper = basicPaper(p.Paper)
	hue := hueOf(p.Ink)
	switch paper {
	case ansi.BrightWhite:
		if luminance(p.Ink) > 0.03 && (hue == ansi.Blue || hue == ansi.Red) {
			return hue, paper
		}
		return ansi.Black, paper
	case ansi.BrightYellow, ansi.Green:
		return ansi.Black, paper
	case ansi.Black:
		switch hue {
		case ansi.BrightYellow:
			return hue, paper
		case ansi.Green:
			return ansi.BrightGreen, paper
		}
		return ansi.BrightWhite, paper
	case ansi.Blue:
		if hue == ansi.BrightYellow {
			return hue, paper
		}
	}
	return ansi.BrightWhite, paper
}

// basicPaper is the paper that stands for a colour: pale ones are white, dark
// ones black, others have their hue.
func basicPaper(c color.RGBA) ansi.BasicColor {
	light := luminance(c)
	switch hue := hueOf(c); {
	case light < 0.03, hue == ansi.BrightYellow && light < 0.2:
		return ansi.Black
	case hue != ansi.Black:
		return hue
	case light < 0.3:
		return ansi.Black
	default:
		return ansi.BrightWhite
	}
}

// hueOf is blue, red, green or yellow, or black for a colour that is nearly
// grey.
func hueOf(c color.RGBA) ansi.BasicColor {
	high, low := max(c.R, c.G, c.B), min(c.R, c.G, c.B)
	switch {
	case int(high)*45 > int(low)*100 && high == c.B:
		return ansi.Blue
	case int(high)*45 > int(low)*100 && high == c.G:
		return ansi.Green
	case int(high)*65 > int(low)*100 && high == c.R && int(c.G)*100 > int(c.R)*55:
		return ansi.BrightYellow
	case int(high)*65 > int(low)*100 && high == c.R:
		return ansi.Red
	}
	return ansi.Black
}
