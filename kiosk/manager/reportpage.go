package manager

import (
	"image"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
)

// part is by what the figures of a report are shown.
type part string

const (
	partLines    part = "lines"
	partItems    part = "items"
	partWindows  part = "windows"
	partClerks   part = "clerks"
	partDates    part = "dates"
	partHalves   part = "halves"
	partOrder    part = "order"
	partAccuracy part = "accuracy"
	partDevices  part = "devices"
)

// parts are all of them, in the order of the bar.
var parts = []part{partLines, partItems, partWindows, partClerks, partDates, partHalves, partOrder, partAccuracy, partDevices}

// reportPage is the page of the figures of a day, a week or a month.
type reportPage struct {
	*Screen
	part part
	skip int // rows above the first one shown
}

func (p *reportPage) keys() []action {
	return []action{
		{id: "earlier", key: "-", do: func() tea.Cmd { return p.step(-1) }, alone: true},
		{id: "later", key: "+", do: func() tea.Cmd { return p.step(1) }, alone: true, idle: p.latest()},
		{id: "period", key: "p", do: p.other, alone: true, label: p.T("manager.period." + string(p.reports.period))},
		{id: "by", key: "b", do: opens(p.nextPart), alone: true},
		{id: "plan", key: "n", do: func() tea.Cmd { return p.openTab(tabPlan) }, alone: true},
		{id: "export", key: "e", do: p.exportReport, signed: true, idle: p.reports.span == nil || p.reports.span.Days == 0},
	}
}

// latest reports whether the period that is shown is today's.
func (p *reportPage) latest() bool {
	if p.view == nil {
		return true
	}
	from, _ := p.reports.period.around(p.reports.period.step(p.reportDate(), 1))
	return from.After(p.today())
}

func (p *reportPage) step(n int) tea.Cmd {
	p.skip = 0
	return p.stepReport(n)
}

func (p *reportPage) other() tea.Cmd {
	p.skip = 0
	return p.nextPeriod()
}

func (p *reportPage) nextPart() {
	p.part, p.skip = parts[(slices.Index(parts, p.part)+1)%len(parts)], 0
}

func (p *reportPage) walk(key string) {
	switch key {
	case "down":
		p.skip++
	case "up":
		p.skip--
	case "pgdown":
		p.skip += 10
	case "pgup":
		p.skip -= 10
	case "home":
		p.skip = 0
	case "left", "right":
		n := slices.Index(parts, p.part) + 1
		if key == "left" {
			n += len(parts) - 2
		}
		p.part, p.skip = parts[n%len(parts)], 0
	}
	p.skip = max(0, min(p.skip, len(p.table(p.body().Dx()).rows)-1))
}

func (p *reportPage) enter() tea.Cmd { return nil } // a row is only read

func (p *reportPage) touch(kind, name string) tea.Cmd {
	switch kind {
	case "by":
		p.part, p.skip = part(name), 0
	case "rows":
		if p.skip = p.skip + p.fit(p.body()); p.skip >= len(p.table(p.body().Dx()).rows) {
			p.skip = 0
		}
	}
	return nil
}

// reportAreas are the parts of the page.
type reportAreas struct {
	head, bar, tiles, more, table, note image.Rectangle
}

func (p *reportPage) areas(r image.Rectangle) reportAreas {
	var a reportAreas
	high := r.Dy()
	a.head = tui.CutTop(&r, 1)
	if high >= 12 {
		a.tiles = tui.CutTop(&r, 2)
	}
	if high >= 20 {
		a.more = tui.CutTop(&r, 1)
	}
	a.bar = tui.CutTop(&r, len(p.bar(r.Dx())))
	a.note = tui.CutBottom(&r, min(max(0, r.Dy()-4), len(tui.WrapLines(p.note(), r.Dx()))))
	a.table = r
	return a
}

// bar places the parts in rows of that width.
func (p *reportPage) bar(width int) (rows [][]part) {
	x := 0
	for _, id := range parts {
		w := tui.Width(p.T("manager.part."+string(id))) + 3
		if len(rows) == 0 || x+w > width {
			rows, x = append(rows, nil), 0
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], id)
		x += w
	}
	return rows
}

