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
	{"window.help.visit", []string{"finish", "papers", "change", "hold", "transfer", "cancel", "undo"}},
	{"window.help.window", []string{"pause", "staff", "panic", "accept", "signout", "help"}},
}

// openHelp shows all keys; the page before comes back after it.
func (s *Screen) openHelp() {
	s.helpAt = 0
	s.goTo(pageHelp)
}

// Help is what the shell shows on other pages than the working one.
func (s *Screen) Help() []string {
	switch s.page {
	case pageWork, pageAnswer, pageHelp, pageConnecting:
		return nil
	case pageEnter:
		return []string{s.t("common.help"), s.t("window.help.typing"), s.t("window.help.panic_short")}
	case pageFinish:
		return []string{s.t("common.help"), s.t("window.help.finish"), s.t("window.help.lists"), s.t("window.help.panic_short")}
	}
	return []string{s.t("common.help"), s.t("window.help.lists"), s.t("window.help.panic_short")}
}

// helpLine is one row of the help: keys and what they do, or a heading.
type helpLine struct{ keys, text string }

func (s *Screen) helpLines() (groups [][]helpLine) {
	keys := map[string]string{"panic": "F9 F9   ! !", "accept": "A  D"}
	for _, a := range actions {
		keys[a.id] = s.keyNames(a.keys)
	}
	for _, g := range helpGroups {
		ls := []helpLine{{text: s.t(g.title)}}
		for _, id := range g.ids {
			ls = append(ls, helpLine{keys[id], s.does(id)})
		}
		groups = append(groups, ls)
	}
	last := len(groups) - 1
	groups[last] = append(groups[last], helpLine{text: s.t("window.help.lists")})
	return groups
}

// keyNames are keys as they stand on keyboards.
func (s *Screen) keyNames(keys string) string {
	names := map[string]string{"enter": "Enter", "space": s.t("window.key_space"), "pgdown": "PgDn", "pgup": "PgUp", "backspace": "Backspace", "f1": "F1"}
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

// helpPages parts the help into pages of rows that fit.
func (s *Screen) helpPages(r image.Rectangle) [][]helpLine {
	var all []helpLine
	groups := s.helpLines()
	total := 0
	for _, g := range groups {
		total += len(g) + 1
	}
	for i, g := range groups {
		if i > 0 && total <= r.Dy() {
			all = append(all, helpLine{})
		}
		all = append(all, g...)
	}
	n := max(1, r.Dy())
	var pages [][]helpLine
	for len(all) > n {
		pages = append(pages, all[:n])
		all = all[n:]
	}
	return append(pages, all)
}

// layoutHelp are the keys of the help page.
func (s *Screen) layoutHelp(f frame) []tui.Target {
	r := f.body
	high := 3
	if r.Dy() < 16 {
		high = 1
	}
	foot := tui.CutBottom(&r, high)
	ts := []tui.Target{{ID: "back", Key: "esc enter q 0 ? f1", Label: s.t("common.back"), Look: tui.Primary}}
	if len(s.helpPages(s.helpBody(f))) > 1 {
		ts = append(ts, tui.Target{ID: "later", Key: "pgdown + space down", Label: s.t("common.later")})
	}
	for i, cell := range tui.Row(foot, 3, 1)[:len(ts)] {
		ts[i].Rect = cell
	}
	return ts
}

// helpBody is where the lines of the help stand.
func (s *Screen) helpBody(f frame) image.Rectangle {
	r := f.body
	if r.Dy() < 16 {
		tui.CutBottom(&r, 1)
	} else {
		tui.CutBottom(&r, 4)
	}
	if !f.small {
		tui.CutTop(&r, 1)
	}
	return r
}

func (s *Screen) drawHelp(c *tui.Canvas, f frame) {
	r := s.helpBody(f)
	if !f.small {
		c.Fill(r, tui.Card)
		c.Text(image.Rect(r.Min.X, r.Min.Y-1, r.Max.X, r.Min.Y), tui.Left, tui.Accent|tui.Bold, s.t("common.help"))
	}
	pages := s.helpPages(r)
	keys := 0
	for _, p := range pages {
		for _, l := range p {
			keys = max(keys, tui.Width(l.keys))
		}
	}
	keys = min(keys, 22)
	style, muted, accent := tui.Ink|tui.OnCard, tui.CardMuted, tui.CardAccent
	if f.small {
		style, muted, accent = tui.Ink, tui.Muted, tui.Accent
		keys = 9
	}
	r = tui.Inset(r, 1, 0)
	for _, l := range pages[s.helpAt%len(pages)] {
		row := tui.CutTop(&r, 1)
		switch {
		case l.keys == "" && l.text != "":
			c.Text(row, tui.Left, accent|tui.Bold, l.text)
		case l.keys != "":
			c.Text(tui.CutLeft(&row, keys), tui.Left, muted|tui.Bold, l.keys)
			tui.CutLeft(&row, 2)
			c.Text(row, tui.Left, style, l.text)
		}
	}
}

// tapHelp turns the page or goes back.
func (s *Screen) tapHelp(id string) tea.Cmd {
	if id == "later" {
		s.helpAt++
		return nil
	}
	s.home()
	return nil
}

// does says what an action does; of undo also until when it can be done.
func (s *Screen) does(id string) string {
	if id != "undo" {
		return s.t("window.does." + id)
	}
	until := ""
	if s.view != nil && s.view.Undo != "" && s.secondsTo(s.view.UndoUntil) > 0 {
		until = s.local(s.view.UndoUntil).Format(time.TimeOnly)
	}
	return s.t("window.does.undo", "until", until)
}
