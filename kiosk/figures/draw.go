package figures

import (
	"image"
	"slices"
	"strconv"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/queue/report"
)

// Draw writes the period, the figures of the whole, and those of the open part.
func (v *View) Draw(c *tui.Canvas, s *Shown, r image.Rectangle, ts []tui.Target) {
	a := v.areas(s, r)
	drawLines(c, a.head, s.Style(tui.Accent|tui.Bold), s.Headline)
	s.drawRemark(c, a.remark)
	s.drawWhole(c, a.tiles)
	for _, t := range ts {
		v.drawKey(c, s, t)
	}
	if s.Report == nil {
		tui.CutTop(&a.table, 1)
		c.Wrap(a.table, tui.Left, tui.Muted, s.Waiting)
		return
	}
	t := s.table(v.Part, a.table.Dx())
	a.table = s.narrowed(t, a.table)
	from := v.first(s, r, len(t.Rows))
	rows := slices.Clone(t.Rows[from:])
	for i := range rows {
		if t.IDs == nil || from+i >= len(t.IDs) {
			break
		}
		if touched, _ := tui.Find(ts, "row "+t.IDs[from+i]); from+i == v.at || touched.Pressed {
			rows[i].Style |= tui.Reverse
		}
	}
	c.Table(a.table, t.Cols, rows)
	if t.bars != nil {
		s.drawBars(c, a.table, t, from)
	}
	if len(t.Rows) == 0 {
		tui.CutTop(&a.table, 2)
		c.Wrap(tui.Inset(a.table, 1, 0), tui.Left, tui.Muted, t.Empty)
	}
	c.Wrap(a.note, tui.Left, tui.Muted, v.note(s))
	if t.bars == nil && !t.Wide && len(t.Rows) > 0 {
		rest := image.Rectangle{image.Pt(r.Min.X, a.table.Min.Y+2+len(rows)), image.Pt(r.Max.X, a.table.Max.Y-1)}
		s.drawThrough(c, rest)
	}
}

// drawRemark writes what lacks, and beside it what is no lack.
func (s *Shown) drawRemark(c *tui.Canvas, r image.Rectangle) {
	if s.Remark != "" {
		drawLines(c, r, s.Style(tui.Warn|tui.Bold), s.Remark)
		r.Min.Y = r.Max.Y - 1 // of several lines none has room beside it
		tui.CutLeft(&r, min(r.Dx(), tui.Width(s.Remark)+2))
		if r.Dx() < tui.Width(s.Aside) {
			return
		}
	}
	c.Text(r, tui.Left, s.Style(tui.Muted), s.Aside)
}

// drawLines writes a text of one line, or one that is wider than r in as many as r has;
// what does not fit either is cut.
func drawLines(c *tui.Canvas, r image.Rectangle, style tui.Style, text string) {
	for r.Dy() > 1 {
		first := tui.WrapLines(text, r.Dx())[0]
		c.Text(tui.CutTop(&r, 1), tui.Left, style, first)
		text = strings.TrimLeft(strings.TrimPrefix(text, first), " ")
	}
	c.Text(r, tui.Left, style, text)
}

// drawKey paints a part of the bar, or what turns to other rows.
func (v *View) drawKey(c *tui.Canvas, s *Shown, t tui.Target) {
	style, label := tui.NeutralFill, " "+t.Label+" "
	switch {
	case t.ID == "rows next":
		style, label = s.Style(tui.Accent), t.Label
	case !strings.HasPrefix(t.ID, "by "):
		return
	case t.Selected:
		style, label = tui.PrimaryButton|tui.Bold, "["+t.Label+"]"
	}
	if t.Pressed {
		style |= tui.Reverse
	}
	c.Fill(t.Rect, style)
	c.Text(t.Rect, tui.Left, style, label)
}

// drawBars draws the bars of a table in its last column.
func (s *Shown) drawBars(c *tui.Canvas, r image.Rectangle, t Table, from int) {
	x := r.Min.X
	for _, col := range t.Cols[:len(t.Cols)-1] {
		x += col.Width + 1
	}
	full := slices.Max(t.bars)
	for i := from; i < len(t.bars); i++ {
		at := tui.RowRect(r, t.Cols, i-from)
		if at.Empty() {
			return
		}
		at.Min.X = min(x, at.Max.X)
		ground := tui.Style(0)
		if (i-from)%2 == 1 {
			ground = tui.OnZebra
		}
		c.Bar(at, s.Style(tui.Accent)|ground, t.bars[i], max(1, full))
	}
}

