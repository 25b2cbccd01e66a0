package overview

import (
	"onewindow/queue"
	"onewindow/wire"
)

// Root is the hall under which all others lie of a network of which only that part may be
// seen; a part has no hall of a district's level at its top. It is empty where the whole
// network is seen, or parts of it that have nothing in common.
func Root(d *wire.District) (hall string) {
	has := make(map[string]bool, len(d.Halls))
	for i := range d.Halls {
		has[d.Halls[i].Hall] = true
	}
	for i := range d.Halls {
		switch h := &d.Halls[i]; {
		case has[h.Parent]:
		case h.Level == queue.LevelDistrict || hall != "":
			return ""
		default:
			hall = h.Hall
		}
	}
	return hall
}
