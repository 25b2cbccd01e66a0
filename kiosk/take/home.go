package take

import (
	"image"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// lines are the hall's lines as home offers them: the comprehensive ones first,
// because most people need one of them.
func (s *Screen) lines() []wire.Line {
	out := slices.Clone(s.menu.Lines)
	slices.SortStableFunc(out, func(a, b wire.Line) int {
		switch {
		case a.Special == b.Special:
			return 0
		case b.Special:
			return -1
		}
		return 1
	})
	return out
}

// homeFrame is where the things of home stand.
type homeFrame struct {
	info   image.Rectangle // in portrait: the clock, the prompt, what the hall tells
	prompt image.Rectangle
	banner image.Rectangle // empty if there is nothing to tell
	quick  image.Rectangle // search and my number
	lines  image.Rectangle
}

func (s *Screen) homeFrame(f frame) homeFrame {
	body := f.body
	var h homeFrame
	quick := f.foot.Dy()
	if f.tall {
		third := body
		third.Max.Y = max(third.Min.Y, (f.foot.Max.Y+2)/3)
		h.quick = tui.CutBottom(&third, quick)
		h.info = third
		body.Min.Y = h.quick.Max.Y
		h.lines = body
		return h
	}
	h.quick = tui.CutBottom(&body, quick)
	if s.visit.theme == "" && body.Dy() > 14 { // a row of air where there is one
		rest := body
		tui.CutTop(&rest, 1)
		if s.banner() != "" {
			tui.CutTop(&rest, 1)
		}
		was := s.sizes(f, rest)
		tui.CutTop(&rest, 1)
		if is := s.sizes(f, rest); s.sheets(is) == s.sheets(was) && is.cols == was.cols {
			tui.CutTop(&body, 1)
		}
	}
	h.prompt = tui.CutTop(&body, 1)
	if s.banner() != "" {
		h.banner = h.prompt
		if s.visit.theme != "" || s.spare(f, body) > 0 || s.sizes(f, body).per > 0 {
			h.banner = tui.CutTop(&body, 1)
		} else {
			h.prompt = image.Rectangle{} // the bar on top has it
		}
	}
	if g := s.sizes(f, body); s.strips(f) && s.visit.theme == "" && g.filled(body.Dy()) {
		// Strips must not touch what stands below them.
		body.Min.Y = h.prompt.Min.Y
		if !h.banner.Empty() {
			h.banner = tui.CutTop(&body, 1)
		}
		h.prompt = image.Rectangle{}
		tui.CutBottom(&body, 1)
	}
	h.lines = body
	return h
}

// cell is a button of home and the line that it stands for.
type cell struct {
	rect image.Rectangle
	line wire.Line
}

// homeCells are the buttons of the sheet shown; next, if there are more sheets,
// is the one that leads on.
func (s *Screen) homeCells(f frame) (cells []cell, next image.Rectangle, sheets int) {
	r := s.homeFrame(f).lines
	lines := s.lines()
	g := s.sizes(f, r)
	if g.one {
		g.heights(r.Dy())
		i := 0
		for kind := range g.n {
			h := g.height[kind]
			part := tui.CutTop(&r, g.rowsOf(kind)*(h+g.vgap))
			at := gridOf(part, g.n[kind], g.cols[kind], h, g.vgap)
			if n := len(at); n > 0 {
				at[n-1].Max.X = part.Max.X // one alone in its row takes all of it
			}
			for _, at := range at {
				cells = append(cells, cell{at, lines[i]})
				i++
			}
		}
		return cells, image.Rectangle{}, 1
	}
	per := max(1, g.per-1)
	sheets = s.sheets(g)
	first := min(s.sheet, sheets-1) * per
	count := min(per, len(lines)-first)
	rows := max(1, (g.per+g.cols[1]-1)/g.cols[1])
	h := (r.Dy()+g.vgap)/rows - g.vgap
	at := gridOf(r, g.per, g.cols[1], min(h, 9), g.vgap)
	for i := range min(count, len(at)) {
		cells = append(cells, cell{at[i], lines[first+i]})
	}
	if len(at) > 0 {
		next = at[len(at)-1]
	}
	return cells, next, sheets
}

// gridOf lays n cells out row by row, one cell of gap between columns; the first
// columns take what the division leaves.
func gridOf(r image.Rectangle, n, cols, h, vgap int) []image.Rectangle {
	out := make([]image.Rectangle, 0, n)
	x := r.Min.X
	for i := range n {
		if i%cols == 0 {
			x = r.Min.X
		}
		w, y := columnWidth(r.Dx(), cols, i%cols), r.Min.Y+(i/cols)*(h+vgap)
		out = append(out, image.Rect(x, y, x+w, y+h))
		x += w + 1
	}
	return out
}

// columnWidth is the width of a column of gridOf.
func columnWidth(width, cols, col int) int {
	room := width - (cols - 1)
	w := room / cols
	if col < room%cols {
		w++
	}
	return w
}

func (s *Screen) layoutHome(f frame) []tui.Target {
	if !s.usable() {
		return s.layoutShut(f)
	}
	h := s.homeFrame(f)
	if s.visit.theme != "" {
		return append(s.layoutVisit(s.visitOnHome(f, h)), s.quickTargets(h.quick)...)
	}
	var ts []tui.Target
	cells, next, sheets := s.homeCells(f)
	for i, at := range cells {
		ts = append(ts, s.lineTarget(at, i))
	}
	if sheets > 1 {
		to := (min(s.sheet, sheets-1) + 1) % sheets
		name, page := s.t("take.more_lines"), s.t("common.page", "page", min(s.sheet, sheets-1)+1, "pages", sheets)
		ts = append(ts, tui.Target{ID: "sheet/" + strconv.Itoa(to), Rect: next, Key: "9 pgdown", Label: label(name, []string{page}, next.Dx(), next.Dy(), true)})
	}
	return append(ts, s.quickTargets(h.quick)...)
}

// lineTarget is the button of a line.
func (s *Screen) lineTarget(at cell, i int) tui.Target {
	l, r := at.line, at.rect
	t := tui.Target{ID: "line/" + l.Theme, Rect: r, Key: strconv.Itoa(i + 1)}
	notes := s.waits(l)
	switch {
	case l.Closed != nil:
		t.Closed, notes = true, s.shut(l.Closed)
	case !l.Special && s.mixed():
		t.Look = tui.Primary
	}
	t.Label = label(s.in(l.Name), notes, r.Dx(), r.Dy(), true)
	return t
}

// mixed reports whether the hall has lines of both kinds, so that they must be
// told apart.
func (s *Screen) mixed() bool {
	special := slices.IndexFunc(s.menu.Lines, func(l wire.Line) bool { return l.Special })
	plain := slices.IndexFunc(s.menu.Lines, func(l wire.Line) bool { return !l.Special })
	return special >= 0 && plain >= 0
}

// quickTargets lead to what is not a line: every item, and a number already
// drawn.
func (s *Screen) quickTargets(r image.Rectangle) []tui.Target {
	cells := shares(r, 1, 1, 1)
	if len(cells) < 2 {
		return nil
	}
	return []tui.Target{
		{ID: "search", Rect: cells[0], Label: s.t("take.search"), Key: "+", Disabled: len(s.catalogue.Items) == 0},
		{ID: "find", Rect: cells[1], Label: s.t("take.find"), Key: "-"},
	}
}

func (s *Screen) tapHome(kind, arg string) tea.Cmd {
	switch kind {
	case "line":
		if _, ok := s.lineOf(arg); ok {
			s.goTo(pageVisit)
			s.visit.theme = arg
		}
	case "search":
		s.startSearch("", pageSearch)
	case "find":
		s.goTo(pageFind)
		s.onlyPrefix()
	case "other":
		s.goTo(pageOther)
	default:
		return s.tapVisit(kind)
	}
	return nil
}
