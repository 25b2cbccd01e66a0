package window

import (
	"image"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// helpGroups are the actions as the help groups them.
var helpGroups = []struct {
	title string
	ids   []string
}{
	{"window.help.call", []string{"next", "recall", "start", "noshow", "call", "return"}},
	{"window.help.visit", []string{"finish", "papers", "change", "hold", "transfer", "cancel", "reprint", "undo"}},
	{"window.help.window", []string{"pause", "staff", "panic", "accept", "signout", "help"}},
}

// helpPage shows all keys, over whatever is open.
type helpPage struct {
	s  *Screen
	at int // the page of the help
}

func (s *Screen) openHelp() { s.Open(&helpPage{s: s}) }

// Help is what the shell shows over lists and forms.
func (s *Screen) Help() []string {
	top := s.Top()
	if s.view == nil || top == nil && s.own != pageSignIn {
		return nil
	}
	lines := []string{s.T("common.help")}
	switch top.(type) {
	case *helpPage:
		return nil
	case *finishing:
		lines = append(lines, s.T("window.help.finish"))
	}
	if s.Typing() {
		return append(lines, s.T("window.help.typing"), s.T("window.help.alarm"))
	}
	return append(lines, s.T("window.help.lists"), s.T("window.help.alarm"))
}

// helpLine is one row of the help: keys and what they do, or a heading.
type helpLine struct{ keys, text string }

// helpLines are all keys in their groups.
func (s *Screen) helpLines() (groups [][]helpLine) {
	keys := map[string]string{"panic": "F9 F9   ! !", "accept": "A  D"}
	for _, a := range actions {
		keys[a.id] = s.keyNames(a.keys)
	}
	for _, g := range helpGroups {
		ls := []helpLine{{text: s.T(g.title)}}
		for _, id := range g.ids {
			ls = append(ls, helpLine{keys[id], s.does(id)})
		}
		groups = append(groups, ls)
	}
	last := len(groups) - 1
	groups[last] = append(groups[last], helpLine{text: s.T("window.help.lists")})
	return groups
}

// keyNames are keys as they stand on keyboards.
func (s *Screen) keyNames(keys string) string {
	names := map[string]string{"enter": "Enter", "space": s.T("window.key_space"), "pgdown": "PgDn", "pgup": "PgUp", "backspace": "Backspace", "f1": "F1"}
	var out []string
	for _, k := range strings.Fields(keys) {
		if n, ok := names[k]; ok {
			k = n
		}
		if len(k) == 1 {
			k = strings.ToUpper(k)
		}
		out = append(out, k)
	}
	return strings.Join(out, "  ")
}

// inColumns reports whether no line of the help is cut in a column of that width.
func inColumns(groups [][]helpLine, w int) bool {
	for _, g := range groups {
		for _, l := range g {
			room := w
			if l.keys != "" {
				room -= helpKeys + 1
			}
			if tui.Width(l.text) > room {
				return false
			}
		}
	}
	return true
}

// pages parts the help into pages of columns of rows that fit.
func (h *helpPage) pages(r image.Rectangle) (pages [][][]helpLine) {
	groups := h.s.helpLines()
	columns := [][]helpLine{joined(groups, r.Dy())}
	if half := len(groups) / 2; inColumns(groups, (r.Dx()-2-helpBetween)/2) {
		columns = [][]helpLine{joined(groups[:half+1], r.Dy()), joined(groups[half+1:], r.Dy())}
	}
	n := max(1, r.Dy())
	for {
		var page [][]helpLine
		more := false
		for i, c := range columns {
			k := min(n, len(c))
			page = append(page, c[:k])
			columns[i] = c[k:]
			more = more || len(columns[i]) > 0
		}
		pages = append(pages, page)
		if !more {
			return pages
		}
	}
}

// joined are groups below each other, with a row between them where there is
// room.
func joined(groups [][]helpLine, room int) []helpLine {
	total := len(groups) - 1
	for _, g := range groups {
		total += len(g)
	}
	var all []helpLine
	for i, g := range groups {
		if i > 0 && total <= room {
			all = append(all, helpLine{})
		}
		all = append(all, g...)
	}
	return all
}

// areas are the lines and the keys of the page.
func (h *helpPage) areas(area image.Rectangle) (lines, keys image.Rectangle) {
	high := 3
	if area.Dy() < 16 {
		high = 1
	}
	keys = tui.CutBottom(&area, high)
	if area.Dy() >= 16 {
		tui.CutBottom(&area, 1)
	}
	return area, keys
}

// Layout returns the keys that turn the page and lead back.
func (h *helpPage) Layout(area image.Rectangle) []tui.Target {
	lines, keys := h.areas(area)
	ts := []tui.Target{{ID: "back", Key: "0 esc enter q ? f1", Label: h.s.T("common.back"), Look: tui.Primary}}
	if len(h.pages(lines)) > 1 {
		ts = append(ts, tui.Target{ID: "later", Key: "+ pgdown space down", Label: h.s.T("common.later")})
	}
	for i, cell := range tui.Row(keys, 3, 1)[:len(ts)] {
		ts[i].Rect = cell
	}
	return ts
}

// helpKeys is how wide the column of keys is; on a strip only the first counts.
const helpKeys, helpKeysSmall = 18, 9

// helpBetween is how many cells part two columns.
const helpBetween = 3

// Draw writes the lines: keys, and what they do.
func (h *helpPage) Draw(c *tui.Canvas, area image.Rectangle, ts []tui.Target) {
	r, _ := h.areas(area)
	pages := h.pages(r)
	keys, style, muted, accent := helpKeysSmall, tui.Ink, tui.Muted, tui.Accent
	if area.Dx() >= 60 {
		keys, style, muted, accent = helpKeys, tui.Ink|tui.OnCard, tui.CardMuted, tui.CardAccent
		c.Fill(r, tui.Card)
		r = tui.Inset(r, 1, 0)
	}
	page := pages[h.at%len(pages)]
	step := 1
	if len(pages) == 1 && 2*len(page[0]) <= r.Dy() {
		step = 2
	}
	for i, column := range tui.Row(r, len(page), helpBetween) {
		for _, l := range page[i] {
			row := tui.CutTop(&column, 1)
			tui.CutTop(&column, step-1)
			if l.keys == "" {
				c.Text(row, tui.Left, accent|tui.Bold, l.text)
				continue
			}
			shown := l.keys
			if keys == helpKeysSmall {
				shown, _, _ = strings.Cut(shown, "  ")
			}
			c.Text(tui.CutLeft(&row, keys), tui.Left, muted|tui.Bold, shown)
			tui.CutLeft(&row, 1)
			c.Text(row, tui.Left, style, l.text)
		}
	}
	for _, t := range ts {
		c.Button(t)
	}
}

// Tap turns the page or goes back.
func (h *helpPage) Tap(id string) tea.Cmd {
	if id == "later" {
		h.at++
	} else {
		h.s.Back()
	}
	return nil
}

// Key closes the help, whatever key it is.
func (h *helpPage) Key(tea.KeyPressMsg) tea.Cmd { return h.Tap("back") }

// Typing is never.
func (h *helpPage) Typing() bool { return false }

// does says what an action does; of undo also until when it can be done.
func (s *Screen) does(id string) string {
	if id != "undo" {
		return s.T("window.does." + id)
	}
	until := ""
	if s.view != nil && s.view.Undo != "" && s.SecondsTo(s.view.UndoUntil) > 0 {
		until = s.Local(s.view.UndoUntil).Format(time.TimeOnly)
	}
	return s.T("window.does.undo", "until", until)
}
