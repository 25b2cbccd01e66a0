package district

import (
	"image"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/tui"
)

// action is one thing that a manager does, by a key.
type action struct {
	// id is the target's, and ends the keys of its words: "district.key." on the key,
	// "district.does." in the help.
	id, key string
	do      func() tea.Cmd
	// label stands on the key instead of its own words; idle says that there is
	// nothing to do.
	label string
	look  tui.Look
	idle  bool
}

// does is an action that leads to no command.
func does(f func()) func() tea.Cmd {
	return func() tea.Cmd { f(); return nil }
}

// pageKeys are the keys of the page, not yet laid out. While something is typed the
// letters are text: only what has another key is left.
func (s *Screen) pageKeys() []tui.Target {
	var ts []tui.Target
	for _, a := range s.page().keys() {
		label := a.label
		if label == "" {
			label = s.t("district.key." + a.id)
		}
		switch a.key {
		case "enter":
			label = s.t("district.enter") + " " + label
		case "esc":
			label = "Esc " + label
		}
		ts = append(ts, tui.Target{ID: a.id, Key: a.key, Label: label, Look: a.look, Disabled: a.idle})
	}
	return ts
}

// keyNeeds is how wide a key must be: its words, its rims, and its letter.
func keyNeeds(t tui.Target) int {
	w := tui.Width(t.Label) + 4
	if keys := t.Keys(); len(keys) > 0 && len(keys[0]) == 1 {
		w += 2
	}
	return w
}

// keyRows parts keys into rows of that width, each as wide as its words.
func keyRows(width int, ts []tui.Target) (rows [][]tui.Target) {
	left := 0
	for i, t := range ts {
		if need := keyNeeds(t) + 1; i == 0 || need > left+1 {
			rows, left = append(rows, nil), width
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], t)
		left -= keyNeeds(t) + 1
	}
	return rows
}

func keysHeight(width int, ts []tui.Target) int { return len(keyRows(width, ts)) }

// layoutKeys lays keys out in r, the height of which is keysHeight's; what a row has
// to spare its keys share.
func layoutKeys(r image.Rectangle, ts []tui.Target) []tui.Target {
	var out []tui.Target
	for _, row := range keyRows(r.Dx(), ts) {
		line := tui.CutTop(&r, 1)
		spare := line.Dx() + 1
		for _, t := range row {
			spare -= keyNeeds(t) + 1
		}
		for i, t := range row {
			share := max(0, min(spare/(len(row)-i), 8)) // keys as wide as a hand are no easier to hit
			spare -= share
			t.Rect = tui.CutLeft(&line, keyNeeds(t)+share)
			tui.CutLeft(&line, 1)
			out = append(out, t)
		}
	}
	return out
}

// Help lists the keys of the page, those that work everywhere, and what the marks
// mean.
func (s *Screen) Help() []string {
	if s.state == nil {
		return nil
	}
	lines := []string{s.t("district.help_title"), s.t("district.help_tabs")}
	for _, a := range s.page().keys() {
		name := a.key
		switch {
		case a.key == "enter":
			name = s.t("district.enter")
		case a.key == "esc":
			name = "Esc"
		case a.key == "pgdown":
			name = "PgDn"
		case len(a.key) == 1:
			name = strings.ToUpper(a.key)
		}
		lines = append(lines, pad(name, 6)+s.t("district.does."+a.id))
	}
	lines = append(lines, pad("L", 6)+s.t("district.does.language"))
	if s.hall == nil && s.tab == tabHalls {
		lines = append(lines, s.t("district.help_sort"), s.t("district.help_tree"))
	}
	if s.hall == nil && s.tab == tabReports {
		return append(lines, "", s.t("district.help_parts"), s.t("district.help_reported"), s.t("district.help_end"))
	}
	return append(lines, "", s.t("district.help_marks", "act", overview.Red.Mark(), "look", overview.Amber.Mark(), "never", "?"), s.t("district.help_compare"), s.t("district.help_away"), s.t("district.help_end"))
}
