package manager

import (
	"cmp"
	"slices"
	"time"

	"onewindow/wire"
)

// silentAfter is how long a terminal may be silent before it counts as off line.
// It tells that it is alive every five seconds.
const silentAfter = 30 * time.Second

// byRole sorts terminals by what they are for, then by window and name.
func byRole(ts []wire.Terminal) []wire.Terminal {
	ts = slices.Clone(ts)
	slices.SortStableFunc(ts, func(a, b wire.Terminal) int {
		return cmp.Or(cmp.Compare(slices.Index(wire.Roles, a.Role), slices.Index(wire.Roles, b.Role)),
			cmp.Compare(len(a.Window), len(b.Window)), cmp.Compare(a.Window, b.Window), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return ts
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
	return !t.Seen.IsZero() && s.newest().Sub(t.Seen) < silentAfter
}

// silent are the names of terminals that were heard and no longer are.
func (s *Screen) silent() []string {
	var out []string
	for _, t := range s.terminals {
		if !t.Seen.IsZero() && !s.online(t) {
			out = append(out, s.terminalName(t))
		}
	}
	return out
}

// terminalName is what people call a terminal.
func (s *Screen) terminalName(t wire.Terminal) string {
	if t.Window != "" && s.view != nil {
		return s.T("common.window", "window", s.Window(t.Window))
	}
	if t.Name != "" {
		return t.Name
	}
	return t.ID
}
