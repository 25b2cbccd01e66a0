package manager

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// Sizes of a window's card on the page of windows.
const (
	cardWidth  = 18
	cardHeight = 4
)

// cardCells lay the windows' cards out under a heading row; from is the window
// shown first. s.cols is how many stand in a row, for the arrow keys.
func (s *Screen) cardCells(r image.Rectangle) (from int, cells []image.Rectangle) {
	tui.CutTop(&r, 1)
	cols := max(1, (r.Dx()+1)/(cardWidth+1))
	n := len(s.view.Windows)
	rows := (n + cols - 1) / cols
	high := cardHeight + 1
	fit := max(1, (r.Dy()+1)/high)
	top := shown(s.reached(n)/cols, rows, fit)
	s.cols = cols
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

// layoutCards are the windows' cards as targets.
func (s *Screen) layoutCards(r image.Rectangle) []tui.Target {
	from, cells := s.cardCells(r)
	var ts []tui.Target
	for i, at := range cells {
		ts = append(ts, tui.Target{ID: "win " + s.view.Windows[from+i].ID, Rect: cardRect(at), Look: tui.Quiet, Selected: from+i == s.reached(len(s.view.Windows))})
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

// drawCards writes the page of windows.
func (s *Screen) drawCards(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	from, cells := s.cardCells(r)
	s.drawLegend(c, r, grid{above: from, below: len(s.view.Windows) - from - len(cells)})
	for i, at := range cells {
		w := s.view.Windows[from+i]
		t, _ := tui.Find(ts, "win "+w.ID)
		s.drawCard(c, cardRect(at), w, t)
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
	if w.Asked != nil {
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
func (s *Screen) chosen() *wire.WindowRow {
	n := len(s.view.Windows)
	if n == 0 {
		return nil
	}
	return &s.view.Windows[s.reached(n)]
}
