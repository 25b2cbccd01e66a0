package manager

import (
	"image"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// perPage is how many rows of a list are shown at once: as many as have a digit
// and still fit on the smallest screen.
const perPage = 8

// choice is one row of a list.
type choice struct {
	id, label, note string
}

// chooser is a list of which one row is chosen. The rows are those of the
// moment at which it was opened: what the clerk reads is what a key picks.
type chooser struct {
	title string
	rows  []choice
	// at is the row that Enter picks, -1 for none: Enter, the key of "next", must
	// not choose by accident.
	at   int
	pick func(id string) tea.Cmd
	// more are keys of the form beside those of the list; one of them may have
	// Enter.
	more []tui.Target
}

// choose opens a list.
func (s *Screen) choose(title string, rows []choice, pick func(id string) tea.Cmd) {
	s.list = chooser{title: title, rows: rows, at: -1, pick: pick}
	s.goTo(pageChoose)
}

// top is the first row shown.
func (l *chooser) top() int { return max(l.at, 0) / perPage * perPage }

// move takes the keys that walk through the list.
func (l *chooser) move(key string) {
	n := len(l.rows)
	if n == 0 {
		return
	}
	switch key {
	case "down":
		l.at = min(l.at+1, n-1)
	case "up":
		l.at = max(l.at-1, 0)
	case "home":
		l.at = 0
	case "end":
		l.at = n - 1
	case "pgdown", "right":
		l.turn(1)
	case "pgup", "left":
		l.turn(-1)
	}
}

// turn shows another page of the list; the first follows the last.
func (l *chooser) turn(by int) {
	pages := (len(l.rows) + perPage - 1) / perPage
	if pages > 1 {
		l.at = (l.top()/perPage + by + pages) % pages * perPage
	}
}

// tapList acts on a target of a list.
func (s *Screen) tapList(id string) tea.Cmd {
	if s.list.tapPage(id) {
		return nil
	}
	s.says = message{}
	if id == "back" {
		s.home()
		return nil
	}
	return s.list.pick(id)
}

// tapPage acts on the keys that turn pages.
func (l *chooser) tapPage(id string) bool {
	switch id {
	case "later":
		l.turn(1)
	case "earlier":
		l.turn(-1)
	default:
		return false
	}
	return true
}

// layout lays out the rows of the page and the keys under them.
func (l *chooser) layout(s *Screen, area image.Rectangle) []tui.Target {
	high := 3
	if area.Dy() < 16 {
		high = 1
	}
	foot := tui.CutBottom(&area, high)
	tui.CutTop(&area, 1)
	top := l.top()
	rows := l.rows[top:min(top+perPage, len(l.rows))]
	cols := 1
	if area.Dy() < 2*perPage && area.Dx() >= 38 {
		cols = 2
	}
	least := max(1, min(3, area.Dy()/((perPage+cols-1)/cols)))
	var ts []tui.Target
	for i, r := range tui.Grid(area, len(rows), cols, cols-1, 0, least, least) {
		ts = append(ts, l.row(rows[i], i, r))
	}
	return append(ts, l.footer(s, foot)...)
}

func (l *chooser) row(c choice, i int, r image.Rectangle) tui.Target {
	t := tui.Target{ID: c.id, Label: c.label, Key: strconv.Itoa(i + 1), Rect: r}
	if c.note != "" {
		t.Label += "  " + c.note
	}
	if l.top()+i == l.at {
		t.Selected = true
		if !slices.ContainsFunc(l.more, func(t tui.Target) bool { return slices.Contains(t.Keys(), "enter") }) {
			t.Key += " enter"
		}
	}
	if r.Dy() < 3 {
		t.Look = tui.Quiet
	}
	return t
}

func (l *chooser) footer(s *Screen, r image.Rectangle) []tui.Target {
	ts := []tui.Target{{ID: "back", Label: s.t("common.back"), Key: "esc q"}}
	ts = append(ts, l.more...)
	if len(l.rows) > perPage {
		if len(ts) < 4 || r.Dx() >= 60 {
			ts = append(ts, tui.Target{ID: "earlier", Label: s.t("manager.earlier"), Key: "pgup"})
		}
		ts = append(ts, tui.Target{ID: "later", Label: s.t("manager.later"), Key: "pgdown"})
	}
	for i, cell := range tui.Row(r, max(len(ts), 3), 1)[:len(ts)] {
		ts[i].Rect = cell
		if r.Dy() < 3 && ts[i].Look == tui.Plain {
			ts[i].Look = tui.Quiet
		}
	}
	return ts
}

// draw writes the heading; the rows are buttons.
func (l *chooser) draw(s *Screen, c *tui.Canvas, r image.Rectangle) {
	title := l.title
	if n := (len(l.rows) + perPage - 1) / perPage; n > 1 {
		title += "  " + s.t("common.page", "page", l.top()/perPage+1, "pages", n)
	}
	c.Text(r, tui.Left, tui.Accent|tui.Bold, title)
	if len(l.rows) == 0 {
		tui.CutTop(&r, 2)
		c.Text(r, tui.Left, tui.Muted, s.t("manager.list_empty"))
	}
}
