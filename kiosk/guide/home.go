package guide

import (
	"image"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/wire"
)

// homeAction is one thing that a guide does from home.
type homeAction struct{ id, key, shown string }

// homeActions are all but giving a number, in the order of their keys.
var homeActions = []homeAction{
	{"look", "t", "T"}, {"why", "w", "W"}, {"papers", "p", "P"}, {"missed", "b", "B"}, {"held", "h", "H"}, {"calls", "r", "R"}, {"sign", "s", "S"},
}

// homeKeys are the keys at the bottom of home, not yet laid out.
func (s *Screen) homeKeys() []tui.Target {
	var ts []tui.Target
	for _, a := range homeActions {
		t := tui.Target{ID: a.id, Key: a.key, Label: s.T("guide.key." + a.id)}
		switch a.id {
		case "papers":
			t.Closed, t.Label = len(s.hall.Unpapered) == 0, s.papersLabel()
		case "missed":
			t.Closed = len(s.hall.Missed) == 0
		case "held":
			t.Closed = len(s.hall.Held) == 0
		case "calls":
			t.Closed = len(s.hall.Helps) == 0
			if !t.Closed {
				t.Look = tui.Danger
			}
		case "sign":
			if _, ok := s.session.Who(); ok {
				t.Label = s.T("guide.key.leave")
			}
		}
		ts = append(ts, t)
	}
	return ts
}

// homeAreas are the parts of home: where numbers are given, what else there is to
// see, and the keys.
type homeAreas struct {
	issue, aside, keys image.Rectangle
}

func (s *Screen) homeAreas(area image.Rectangle) homeAreas {
	var a homeAreas
	a.keys = tui.CutBottom(&area, staff.KeysHeight(area, s.homeKeys()))
	if area.Dy() > 20 {
		tui.CutBottom(&area, 1)
	}
	a.issue = tui.CutLeft(&area, area.Dx()*56/100)
	tui.CutLeft(&area, 2)
	a.aside = area
	return a
}

// tileHeight is how high the tile of a line is at most.
const tileHeight = 5

// tiles are the lines that fit, and where they stand.
type tiles struct {
	lines []wire.Line
	cells []image.Rectangle // of the lines, of the search for an item, and of what leads on
	more  bool              // not all lines fit
	rows  bool              // the lines are rows of a list, because their names are long
}

// tiles lays the lines out in r, below its heading: as tiles, or, where the names
// would not fit on them, as a list.
func (s *Screen) tiles(r image.Rectangle) tiles {
	tui.CutTop(&r, 1)
	all := s.hall.Lines
	cols := 2
	if r.Dx() < 36 || 4*(len(all)+1) <= r.Dy() {
		cols = 1
	}
	cells := tui.Grid(r, len(all)+1, cols, 1, 0, 3, tileHeight)
	fits := func(l wire.Line) bool {
		return len(cells) == 0 || cells[0].Dy() > 3 || tui.Width(s.In(l.Name))+6 <= cells[0].Dx()
	}
	t := tiles{lines: all, cells: cells}
	if !every(all, fits) {
		t.cells, t.rows = tui.Grid(r, len(all)+1, 1, 0, 0, 1, 1), true
	}
	if len(t.cells) == len(all)+1 && len(all) <= 9 {
		return t
	}
	per := max(1, min(9, len(t.cells)-2))
	from := s.skip
	if from >= len(all) {
		from = 0
	}
	t.lines, t.more = all[from:min(len(all), from+per)], true
	t.cells = t.cells[:min(len(t.cells), len(t.lines)+2)]
	return t
}

func every(ls []wire.Line, ok func(wire.Line) bool) bool {
	for _, l := range ls {
		if !ok(l) {
			return false
		}
	}
	return true
}

func (s *Screen) layoutHome(area image.Rectangle) []tui.Target {
	a := s.homeAreas(area)
	g := s.tiles(a.issue)
	var ts []tui.Target
	for i, l := range g.lines {
		if i < len(g.cells) {
			ts = append(ts, s.tile(l, i, g.cells[i], g.rows))
		}
	}
	rest := []tui.Target{{ID: "item", Key: "f /", Label: s.T("guide.key.item")}}
	if g.more {
		rest = append(rest, tui.Target{ID: "more", Key: "+ n pgdown", Label: s.T("guide.key.more")})
	}
	for i, t := range rest {
		if n := len(g.lines) + i; n < len(g.cells) {
			t.Rect = g.cells[n]
			if g.rows { // its name begins under the others
				t.Look = tui.Quiet
				t.Label += strings.Repeat(" ", max(0, t.Rect.Dx()-6-tui.Width(t.Label)))
			}
			ts = append(ts, t)
		}
	}
	ts = append(ts, s.asideTargets(a.aside)...)
	return append(ts, staff.LayoutKeys(a.keys, s.homeKeys())...)
}

