package take

import (
	"image"

	"onewindow/kiosk/tui"
)

// visitFrame parts the page of a visit: what it is and what to bring, the one
// big button, and what else can be said before.
type visitFrame struct {
	card, title, text, sooner, pager, list, take image.Rectangle
	more                                         []image.Rectangle // the other buttons
}

// bigRows is how many rows the one big button has at least where there is room: its
// name, and below it how long it takes.
const bigRows = 5

func (s *Screen) visitFrame(f frame) visitFrame {
	body := f.body
	n := len(s.moreTargets(f.low))
	var v visitFrame
	switch {
	case f.low || f.wide:
		v = s.beside(f, &body, n)
	default:
		h := f.foot.Dy()
		rows := tui.CutBottom(&body, (n+1)/2*h)
		v.more = gridOf(rows, n, 2, h, 0)
		v.take = tui.CutBottom(&body, max(bigRows, min(9, body.Dy()/4)))
		tui.CutBottom(&body, 1)
	}
	if !f.low && s.page != pageHome && body.Dy() > 16 {
		tui.CutTop(&body, 1)
	}
	v.card = body
	high, strip := 1, f.foot.Dy()
	listed := !f.low && s.listable()
	if body.Dy() > 6 && !f.low && !(listed && body.Dy() < strip+8) {
		high = 2
	} else if l, ok := s.onlyLeg(); ok && body.Dy() > 2 && tui.Width(s.in(l.Name)) > body.Dx()-2 {
		high = 2 // for the rest of the name
	}
	v.title = tui.CutTop(&body, high)
	if !f.low {
		tui.CutTop(&body, 1)
	}
	var below image.Rectangle // of the buttons at the foot of the card
	cut := func() {
		body.Max.Y = v.card.Max.Y
		below = tui.CutBottom(&body, strip)
		v.card.Max.Y = body.Max.Y
	}
	if listed {
		cut()
		v.list = below
	}
	if body.Dy() > 8 {
		tui.CutBottom(&body, 1)
	}
	s.cutText(&v, body)
	if len(s.visitRows(v.text.Dx(), v.text.Dy())) <= v.text.Dy() {
		return v
	}
	switch {
	case listed:
		cells := shares(below, 1, 1, 1, 2)
		v.pager, v.list = image.Rectangle{Min: cells[0].Min, Max: cells[1].Max}, cells[2]
	case v.card.Dy() > high+strip:
		cut()
		v.pager = below
		s.cutText(&v, body)
	}
	return v
}

// cutText parts what is left of the card into the text and, below it, what is said of
// other halls.
func (s *Screen) cutText(v *visitFrame, r image.Rectangle) {
	r = tui.Inset(r, 1, 0)
	v.sooner = image.Rectangle{}
	if n := len(s.soonerLines(r.Dx(), (r.Dy()-2)/2)); n > 0 {
		v.sooner = tui.CutBottom(&r, n)
		if r.Dy() > 6 {
			tui.CutBottom(&r, 1)
		}
	}
	v.text = r
}

// beside stands the buttons beside the text: the big one above the others, or,
// where they would leave it no room, above them over the whole width.
func (s *Screen) beside(f frame, body *image.Rectangle, n int) visitFrame {
	var v visitFrame
	width, h := min(40, max(17, body.Dx()/3)), f.foot.Dy()
	if !f.low {
		h = max(3, min(5, body.Dy()/6))
	}
	least := 3
	if f.low {
		least = bigRows
	}
	if body.Dy()-n*h >= least {
		col := tui.CutRight(body, width)
		tui.CutRight(body, 1)
		v.more = tui.Grid(tui.CutBottom(&col, n*h), n, 1, 0, 0, h, h)
		v.take = tui.CutBottom(&col, max(3, min(14, col.Dy())))
		return v
	}
	cols, h := moreGrid(*body, n, f.foot.Dy())
	v.more = gridOf(tui.CutBottom(body, (n+cols-1)/cols*h), n, cols, h, 0)
	v.more[n-1].Max.X = body.Max.X // one alone in its row takes all of it
	if body.Dy() > bigRows {
		tui.CutBottom(body, 1)
	}
	v.take = tui.CutRight(body, max(20, (body.Dx()-1)/2))
	tui.CutRight(body, 1)
	return v
}

// moreGrid is in how many columns n buttons stand below the big one, and how high
// they are: as large as they may be and leave it its rows.
func moreGrid(body image.Rectangle, n, h int) (cols, rows int) {
	type grid struct{ cols, h int }
	var tries []grid
	if columnWidth(body.Dx(), n, n-1) >= 16 {
		tries = append(tries, grid{n, h})
	}
	// A button of two rows has two lines, one of three only one.
	tries = append(tries, grid{2, h}, grid{n, 2}, grid{2, 2})
	best, most := tries[0], -1
	for _, g := range tries {
		left := body.Dy() - (n+g.cols-1)/g.cols*g.h
		if columnWidth(body.Dx(), g.cols, g.cols-1) < 10 {
			continue
		}
		if left >= bigRows {
			return g.cols, g.h
		}
		if left > most {
			best, most = g, left
		}
	}
	return best.cols, best.h
}
