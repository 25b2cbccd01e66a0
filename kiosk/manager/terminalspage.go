package manager

import (
	"cmp"
	"image"
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// terminalsPage is the page of the enrolled terminals.
type terminalsPage struct {
	*Screen
	reach
}

func (p *terminalsPage) keys() []action {
	return append(p.common("devices"), []action{
		{id: "enrol", key: "n", do: opens(p.enrol), signed: true, look: tui.Primary},
		{id: "withdraw", key: "x", do: p.withdraw, signed: true, look: tui.Danger},
	}...)
}

func (p *terminalsPage) walk(key string) { p.move(key, len(p.terminals), 1) }

func (p *terminalsPage) enter() tea.Cmd { return nil }

// touch reaches a row, for the keys that act on it.
func (p *terminalsPage) touch(_, id string) tea.Cmd {
	p.at = max(0, slices.IndexFunc(p.list(), func(t wire.Terminal) bool { return t.ID == id }))
	return nil
}

// list are all terminals, those that are silent first.
func (p *terminalsPage) list() []wire.Terminal {
	list := slices.Clone(p.terminals)
	slices.SortStableFunc(list, func(a, b wire.Terminal) int { return cmp.Compare(p.linkRank(a), p.linkRank(b)) })
	return list
}

// table is where the terminals stand in r, the first one shown having the index
// top.
func (p *terminalsPage) table(r image.Rectangle) (at image.Rectangle, top int) {
	tui.CutTop(&r, 1)
	for _, l := range p.remarks() {
		tui.CutTop(&r, max(1, len(tui.WrapLines(l.Text, r.Dx()))))
	}
	return r, shown(p.among(len(p.terminals)), len(p.terminals), r.Dy()-1)
}

func (p *terminalsPage) columns(width int) []tui.Column {
	cols := []tui.Column{
		{Head: " " + p.T("manager.col_link"), Width: 12},
		{Head: p.T("manager.col_role"), Width: 12},
		{Head: p.T("manager.col_window"), Width: 8},
		{Head: p.T("manager.col_name")},
		{Head: p.T("manager.col_id"), Width: 16},
		{Head: p.T("manager.col_heard"), Width: 12, Align: tui.Right},
		{Head: p.T("manager.col_desk"), Width: 16},
	}
	switch {
	case width < 96:
		return cols[:6]
	case width >= 110 && len(p.view.Devices) > 0:
		cols = append(cols, tui.Column{Head: p.T("manager.tab.devices"), Width: 22})
	}
	return cols
}

func (p *terminalsPage) layout(r image.Rectangle) []tui.Target {
	r, top := p.table(r)
	list := p.list()
	var ts []tui.Target
	for i := top; i < len(list); i++ {
		if at := tui.RowRect(r, p.columns(r.Dx()), i-top); !at.Empty() {
			ts = append(ts, tui.Target{ID: "terminal " + list[i].ID, Rect: at, Look: tui.Quiet})
		}
	}
	return ts
}

// draw writes every enrolled terminal, those that are silent first.
func (p *terminalsPage) draw(c *tui.Canvas, r image.Rectangle, _ []tui.Target) {
	list := p.list()
	on := 0
	for _, t := range list {
		if p.online(t) {
			on++
		}
	}
	head := p.T("manager.connecting_list")
	if !p.terminalsAt.IsZero() {
		head = p.T("manager.terminals_head", "on", on, "all", len(list), "time", p.Local(p.terminalsAt).Format(time.TimeOnly))
	}
	table, top := p.table(r)
	c.Text(tui.CutTop(&r, 1), tui.Left, p.st(tui.Accent|tui.Bold), head)
	for _, l := range p.remarks() {
		tui.CutTop(&r, max(1, c.Wrap(r, tui.Left, l.Style, l.Text)))
	}
	at := p.among(len(list))
	cols, ds := p.columns(r.Dx()), p.devices("")
	var rows []tui.TableRow
	for i := top; i < len(list); i++ {
		t := list[i]
		style, state := p.st(tui.Ink), p.T("manager.online")
		switch {
		case t.Seen.IsZero():
			style, state = tui.Muted, p.T("manager.never")
		case !p.online(t):
			style, state = p.st(tui.Bad), "!! "+p.T("manager.offline")
		}
		if i == at {
			style |= tui.Reverse
		}
		window := ""
		if t.Window != "" {
			window = p.Window(t.Window)
		}
		cells := []string{" " + state, p.T("manager.role." + string(t.Role)), window, t.Name, t.ID, p.heard(t), p.deskName(t.ID), p.devicesOf(t, ds)}
		rows = append(rows, tui.TableRow{Cells: cells[:len(cols)], Style: style})
	}
	c.Table(table, cols, rows)
	tui.CutTop(&r, len(rows)+2)
	if r.Dy() >= 2 {
		c.Wrap(r, tui.Left, tui.Muted, p.T("manager.terminals_help"))
	}
}

// remarks are what the hall's own machine has to tell: its alarms, and how its link
// to the centre is, which is for information: nothing in the hall waits for it.
func (p *terminalsPage) remarks() []tui.TextLine {
	var ls []tui.TextLine
	for _, e := range p.sys.Alarms {
		ls = append(ls, tui.TextLine{Style: tui.Bad | tui.Bold, Text: "!! " + p.alarm(e)})
	}
	for _, e := range p.sys.Notes {
		if e.Code != wire.CodeCentreAway { // the link itself tells it below
			ls = append(ls, tui.TextLine{Style: tui.Muted, Text: p.alarm(e)})
		}
	}
	l := p.sys.Centre
	switch {
	case l == nil:
	case l.Up:
		behind := ""
		if l.Behind > 0 {
			behind = strconv.FormatUint(l.Behind, 10)
		}
		ls = append(ls, tui.TextLine{Style: tui.Muted, Text: p.T("manager.centre_up", "name", l.Name, "n", behind)})
	default:
		ls = append(ls, tui.TextLine{Style: tui.Warn, Text: p.T("manager.centre_away", "name", l.Name, "time", p.Clock(l.Since))})
	}
	return ls
}

// linkRank orders terminals: silent ones, then those that are heard, then those
// that were never heard.
func (p *terminalsPage) linkRank(t wire.Terminal) int {
	switch {
	case t.Seen.IsZero():
		return 2
	case p.online(t):
		return 1
	}
	return 0
}

// heard is how long ago a terminal was last heard.
func (p *terminalsPage) heard(t wire.Terminal) string {
	if t.Seen.IsZero() {
		return "-"
	}
	ago := p.newest().Sub(t.Seen)
	if ago < freshFor {
		return p.T("manager.just_now")
	}
	return words.Elapsed(ago)
}

// devicesOf sums up the devices of a terminal: what is the matter with the first that
// needs somebody, or how many work. Of one that is silent nobody can tell. ds are all
// devices, as s.devices sorts them.
func (p *terminalsPage) devicesOf(t wire.Terminal, ds []queue.Device) string {
	n := 0
	for _, d := range ds {
		if d.Terminal != t.ID {
			continue
		}
		switch c := p.condition(d); c {
		case staff.Works:
			n++
		case staff.CannotTell:
			return p.ConditionWords(d, false)
		default:
			return p.deviceLight(d).mark() + " " + p.T("manager.device_brief", "device", p.Device(d.Kind, ""), "fault", p.Fault(d.Fault))
		}
	}
	if n == 0 {
		return ""
	}
	return p.T("manager.devices_well", "n", n)
}

// deskName is who is signed in at a guide's or manager's terminal.
func (p *terminalsPage) deskName(id string) string {
	for _, d := range p.view.Desks {
		if d.Terminal == id {
			return d.Name
		}
	}
	for _, w := range p.view.Windows {
		for _, t := range p.terminals {
			if t.ID == id && t.Role == wire.RoleWindow && t.Window == w.ID {
				return p.clerk(w)
			}
		}
	}
	return ""
}
