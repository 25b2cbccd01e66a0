package tray

import (
	"image"

	"onewindow/kiosk/tui"
)

// actKeys are the keys of acts; what undoes one has the same key.
var actKeys = map[Act]string{
	Pull: "p", Refill: "p", Open: "o", Shut: "o", Tear: "t", Jam: "c", Free: "c", Silence: "s", Answer: "s",
	Unplug: "u", Plug: "u", Restart: "r", Card: "i",
}

// now is the act that a key does now: itself, or what undoes it.
func (s *Screen) now(a Act) Act {
	p := s.state.Printer
	switch {
	case a == Pull && p != nil && p.PaperEnd:
		return Refill
	case a == Open && p != nil && p.Cover:
		return Shut
	case a == Jam && p != nil && p.Stuck:
		return Free
	case a == Silence && s.state.Silent:
		return Answer
	case a == Unplug && s.state.Unplugged:
		return Plug
	}
	return a
}

// areas are the parts of the screen; papers and side are empty where they are not
// shown.
type areas struct {
	title, papers, nav, side, keys image.Rectangle
	// single: there is room for papers or devices, not for both.
	single bool
	// keyRows are the rows of a key.
	keyRows int
}

const (
	keyRows = 3 // of a key, where there is room
	keyCols = 17
	navRows = 1
	// paperCols are the columns of a paper of 80 mm on its card, with the gap to the
	// next.
	paperCols = 576/perCol + 3
	sideCols  = 43 // the least beside papers where the screen is wide
	// stackCols and stackRows are the least for papers above devices, and roomyRows
	// that for keys of three rows on a screen that shows one of them.
	stackCols = 60
	stackRows = 36
	roomyRows = 32
)

// turn is the target that changes between papers and devices.
const turn = "turn"

func (s *Screen) areas(area image.Rectangle) (a areas) {
	height := area.Dy()
	a.title, a.keyRows = tui.CutTop(&area, 1), keyRows
	acts := len(s.state.Acts)
	papers := s.state.Printer != nil
	beside := area.Dx() >= paperCols+22
	if !beside && (area.Dx() < stackCols || height < stackRows) {
		a.single = papers
		if height < roomyRows {
			a.keyRows = 1
		}
		if a.single {
			acts++
		}
		a.keys = tui.CutBottom(&area, rowsOf(acts, area.Dx())*a.keyRows)
		if !papers || s.devices {
			a.side = area
			return a
		}
		a.papers = area
		a.nav = tui.CutBottom(&a.papers, navRows)
		return a
	}
	if papers && area.Dx() >= paperCols+sideCols {
		n := min((area.Dx()-sideCols)/paperCols, 3)
		a.papers = tui.CutLeft(&area, n*paperCols)
		a.nav = tui.CutBottom(&a.papers, navRows)
		a.keys = tui.CutBottom(&area, rowsOf(acts, area.Dx())*keyRows)
		a.side = area
		return a
	}
	a.keys = tui.CutBottom(&area, rowsOf(acts, area.Dx())*keyRows)
	switch {
	case !papers:
		a.side = area
		return a
	case beside:
		a.papers = tui.CutLeft(&area, paperCols)
	default:
		a.papers = tui.CutTop(&area, area.Dy()*3/5)
	}
	a.nav, a.side = tui.CutBottom(&a.papers, navRows), area
	return a
}

// rowsOf is how many rows n keys take, so that none is narrower than it must be.
func rowsOf(n, width int) int {
	per := max(width/keyCols, 1)
	return (n + per - 1) / per
}

// Layout places the keys.
func (s *Screen) Layout(area image.Rectangle) []tui.Target {
	if !s.told {
		return nil
	}
	a := s.areas(area)
	var ts []tui.Target
	if len(s.sheets) > 0 && a.nav.Dx() > 0 {
		nav := []tui.Target{
			{ID: "older", Label: s.t("tray.older"), Key: "left", Disabled: s.back >= len(s.sheets)-1},
			{ID: "newer", Label: s.t("tray.newer"), Key: "right", Disabled: s.back == 0},
			{ID: "up", Label: s.t("tray.up"), Key: "up pgup", Disabled: s.down == 0},
			{ID: "down", Label: s.t("tray.down"), Key: "down pgdown", Disabled: s.down >= s.deepest()},
		}
		for i, r := range tui.Row(a.nav, len(nav), 1) {
			nav[i].Rect, nav[i].Look = r, tui.Quiet
		}
		ts = append(ts, nav...)
	}
	var keys []tui.Target
	for _, act := range s.state.Acts {
		act = s.now(act)
		keys = append(keys, tui.Target{ID: string(act), Label: s.t("tray." + string(act)), Key: actKeys[act], Look: look(act)})
	}
	if a.single {
		label := "tray.see_devices"
		if s.devices {
			label = "tray.see_papers"
		}
		keys = append(keys, tui.Target{ID: turn, Label: s.t(label), Key: "d"})
	}
	rows := rowsOf(len(keys), a.keys.Dx())
	if rows == 0 {
		return ts
	}
	per := (len(keys) + rows - 1) / rows
	for i, r := range tui.Grid(a.keys, len(keys), per, 0, 0, a.keyRows, a.keyRows) {
		keys[i].Rect = r
		ts = append(ts, keys[i])
	}
	return ts
}

// look tells what undoes a trouble from what makes one.
func look(a Act) tui.Look {
	switch a {
	case Refill, Shut, Free, Answer, Plug:
		return tui.Primary
	}
	return tui.Plain
}

// shown are the indices of the papers that are shown, the newest first.
func (s *Screen) shown(width int) (at []int) {
	for i := len(s.sheets) - 1 - s.back; i >= 0; i-- {
		if width -= s.sheets[i].cols + 3; width < 0 && len(at) > 0 {
			break
		}
		at = append(at, i)
	}
	return at
}

// rows is how many rows of a paper are seen at once.
func (s *Screen) rows() int {
	return max(s.areas(image.Rect(0, 0, s.w, s.h)).papers.Dy()-1, 1)
}

// page is how far a touch scrolls.
func (s *Screen) page() int { return max(s.rows()*2/3, 1) }

// deepest is how far the shown papers can be scrolled.
func (s *Screen) deepest() int {
	if s.w == 0 {
		return 0
	}
	most := 0
	for _, i := range s.shown(s.areas(image.Rect(0, 0, s.w, s.h)).papers.Dx()) {
		most = max(most, s.sheets[i].rows)
	}
	return max(most-s.rows(), 0)
}