// tile is a line as a target: its name, and how it stands where there is room.
func (s *Screen) tile(l wire.Line, i int, r image.Rectangle, row bool) tui.Target {
	t := tui.Target{ID: "line " + l.Theme, Key: strconv.Itoa(i + 1), Rect: r, Label: s.In(l.Name), Closed: l.Closed != nil}
	switch {
	case row:
		t.Look = tui.Quiet
		count := s.T("staff.waiting", "n", l.Waiting)
		room := r.Dx() - 7 - tui.Width(count) // the key, a space, and the edges
		name := tui.Truncate(t.Label, room-1)
		t.Label = name + strings.Repeat(" ", max(1, room-tui.Width(name))) + count
	case r.Dy() >= 5 || r.Dy() == 4 && tui.Width(t.Label)+4 <= r.Dx(): // else a long name has both rows
		t.Label += "\n" + s.standing(l, r.Dx()-8) // under the name, behind the key
	}
	return t
}

// standing is how a line stands, as far as it fits on its tile.
func (s *Screen) standing(l wire.Line, width int) string {
	if l.Closed != nil {
		if why := s.Refusal(string(l.Closed.Code), l.Closed.Params, l.Closed.Until); tui.Width(why) <= width {
			return why
		}
		return s.T("guide.shut")
	}
	count := s.T("guide.tile.nobody")
	if l.Waiting > 0 {
		count = s.T("guide.tile.waiting", "n", l.Waiting)
	}
	text := count
	switch e := l.Estimate; {
	case l.Windows == 0:
		text += " " + s.T("common.no_window")
	case e.High == 0:
	case e.Rough:
		text += " " + s.T("guide.tile.rough", "span", words.WaitSpan(e.Low, e.High, false))
	default:
		text += " " + s.T("guide.tile.minutes", "span", words.WaitSpan(e.Low, e.High, false))
	}
	if tui.Width(text) > width {
		return count
	}
	return text
}

func (s *Screen) drawHome(c *tui.Canvas, area image.Rectangle, ts []tui.Target) {
	a := s.homeAreas(area)
	c.Text(a.issue, tui.Left, tui.Accent|tui.Bold, s.T("guide.issue"))
	s.drawAside(c, a.aside, ts)
	for _, t := range ts {
		if !isRow(t.ID) {
			c.Button(t)
		}
	}
}

// tapHome acts on a target of home.
func (s *Screen) tapHome(id string) tea.Cmd {
	s.Hush()
	kind, arg, _ := strings.Cut(id, " ")
	switch kind {
	case "row":
		return s.tapRow(arg)
	case "line":
		return s.openSlip(arg)
	case "item":
		return s.tickets.ChooseItems(s.T("guide.which_item"), "", nil, s.openSlipFor)
	case "more":
		s.turnLines()
	case "look":
		s.tickets.LookUp()
	case "why":
		s.tickets.AskWhy("")
	case "papers":
		return s.openPapers()
	case "missed":
		s.openMissed()
	case "held":
		s.openHeld()
	case "calls":
		s.openCalls()
	case "sign":
		s.sign()
	}
	return nil
}

// turnLines shows the lines behind those that there is room for, and after the last
// the first.
func (s *Screen) turnLines() {
	_, page, _ := staff.FrameOf(image.Rect(0, 0, s.size.W, s.size.H))
	s.cutBanners(&page)
	s.skip += len(s.tiles(s.homeAreas(page).issue).lines)
	if s.skip >= len(s.hall.Lines) {
		s.skip = 0
	}
	s.Turn()
}

// sign opens the sign-in, or asks whether to sign out.
func (s *Screen) sign() {
	who, ok := s.session.Who()
	if !ok {
		s.session.SignIn(nil)
		return
	}
	s.Confirm(s.T("guide.leave_ask", "name", who.Name), s.T("guide.key.leave"), s.session.SignOut)
}
