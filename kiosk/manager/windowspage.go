package manager

import (
	"image"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// windowsPage is the page of all windows, a card for each.
type windowsPage struct {
	*Screen
	reach
}

// keys act on the window that the arrow keys have reached.
func (p *windowsPage) keys() []action {
	out := []action{{id: "open", key: "enter", do: p.enter, alone: true, look: tui.Primary}}
	out = append(out, p.common("assign", "ask", "free")...)
	out[1].do, out[2].do, out[3].do = p.with(p.openThemes), p.with(p.askWindow), p.with(p.askFree)
	return append(out, action{id: "story", key: "t", do: p.story}, action{id: "find", key: "g", do: opens(p.findWindow), alone: true})
}

// with does something with the window that was reached.
func (p *windowsPage) with(act func(id string)) func() tea.Cmd {
	return opens(func() {
		if w := p.chosen(); w != nil {
			act(w.ID)
		}
	})
}

func (p *windowsPage) walk(key string) { p.move(key, len(p.view.Windows), cardColumns(p.body())) }

func (p *windowsPage) enter() tea.Cmd { return p.with(p.openWindow)() }

// story tells the story of the number at the window that was reached.
func (p *windowsPage) story() tea.Cmd {
	if w := p.chosen(); w != nil && w.Number != "" {
		return p.tickets.Show(w.Number)
	}
	p.Say(tui.Accent, "manager.nobody_there")
	return nil
}

// Sizes of a window's card on the page of windows.
const (
	cardWidth  = 18
	cardHeight = 4
)

// cardColumns is how many cards stand in a row of r.
func cardColumns(r image.Rectangle) int { return max(1, (r.Dx()+1)/(cardWidth+1)) }

// cells lay the windows' cards out under a heading row; from is the window
// shown first.
func (p *windowsPage) cells(r image.Rectangle) (from int, cells []image.Rectangle) {
	tui.CutTop(&r, 1)
	cols := cardColumns(r)
	n := len(p.view.Windows)
	rows := (n + cols - 1) / cols
	high := cardHeight + 1
	fit := max(1, (r.Dy()+1)/high)
	top := shown(p.among(n)/cols, rows, fit)
	for i := top * cols; i < n; i++ {
		row := i/cols - top
		at := column(r, i%cols, cols, 1)
		at.Min.Y += row * high
		at.Max.Y = at.Min.Y + high
		if row >= fit || at.Min.Y+cardHeight > r.Max.Y && row > 0 {
			break
		}
		cells = append(cells, at.Intersect(r))
	}
	return top * cols, cells
}

// layout are the windows' cards as targets.
func (p *windowsPage) layout(r image.Rectangle) []tui.Target {
	from, cells := p.cells(r)
	var ts []tui.Target
	for i, at := range cells {
		ts = append(ts, tui.Target{ID: "win " + p.view.Windows[from+i].ID, Rect: cardRect(at), Look: tui.Quiet, Selected: from+i == p.among(len(p.view.Windows))})
	}
	return ts
}

// cardRect is a card within its cell: a row is left between two of them.
func cardRect(r image.Rectangle) image.Rectangle {
	if r.Dy() > cardHeight {
		r.Max.Y--
	}
	return r
}

// draw writes the page of windows.
func (p *windowsPage) draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	from, cells := p.cells(r)
	p.drawLegend(c, r, grid{above: from, below: len(p.view.Windows) - from - len(cells)})
	for i, at := range cells {
		w := p.view.Windows[from+i]
		t, _ := tui.Find(ts, "win "+w.ID)
		p.drawCard(c, cardRect(at), w, t)
	}
}

// drawCard writes a window: its state in words, the number and what for, the
// time, who serves, what it is set to serve.
func (s *Screen) drawCard(c *tui.Canvas, r image.Rectangle, w wire.WindowRow, t tui.Target) {
	style := s.st(s.cellStyle(w))
	paper := style
	if style&0xff < tui.Title && !s.Cut() { // an ink of the page: closed, idle, paused
		paper = style | tui.OnCard
	}
	if t.Pressed || t.Selected {
		paper |= tui.Reverse
	}
	c.Fill(r, paper)
	in := tui.Inset(r, 1, 0)
	head := s.T("manager.window_no", "window", w.Label)
	row := tui.CutTop(&in, 1)
	c.Text(row, tui.Left, paper|tui.Bold, head)
	tui.CutLeft(&row, tui.Width(head)+1)
	c.Text(row, tui.Right, paper, marks[w.State]+" "+s.T("common.state."+string(w.State)))
	row = tui.CutTop(&in, 1)
	left, right := s.cardWork(w)
	c.Text(row, tui.Right, paper, right)
	tui.CutRight(&row, tui.Width(right)+1)
	c.Text(row, tui.Left, paper|tui.Bold, left)
	row = tui.CutTop(&in, 1)
	count := s.T("manager.served_short", "n", w.Served)
	if w.State == queue.Closed && w.Served == 0 {
		count = ""
	}
	c.Text(row, tui.Right, paper, count)
	tui.CutRight(&row, tui.Width(count)+1)
	c.Text(row, tui.Left, paper, s.clerk(w))
	c.Text(in, tui.Left, paper, s.cardThemes(w))
}

// cardWork is what a window is about, and for how long.
func (s *Screen) cardWork(w wire.WindowRow) (what, time string) {
	if w.State != queue.Closed {
		time = words.Elapsed(s.Now().Sub(w.Since)) + s.visit(w).mark()
	}
	what = w.Number
	if what == "" && w.Reason != "" {
		what = s.Worded("common.pause."+w.Reason, w.Reason)
	}
	return what, time
}

// cardThemes are the services of a window by their letters, those that it helps
// with after a plus; or what a manager asks of it.
func (s *Screen) cardThemes(w wire.WindowRow) string {
	switch {
	case w.Asked != nil && w.Asked.Answer != "":
		return s.T("manager.asked."+string(w.Asked.Answer), "n", s.Minutes(w.Asked.Answered))
	case w.Asked != nil:
		return s.T("manager.asked."+string(w.Asked.What), "n", s.Minutes(w.Asked.At))
	}
	text := s.themePrefixes(w.Own)
	if spill := s.themePrefixes(w.Spill); spill != "" {
		text += " + " + spill
	}
	if l := s.line(strings.Join(w.Own, " ")); l != nil && len(w.Spill) == 0 { // one service alone: by its name
		text = s.In(l.Name)
	}
	return text
}

// chosen is the window that the arrow keys have reached.
func (p *windowsPage) chosen() *wire.WindowRow {
	n := len(p.view.Windows)
	if n == 0 {
		return nil
	}
	return &p.view.Windows[p.among(n)]
}
