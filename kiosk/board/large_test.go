package board_test

import (
	"strings"
	"testing"

	"onewindow/kiosk/board"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
)

// large checks that the board shows a text in large words of at least that many
// rows.
func large(t *testing.T, s *board.Screen, w, h int, text string, least int) {
	t.Helper()
	p := tuitest.Picture(s, w, h)
	screen := strings.Split(p, "\n")
	for rows := least; rows <= h/2; rows++ {
		if contains(screen, inWords(text, rows)) {
			return
		}
	}
	t.Errorf("the board of %dx%d does not show %q in words of %d rows:\n%s", w, h, text, least, p)
}

// inWords is a line of large words alone.
func inWords(text string, rows int) []string {
	text = strings.ReplaceAll(text, " ", "  ")
	w, _, _ := board.OwnFace().WordsSize(text, rows)
	c := tui.NewCanvas(w, rows, nil)
	c.Clear()
	c.Words(c.Area(), tui.Left, tui.Ink, board.OwnFace(), text)
	return strings.Split(c.String(), "\n")
}

// contains reports whether each line of a drawing stands on the screen, one
// below the other.
func contains(screen, drawing []string) bool {
	for y := range len(screen) - len(drawing) + 1 {
		all := true
		for i, l := range drawing {
			all = all && strings.Contains(screen[y+i], strings.TrimSpace(l))
		}
		if all {
			return true
		}
	}
	return false
}
