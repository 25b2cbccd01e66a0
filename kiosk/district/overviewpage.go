package district

import (
	"image"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// overviewPage is the whole network on one page.
type overviewPage struct {
	*Screen
	at string // the chosen hall among the worst
}

func (p *overviewPage) keys() []action {
	return []action{
		{id: "open", key: "enter", do: p.enter, look: tui.Primary, idle: len(p.worst) == 0},
		{id: "halls", key: "h", do: does(func() { p.openTab(tabHalls) })},
		{id: "tree", key: "t", do: does(func() { p.openTree() })},
		{id: "find", key: "f /", do: does(func() { p.openTab(tabHalls); p.find() })},
	}
}

// openTree shows the network as a tree.
func (p *overviewPage) openTree() {
	p.openTab(tabHalls)
	p.table.tree = true
	p.arrange()
}

// chosen is the index of the chosen hall among the worst.
func (p *overviewPage) chosen() int {
	for i := range p.worst {
		if p.worst[i].key == p.at {
			return i
		}
	}
	return 0
}

func (p *overviewPage) enter() tea.Cmd {
	if len(p.worst) == 0 {
		return nil
	}
	return p.openHall(p.worst[p.chosen()].key)
}

func (p *overviewPage) walk(key string) tea.Cmd {
	if n := len(p.worst); n > 0 {
		p.at = p.worst[moved(key, p.chosen(), n, p.parts(p.body()).worst.Dy()-1)].key
	}
	return nil
}

// touch opens a hall, or the table sorted by the figure that was touched.
func (p *overviewPage) touch(kind, name string) tea.Cmd {
	switch kind {
	case "worst", "alert":
		return p.openHall(hallOfAlert(name))
	case "tile":
		p.openTab(tabHalls)
		p.table.order, p.table.tree = overview.Order{By: overview.Column(name)}, false
		p.arrange()
	case "street":
		p.openTab(tabHalls)
		p.table.kept = kept{street: name}
		p.arrange()
	case "more":
		p.openTab(tabAlerts)
	}
	return nil
}

// parts are those of the overview: the figures above; below them the halls that need
// somebody over the streets, the alerts beside them.
type parts struct{ tiles, worst, streets, alerts image.Rectangle }

// wide is from which width things stand side by side.
const wide = 98

func (p *overviewPage) parts(r image.Rectangle) parts {
	var a parts
	high := r.Dy()
	a.tiles = tui.CutTop(&r, tileRows(r.Dx(), high)*tileHeight(high))
	if high >= 22 {
		tui.CutTop(&r, 1)
	}
	if r.Dx() < wide {
		a.alerts = tui.CutBottom(&r, min(max(3, r.Dy()/2), 1+max(1, len(p.alerts))))
		a.worst = r
		return a
	}
	left := tui.CutLeft(&r, r.Dx()*58/100)
	tui.CutLeft(&r, 2)
	a.alerts = r
	if n := 1 + len(p.streets); left.Dy() >= n+6 {
		a.worst = tui.CutTop(&left, min(left.Dy()-n-1, 1+max(1, len(p.worst))))
		tui.CutTop(&left, 1)
		a.streets = tui.CutTop(&left, n)
		return a
	}
	a.worst = left
	return a
}

func (p *overviewPage) layout(r image.Rectangle) []tui.Target {
	a := p.parts(r)
	var ts []tui.Target
	for i, at := range tileRects(a.tiles, r.Dy()) {
		ts = append(ts, tui.Target{ID: "tile " + string(tileColumns[i]), Rect: at, Look: tui.Quiet})
	}
	cols := p.worstColumns(a.worst.Dx())
	top := shownFrom(p.chosen(), len(p.worst), a.worst.Dy()-1)
	for i := top; i < len(p.worst); i++ {
		if at := tui.RowRect(a.worst, cols, i-top); !at.Empty() {
			ts = append(ts, tui.Target{ID: "worst " + p.worst[i].key, Rect: at, Look: tui.Quiet})
		}
	}
	for i, s := range p.streets {
		if at := tui.RowRect(a.streets, p.streetColumns(a.streets.Dx()), i); !at.Empty() && s.key != "" {
			ts = append(ts, tui.Target{ID: "street " + s.key, Rect: at, Look: tui.Quiet})
		}
	}
	return append(ts, p.layoutAlertPane(a.alerts)...)
}

func (p *overviewPage) draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	a := p.parts(r)
	p.drawTiles(c, a.tiles, r.Dy())
	p.drawWorst(c, a.worst, ts)
	p.drawStreets(c, a.streets, ts)
	p.drawAlertPane(c, a.alerts, ts)
}

// worstColumns are those of the halls that need somebody.
func (p *overviewPage) worstColumns(width int) []tui.Column {
	cols := []tui.Column{
		{Head: " " + p.t("district.col.state"), Width: 15},
		{Head: p.t("district.worst")},
		{Head: p.t("district.col.waiting"), Width: 6, Align: tui.Right},
		{Head: p.t("district.col.longest"), Width: 8, Align: tui.Right},
		{Head: p.t("district.col.why"), Width: width * 26 / 100},
	}
	if width < 80 {
		cols[0].Width = 15
		return cols[:4]
	}
	return cols
}

