package wait

import "math"

// Formula is what Rough says of a hall, for many questions about the same moment. It may be
// used by one caller at a time.
type Formula struct {
	h  *Hall
	f  *fluid
	at map[string]int // places in h.tickets, by number
}

// NewFormula prepares the formula for a hall.
func NewFormula(k *Known, h *Hall) *Formula {
	x := &Formula{h: h, at: make(map[string]int, len(h.tickets))}
	for i := range h.tickets {
		x.at[h.tickets[i].number] = i
	}
	if h.alive() {
		x.f = newFluid(k, h)
	}
	return x
}

// Ticket is what Rough says of one number that waits; ok is false if it does not.
func (x *Formula) Ticket(number string) (r Range, ok bool) {
	i, ok := x.at[number]
	switch {
	case !ok:
		return Range{}, false
	case x.f == nil:
		return Range{Never: true, Ahead: x.h.tickets[i].ahead}, true
	}
	return x.f.ticket(&x.h.tickets[i]), true
}

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