func (p *reportPage) layout(r image.Rectangle) []tui.Target {
	a := p.areas(r)
	var ts []tui.Target
	for i, row := range p.bar(r.Dx()) {
		at := image.Rect(a.bar.Min.X, a.bar.Min.Y+i, a.bar.Max.X, min(a.bar.Min.Y+i+1, a.bar.Max.Y))
		for _, id := range row {
			if at.Empty() { // the arrow keys reach it all the same
				break
			}
			label := p.T("manager.part." + string(id))
			ts = append(ts, tui.Target{ID: "by " + string(id), Rect: tui.CutLeft(&at, tui.Width(label)+2), Label: label, Look: tui.Quiet, Selected: id == p.part})
			tui.CutLeft(&at, 1)
		}
	}
	if text := p.turns(r); text != "" && a.more.Dx() >= tui.Width(text) {
		ts = append(ts, tui.Target{ID: "rows next", Rect: tui.CutLeft(&a.more, tui.Width(text)), Label: text, Look: tui.Quiet})
	}
	return ts
}

// fit is how many rows are shown in r.
func (p *reportPage) fit(r image.Rectangle) int { return max(1, p.areas(r).table.Dy()-1) }

// first is the first row that is shown in r of n.
func (p *reportPage) first(r image.Rectangle, n int) int { return max(0, min(p.skip, n-p.fit(r))) }

// turns says which rows are shown in r of how many, where not all are, and by which
// keys the others are reached.
func (p *reportPage) turns(r image.Rectangle) string {
	if p.reports.span == nil {
		return ""
	}
	n, fit := len(p.table(r.Dx()).rows), p.fit(r)
	if n <= fit {
		return ""
	}
	from := p.first(r, n)
	return p.T("manager.plan_rows", "from", from+1, "to", min(n, from+fit), "of", n)
}

// draw writes the period, the figures of the whole hall, and those of the part.
func (p *reportPage) draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	a := p.areas(r)
	c.Text(a.head, tui.Left, p.st(tui.Accent|tui.Bold), p.headline())
	p.drawWhole(c, a.tiles)
	for _, t := range ts {
		style, label := tui.NeutralFill, " "+t.Label+" "
		switch {
		case t.ID == "rows next":
			style, label = p.st(tui.Accent), t.Label
		case t.Selected:
			style, label = tui.PrimaryButton|tui.Bold, "["+t.Label+"]"
		}
		if t.Pressed {
			style |= tui.Reverse
		}
		c.Fill(t.Rect, style)
		c.Text(t.Rect, tui.Left, style, label)
	}
	if p.reports.span == nil {
		tui.CutTop(&a.table, 1)
		c.Wrap(a.table, tui.Left, tui.Muted, p.missing())
		return
	}
	t := p.table(a.table.Dx())
	if t.bars == nil { // the eye keeps the line only where names and figures are near
		a.table.Max.X = min(a.table.Max.X, a.table.Min.X+tableWidth(t.cols))
	}
	from := p.first(r, len(t.rows))
	c.Table(a.table, t.cols, t.rows[from:])
	if t.bars != nil {
		p.drawBars(c, a.table, t, from)
	}
	if len(t.rows) == 0 {
		tui.CutTop(&a.table, 2)
		c.Wrap(tui.Inset(a.table, 1, 0), tui.Left, tui.Muted, t.empty)
	}
	c.Wrap(a.note, tui.Left, tui.Muted, p.note())
	if t.bars == nil && len(t.rows) > 0 {
		rest := image.Rect(r.Min.X, a.table.Min.Y+2+len(t.rows)-from, r.Max.X, a.table.Max.Y-1)
		p.drawThrough(c, rest)
	}
}

// throughHigh is how high the day's course is drawn at most below the figures.
const throughHigh = 16