// drawWorst writes the halls that need somebody, the gravest first.
func (p *overviewPage) drawWorst(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	cols := p.worstColumns(r.Dx())
	at := p.chosen()
	top := shownFrom(at, len(p.worst), r.Dy()-1)
	if n := len(p.worst); n > r.Dy()-1 {
		cols[1].Head += " " + p.t("district.of", "from", top+1, "to", min(n, top+r.Dy()-1), "all", n)
	}
	var rows []tui.TableRow
	for i := top; i < len(p.worst) && i-top < r.Dy()-1; i++ {
		w := &p.worst[i]
		style := p.st(tui.Ink)
		if w.sum.There == 0 {
			style = tui.Muted
		}
		flags := tui.Style(0)
		if t, _ := tui.Find(ts, "worst "+w.key); i == at || t.Pressed {
			flags = tui.Reverse
		}
		cells := []string{" " + p.say().Standing(w.hall, true), w.name, p.cell(w, overview.ColWaiting, r.Dx()), p.cell(w, overview.ColLongest, r.Dx()), p.needs(w.hall)}
		styles := []tui.Style{p.st(inkOf(overview.GraveLight(w.sum.Grave))|tui.Bold) | flags, style | flags, style | flags, style | flags, style | flags}
		if l := p.cellLight(w, overview.ColLongest); l > overview.Green {
			styles[3] = p.st(inkOf(l)|tui.Bold) | flags
		}
		rows = append(rows, tui.TableRow{Cells: cells[:len(cols)], Styles: styles[:len(cols)], Style: style | flags})
	}
	c.Table(r, cols, rows)
	if len(rows) == 0 {
		tui.CutTop(&r, 1)
		quiet := p.quiet()
		c.Text(tui.Inset(r, 1, 0), tui.Left, p.st(quiet.Style|tui.Bold), quiet.Text)
	}
}

// quiet is what stands where no hall needs anybody: that all are well, as far as any
// are there.
func (s *Screen) quiet() tui.TextLine {
	switch {
	case s.all.There == 0:
		return tui.TextLine{Style: tui.Muted, Text: s.t("district.none_there")}
	case s.all.There < s.all.Halls:
		return tui.TextLine{Style: tui.Good, Text: s.t("district.those_well")}
	}
	return tui.TextLine{Style: tui.Good, Text: s.t("district.all_well")}
}

// needs says why a hall stands among the worst, where the other columns do not.
func (s *Screen) needs(h *wire.HallRow) string {
	switch overview.Gravity(h) {
	case overview.GravePanic:
		return s.t("district.alert.panic")
	case overview.GraveRefused, overview.GraveAway:
		return s.say().Why(h.Why)
	case overview.GraveStopped:
		return s.t("district.alert.stopped")
	case overview.GraveUrgent:
		return s.t("district.alert.urgent", "n", h.Urgent)
	case overview.GraveFaulty:
		return s.t("district.alert.device", "n", h.Faulty)
	case overview.GraveAlerts:
		return s.t("district.some_alerts", "n", h.Alerts)
	}
	if h.Urgent > 0 {
		return s.t("district.alert.urgent", "n", h.Urgent)
	}
	return ""
}

// streetFigures are what is said of a street in a width.
func streetFigures(width int) []overview.Column {
	if width < 72 {
		return []overview.Column{overview.ColWaiting, overview.ColLongest, overview.ColWithin, overview.ColChange}
	}
	return []overview.Column{overview.ColWaiting, overview.ColLongest, overview.ColWithin, overview.ColToday, overview.ColChange, overview.ColWindows}
}

// streetColumns are those of the streets.
func (p *overviewPage) streetColumns(width int) []tui.Column {
	cols := []tui.Column{{Head: " " + p.t("district.streets")}, {Head: p.t("district.col.there"), Width: 8, Align: tui.Right}}
	for _, c := range streetFigures(width) {
		w := map[overview.Column]int{overview.ColChange: 8, overview.ColLongest: 8}[c]
		if c == overview.ColChange && width >= 80 {
			w = 11
		}
		cols = append(cols, tui.Column{Head: p.t("district.col." + string(c)), Width: max(w, 7), Align: tui.Right})
	}
	return cols
}

// drawStreets writes what the halls of each street have together.
func (p *overviewPage) drawStreets(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	if r.Empty() {
		return
	}
	cols := p.streetColumns(r.Dx())
	var rows []tui.TableRow
	for _, a := range p.streets {
		name := a.name.In(p.lang)
		if a.key == "" {
			name = p.t("district.no_street")
		}
		base := row{key: groupPrefix, group: true, sum: a.sum}
		style := p.st(tui.Ink)
		if t, _ := tui.Find(ts, "street "+a.key); t.Pressed {
			style |= tui.Reverse
		}
		cells, styles := []string{" " + name, strconv.Itoa(a.sum.There) + "/" + strconv.Itoa(a.sum.Halls)}, []tui.Style{style, style}
		if a.sum.Away+a.sum.Refused > 0 {
			cells[1] += overview.Amber.Mark()
			styles[1] = p.st(tui.Warn | tui.Bold)
		}
		for _, col := range streetFigures(r.Dx()) {
			width := 0
			if col == overview.ColChange && r.Dx() >= 80 { // there is room for its words
				width = roomForWords
			}
			cells = append(cells, p.cell(&base, col, width))
			st := style
			if l := p.cellLight(&base, col); l > overview.Green {
				st = p.st(inkOf(l) | tui.Bold)
			}
			styles = append(styles, st)
		}
		rows = append(rows, tui.TableRow{Cells: cells, Styles: styles, Style: style})
	}
	c.Table(r, cols, rows)
}
