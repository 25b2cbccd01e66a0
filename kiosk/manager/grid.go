package manager

import (
	"image"
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// cell is a size of a window in the overview's grid.
type cell struct{ w, h int }

// Sizes, from the one that says most, a card with a row below it. The mini cell
// is the window's number and the mark of its state.
var (
	cardCell  = cell{cardWidth, cardHeight + 1}
	tallCell  = cell{14, 3}
	smallCell = cell{11, 2}
	flatCell  = cell{10, 1}
	miniCell  = cell{3, 1}
)

// zone is the windows of a waiting area, by their index in the view.
type zone struct {
	name    string
	windows []int
}

// zones are the waiting areas in the order of their first windows.
func (p *overviewPage) zones() []zone {
	var zs []zone
	of := map[string]int{}
	for i, w := range p.view.Windows {
		n, ok := of[w.Zone]
		if !ok {
			n = len(zs)
			of[w.Zone] = n
			zs = append(zs, zone{name: p.zoneName(w.Zone)})
		}
		zs[n].windows = append(zs[n].windows, i)
	}
	return zs
}

// spot is where a window, or the name of a zone, stands in the grid.
type spot struct {
	at     image.Rectangle
	window int    // -1 for a zone's name
	name   string // of the zone
}

// grid is the windows laid out.
type grid struct {
	size         cell
	spots        []spot
	above, below int // windows that are not shown
	bottom       int // the row below the last one
}

// gutter is how wide the names of zones are beside their rows.
func gutter(zs []zone) int {
	w := 0
	for _, z := range zs {
		w = max(w, tui.Width(z.name))
	}
	return min(w, 12) + 1
}

// gridRows is how many rows of cells the grid has in that width; byZone gives
// each zone rows of its own, with its name beside them.
func (p *overviewPage) gridRows(width int, size cell, byZone bool) int {
	zs := p.zones()
	cols := gridColumns(width, size, byZone, zs)
	if !byZone {
		n := len(p.view.Windows)
		if len(zs) > 1 {
			n += len(zs)
		}
		return (n + cols - 1) / cols
	}
	rows := 0
	for _, z := range zs {
		rows += (len(z.windows) + cols - 1) / cols
	}
	return rows
}

// gridColumns is how many cells stand in a row.
func gridColumns(width int, size cell, byZone bool, zs []zone) int {
	if byZone {
		width -= gutter(zs)
	}
	return max(1, (width+1)/(size.w+1))
}

// gridPlan is a way to lay the windows out.
type gridPlan struct {
	size   cell
	byZone bool
}

// gridPlans are all of them, the one that says most first.
var gridPlans = []gridPlan{{cardCell, true}, {cardCell, false}, {tallCell, true}, {tallCell, false}, {smallCell, true}, {smallCell, false}, {flatCell, true}, {flatCell, false}, {miniCell, false}}

// grid lays the windows out in r under a heading row, in the first way that shows
// them all; if none does, the arrow keys scroll.
func (p *overviewPage) grid(r image.Rectangle) grid {
	tui.CutTop(&r, 1)
	many := len(p.zones()) > 1
	for _, way := range gridPlans {
		if (many || !way.byZone) && p.gridRows(r.Dx(), way.size, way.byZone)*way.size.h <= r.Dy() {
			return p.place(r, way)
		}
	}
	if r.Dy() < 8 {
		return p.place(r, gridPlan{flatCell, false})
	}
	return p.place(r, gridPlan{smallCell, many})
}

// place lays the windows out in that way.
func (p *overviewPage) place(r image.Rectangle, way gridPlan) grid {
	zs := p.zones()
	size, byZone := way.size, way.byZone
	cols := gridColumns(r.Dx(), size, byZone, zs)
	names := r
	if byZone {
		names = tui.CutLeft(&r, gutter(zs))
	}
	g := grid{size: size}
	fit := max(1, r.Dy()/size.h)
	rows := p.gridRows(r.Dx(), size, byZone)
	from := max(0, min(p.skip, rows-fit))
	row, col := 0, 0
	put := func(sp spot, at image.Rectangle) {
		if row < from || row >= from+fit || r.Dy() < size.h {
			switch {
			case sp.window < 0:
			case row < from:
				g.above++
			default:
				g.below++
			}
			return
		}
		at.Min.Y += (row - from) * size.h
		at.Max.Y = at.Min.Y + size.h
		sp.at = at
		g.bottom = max(g.bottom, at.Max.Y)
		g.spots = append(g.spots, sp)
	}
	step := func() {
		if col++; col == cols {
			row, col = row+1, 0
		}
	}
	for _, z := range zs {
		switch {
		case byZone:
			if col > 0 {
				row, col = row+1, 0
			}
			put(spot{window: -1, name: z.name}, names)
		case len(zs) > 1:
			put(spot{window: -1, name: z.name}, column(r, col, cols, 1))
			step()
		}
		for _, i := range z.windows {
			put(spot{window: i}, column(r, col, cols, 1))
			step()
		}
	}
	return g
}

// scrollGrid moves the grid; keys are those of tea.KeyPressMsg.
func (p *overviewPage) scrollGrid(key string) {
	switch key {
	case "down":
		p.skip = min(p.skip+1, len(p.view.Windows))
	case "up":
		p.skip = max(p.skip-1, 0)
	case "pgdown":
		p.skip = min(p.skip+4, len(p.view.Windows))
	case "pgup":
		p.skip = max(p.skip-4, 0)
	case "home":
		p.skip = 0
	}
}

// layoutGrid are the windows that can be touched; mini cells are too small.
func (p *overviewPage) layoutGrid(r image.Rectangle) []tui.Target {
	g := p.grid(r)
	var ts []tui.Target
	for _, sp := range g.spots {
		if sp.window >= 0 && sp.at.Dx() >= 6 {
			at := sp.at
			if g.size == cardCell {
				at = cardRect(at)
			}
			ts = append(ts, tui.Target{ID: "win " + p.view.Windows[sp.window].ID, Rect: at, Look: tui.Quiet})
		}
	}
	return ts
}

// drawGrid writes the windows under the legend, which counts the states too.
func (p *overviewPage) drawGrid(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	if r.Dy() < 2 {
		return
	}
	g := p.grid(r)
	p.drawLegend(c, r, g)
	for _, sp := range g.spots {
		if sp.window < 0 {
			c.Text(sp.at, tui.Left, tui.Muted|tui.Bold, sp.name)
			continue
		}
		w := p.view.Windows[sp.window]
		t, _ := tui.Find(ts, "win "+w.ID)
		if g.size == cardCell {
			p.drawCard(c, cardRect(sp.at), w, t)
			continue
		}
		p.drawCell(c, sp.at, w, t.Pressed)
	}
}

// drawLegend is the heading of the windows.
func (s *Screen) drawLegend(c *tui.Canvas, r image.Rectangle, g grid) {
	r.Max.Y = r.Min.Y + 1
	c.Fill(r, tui.Head)
	r = tui.Inset(r, 1, 0)
	head := s.T("manager.windows")
	if g.above > 0 || g.below > 0 {
		head += "  " + s.T("manager.more_windows", "above", g.above, "below", g.below)
	}
	tui.CutLeft(&r, c.Text(r, tui.Left, tui.Head|tui.Bold, head)+2)
	count := map[queue.WindowState]int{}
	for _, w := range s.view.Windows {
		count[w.State]++
	}
	for _, st := range []queue.WindowState{queue.WindowServing, queue.Calling, queue.Idle, queue.Paused, queue.Closed} {
		text := marks[st] + " " + s.T("common.state."+string(st)) + " " + strconv.Itoa(count[st])
		if tui.Width(text) > r.Dx() {
			return
		}
		tui.CutLeft(&r, c.Text(r, tui.Left, s.st(stateInk[st]|tui.OnHead), text)+2)
	}
	if text := s.T("manager.legend_long"); tui.Width(text) <= r.Dx() {
		c.Text(r, tui.Right, tui.Muted|tui.OnHead, text)
	}
}

// marks tell the states of a window apart by shape.
var marks = map[queue.WindowState]string{
	queue.Closed: "-", queue.Idle: "=", queue.Calling: ">", queue.WindowServing: "#", queue.Paused: "|",
}

// stateInk colours them.
var stateInk = map[queue.WindowState]tui.Style{
	queue.Closed: tui.Muted, queue.Idle: tui.Good, queue.Calling: tui.Accent, queue.WindowServing: tui.Ink, queue.Paused: tui.Warn,
}

// cellStyle is the ground and ink of a window: a visit that takes long is filled,
// one that is under way stands on a card.
func (s *Screen) cellStyle(w wire.WindowRow) tui.Style {
	switch s.visit(w) {
	case red:
		return tui.BadFill
	case amber:
		return tui.WarnFill
	}
	switch w.State {
	case queue.Closed:
		return tui.Muted
	case queue.Idle:
		return tui.Good
	case queue.Paused:
		return tui.Warn
	case queue.Calling:
		return tui.CardAccent | tui.Bold
	}
	return tui.Card
}

// visit is how a window's visit stands beside what is usual.
func (s *Screen) visit(w wire.WindowRow) light {
	if w.State != queue.WindowServing || w.Amber <= 0 {
		return plain
	}
	return lightOf(int(s.Now().Sub(w.Since).Seconds()), w.Amber, max(w.Red, w.Amber))
}

// drawCell writes a window: its number, the mark of its state, the time, and, as
// there is room, the number served, what is asked of it, and the clerk.
func (p *overviewPage) drawCell(c *tui.Canvas, r image.Rectangle, w wire.WindowRow, pressed bool) {
	style := p.st(p.cellStyle(w))
	if pressed {
		style |= tui.Reverse
	}
	c.Fill(r, style)
	mark := marks[w.State]
	if late := p.visit(w).mark(); late != "" {
		mark = late
	}
	if r.Dx() < 6 {
		c.Text(r, tui.Left, style, w.Label+mark[:1])
		return
	}
	head := w.Label + " " + mark
	time := p.cellTime(w)
	if w.State == queue.Closed {
		time = p.themePrefixes(w.Own)
	}
	top := tui.CutTop(&r, 1)
	c.Text(top, tui.Left, style|tui.Bold, head)
	tui.CutLeft(&top, tui.Width(head)+1)
	if r.Dy() == 2 {
		c.Text(top, tui.Right, style, p.T("common.state."+string(w.State)))
		row := tui.CutTop(&r, 1)
		c.Text(row, tui.Left, style, w.Number+p.asked(w))
		tui.CutLeft(&row, tui.Width(w.Number+p.asked(w))+1)
		c.Text(row, tui.Right, style, time)
		c.Text(r, tui.Left, style, clip(p.clerkName(w), r.Dx()))
		return
	}
	c.Text(top, tui.Right, style, time)
	if r.Dy() == 1 {
		what := w.Number + p.asked(w)
		if what != "" {
			c.Text(r, tui.Left, style, what)
			tui.CutLeft(&r, tui.Width(what)+1)
		}
		c.Text(r, tui.Left, style, clip(p.clerkName(w), r.Dx()))
	}
}

// asked says that a manager's wish stands there, or what its clerk has answered.
func (s *Screen) asked(w wire.WindowRow) string {
	if w.Asked == nil {
		return ""
	}
	text := s.T("manager.asked_short." + string(w.Asked.What))
	if w.Asked.Answer != "" {
		text = s.T("manager.asked_short." + string(w.Asked.Answer))
	}
	if w.Number != "" {
		return " " + text
	}
	return text
}

// cellTime is how long the state lasts, short.
func (p *overviewPage) cellTime(w wire.WindowRow) string { return short(p.Now().Sub(w.Since)) }
