package district

import (
	"image"
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// chartHigh is how high the course of a day is drawn.
const chartHigh = 6

// dayHigh is a heading, the course, its hours, and what it comes to.
func (p *hallPage) dayHigh(int) int {
	if p.detail == nil || len(p.detail.Today)+len(p.detail.Before) == 0 {
		return 2
	}
	return 1 + chartHigh + 2
}

// slots are the first half hour of two days and the one after the last.
func slots(days ...[]wire.HalfHour) (from, to int) {
	from = 48
	for _, day := range days {
		for _, h := range day {
			from, to = min(from, h.Slot), max(to, h.Slot+1)
		}
	}
	return from, to
}

// bySlot are the numbers given in each half hour from one slot to another.
func bySlot(day []wire.HalfHour, from, to int) []int {
	out := make([]int, max(0, to-from))
	for _, h := range day {
		if h.Slot >= from && h.Slot < to {
			out[h.Slot-from] = h.Issued
		}
	}
	return out
}

// drawDay draws the numbers given in each half hour of today, on the left, beside
// those of the same weekday a week before, on the right.
func (p *hallPage) drawDay(c *tui.Canvas, r image.Rectangle) {
	p.drawHeading(c, r, p.t("district.day", "weekday", p.weekday()))
	tui.CutTop(&r, 1)
	if p.detail == nil || len(p.detail.Today)+len(p.detail.Before) == 0 {
		text := "district.no_day"
		if p.detail == nil {
			text = "district.loading"
		}
		c.Text(tui.Inset(r, 1, 0), tui.Left, tui.Muted, p.t(text))
		return
	}
	c.Fill(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Max.Y), tui.Card)
	from, to := slots(p.detail.Today, p.detail.Before)
	today, before := bySlot(p.detail.Today, from, to), bySlot(p.detail.Before, from, to)
	in := tui.Inset(r, 1, 0)
	top := 1
	for i := range today {
		top = max(top, today[i], before[i])
	}
	scale := tui.CutLeft(&in, tui.Width(strconv.Itoa(top))+1)
	chart := tui.CutTop(&in, chartHigh)
	c.Text(scale, tui.Left, tui.CardMuted, strconv.Itoa(top))
	each := max(1, min(5, chart.Dx()/max(1, to-from)))
	last := -1 // half hours of today that have not begun say nothing
	for i := range today {
		if today[i] > 0 {
			last = i
		}
	}
	for i := range today {
		at := image.Rect(chart.Min.X+i*each, chart.Min.Y, chart.Min.X+i*each+each, chart.Max.Y)
		bar := max(1, (each-1+each%2)/2)
		left, right := at, at
		left.Max.X = left.Min.X + bar
		right.Min.X = left.Max.X
		right.Max.X = min(right.Min.X+bar, at.Max.X)
		if i <= last {
			p.drawBar(c, left, today[i], top, tui.Accent|tui.OnCard)
		}
		if each > 1 {
			p.drawBar(c, right, before[i], top, tui.Muted|tui.OnCard)
		}
	}
	p.drawHours(c, tui.CutTop(&in, 1), from, to, each)
	c.Text(in, tui.Left, p.st(tui.Ink|tui.OnCard), p.dayWords(today, before))
}

// drawBar draws one half hour.
func (p *hallPage) drawBar(c *tui.Canvas, r image.Rectangle, value, top int, style tui.Style) {
	values := make([]int, max(0, r.Dx()))
	for i := range values {
		values[i] = value
	}
	// One cell high parts of a chart are as wide as its rectangle: one value a cell.
	for i, v := range values {
		c.Chart(image.Rect(r.Min.X+i, r.Min.Y, r.Min.X+i+1, r.Max.Y), []int{v}, top, func(int) tui.Style { return p.st(style) })
	}
}

// drawHours writes the hours below the course, as many as have room.
func (p *hallPage) drawHours(c *tui.Canvas, r image.Rectangle, from, to, each int) {
	next := 0
	for s := from; s < to; s++ {
		x := (s - from) * each
		if s%2 != 0 || x < next || x+2 > r.Dx() {
			continue
		}
		text := strconv.Itoa(s / 2)
		c.Text(image.Rect(r.Min.X+x, r.Min.Y, r.Max.X, r.Max.Y), tui.Left, tui.CardMuted, text)
		next = x + tui.Width(text) + 2
	}
}

// dayWords says what the course comes to.
func (p *hallPage) dayWords(today, before []int) string {
	sum := func(values []int) (n int) {
		for _, v := range values {
			n += v
		}
		return n
	}
	return p.t("district.day_sum", "today", sum(today), "before", sum(before))
}
