package take

import (
	"image"
	"slices"
	"strings"

	"onewindow/kiosk/tui"
)

// move leads the arrows from button to button, and reports whether the key was
// one of them. The button reached has Enter.
func (s *Screen) move(key string) bool {
	var dir image.Point
	switch key {
	case "up":
		dir.Y = -1
	case "down":
		dir.Y = 1
	case "left":
		dir.X = -1
	case "right":
		dir.X = 1
	case "tab", "shift+tab":
	default:
		return false
	}
	if s.size == (tui.SizeMsg{}) {
		return true // nothing is shown yet
	}
	ts := slices.DeleteFunc(tui.Reachable(s.Layout(image.Rect(0, 0, s.size.W, s.size.H))), func(t tui.Target) bool { return t.Disabled })
	if len(ts) == 0 {
		return true
	}
	at := slices.IndexFunc(ts, func(t tui.Target) bool { return t.ID == s.focus })
	switch {
	case at < 0:
		at = max(0, slices.IndexFunc(ts, hasEnter))
	case key == "tab":
		at = (at + 1) % len(ts)
	case key == "shift+tab":
		at = (at + len(ts) - 1) % len(ts)
	default:
		at = nearest(ts, at, dir)
	}
	s.focus = ts[at].ID
	return true
}

func hasEnter(t tui.Target) bool { return slices.Contains(t.Keys(), "enter") }

// nearest is the target next to ts[at] in a direction, at itself if there is
// none: sideways steps count more than those along the way.
func nearest(ts []tui.Target, at int, dir image.Point) int {
	from := middle(ts[at].Rect)
	best, bestCost := at, 1<<30
	for i, t := range ts {
		d := middle(t.Rect).Sub(from)
		// A cell is twice as high as wide.
		along, aside := d.X*dir.X+2*d.Y*dir.Y, d.X*dir.Y+2*d.Y*dir.X
		if i == at || along <= 0 {
			continue
		}
		if cost := along + 3*max(aside, -aside); cost < bestCost {
			best, bestCost = i, cost
		}
	}
	return best
}

func middle(r image.Rectangle) image.Point { return r.Min.Add(r.Max).Div(2) }

// giveEnter gives Enter, and # on a telephone's keypad, to the button that the
// arrows have reached, else to the one that has it anyway; and takes keys off
// the face of buttons that have no room for them.
func (s *Screen) giveEnter(ts []tui.Target) []tui.Target {
	if minus := slices.ContainsFunc(ts, func(t tui.Target) bool { return slices.Contains(t.Keys(), "-") }); !minus {
		for i := range ts { // minus leads back too where it means nothing else
			if ts[i].ID == "back" {
				ts[i].Key += " -"
			}
		}
	}
	at := -1
	if s.focus != "" {
		at = slices.IndexFunc(ts, func(t tui.Target) bool { return t.ID == s.focus && !t.Disabled })
	}
	for i := range ts {
		t := &ts[i]
		switch {
		case i == at && !hasEnter(*t):
			t.Key = strings.TrimSpace(t.Key + " enter #")
		case at >= 0 && i != at && hasEnter(*t):
			t.Key = strings.TrimSpace(strings.NewReplacer("enter", "", "#", "").Replace(t.Key))
		case hasEnter(*t):
			t.Key += " #"
		}
		name, _, _ := strings.Cut(t.Label, "\n")
		rows := t.Rect.Dy()
		if rows >= 3 {
			rows -= 2
		}
		if first, _, _ := strings.Cut(t.Key, " "); len(first) == 1 && len(tui.WrapLines(name, t.Rect.Dx()-4)) > rows {
			t.Key = "alt+" + first + " " + t.Key
		}
	}
	return ts
}
