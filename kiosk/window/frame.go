package window

import (
	"image"
	"slices"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// frame parts the screen. On a small one, a form's heading and the message
// share a row.
type frame struct {
	small   bool // a strip beside the business system
	wide    bool // two panes
	title   image.Rectangle
	body    image.Rectangle
	message image.Rectangle
	keys    image.Rectangle
	cols    int // keys in a row
	rows    int // rows of keys
}

// isSmall reports whether only the strip fits.
func isSmall(area image.Rectangle) bool {
	return area.Dy() < 18 || area.Dx() < 60 && area.Dy() < 28
}

func (s *Screen) frame(area image.Rectangle) frame {
	f := frame{small: isSmall(area), wide: area.Dx() >= 100}
	f.cols = s.keyColumns(area.Dx(), f.small)
	f.rows = (len(actions) + f.cols - 1) / f.cols
	working := s.page == pageWork || s.page == pageAnswer
	if f.small {
		if !working {
			f.body, f.message = area, image.Rect(area.Min.X, area.Min.Y, area.Max.X, area.Min.Y+1)
			return f
		}
		f.title = tui.CutTop(&area, 1)
		f.rows = min(f.rows, max(3, area.Dy()/2))
		f.keys = tui.CutBottom(&area, f.rows)
		f.message = tui.CutBottom(&area, 1)
		f.body = area
		return f
	}
	f.title = tui.CutTop(&area, 1)
	if working {
		high := max(1, min(3, (area.Dy()-16)/f.rows))
		f.keys = tui.CutBottom(&area, f.rows*high)
	}
	f.message = tui.Inset(tui.CutBottom(&area, 2), 1, 0)
	f.body = tui.Inset(area, 1, 0)
	return f
}

// keyColumns is how many keys stand in a row, so that a key and its name fit.
func (s *Screen) keyColumns(width int, small bool) int {
	switch {
	case width >= 84:
		return 7
	case width >= 60:
		return 5
	case small && s.set.Lang != queue.En:
		return 4
	}
	return 3
}

// layoutKeys lays out the keys of the work page, or the answers to the question
// whether the called citizen came. Enter is not among these.
func (s *Screen) layoutKeys(f frame) []tui.Target {
	if s.page == pageAnswer {
		return s.layoutAnswers(f)
	}
	shown, gap := actions, 1
	if n := f.cols * f.rows; n < len(actions) {
		// The last key is always there: unbound, q may mean "end the program".
		shown = append(slices.Clone(actions[:n-1]), actions[len(actions)-1])
	}
	if f.small {
		gap = 0
	}
	var ts []tui.Target
	high := f.keys.Dy() / f.rows
	for i, r := range tui.Grid(f.keys, len(shown), f.cols, gap, 0, high, high) {
		t := s.target(shown[i])
		t.Rect = r
		if f.small && t.Look == tui.Plain {
			t.Look = tui.Quiet
		}
		if long := s.t("window.key_next"); t.ID == "next" && tui.Width(long) <= r.Dx()-4 {
			t.Label = long
		}
		ts = append(ts, t)
	}
	return ts
}

// nameKeys writes Enter on the key that confirms a list, where there is room, and
// leaves the letter of the key that finds out where there is none.
func (s *Screen) nameKeys(ts []tui.Target) []tui.Target {
	for i, t := range ts {
		if t.ID == "find" && tui.Width(t.Label)+2 > t.Rect.Dx()-2 {
			ts[i].Key = "tab / s"
		}
		if long := s.t("common.enter_confirm"); t.ID == "confirm" && tui.Width(long) <= t.Rect.Dx()-4 {
			ts[i].Label = long
		}
	}
	return ts
}

func (s *Screen) layoutAnswers(f frame) []tui.Target {
	ts := []tui.Target{
		{ID: "start", Key: "+ s", Label: s.t("window.key.start"), Look: tui.Primary},
		{ID: "noshow", Key: "- n", Label: s.t("window.not_here")},
		{ID: "recall", Key: "* r", Label: s.t("window.key.recall")},
		{ID: "back", Key: "esc q", Label: s.t("common.back")},
	}
	cols, high := 4, min(3, f.keys.Dy())
	if f.keys.Dx() < 60 {
		cols, high = 2, max(1, min(3, f.keys.Dy()/2))
	}
	for i, r := range tui.Grid(f.keys, len(ts), cols, 1, 0, high, high) {
		ts[i].Rect = r
	}
	return ts
}
