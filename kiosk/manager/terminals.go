package manager

import (
	"cmp"
	"image"
	"slices"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
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

// drawTerminals writes every enrolled terminal, those that are silent first.
func (s *Screen) drawTerminals(c *tui.Canvas, r image.Rectangle) {
	list := slices.Clone(s.terminals)
	slices.SortStableFunc(list, func(a, b wire.Terminal) int { return cmp.Compare(s.linkRank(a), s.linkRank(b)) })
	on := 0
	for _, t := range list {
		if s.online(t) {
			on++
		}
	}
	head := s.T("manager.connecting_list")
	if !s.terminalsAt.IsZero() {
		head = s.T("manager.terminals_head", "on", on, "all", len(list), "time", s.Local(s.terminalsAt).Format(time.TimeOnly))
	}
	c.Text(tui.CutTop(&r, 1), tui.Left, s.st(tui.Accent|tui.Bold), head)
	for _, e := range s.sys.Alarms {
		c.Wrap(tui.CutTop(&r, 1), tui.Left, tui.Bad|tui.Bold, "!! "+s.alarm(e))
	}
	at := s.reached(len(list))
	top := shown(at, len(list), r.Dy()-1)
	cols := []tui.Column{
		{Head: " " + s.T("manager.col_link"), Width: 12},
		{Head: s.T("manager.col_role"), Width: 12},
		{Head: s.T("manager.col_window"), Width: 8},
		{Head: s.T("manager.col_name")},
		{Head: s.T("manager.col_id"), Width: 16},
		{Head: s.T("manager.col_heard"), Width: 12, Align: tui.Right},
		{Head: s.T("manager.col_desk"), Width: 16},
	}
	if r.Dx() < 96 {
		cols = cols[:6]
	}
	var rows []tui.TableRow
	for i := top; i < len(list); i++ {
		t := list[i]
		style, state := s.st(tui.Ink), s.T("manager.online")
		switch {
		case t.Seen.IsZero():
			style, state = tui.Muted, s.T("manager.never")
		case !s.online(t):
			style, state = s.st(tui.Bad), "!! "+s.T("manager.offline")
		}
		if i == at {
			style |= tui.Reverse
		}
		window := ""
		if t.Window != "" {
			window = s.Window(t.Window)
		}
		cells := []string{" " + state, s.T("manager.role." + string(t.Role)), window, t.Name, t.ID, s.heard(t), s.deskName(t.ID)}
		rows = append(rows, tui.TableRow{Cells: cells[:len(cols)], Style: style})
	}
	c.Table(r, cols, rows)
	tui.CutTop(&r, len(rows)+2)
	if r.Dy() >= 2 {
		c.Wrap(r, tui.Left, tui.Muted, s.T("manager.terminals_help"))
	}
}

// linkRank orders terminals: silent ones, then those that are heard, then those
// that were never heard.
func (s *Screen) linkRank(t wire.Terminal) int {
	switch {
	case t.Seen.IsZero():
		return 2
	case s.online(t):
		return 1
	}
	return 0
}

// heard is how long ago a terminal was last heard.
func (s *Screen) heard(t wire.Terminal) string {
	if t.Seen.IsZero() {
		return "-"
	}
	ago := s.newest().Sub(t.Seen)
	if ago < silentAfter {
		return s.T("manager.just_now")
	}
	return words.Elapsed(ago)
}

// deskName is who is signed in at a guide's or manager's terminal.
func (s *Screen) deskName(id string) string {
	for _, d := range s.view.Desks {
		if d.Terminal == id {
			return d.Name
		}
	}
	for _, w := range s.view.Windows {
		for _, t := range s.terminals {
			if t.ID == id && t.Role == wire.RoleWindow && t.Window == w.ID {
				return s.clerk(w)
			}
		}
	}
	return ""
}
