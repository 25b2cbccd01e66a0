package manager

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// marks tell the states of a window apart by shape; words stand beside them.
var marks = map[queue.WindowState]string{
	queue.Closed: "[ ]", queue.Idle: "[=]", queue.Calling: "[!]", queue.WindowServing: "[#]", queue.Paused: "[|]",
}

var stateStyles = map[queue.WindowState]tui.Style{
	queue.Closed: tui.Muted, queue.Idle: tui.Good, queue.Calling: tui.Accent, queue.WindowServing: tui.Ink, queue.Paused: tui.Warn,
}

// Widths of a window's cell: with the clerk and the day's count, or, where there
// are too many windows for that, without.
const (
	fullCell  = 38
	shortCell = 28
)

// windowColumns is how many windows stand in a row of r.
func (s *Screen) windowColumns(r image.Rectangle) int {
	if cols := max(1, r.Dx()/fullCell); cols*r.Dy() >= len(s.view.Windows) {
		return cols
	}
	return max(1, r.Dx()/shortCell)
}

// windowCells lay the windows out under a heading row, in columns of rows; from
// is the window shown first. Whole rows are left out above, and never so many
// that room stays empty.
func (s *Screen) windowCells(r image.Rectangle) (from int, cells []image.Rectangle) {
	tui.CutTop(&r, 1)
	cols := s.windowColumns(r)
	rows := (len(s.view.Windows) + cols - 1) / cols
	from = max(0, min(s.skip, rows-r.Dy())) * cols
	return from, tui.Grid(r, len(s.view.Windows)-from, cols, 2, 0, 1, 1)
}

// scrollWindows moves the grid; keys are those of tea.KeyPressMsg.
func (s *Screen) scrollWindows(key string) {
	switch key {
	case "down":
		s.skip = min(s.skip+1, len(s.view.Windows))
	case "up":
		s.skip = max(s.skip-1, 0)
	case "pgdown":
		s.skip = min(s.skip+8, len(s.view.Windows))
	case "pgup":
		s.skip = max(s.skip-8, 0)
	case "home":
		s.skip = 0
	}
}

// drawWindows writes the grid of windows.
func (s *Screen) drawWindows(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	from, cells := s.windowCells(r)
	head := s.t("manager.windows")
	if rest := len(s.view.Windows) - from - len(cells); from > 0 || rest > 0 {
		head += "  " + s.t("manager.more_windows", "above", from, "below", rest)
	}
	c.Text(r, tui.Left, tui.Accent|tui.Bold, head)
	for i, cell := range cells {
		w := s.view.Windows[from+i]
		style := stateStyles[w.State]
		if t, ok := tui.Find(ts, "win "+w.ID); ok && t.Pressed {
			style |= tui.Reverse
		}
		c.Text(cell, tui.Left, style, s.windowRow(w, cell.Dx() >= fullCell-2))
	}
}

// windowRow is a window in one line; full adds the clerk and the day's count.
func (s *Screen) windowRow(w wire.WindowRow, full bool) string {
	return w.Label + " " + s.windowState(w, full)
}

// windowState is what windowRow says after the window's label.
func (s *Screen) windowState(w wire.WindowRow, full bool) string {
	parts := []string{marks[w.State], s.t("common.state." + string(w.State))}
	if w.State == queue.Closed {
		return strings.Join(append(parts, s.themePrefixes(w.Own)), " ")
	}
	parts = append(parts, words.Elapsed(s.now.Sub(w.Since)), w.Number)
	if full {
		parts = append(parts, s.clerk(w))
	}
	if w.Reason != "" {
		parts = append(parts, s.worded("common.pause."+w.Reason, w.Reason))
	}
	if full && w.Number == "" {
		parts = append(parts, s.t("manager.served_here", "n", w.Served))
	}
	return strings.Join(compact(parts), " ")
}

// clerkCells is how wide a clerk's name may be in the grid.
const clerkCells = 10

// clerk is who is signed in at a window, by name, or by id if there is none.
func (s *Screen) clerk(w wire.WindowRow) string {
	if w.Name == "" {
		return w.Clerk
	}
	return tui.Truncate(w.Name, clerkCells)
}

// themePrefixes are the letters of the themes' numbers.
func (s *Screen) themePrefixes(themes []string) string {
	var out []string
	for _, th := range themes {
		if l := s.line(th); l != nil {
			out = append(out, l.Prefix)
		}
	}
	return strings.Join(out, " ")
}

func compact(parts []string) []string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}
