package take

import (
	"image"
	"slices"

	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// spare is how many rows the lines leave free at their least height.
func (s *Screen) spare(f frame, r image.Rectangle) int {
	g := s.sizes(f, r)
	return r.Dy() - g.rows()
}

// sizes is how large the buttons of the lines are: those of comprehensive lines
// and those of specialised ones.
type sizes struct {
	n           [2]int // lines of each kind
	cols, least [2]int
	vgap        int
	height      [2]int
	one         bool // all lines on one sheet
	per         int  // buttons on a sheet, if there are several
}

func (g sizes) rowsOf(kind int) int { return (g.n[kind] + g.cols[kind] - 1) / max(1, g.cols[kind]) }

// filled reports whether no row of that many is left free.
func (g sizes) filled(rows int) bool {
	used := g.rows()
	if !g.one {
		used = (g.per+g.cols[1]-1)/g.cols[1]*(g.least[1]+g.vgap) - g.vgap
	}
	return used >= rows
}

// rows is what the least heights take.
func (g sizes) rows() int {
	return g.rowsOf(0)*(g.least[0]+g.vgap) + g.rowsOf(1)*(g.least[1]+g.vgap) - g.vgap
}

func (s *Screen) sizes(f frame, r image.Rectangle) sizes {
	cols, least := 2, 4
	switch {
	case f.wide && r.Dx() >= 74:
		cols = 3
	case r.Dx() < 38:
		cols = 1
	}
	if s.strips(f) {
		least = 2
	}
	if !s.large || f.low { // a low screen is sparse enough
		return s.sizesOf(f, r, cols, least)
	}
	// Large text has fewer and higher buttons, as long as nobody has to leaf
	// through more than two sheets.
	fewer := max(1, cols-1)
	tries := []sizes{s.sizesOf(f, r, fewer, least+1), s.sizesOf(f, r, fewer, least), s.sizesOf(f, r, cols, least+1)}
	for most := 1; most <= 2; most++ {
		for _, g := range tries {
			if s.sheets(g) <= most {
				return g
			}
		}
	}
	return s.sizesOf(f, r, cols, least)
}

// sheets is on how many sheets the lines stand.
func (s *Screen) sheets(g sizes) int {
	if g.one {
		return 1
	}
	per := max(1, g.per-1)
	return (len(s.menu.Lines) + per - 1) / per
}

// sizesOf is sizes for that many columns and that least height.
func (s *Screen) sizesOf(f frame, r image.Rectangle, cols, least int) sizes {
	var g sizes
	lines := s.lines()
	for _, l := range lines {
		g.n[kindOf(l)]++
	}
	if s.strips(f) {
		g.vgap = 1
	}
	if f.low && slices.ContainsFunc(lines, func(l wire.Line) bool {
		return len(tui.WrapLines(s.in(l.Name), columnWidth(r.Dx(), cols, cols-1)-4)) > 2
	}) {
		cols = 1 // there is no row for the rest of a name
	}
	g.cols, g.least = [2]int{cols, cols}, [2]int{least, least}
	// Names that need a second line need a row more.
	var seen [2]int
	for _, l := range lines {
		kind := kindOf(l)
		w := columnWidth(r.Dx(), cols, seen[kind]%cols)
		seen[kind]++
		if len(tui.WrapLines(s.in(l.Name), w-4)) > 1 && least > 2 {
			g.least[kind] = least + 1
		}
	}
	if f.tall && r.Dy() >= 24 { // comprehensive lines as wide as the page
		wide := g
		wide.cols[0] = 1
		if wide.rows() <= r.Dy() {
			g = wide
		}
	}
	g.one = len(lines) <= 9 && g.rows() <= r.Dy()
	if !g.one {
		h := max(g.least[0], g.least[1])
		g.per = min(9, cols*((r.Dy()+g.vgap)/(h+g.vgap)))
	}
	return g
}

func kindOf(l wire.Line) int {
	if l.Special {
		return 1
	}
	return 0
}

// heights shares the rows out: comprehensive lines are larger than the others.
func (g *sizes) heights(rows int) {
	g.height = g.least
	free := rows - g.rows()
	most := max(9, rows/max(1, g.rowsOf(0)+g.rowsOf(1))+2)
	for grown := true; grown && free > 0; {
		grown = false
		for kind := range g.n {
			n := g.rowsOf(kind)
			// Comprehensive lines grow first, and stay a row ahead.
			ready := kind == 0 && (g.n[1] == 0 || g.height[0] <= g.height[1]+1) || kind == 1 && (g.n[0] == 0 || g.height[1] < g.height[0])
			if n > 0 && n <= free && g.height[kind] < most && ready {
				g.height[kind]++
				free -= n
				grown = true
			}
		}
	}
}
