package window

import (
	"image"
	"slices"
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// entry is one row of a list beside the visit.
type entry struct {
	number string
	chips  []chip
	text   string
	right  string
	far    string    // right of right, in a column of its own
	wait   string    // right of far, where there is room for it
	style  tui.Style // of the text; the zero value is ink
}

// list is a card with rows.
type list struct {
	title string
	heads [3]string // over right, far and wait
	key   string    // what key acts on its rows, with its name
	rows  []entry
	// keep is how many rows it needs at least; what does not fit then is counted.
	keep int
}

// far is the width of the last column of a list with two.
func (l list) far() int {
	w := tui.Width(l.heads[1])
	for _, e := range l.rows {
		w = max(w, tui.Width(e.far))
	}
	return w + 3
}

// wait is the width of the column of waits; 0 where not all is to be read beside it.
func (l list) wait(room int) int {
	w, text := tui.Width(l.heads[2]), tui.Width(l.title)+1
	if w == 0 {
		return 0
	}
	for _, e := range l.rows {
		w, text = max(w, tui.Width(e.wait)), max(text, tui.Width(e.text)+2)
	}
	if w += 2; text+max(tui.Width(l.heads[0]), 4)+1+l.far()+w > room {
		return 0
	}
	return w
}

func (l list) height() int { return 1 + len(l.rows) }

// lists are who is next, who waits for what, and who is put aside, in the order
// in which they are drawn.
func (s *Screen) lists() []list {
	v := s.view
	next := list{title: s.T("window.next_up"), keep: 3}
	for _, q := range v.Next {
		next.rows = append(next.rows, entry{number: q.Number, chips: s.flags(q), text: s.Theme(q.Theme), right: s.T("window.minutes", "n", s.Minutes(q.Since))})
	}
	if len(v.Next) == 0 {
		next.rows = []entry{{text: s.T("window.nobody_waits"), style: tui.Muted}}
	}
	heads := [3]string{s.T("window.col_waiting"), s.T("window.col_longest"), s.T("window.col_wait")}
	own := list{title: s.T("window.own"), heads: heads, keep: 3}
	for _, l := range v.Own {
		own.rows = append(own.rows, s.lineOf(l))
	}
	spill := list{title: s.T("window.spill"), heads: heads, keep: 1}
	for _, l := range v.Spill {
		spill.rows = append(spill.rows, s.lineOf(l))
	}
	held := list{title: s.T("window.held_list"), key: ". " + s.T(otherNames["hold"]), keep: 1}
	for _, q := range v.Held {
		held.rows = append(held.rows, entry{number: q.Number, text: s.T("common.held." + string(q.Hold)), right: s.heldTime(q)})
	}
	missed := list{title: s.T("window.missed_list"), key: "B " + s.T("window.key.return"), keep: 1}
	for _, q := range v.Missed {
		missed.rows = append(missed.rows, entry{number: q.Number, text: s.Theme(q.Theme), right: s.T("common.minutes_ago", "n", s.Minutes(q.Since))})
	}
	return slices.DeleteFunc([]list{next, own, spill, held, missed}, func(l list) bool { return len(l.rows) == 0 })
}

// lineOf is one theme's line: how many wait, and the longest wait.
func (s *Screen) lineOf(l wire.Line) entry {
	e := entry{text: s.In(l.Name), right: strconv.Itoa(l.Waiting), far: "-"}
	if l.Waiting > 0 && !l.Since.IsZero() {
		e.far = s.T("window.minutes", "n", s.Minutes(l.Since))
	}
	switch x := l.Estimate; {
	case l.Windows == 0 || x.High == 0 && l.Waiting > 0: // nobody can say
		e.wait = "-"
	default:
		e.wait = s.T("window.minutes", "n", words.WaitSpan(x.Low, x.High, x.Rough))
	}
	return e
}

// drawLists writes the lists as cards below each other, in one column or in
// two. Where they do not fit, the last ones get fewer rows.
func (s *Screen) drawLists(c *tui.Canvas, r image.Rectangle, columns int) {
	ls := s.lists()
	if columns == 1 {
		s.drawColumn(c, r, ls)
		return
	}
	cells := tui.Row(r, columns, 2)
	half := min(2, len(ls))
	s.drawColumn(c, cells[0], ls[:half])
	s.drawColumn(c, cells[1], ls[half:])
}

func (s *Screen) drawColumn(c *tui.Canvas, r image.Rectangle, ls []list) {
	p := share(ls, r.Dy())
	if !s.isFree() && p.left >= tileRows+2 {
		tiles := tui.CutBottom(&r, tileRows+1)
		c.Fill(tiles, tui.Card)
		s.drawTiles(c, image.Rect(tiles.Min.X, tiles.Min.Y, tiles.Max.X, tiles.Max.Y-1))
		tui.CutBottom(&r, 1)
		p = share(ls, r.Dy())
	}
	for i, l := range ls {
		if p.heights[i] == 0 {
			continue
		}
		card := tui.CutTop(&r, p.heights[i])
		tui.CutTop(&r, p.gap)
		s.drawList(c, card, l, p.step)
	}
}

// sharing is how lists share a column: the height of each, the rows between
// them, the rows from one entry to the next, and what was left before the last
// list got it.
type sharing struct {
	heights         []int
	gap, step, left int
}

// share gives each list its height, as far as the room allows.
func share(ls []list, room int) sharing {
	p := sharing{heights: make([]int, len(ls)), step: 1}
	total, airy := 0, len(ls)-1
	for i, l := range ls {
		p.heights[i] = l.height()
		total += p.heights[i]
		airy += 2*l.height() - 1
	}
	if len(ls) > 0 && airy <= room {
		p.step, p.gap, total = 2, 1, airy
		for i, l := range ls {
			p.heights[i] = 2*l.height() - 1
		}
	}
	for i := len(ls) - 1; i >= 0 && total > room; i-- {
		cut := min(total-room, max(0, p.heights[i]-1-ls[i].keep))
		p.heights[i] -= cut
		total -= cut
	}
	for i := len(ls) - 1; i > 0 && total > room; i-- {
		total -= p.heights[i]
		p.heights[i] = 0
	}
	if p.step == 1 && room-total >= len(ls)-1 {
		p.gap = 1
		total += len(ls) - 1
	}
	p.left = max(0, room-total)
	if last := len(ls) - 1; last >= 0 && p.heights[last] > 0 {
		p.heights[last] += p.left
	}
	return p
}

func (s *Screen) drawList(c *tui.Canvas, r image.Rectangle, l list, step int) {
	in := c.Card(r, l.title)
	head := tui.Inset(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+1), 1, 0)
	tui.CutLeft(&head, tui.Width(l.title)+1)
	if head.Dx() >= tui.Width(l.key) {
		c.Text(head, tui.Right, tui.Muted|tui.OnHead, l.key)
	}
	wait := l.wait(in.Dx())
	if wait > 0 {
		c.Text(tui.CutRight(&head, wait), tui.Right, tui.Muted|tui.OnHead, l.heads[2])
	}
	if l.heads[0] != "" {
		c.Text(tui.CutRight(&head, l.far()), tui.Right, tui.Muted|tui.OnHead, l.heads[1])
		if head.Dx() >= tui.Width(l.heads[0]) {
			c.Text(head, tui.Right, tui.Muted|tui.OnHead, l.heads[0])
		}
	}
	for i, e := range l.rows {
		row := tui.CutTop(&in, 1)
		tui.CutTop(&in, step-1)
		if row.Empty() {
			return
		}
		if rest := len(l.rows) - i; in.Empty() && rest > 1 {
			c.Text(row, tui.Left, tui.CardMuted, s.T("window.more_rows", "n", rest))
			return
		}
		if wait > 0 {
			c.Text(tui.CutRight(&row, wait), tui.Right, tui.Ink|tui.OnCard, e.wait)
		}
		s.drawEntry(c, row, e, l.far())
	}
}

