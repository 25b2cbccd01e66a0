package view

import (
	"slices"

	"onewindow/queue"
	"onewindow/wire"
)

// Named lets the views call terminals by the names that people gave them; name
// says "" for one that it does not know.
func (v *Views) Named(name func(terminal string) string) *Views {
	v.name = name
	return v
}

// Session is who is signed in at a desk.
func (v *Views) Session(d queue.Desk) wire.Session {
	s := wire.Session{Terminal: d.Terminal, Clerk: d.Clerk, Since: d.Since}
	if c := v.s.Clerk(d.Clerk); c != nil {
		s.Name, s.Rights = c.Name, c.Rights
	}
	return s
}

// members are those who may sign in.
func (v *Views) members() (all []wire.Member) {
	for _, c := range v.s.Settings.Staff {
		all = append(all, wire.Member{ID: c.ID, Name: c.Name, Rights: c.Rights})
	}
	return all
}

// helping are the terminals from which staff were called. A panic is not among
// them: what citizens see must not show it.
func (v *Views) helping() (terminals []string) {
	for _, h := range v.s.Helps {
		if h.Kind == queue.HelpStaff {
			terminals = append(terminals, h.Terminal)
		}
	}
	return terminals
}

// helpAt is the open call from a window, the more urgent one if there are two.
func (v *Views) helpAt(window string) (help *queue.Help) {
	for _, h := range v.s.Helps {
		if h.Window == window && (help == nil || h.Kind == queue.HelpPanic) {
			help = &h
		}
	}
	return help
}

// helps are the open calls, panics first, each kind in order of time.
func (v *Views) helps() (calls []wire.HelpCall) {
	for _, h := range v.s.Helps {
		c := wire.HelpCall{Help: h}
		if w := v.s.Window(h.Window); w != nil {
			c.Label = v.s.Plan(w).Label
			if clerk := v.s.Clerk(w.Clerk); clerk != nil {
				c.Name = clerk.Name
			}
		}
		if c.Name == "" && v.name != nil {
			c.Name = v.name(h.Terminal)
		}
		calls = append(calls, c)
	}
	slices.SortStableFunc(calls, func(a, b wire.HelpCall) int { return rank(b.Kind == queue.HelpPanic) - rank(a.Kind == queue.HelpPanic) })
	return calls
}

// alerts are those that last: the critical before the others, those that nobody
// has acknowledged before those that somebody has, then in order of time.
func (v *Views) alerts() []queue.Alert {
	all := slices.Clone(v.s.Alerts)
	pressing := func(a queue.Alert) int { return 2*rank(a.Level == queue.Critical) + rank(a.Seen.IsZero()) }
	slices.SortStableFunc(all, func(a, b queue.Alert) int {
		if d := pressing(b) - pressing(a); d != 0 {
			return d
		}
		return a.Since.Compare(b.Since)
	})
	return all
}

func rank(more bool) int {
	if more {
		return 1
	}
	return 0
}