// drawThrough draws how many numbers were drawn through the day, where there is room
// below the figures.
func (p *reportPage) drawThrough(c *tui.Canvas, r image.Rectangle) {
	halves := p.reports.span.HalfHours
	if r.Dy() < 8 || r.Dx() < 60 || len(halves) < 2 {
		return
	}
	r.Max.Y = min(r.Max.Y, r.Min.Y+throughHigh)
	most := 0
	for _, h := range halves {
		most = max(most, h.Drawn)
	}
	in := c.Card(r, p.T("manager.report_through", "n", most))
	tui.CutTop(&in, 1)
	axis := tui.CutBottom(&in, 1)
	for i, h := range halves {
		at := column(in, i, len(halves), 1)
		c.Chart(at, slices.Repeat([]int{h.Drawn}, at.Dx()), max(1, most), func(int) tui.Style { return p.st(tui.Accent | tui.OnCard) })
		under := column(axis, i, len(halves), 1)
		if text := h.At.String(); tui.Width(text) <= under.Dx() {
			c.Text(under, tui.Left, tui.CardMuted, text)
		}
	}
}

// reportName is how many cells a name has at most beside its figures.
const reportName = 48

func tableWidth(cols []tui.Column) int {
	w := reportName
	for _, col := range cols {
		w += col.Width + 1
	}
	return w
}

// missing says why there are no figures.
func (p *reportPage) missing() string {
	if e := p.reports.fault; e != nil {
		return p.Refusal(e.Code, e.Params, p.Now())
	}
	return p.T("common.working")
}

// headline is of which days the figures are.
func (p *reportPage) headline() string {
	lang := words.Lang(p.Lang())
	a, b := p.reports.period.around(p.reportDate())
	text := words.Date(lang, a)
	if p.reports.period != byDay {
		text += p.T("manager.report_to", "to", words.Date(lang, b))
	}
	s := p.reports.span
	switch {
	case s == nil:
	case s.Days == 0 && len(p.reports.unread) > 0:
	case s.Days == 0:
		text += "  " + p.T("manager.report_none")
	case s.Running:
		text += "  " + p.T("manager.report_running")
	}
	if s != nil && s.Days > 0 && p.reports.period != byDay {
		text += "  " + p.T("manager.report_days", "n", s.Days)
	}
	if n := len(p.reports.unread); n > 0 {
		text += "  " + p.T("manager.report_unread", "n", n)
	}
	return text
}

// whole are the figures of the whole hall.
func (p *reportPage) whole() []tui.Figure {
	s := p.reports.span
	if s == nil {
		return nil
	}
	c := &s.All
	some := c.Waits.Number() > 0
	minutes := p.T("manager.unit.minutes")
	wait := func(key string, seconds int) tui.Figure {
		if !some {
			return tui.Figure{Label: p.T(key), Value: "-"}
		}
		return tui.Figure{Label: p.T(key), Value: minutesOf(seconds), Unit: minutes}
	}
	share := tui.Figure{Label: p.T("manager.within15"), Value: "-"}
	if some {
		share.Value = percent(c.InTarget())
	}
	busy := tui.Figure{Label: p.T("manager.occupancy"), Value: of(c.Open, percent(c.Occupancy()))}
	number := func(key string, n int) tui.Figure { return tui.Figure{Label: p.T(key), Value: strconv.Itoa(n)} }
	return []tui.Figure{
		number("manager.fig_issued", c.Issued), number("manager.fig_served", c.Served), wait("manager.fig_mean", c.Waits.Mean()),
		wait("manager.p90", c.Waits.Percentile(90)), share, number("manager.fig_missed", c.Missed), number("manager.fig_left", left(c)), busy,
	}
}

// drawWhole writes the figures of the whole hall as tiles, or bare where there is
// little room.
func (p *reportPage) drawWhole(c *tui.Canvas, r image.Rectangle) {
	fs := p.whole()
	cols := 8
	if r.Dx() < wide-2 {
		cols = 4
	}
	rows := (len(fs) + cols - 1) / cols
	if rows == 0 {
		return
	}
	high := max(1, r.Dy()/rows)
	for i, f := range fs {
		at := column(r, i%cols, cols, 1)
		at.Min.Y += i / cols * high
		at.Max.Y = min(at.Min.Y+high, r.Max.Y)
		if at.Dy() >= 2 {
			f.Style = p.st(tui.Ink)
			c.KeyValue(at, f)
			continue
		}
		x := c.Text(at, tui.Left, tui.Muted, tui.Truncate(f.Label, at.Dx()-1-tui.Width(f.Value+f.Unit)))
		tui.CutLeft(&at, x+1)
		c.Text(at, tui.Left, p.st(tui.Ink|tui.Bold), f.Value+f.Unit)
	}
}
