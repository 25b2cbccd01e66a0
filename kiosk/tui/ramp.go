package tui

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// rampSteps is how many shades there are from no ink to full ink.
const rampSteps = 16

// ramp are the shades from a pair's paper (0) to its ink (rampSteps). They are
// kept as values of an interface, so that drawing allocates nothing.
type ramp [rampSteps + 1]color.Color

// ramp returns the shades of a pair. They are blended once: by light and not by
// number, so that a half covered dot looks half as dark.
func (c *Canvas) ramp(p Pair) *ramp {
	if r, ok := c.ramps[p]; ok {
		return r
	}
	r := &ramp{}
	for i, shade := range lipgloss.Blend1D(rampSteps+1, p.Paper, p.Ink) {
		red, green, blue, _ := shade.RGBA()
		r[i] = color.RGBA{R: uint8(red >> 8), G: uint8(green >> 8), B: uint8(blue >> 8), A: 0xff}
	}
	r[0], r[rampSteps] = p.Paper, p.Ink
	c.ramps[p] = r
	return r
}