func (s *Screen) drawEntry(c *tui.Canvas, r image.Rectangle, e entry, far int) {
	if e.far != "" {
		c.Text(tui.CutRight(&r, far), tui.Right, tui.Ink|tui.OnCard, e.far)
	}
	if e.right != "" {
		c.Text(tui.CutRight(&r, tui.Width(e.right)), tui.Right, tui.Ink|tui.OnCard, e.right)
		tui.CutRight(&r, 1)
	}
	if e.number != "" {
		x := c.Text(r, tui.Left, tui.CardAccent|tui.Bold, e.number)
		tui.CutLeft(&r, max(5, x)+1)
	}
	for _, ch := range e.chips {
		tui.CutLeft(&r, c.Chip(r, ch.style, ch.text)+1)
	}
	c.Text(r, tui.Left, e.style|tui.OnCard, e.text)
}

// heldNote is what a list says of a number on hold.
func (s *Screen) heldNote(q wire.Queued) string {
	return s.T("common.held."+string(q.Hold)) + " " + s.heldTime(q)
}

// heldTime is until when a number is on hold, or for how long it has been.
func (s *Screen) heldTime(q wire.Queued) string {
	if s.SecondsTo(q.Until) > 0 {
		return s.T("window.until", "time", s.Clock(q.Until))
	}
	return s.T("common.minutes_ago", "n", s.Minutes(q.Since))
}

// isFree reports whether nobody is at the window.
func (s *Screen) isFree() bool { return s.view.Ticket == nil || s.view.State == queue.Idle }