// throughHigh is how high the day's course is drawn at most below the figures.
const throughHigh = 16

// drawThrough draws how many numbers were drawn through the day, where there is room
// below the figures.
func (s *Shown) drawThrough(c *tui.Canvas, r image.Rectangle) {
	halves := s.Report.HalfHours
	if r.Dy() < 8 || r.Dx() < 60 || len(halves) < 2 {
		return
	}
	r.Max.Y = min(r.Max.Y, r.Min.Y+throughHigh)
	most := slices.MaxFunc(halves, func(a, b report.HalfHour) int { return a.Drawn - b.Drawn }).Drawn
	in := c.Card(r, s.t("figures.through", "n", most))
	tui.CutTop(&in, 1)
	axis := tui.CutBottom(&in, 1)
	free := axis.Min.X // where the next time of day may stand
	for i, at := range tui.Row(in, len(halves), 1) {
		c.Chart(at, slices.Repeat([]int{halves[i].Drawn}, at.Dx()), max(1, most), func(int) tui.Style { return s.Style(tui.Accent | tui.OnCard) })
		label := image.Rect(at.Min.X, axis.Min.Y, at.Min.X+tui.Width(halves[i].At.String()), axis.Max.Y)
		if label.Min.X >= free && label.Max.X <= axis.Max.X {
			c.Text(label, tui.Left, tui.CardMuted, halves[i].At.String())
			free = label.Max.X + 1
		}
	}
}

// whole are the figures of the whole.
func (s *Shown) whole() []tui.Figure {
	if s.Report == nil {
		return nil
	}
	r := &s.Report.All
	some := r.Waited > 0
	wait := func(key string, seconds int) tui.Figure {
		if !some {
			return tui.Figure{Label: s.t(key), Value: "-"}
		}
		return tui.Figure{Label: s.t(key), Value: Minutes(seconds), Unit: s.t("figures.minutes")}
	}
	number := func(key string, n int) tui.Figure { return tui.Figure{Label: s.t(key), Value: strconv.Itoa(n)} }
	return []tui.Figure{
		number("figures.issued", r.Issued), number("figures.served", r.Served), wait("figures.mean", r.Mean), wait("figures.p90", r.P90),
		{Label: s.t("figures.in_target"), Value: of(r.Waited, percent(r.InTarget))},
		number("figures.missed", r.Missed), number("figures.left", r.Left), {Label: s.t("figures.busy"), Value: of(r.Open, percent(r.Occupancy))},
	}
}

// From wide on all figures of the whole stand beside each other; where it is less than
// narrow, two, and names have less room beside figures.
const (
	wide   = 98
	narrow = 60
)

// drawWhole writes the figures of the whole as tiles, or bare where there is little
// room.
func (s *Shown) drawWhole(c *tui.Canvas, r image.Rectangle) {
	fs := s.whole()
	cols := 8
	switch {
	case r.Dx() < narrow && r.Dy() >= 4:
		cols = 2
	case r.Dx() < wide:
		cols = 4
	}
	rows := (len(fs) + cols - 1) / cols
	if rows == 0 {
		return
	}
	high := max(1, r.Dy()/rows)
	cells := tui.Row(r, cols, 1)
	if cells == nil {
		return
	}
	for i, f := range fs {
		at := cells[i%cols]
		at.Min.Y += i / cols * high
		at.Max.Y = min(at.Min.Y+high, r.Max.Y)
		if at.Dy() >= 2 {
			f.Style = s.Style(tui.Ink)
			c.KeyValue(at, f)
			continue
		}
		x := c.Text(at, tui.Left, tui.Muted, tui.Truncate(f.Label, at.Dx()-1-tui.Width(f.Value+f.Unit)))
		tui.CutLeft(&at, x+1)
		c.Text(at, tui.Left, s.Style(tui.Ink|tui.Bold), f.Value+f.Unit)
	}
}
