package district

import (
	"image"
	"strconv"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/tui"
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
	halves, top := overview.Halves(p.detail.Today, p.detail.Before)
	in := tui.Inset(r, 1, 0)
	scale := tui.CutLeft(&in, tui.Width(strconv.Itoa(top))+1)
	chart := tui.CutTop(&in, chartHigh)
	c.Text(scale, tui.Left, tui.CardMuted, strconv.Itoa(top))
	each := max(1, min(5, chart.Dx()/len(halves)))
	last := -1 // half hours of today that have not begun say nothing
	for i, h := range halves {
		if h.Today.Issued > 0 {
			last = i
		}
	}
	for i, h := range halves {
		at := image.Rect(chart.Min.X+i*each, chart.Min.Y, chart.Min.X+i*each+each, chart.Max.Y)
		bar := max(1, (each-1+each%2)/2)
		left, right := at, at
		left.Max.X = left.Min.X + bar
		right.Min.X = left.Max.X
		right.Max.X = min(right.Min.X+bar, at.Max.X)
		if i <= last {
			p.drawBar(c, left, h.Today.Issued, top, tui.Accent|tui.OnCard)
		}
		if each > 1 {
			p.drawBar(c, right, h.Before.Issued, top, tui.Muted|tui.OnCard)
		}
	}
	p.drawHours(c, tui.CutTop(&in, 1), halves, each)
	c.Text(in, tui.Left, p.st(tui.Ink|tui.OnCard), p.dayWords(halves))
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
func (p *hallPage) drawHours(c *tui.Canvas, r image.Rectangle, halves []overview.Half, each int) {
	next := 0
	for i, h := range halves {
		x := i * each
		if h.Slot%2 != 0 || x < next || x+2 > r.Dx() {
			continue
		}
		text := strconv.Itoa(h.Slot / 2)
		c.Text(image.Rect(r.Min.X+x, r.Min.Y, r.Max.X, r.Max.Y), tui.Left, tui.CardMuted, text)
		next = x + tui.Width(text) + 2
	}
}

// dayWords says what the course comes to.
func (p *hallPage) dayWords(halves []overview.Half) string {
	today, before := 0, 0
	for _, h := range halves {
		today, before = today+h.Today.Issued, before+h.Before.Issued
	}
	return p.t("district.day_sum", "today", today, "before", before)
}
