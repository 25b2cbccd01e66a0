package window

import (
	"image"
	"slices"
	"strconv"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// drawFree writes the window at which nobody is: whom the next key would call,
// or that nobody waits, or why and how long it pauses; below how the hall stands.
func (s *Screen) drawFree(c *tui.Canvas, r image.Rectangle) {
	r = s.drawState(c, r)
	if r.Dy() >= 16 {
		tui.CutBottom(&r, 1)
		s.drawTiles(c, tui.CutBottom(&r, tileRows))
		tui.CutBottom(&r, 1)
	} else if r.Dy() >= 8 {
		s.drawTiles(c, tui.CutBottom(&r, 2))
		tui.CutBottom(&r, 1)
	}
	switch {
	case s.view.State == queue.Paused:
		s.drawPaused(c, r)
	case len(s.view.Next) == 0:
		s.drawQuiet(c, r)
	default:
		s.drawNextOne(c, r)
	}
}

// drawNextOne writes whom the next key would call.
func (s *Screen) drawNextOne(c *tui.Canvas, r image.Rectangle) {
	q := s.view.Next[0]
	c.Text(tui.CutTop(&r, 1), tui.Left, tui.CardMuted, s.T("window.next_is"))
	high := min(max(4, r.Dy()-6), maxDigits)
	if r.Dy() < 8 {
		high = 1
	}
	row := tui.CutTop(&r, high)
	used := c.Digits(row, tui.Left, tui.Accent|tui.OnCard, q.Number, 0)
	if high > 1 {
		r.Min.Y = used.Max.Y
		if r.Dy() > 4 {
			tui.CutTop(&r, 1)
		}
	}
	c.Text(tui.CutTop(&r, 1), tui.Left, tui.Ink|tui.OnCard|tui.Bold, s.Theme(q.Theme))
	row = tui.CutTop(&r, 1)
	for _, ch := range s.flags(q) {
		tui.CutLeft(&row, c.Chip(row, ch.style, ch.text)+1)
	}
	c.Text(row, tui.Left, tui.CardMuted, s.T("window.waited", "minutes", s.Minutes(q.Since)))
	if r.Dy() > 1 {
		tui.CutTop(&r, 1)
	}
	c.Text(r, tui.Left, tui.CardAccent|tui.Bold, s.T("window.press_next"))
}

// drawQuiet writes that nobody waits, and the time.
func (s *Screen) drawQuiet(c *tui.Canvas, r image.Rectangle) {
	c.Text(tui.CutTop(&r, 1), tui.Left, tui.Ink|tui.OnCard|tui.Bold, s.T("window.nobody_waits"))
	if r.Dy() >= 6 {
		if r.Dy() >= 8 {
			tui.CutTop(&r, 1)
		}
		used := c.Digits(tui.CutTop(&r, min(maxDigits, r.Dy()-2)), tui.Left, tui.Accent|tui.OnCard, s.Clock(s.Now()), 0)
		r.Min.Y = used.Max.Y + 1
	}
	c.Wrap(r, tui.Left, tui.CardMuted, s.T("window.will_ring"))
}

// drawPaused writes how long the pause lasts, and how it ends.
func (s *Screen) drawPaused(c *tui.Canvas, r image.Rectangle) {
	v := s.view
	reason := s.Worded("common.pause."+v.Reason, v.Reason)
	c.Text(tui.CutTop(&r, 1), tui.Left, tui.Ink|tui.OnCard|tui.Bold, s.T("window.paused_for", "reason", reason))
	if r.Dy() >= 5 {
		if r.Dy() >= 8 {
			tui.CutTop(&r, 1)
		}
		used := c.Digits(tui.CutTop(&r, min(7, max(4, r.Dy()-3))), tui.Left, tui.Accent|tui.OnCard, words.Elapsed(s.Now().Sub(v.Since)), 0)
		r.Min.Y = used.Max.Y + 1
	}
	c.Text(r, tui.Left, tui.CardMuted, s.T("window.press_resume"))
}

// tileRows is how high a tile with large figures is.
const tileRows = 5

// drawTiles writes how many wait here, the longest wait, and how many this
// window has served today.
func (s *Screen) drawTiles(c *tui.Canvas, r image.Rectangle) {
	waiting, since := s.waiting()
	longest := "0"
	if !since.IsZero() {
		longest = strconv.Itoa(s.Minutes(since))
	}
	labels := []string{s.T("window.tile_waiting"), s.T("window.tile_longest"), s.T("window.tile_served")}
	if widest(labels) > narrowest(r, len(labels))-2 {
		labels = []string{s.T("window.tile.waiting"), s.T("window.tile.longest"), s.T("window.tile.served")}
	}
	values := []string{strconv.Itoa(waiting), longest, strconv.Itoa(s.view.Served)}
	n := len(labels)
	for n > 1 && widest(labels) > narrowest(r, n)-2 {
		n--
	}
	for i, cell := range tui.Row(r, n, 1) {
		c.KeyValue(cell, tui.Figure{Label: labels[i], Value: values[i]})
	}
}

func widest(texts []string) int {
	w := 0
	for _, t := range texts {
		w = max(w, tui.Width(t))
	}
	return w
}

// waiting is how many wait for what this window serves or helps with, and since
// when the first of them does; the zero time if nobody waits.
func (s *Screen) waiting() (n int, since time.Time) {
	for _, l := range slices.Concat(s.view.Own, s.view.Spill) {
		n += l.Waiting
		if l.Waiting > 0 && !l.Since.IsZero() && (since.IsZero() || l.Since.Before(since)) {
			since = l.Since
		}
	}
	return n, since
}

// flags are what makes a waiting number special.
func (s *Screen) flags(q wire.Queued) []chip {
	var cs []chip
	if q.Class != queue.Ordinary && q.Class != "" {
		cs = append(cs, chip{s.T("common.class." + string(q.Class)), tui.WarnFill})
	}
	for _, f := range q.Flags {
		cs = append(cs, chip{s.Worded("window.flag."+f, f), tui.NeutralFill})
	}
	return cs
}

// narrowest is how wide the narrowest of n columns is, the last.
func narrowest(r image.Rectangle, n int) int {
	cells := tui.Row(r, n, 1)
	if len(cells) == 0 {
		return 0
	}
	return cells[n-1].Dx()
}
