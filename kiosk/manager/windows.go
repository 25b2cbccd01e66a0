package manager

import (
	"strconv"
	"strings"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// windowRow is a window in one line; full adds the clerk and the day's count.
func (s *Screen) windowRow(w wire.WindowRow, full bool) string {
	return w.Label + " " + s.windowState(w, full)
}

// windowState is what windowRow says after the window's label.
func (s *Screen) windowState(w wire.WindowRow, full bool) string {
	parts := []string{marks[w.State], s.T("common.state." + string(w.State))}
	if w.State == queue.Closed {
		return strings.Join(compact(append(parts, s.themePrefixes(w.Own), s.asked(w))), " ")
	}
	parts = append(parts, words.Elapsed(s.Now().Sub(w.Since)), w.Number)
	if full {
		parts = append(parts, s.clerk(w))
	}
	if w.Reason != "" {
		parts = append(parts, s.Worded("common.pause."+w.Reason, w.Reason))
	}
	if full && w.Number == "" {
		parts = append(parts, s.T("manager.served_here", "n", w.Served))
	}
	return strings.Join(compact(append(parts, s.asked(w))), " ")
}

// clerkCells is how wide a clerk's name may be in the grid.
const clerkCells = 10

// clerkName is who is signed in at a window, by name, or by id if there is none.
func (s *Screen) clerkName(w wire.WindowRow) string {
	if w.Name == "" {
		return w.Clerk
	}
	return w.Name
}

// clerk is the same, short.
func (s *Screen) clerk(w wire.WindowRow) string { return tui.Truncate(s.clerkName(w), clerkCells) }

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

// short is a running time in at most five cells: "12:05", from an hour on
// "1h05".
func short(d time.Duration) string {
	if d < time.Hour {
		return words.Elapsed(d)
	}
	m := int(d / time.Minute)
	rest := strconv.Itoa(m % 60)
	if len(rest) < 2 {
		rest = "0" + rest
	}
	return strconv.Itoa(m/60) + "h" + rest
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
