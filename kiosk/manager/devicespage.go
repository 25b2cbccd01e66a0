package manager

import (
	"image"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// devicesPage is the page of the devices of all terminals. It lies behind that of the
// terminals, under the same tab.
type devicesPage struct {
	*Screen
	reach
	kind queue.DeviceKind // the one that is shown; "" for all
}

func (p *devicesPage) keys() []action {
	ack := p.common("ack")[0]
	if a := p.unseenAlert(); a != nil {
		id := "alert " + a.ID
		ack.do = func() tea.Cmd { return p.openAlert(id) }
		ack.label, ack.look = p.T("manager.key.ack"), tui.Plain
	}
	kind := p.T("manager.all_kinds")
	if p.kind != "" {
		kind = p.Device(p.kind, "")
	}
	return []action{
		{id: "terminals", key: "v", do: func() tea.Cmd { return p.openTab(tabTerminals) }, alone: true},
		{id: "kind", key: "f", do: opens(p.nextKind), alone: true, idle: len(p.kinds()) < 2, label: p.T("manager.kind", "kind", kind)},
		ack,
	}
}

// unseenAlert is the alert of the chosen device that K acknowledges, or nil. As long as
// no row has been chosen, a call for help comes first.
func (p *devicesPage) unseenAlert() *queue.Alert {
	d := p.chosen()
	if d == nil || p.at == 0 && len(p.view.Helps) > 0 {
		return nil
	}
	if a := p.deviceAlert(*d); a != nil && a.Seen.IsZero() {
		return a
	}
	return nil
}

// nextKind shows the devices of the next kind; after the last, all.
func (p *devicesPage) nextKind() {
	kinds := append([]queue.DeviceKind{""}, p.kinds()...)
	p.kind = kinds[(slices.Index(kinds, p.kind)+1)%len(kinds)] // one that has gone leads to all
	p.at = 0
}

// list are the devices that are shown.
func (p *devicesPage) list() []queue.Device {
	if !slices.Contains(p.kinds(), p.kind) {
		return p.devices("")
	}
	return p.devices(p.kind)
}

// chosen is the device that the arrow keys have reached, or nil.
func (p *devicesPage) chosen() *queue.Device {
	list := p.list()
	if len(list) == 0 {
		return nil
	}
	return &list[p.among(len(list))]
}

func (p *devicesPage) walk(key string) { p.move(key, len(p.list()), 1) }

func (p *devicesPage) enter() tea.Cmd { return nil }

// touch reaches a row: what to do about it is then said below.
func (p *devicesPage) touch(kind, name string) tea.Cmd {
	if kind != "device" {
		return p.Screen.touch(kind, name)
	}
	p.at = max(0, slices.IndexFunc(p.list(), func(d queue.Device) bool { return d.Terminal+"/"+d.ID == name }))
	return nil
}

// areas part the page: a line that sums up, the devices, and what is known of the
// chosen one.
func (p *devicesPage) areas(r image.Rectangle) (head, table, about image.Rectangle) {
	head = tui.CutTop(&r, 1)
	about = tui.CutBottom(&r, min(5, max(2, r.Dy()/4)))
	return head, r, about
}

func (p *devicesPage) columns(width int) []tui.Column {
	cols := []tui.Column{
		{Head: " " + p.T("manager.col_state"), Width: 16},
		{Head: p.T("manager.col_kind"), Width: 12},
		{Head: p.T("manager.col_device")},
		{Head: p.T("manager.col_terminal")},
		{Head: p.T("manager.col_since"), Width: 7},
		{Head: p.T("manager.col_restarts"), Width: 9, Align: tui.Right},
	}
	switch {
	case width < 60:
		return append(cols[:2:2], cols[3])
	case width < 96:
		return cols[:5]
	}
	return cols
}

func (p *devicesPage) layout(r image.Rectangle) []tui.Target {
	_, table, _ := p.areas(r)
	list, cols := p.list(), p.columns(table.Dx())
	top := shown(p.among(len(list)), len(list), table.Dy()-1)
	var ts []tui.Target
	for i := top; i < len(list); i++ {
		if at := tui.RowRect(table, cols, i-top); !at.Empty() {
			ts = append(ts, tui.Target{ID: "device " + list[i].Terminal + "/" + list[i].ID, Rect: at, Look: tui.Quiet})
		}
	}
	return ts
}

// draw writes every device, those that need somebody first, and below what to do
// about the chosen one.
func (p *devicesPage) draw(c *tui.Canvas, r image.Rectangle, _ []tui.Target) {
	head, table, about := p.areas(r)
	sum := p.deviceWords()
	c.Text(head, tui.Left, p.st(sum.Style|tui.Bold), sum.Text)
	list, cols := p.list(), p.columns(table.Dx())
	at := p.among(len(list))
	top := shown(at, len(list), table.Dy()-1)
	var rows []tui.TableRow
	for i := top; i < len(list); i++ {
		style := p.st(p.deviceLight(list[i]).ink())
		if style == tui.Good {
			style = tui.Ink
		}
		if i == at {
			style |= tui.Reverse
		}
		rows = append(rows, tui.TableRow{Cells: p.cells(list[i], len(cols)), Style: style})
	}
	c.Table(table, cols, rows)
	if at < len(list) {
		p.drawAbout(c, about, list[at])
	}
}

// cells are a device's row.
func (p *devicesPage) cells(d queue.Device, n int) []string {
	state := p.ConditionWords(d, p.heardFrom(d.Terminal))
	if mark := p.deviceLight(d).mark(); mark != "" {
		state = mark + " " + state
	}
	restarts := ""
	if d.Restarts > 0 {
		restarts = strconv.Itoa(d.Restarts)
	}
	cells := []string{" " + state, p.Device(d.Kind, ""), deviceName(d), p.TerminalOf(d.Terminal), p.since(d), restarts}
	if n == 3 {
		return []string{cells[0], cells[1], cells[3]}
	}
	return cells[:n]
}

// since is from when a device is as it is: the time, or, if that was not today, the
// date.
func (p *devicesPage) since(d queue.Device) string {
	if d.Since.IsZero() {
		return ""
	}
	if at := p.Local(d.Since); at.YearDay() != p.Local(p.Now()).YearDay() {
		return at.Format("01-02")
	}
	return p.Clock(d.Since)
}

// drawAbout writes all that is known of a device, and what to do.
func (p *devicesPage) drawAbout(c *tui.Canvas, r image.Rectangle, d queue.Device) {
	heard := p.heardFrom(d.Terminal)
	if r.Dy() > 3 {
		tui.CutTop(&r, 1)
	}
	c.Fill(r, tui.Card)
	r = tui.Inset(r, 1, 0)
	light := p.deviceLight(d)
	title := p.TerminalOf(d.Terminal) + "  " + p.Device(d.Kind, d.Name) + "  " + p.ConditionWords(d, heard)
	if light.mark() != "" {
		title = light.mark() + " " + title
	}
	row := tui.CutTop(&r, 1)
	if seen := p.deviceSeen(d); seen != "" {
		c.Text(tui.CutRight(&row, tui.Width(seen)), tui.Right, tui.CardMuted, seen)
		tui.CutRight(&row, 2)
	}
	c.Text(row, tui.Left, p.st(light.ink()|tui.OnCard|tui.Bold), title)
	text := p.Remedy(d, heard)
	if p.condition(d) == staff.Works {
		text = p.T("manager.device_works", "time", p.since(d), "n", d.Restarts)
	}
	c.Wrap(r, tui.Left, p.st(tui.Ink|tui.OnCard), text)
}

// deviceSeen says who has acknowledged a device's alert; empty if nobody has, or there
// is none.
func (p *devicesPage) deviceSeen(d queue.Device) string {
	a := p.deviceAlert(d)
	switch {
	case a == nil:
		return ""
	case !a.Seen.IsZero():
	case p.unseenAlert() == a:
		return p.T("manager.device_unseen")
	default:
		return p.T("manager.not_seen")
	}
	return p.T("manager.seen") + " " + p.T("manager.seen_by", "who", p.Actor(a.By), "time", p.Clock(a.Seen))
}
