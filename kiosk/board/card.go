package board

import (
	"image"

	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// columns are how wide number and window are on each card, and how many dots
// high; between them stands an arrow. A window 0 dots high stands as text.
type columns struct {
	number, window         int
	numberDots, windowDots int
}

func (cols columns) rows() int { return (cols.numberDots + 1) / 2 }

// drawCalls draws the calls that stand large, newest on top, each on a card of
// its own; all have the same size and the same columns.
func (s *Screen) drawCalls(c *tui.Canvas, r image.Rectangle) {
	title := tui.CutTop(&r, 1)
	c.Fill(title, tui.Head)
	n := s.set.Rows
	between := 0
	if r.Dy() >= n*9 {
		between = 1
		tui.CutTop(&r, 1)
	}
	if r.Dx() >= 60 {
		r = tui.Inset(r, 1, 0)
	}
	cells := tui.Grid(r, n, 1, 0, between, 1, 0)
	if len(cells) == 0 {
		return
	}
	in := inner(cells[0])
	var calls []wire.Call
	for _, row := range s.rows {
		calls = append(calls, row.call)
	}
	cols := columnsOf(calls, in.Dx(), in.Dy()-s.textRows(in.Dy()))
	s.drawHeadings(c, title, in, cols)
	for i, row := range s.rows {
		if i < len(cells) {
			s.drawCard(c, cells[i], row, cols, i == 0)
		}
	}
}

// drawHeadings says over the columns what they are.
func (s *Screen) drawHeadings(c *tui.Canvas, title, in image.Rectangle, cols columns) {
	st := tui.Head | tui.Bold
	title.Min.X, title.Max.X = in.Min.X, in.Max.X
	window := title
	window.Min.X = max(title.Min.X, title.Max.X-max(cols.window, tui.Width(s.t("board.window"))))
	c.Text(window, tui.Left, st, fitting(window.Dx(), s.both("board.window"), s.t("board.window")))
	title.Max.X = window.Min.X - 1
	c.Text(title, tui.Left, st, fitting(title.Dx(), s.both("board.number"), s.t("board.number")))
}

// inner is what is written on of a card.
func inner(card image.Rectangle) image.Rectangle {
	side, above, below := 4, 0, 1
	switch {
	case card.Dy() >= 9:
		above = 1
	case card.Dy() < 6:
		below = 0
	}
	if card.Dx() < 60 {
		side = 2
	}
	return image.Rect(card.Min.X+side, card.Min.Y+above, card.Max.X-side+1, card.Max.Y-below)
}

// columnsOf are as large as they go in that size, so that the calls fit, and
// those that usually come.
func columnsOf(calls []wire.Call, width, height int) columns {
	numbers, windows := []string{"A000"}, []string{"00"}
	for _, call := range calls {
		numbers = append(numbers, call.Number)
		if plain(call.Place.Label) {
			windows = append(windows, call.Place.Label)
		}
	}
	for dots := height * 2; dots > 0; dots = smaller(dots) {
		cols := columns{number: widest(numbers, dots), window: widest(windows, dots), numberDots: dots, windowDots: dots}
		if arrow := max(3, dots/2); cols.number > 0 && cols.number+cols.window+arrow+2 <= width {
			return cols
		}
	}
	cols := columns{number: widest(numbers, leastDots), numberDots: leastDots, window: width / 4}
	if height*2 < leastDots || cols.number+cols.window+1 > width {
		cols.numberDots = 0
	}
	return cols
}

func widest(texts []string, dots int) int {
	w := 0
	for _, t := range texts {
		w = max(w, bigWidth(t, dots))
	}
	return w
}

// textRows is how many rows of a card's inner are for the text below the number,
// one of them empty if there is room.
func (s *Screen) textRows(height int) int {
	switch {
	case height >= 18:
		return wordRows + 3
	case height >= 7:
		return 2
	case height >= 5:
		return 1
	}
	return 0
}

// large reports whether so many rows of text are for large words.
func (s *Screen) large(rows int) bool { return rows >= wordRows }

// drawCard draws one call. The newest is a block of its own colour; each that
// is new has a bar at its side and says so, which also tells without colours.
func (s *Screen) drawCard(c *tui.Canvas, r image.Rectangle, row row, cols columns, newest bool) {
	st, note, number := tui.Card, tui.CardMuted, tui.CardAccent
	if newest && row.standsOut() {
		st, note, number = tui.Call, tui.Call, tui.Call
	}
	c.Fill(r, st)
	in := inner(r)
	if row.standsOut() {
		bar := image.Rect(r.Min.X, r.Min.Y, in.Min.X-1, r.Max.Y)
		if bar.Dx() > 2 {
			bar.Max.X--
		}
		c.Bitmap(bar, number, bar.Dx(), bar.Dy()*2, func(int, int) bool { return true })
	}
	text := tui.CutBottom(&in, s.textRows(in.Dy()))
	if s.large(text.Dy()) {
		s.drawLargeSentence(c, text, row, st, note)
	} else if n := text.Dy(); n > 0 {
		s.drawSentence(c, line(text, n-1), row, st, note)
	}
	drawWay(c, in, row.call, cols, number, number, number)
}

// drawWay writes number, arrow and window in their columns; a window whose
// label cannot be written large stands as text.
func drawWay(c *tui.Canvas, r image.Rectangle, call wire.Call, cols columns, number, arrow, window tui.Style) {
	if cols.numberDots == 0 {
		c.Text(tui.CutRight(&r, cols.window), tui.Left|tui.Middle, window|tui.Bold, call.Place.Label)
		c.Text(r, tui.Left|tui.Middle, number|tui.Bold, call.Number)
		return
	}
	to := tui.CutRight(&r, cols.window)
	drawBig(c, tui.CutLeft(&r, cols.number), tui.Left, number, call.Number, cols.numberDots)
	drawArrow(c, r, arrow, cols.rows()*3/4)
	if plain(call.Place.Label) && cols.windowDots > 0 {
		drawBig(c, to, tui.Left, window, call.Place.Label, cols.windowDots)
		return
	}
	c.Wrap(to, tui.Left|tui.Middle, window|tui.Bold, call.Place.Label)
}

// drawSentence says below the number that the call is new, or when it was made,
// the call as one would say it, how often it was made, and in which zone the
// window is; in both languages as far as they fit.
func (s *Screen) drawSentence(c *tui.Canvas, r image.Rectangle, row row, st, note tui.Style) {
	call := s.say("board.call", "number", row.call.Number, "window", row.call.Place.Label)
	zone := said{s.in(row.call.Place.Zone), s.below(row.call.Place.Zone)}
	tag, again, times := said{s.clock(row.call.At), ""}, said{}, row.call.Times
	if row.standsOut() {
		tag = s.say("board.calling")
	}
	if times > 1 {
		again = s.say("board.again", "n", times)
	}
	// What is left out first stands last.
	parts := []*string{&call.top, &tag.top, &again.top, &zone.top, &call.below, &zone.below, &again.below, &tag.below}
	left := r.Dx()
	for i, part := range parts {
		w := tui.Width(*part) + 2
		if i > 0 && w > left {
			*part = ""
		} else if *part != "" {
			left -= w
		}
	}
	if right := join(zone.top, zone.below); right != "" {
		w := c.Text(r, tui.Right, st|tui.Bold, right)
		tui.CutRight(&r, w+2)
	}
	if tag := join(tag.top, tag.below); row.standsOut() && tag != "" {
		w := c.Text(r, tui.Left, st|tui.Bold|tui.Reverse, " "+tag+" ")
		tui.CutLeft(&r, w+1)
	} else if tag != "" {
		w := c.Text(r, tui.Left, note, tag)
		tui.CutLeft(&r, w+2)
	}
	w := c.Text(r, tui.Left, st|tui.Bold, call.top)
	tui.CutLeft(&r, w+2)
	w = c.Text(r, tui.Left, note, call.below)
	if w > 0 {
		tui.CutLeft(&r, w+2)
	}
	c.Text(r, tui.Left, st|tui.Bold, join(again.top, again.below))
}

// drawLargeSentence says the same in large words, and the other language below.
func (s *Screen) drawLargeSentence(c *tui.Canvas, r image.Rectangle, row row, st, note tui.Style) {
	small := tui.CutBottom(&r, 1)
	tui.CutTop(&r, 1)
	r.Max.Y = r.Min.Y + wordRows
	call := s.say("board.call", "number", row.call.Number, "window", row.call.Place.Label)
	tag := said{}
	switch {
	case row.call.Times > 1:
		tag = s.say("board.again", "n", row.call.Times)
	case row.standsOut():
		tag = s.say("board.calling")
	}
	w, h := s.drawWords(c, r, tui.Left, st, call.top, wordRows)
	if h == 0 {
		s.drawSentence(c, small, row, st, note)
		return
	}
	tui.CutLeft(&r, w+4)
	if w, h = s.drawWords(c, r, tui.Right, st, tag.top, wordRows); h > 0 {
		tui.CutRight(&r, w+4)
		tag.top = ""
	}
	zone := said{s.in(row.call.Place.Zone), s.below(row.call.Place.Zone)}
	if _, h = s.drawWords(c, r, tui.Right, st, zone.top, wordRows); h > 0 {
		zone.top = ""
	}
	c.Text(small, tui.Right, note, join(join(zone.top, zone.below), join(tag.top, tag.below)))
	c.Text(small, tui.Left, note, call.below)
}

// fitting is the first text that is not cut, else the last.
func fitting(width int, texts ...string) string {
	for _, t := range texts {
		if tui.Width(t) <= width {
			return t
		}
	}
	return texts[len(texts)-1]
}
