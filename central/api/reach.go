package api

import (
	"slices"

	"onewindow/wire"
)

// reach is the part of the network that a token sees: all of it, or a hall and all
// under it.
type reach struct {
	root  string
	halls map[string]bool
}

// reachOf is the reach of a token that is restricted to root and below; "" is all. A
// root that is not in the network reaches nothing.
func reachOf(d wire.District, root string) reach {
	r := reach{root: root}
	if root == "" {
		return r
	}
	parent := make(map[string]string, len(d.Halls))
	for i := range d.Halls {
		parent[d.Halls[i].Hall] = d.Halls[i].Parent
	}
	r.halls = map[string]bool{}
	for hall := range parent {
		// A tree that leads back to itself ends after as many steps as there are halls.
		for at, steps := hall, 0; at != "" && steps <= len(parent); at, steps = parent[at], steps+1 {
			if at == root {
				r.halls[hall] = true
				break
			}
		}
	}
	return r
}

// all reports whether it is the whole network.
func (r reach) all() bool { return r.root == "" }

// has reports whether a hall is within. Of the whole network every code is, and the
// centre says which are halls.
func (r reach) has(hall string) bool { return r.all() || r.halls[hall] }

// strictly reports whether a hall is within, and not the hall that it is restricted to.
func (r reach) strictly(hall string) bool { return r.has(hall) && (r.all() || hall != r.root) }

// list are its halls, by code; of the whole network none is listed.
func (r reach) list() []string {
	list := make([]string, 0, len(r.halls))
	for hall := range r.halls {
		list = append(list, hall)
	}
	slices.Sort(list)
	return list
}

// district is what is within of the district. Lists are never nil.
func (r reach) district(d wire.District) wire.District {
	if r.all() {
		if d.Halls == nil {
			d.Halls = []wire.HallRow{}
		}
		if d.Alerts == nil {
			d.Alerts = []wire.HallAlert{}
		}
		return d
	}
	rows, alerts := make([]wire.HallRow, 0, len(r.halls)), []wire.HallAlert{}
	for _, row := range d.Halls {
		if r.has(row.Hall) {
			rows = append(rows, r.row(row))
		}
	}
	for _, alert := range d.Alerts {
		if r.has(alert.Hall) {
			alerts = append(alerts, alert)
		}
	}
	d.Halls, d.Alerts = rows, alerts
	return d
}

// row is a hall's row as it is seen from within: the hall above the root is not told.
func (r reach) row(row wire.HallRow) wire.HallRow {
	if row.Hall == r.root {
		row.Parent = ""
	}
	return row
}
