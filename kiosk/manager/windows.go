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

// windowCells lay the windows out, from the first that is shown, under a
// heading row. They are columns of rows.
func (s *Screen) windowCells(r image.Rectangle) []image.Rectangle {
	tui.CutTop(&r, 1)
	cols := max(1, r.Dx()/38)
	return tui.Grid(r, len(s.view.Windows)-s.first(r, cols), cols, 2, 0, 1, 1)
}

// first is the window shown first: whole rows are left out, and never so many
// that room stays empty.
func (s *Screen) first(r image.Rectangle, cols int) int {
	rows := (len(s.view.Windows) + cols - 1) / cols
	return max(0, min(s.skip, rows-r.Dy())) * cols
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
	cells := s.windowCells(r)
	head := s.t("manager.windows")
	from := len(s.view.Windows) - len(cells)
	if body := r; len(cells) > 0 {
		tui.CutTop(&body, 1)
		from = s.first(body, max(1, body.Dx()/38))
		if rest := len(s.view.Windows) - from - len(cells); from > 0 || rest > 0 {
			head += "  " + s.t("manager.more_windows", "above", from, "below", rest)
		}
	}
	c.Text(r, tui.Left, tui.Accent|tui.Bold, head)
	for i, cell := range cells {
		w := s.view.Windows[from+i]
		style := stateStyles[w.State]
		if t, ok := tui.Find(ts, "win "+w.ID); ok && t.Pressed {
			style |= tui.Reverse
		}
		c.Text(cell, tui.Left, style, s.windowRow(w))
	}
}

// windowRow is a window in one line.
func (s *Screen) windowRow(w wire.WindowRow) string {
	parts := []string{w.Label, marks[w.State], s.t("common.state." + string(w.State))}
	if w.State != queue.Closed {
		parts = append(parts, words.Elapsed(s.now.Sub(w.Since)), w.Number, w.Clerk)
		if w.Reason != "" {
			parts = append(parts, s.worded("clerk.pause."+w.Reason, w.Reason))
		}
		if w.Number == "" {
			parts = append(parts, s.t("manager.served_here", "n", w.Served))
		}
	} else {
		parts = append(parts, s.themePrefixes(w.Own))
	}
	return strings.Join(compact(parts), " ")
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
