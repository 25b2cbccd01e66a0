package staff

import (
	"onewindow/queue"
	"onewindow/wire"
)

// Names are what the hall calls its themes, windows and people, by id.
type Names struct {
	themes  map[string]queue.Text
	windows map[string]string
	people  map[string]string
	// terminals are those that have devices.
	terminals map[string]place
	letters   []string // with which numbers begin, each once
}

func newNames() Names {
	return Names{themes: map[string]queue.Text{}, windows: map[string]string{}, people: map[string]string{}, terminals: map[string]place{}}
}

// NamesOfHall are the names that guides and managers hear.
func NamesOfHall(h wire.Hall) Names {
	n := newNames()
	for _, l := range h.Lines {
		n.themes[l.Theme] = l.Name
		n.prefix(l.Prefix)
	}
	for _, w := range h.Windows {
		n.windows[w.ID] = w.Label
		n.person(w.Clerk, w.Name)
	}
	for _, m := range h.Staff {
		n.person(m.ID, m.Name)
	}
	for _, d := range h.Desks {
		n.person(d.Clerk, d.Name)
	}
	for _, d := range h.Devices {
		n.terminals[d.Terminal] = place{d.Role, h.Names[d.Terminal]}
	}
	return n
}

// NamesOfWindow are the names that a window hears.
func NamesOfWindow(w wire.Window) Names {
	n := newNames()
	for _, th := range w.Themes {
		n.themes[th.ID] = th.Name
		n.prefix(th.Prefix)
	}
	for _, p := range w.Windows {
		n.windows[p.Window] = p.Label
	}
	n.windows[w.ID] = w.Label
	n.person(w.Clerk, w.Name)
	for _, c := range w.Colleagues {
		n.person(c.ID, c.Name)
	}
	for _, m := range w.Staff {
		n.person(m.ID, m.Name)
	}
	return n
}

func (n *Names) person(id, name string) {
	if id != "" && name != "" {
		n.people[id] = name
	}
}

func (n *Names) prefix(p string) {
	for _, r := range p {
		n.letters = appendNew(n.letters, string(r))
	}
}

func appendNew(list []string, v string) []string {
	for _, o := range list {
		if o == v {
			return list
		}
	}
	return append(list, v)
}

// Theme is the name of a theme; its id if the hall does not say.
func (k *Talk) Theme(id string) string {
	if name, ok := k.names.themes[id]; ok {
		return k.In(name)
	}
	return id
}

// Window is what stands over a window; its id if that is not known.
func (k *Talk) Window(id string) string {
	if label, ok := k.names.windows[id]; ok {
		return label
	}
	return id
}

// AtWindow is "window 3" in the screen's language, by the window's id; empty for
// none.
func (k *Talk) AtWindow(id string) string {
	if id == "" {
		return ""
	}
	return k.T("common.window", "window", k.Window(id))
}

// Person is the name of a member of staff; the id of one who is not known.
func (k *Talk) Person(id string) string {
	if name, ok := k.names.people[id]; ok {
		return name
	}
	return id
}

// Letters are those with which the hall's numbers begin, for the keypad of an
// entry.
func (k *Talk) Letters() []string { return k.names.letters }
