package wait

import "math"

// RoughThemes is what Rough says of the themes. It takes as long for all of them as
// Rough does for one of those who wait.
func RoughThemes(k *Known, h *Hall) map[string]Outlook {
	out := blank(h).Themes
	if !h.alive() {
		return out
	}
	f := newFluid(k, h)
	for i := range h.Themes {
		x := &h.Themes[i]
		r := f.wait(int32(i), int32(i), h.Now.UnixMilli(), math.MaxInt32, x.Waiting)
		out[x.ID] = Outlook{Range: r, Fits: f.fits(r)}
	}
	return out
}
