package manager

import (
	"cmp"
	"slices"
	"time"

	"onewindow/wire"
)

// freshFor is how long the list calls a terminal heard after its last sign, which
// comes every five seconds. What silence is an alert the hall says.
const freshFor = 30 * time.Second

// byRole sorts terminals by what they are for, then by window and name.
func byRole(ts []wire.Terminal) []wire.Terminal {
	ts = slices.Clone(ts)
	slices.SortStableFunc(ts, func(a, b wire.Terminal) int {
		return cmp.Or(cmp.Compare(slices.Index(wire.Roles, a.Role), slices.Index(wire.Roles, b.Role)),
			cmp.Compare(len(a.Window), len(b.Window)), cmp.Compare(a.Window, b.Window), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return ts
}

// withoutAdmins leaves out the hall's own machine: it stands before nobody.
func withoutAdmins(ts []wire.Terminal) []wire.Terminal {
	return slices.DeleteFunc(slices.Clone(ts), func(t wire.Terminal) bool { return t.Role == wire.RoleAdmin })
}

// newest is when the hall last heard any terminal. Silence is measured from it,
// because this machine's clock may differ from the hall's.
func (s *Screen) newest() time.Time {
	var t time.Time
	for _, x := range s.terminals {
		if x.Seen.After(t) {
			t = x.Seen
		}
	}
	return t
}

// online reports whether a terminal is heard.
func (s *Screen) online(t wire.Terminal) bool {
	return !t.Seen.IsZero() && s.newest().Sub(t.Seen) < freshFor
}
