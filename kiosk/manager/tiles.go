package manager

import (
	"image"
	"strconv"

	"onewindow/kiosk/tui"
	"onewindow/queue"
)

// light is how a figure stands: as it should, to be looked at, to be acted on.
type light int

const (
	plain light = iota // a figure that is neither good nor bad
	green
	amber
	red
)

// lightOf compares a value with its two thresholds; from the threshold on it is
// amber or red.
func lightOf(value, warning, critical int) light {
	switch {
	case value >= critical:
		return red
	case value >= warning:
		return amber
	}
	return green
}

// mark says a light without colours.
func (l light) mark() string { return [...]string{"", "", "!", "!!"}[l] }

// ink is the style of text in that light.
func (l light) ink() tui.Style { return [...]tui.Style{tui.Ink, tui.Good, tui.Warn, tui.Bad}[l] }

// fill is the style of a chip in that light.
func (l light) fill() tui.Style {
	return [...]tui.Style{tui.NeutralFill, tui.GoodFill, tui.WarnFill, tui.BadFill}[l]
}

// Shares of the day, in percent, at which its figures turn amber and red.
const (
	withinGood, withinFair = 85, 70 // called within 15 minutes: below these
	missedHigh, missedMany = 10, 20 // numbers that did not come, of those called
	occupiedHigh, occupied = 90, 97 // time in which open windows had somebody
)

// tile is one figure of the day with its light.
type tile struct {
	tui.Figure
	light light
	// few says that a light means too little and not too much.
	few bool
}

// tiles are the figures that matter, the present first, then the day so far.
func (p *overviewPage) tiles() []tile {
	v, r := p.view.Figures, p.thresholds()
	minutes := func(key string, seconds int, note string) tile {
		l := lightOf(seconds, int(r.WaitWarning), int(r.WaitCritical))
		return tile{Figure: tui.Figure{Label: p.T(key), Value: strconv.Itoa(seconds / 60), Unit: p.T("manager.unit.minutes"), Note: note}, light: l}
	}
	share := func(key string, percent int, l light, note string) tile {
		return tile{Figure: tui.Figure{Label: p.T(key), Value: strconv.Itoa(percent), Unit: "%", Note: note}, light: l}
	}
	busy := v.Open - v.Paused
	waiting := tile{Figure: tui.Figure{Label: p.T("manager.waiting"), Value: strconv.Itoa(v.Waiting), Note: p.T("manager.windows_open", "n", v.Open)}, light: green}
	switch {
	case v.Waiting > 0 && busy == 0:
		waiting.light = red
	case v.Waiting > 0:
		waiting.light = lightOf(v.Waiting/busy, r.LoadWarning, r.LoadCritical)
	}
	called := p.T("manager.since_open")
	ts := []tile{
		waiting, minutes("manager.longest", v.Longest, p.T("manager.right_now")),
		minutes("manager.p50", v.P50, called), minutes("manager.p90", v.P90, called),
		share("manager.within15", v.Within15, lightOf(100-v.Within15, 101-withinGood, 101-withinFair), called),
		share("manager.missed", v.NoShow, lightOf(v.NoShow, missedHigh, missedMany), p.T("manager.of_called", "n", v.Called)),
		share("manager.occupancy", v.Occupancy, lightOf(v.Occupancy, occupiedHigh, occupied), p.T("manager.paused_n", "n", v.Paused)),
		{Figure: tui.Figure{Label: p.T("manager.served"), Value: strconv.Itoa(v.Served), Note: p.T("manager.of_issued", "n", v.Issued)}},
	}
	ts[4].few = true
	if v.Called == 0 { // nobody has been called yet
		for i := 2; i < 6; i++ {
			ts[i].Value, ts[i].Unit, ts[i].light, ts[i].Note = "-", "", plain, p.T("manager.nobody_called")
		}
	}
	return ts
}

// thresholds are those of alerts in force.
func (s *Screen) thresholds() queue.AlertRules { return s.rules().Alerts.Complete() }

// tilesHeight is how many rows the figures take: one for each row of bare ones,
// three for tiles, more where letters can be big.
func tilesHeight(r image.Rectangle, high int) int {
	switch {
	case r.Dx() < 100:
		return (8 + tileColumns(r.Dx()) - 1) / tileColumns(r.Dx())
	case high >= 46:
		return 6
	case high >= 30:
		return 3
	}
	return 2
}

// tilesLarge is how many rows the figures take where those of the present are large
// and those of the day stand beside them in two rows, with a row between.
const tilesLarge = 5

func tileColumns(width int) int {
	if width >= 100 {
		return 8
	}
	return max(1, min(4, width/19))
}

// drawTiles writes the figures; where there is little room, without their notes.
func (p *overviewPage) drawTiles(c *tui.Canvas, r image.Rectangle) {
	ts := p.tiles()
	if r.Dy() == tilesLarge {
		p.drawPresent(c, r, ts)
		return
	}
	cols := tileColumns(r.Dx())
	rows := (len(ts) + cols - 1) / cols
	high := max(1, r.Dy()/rows)
	for i, t := range ts {
		cell := column(r, i%cols, cols, 1)
		cell.Min.Y += i / cols * high
		cell.Max.Y = min(cell.Min.Y+high, r.Max.Y)
		if cell.Empty() {
			return
		}
		if cell.Dy() == 1 {
			p.drawBareTile(c, cell, t)
			continue
		}
		p.drawTile(c, cell, t)
	}
}

// drawPresent writes the first two figures, those of the present, in large letters,
// and the rest small beside them.
func (p *overviewPage) drawPresent(c *tui.Canvas, r image.Rectangle, ts []tile) {
	for i := range 2 {
		at := tui.CutLeft(&r, 30)
		tui.CutLeft(&r, 1)
		f := ts[i].Figure
		if i == 0 {
			f.Unit = f.Note
		}
		f.Note, f.Style = "", p.st(tui.Ink)
		if ts[i].light > green {
			f.Style = p.st(ts[i].light.ink())
		}
		c.KeyValue(at, f)
		if word := p.lightWord(ts[i]); word != "" {
			at = image.Rect(max(at.Min.X, at.Max.X-1-tui.ChipWidth(word)), at.Min.Y, at.Max.X-1, at.Min.Y+1)
			c.Chip(at, p.st(ts[i].light.fill()|tui.Bold), word)
		}
	}
	for i, t := range ts[2:] {
		at := column(r, i%3, 3, 1)
		at.Min.Y += i / 3 * 3
		at.Max.Y = at.Min.Y + 2
		p.drawTile(c, at, t)
		if room := at.Dx() - 3 - tui.Width(t.Value+" "+t.Unit); t.light <= green && tui.Width(t.Note) <= room {
			c.Text(image.Rect(at.Min.X, at.Min.Y+1, at.Max.X-1, at.Max.Y), tui.Right, tui.CardMuted, t.Note)
		}
	}
}

// lightWord says a light that is to be looked at in a mark and a word.
func (p *overviewPage) lightWord(t tile) string {
	if t.light <= green {
		return ""
	}
	key := "manager.light."
	if t.few {
		key = "manager.light_few."
	}
	return t.light.mark() + " " + p.T(key+strconv.Itoa(int(t.light)))
}

// drawBareTile writes a figure in one line: its name is cut before its value is.
func (p *overviewPage) drawBareTile(c *tui.Canvas, r image.Rectangle, t tile) {
	value := t.Value + t.Unit + t.light.mark()
	name := tui.Truncate(t.Label, r.Dx()-1-tui.Width(value))
	x := c.Text(r, tui.Left, tui.Muted, name)
	tui.CutLeft(&r, x+1)
	c.Text(r, tui.Left, p.st(t.light.ink()|tui.Bold), value)
}

// drawTile writes a figure with what its light says.
func (p *overviewPage) drawTile(c *tui.Canvas, r image.Rectangle, t tile) {
	f := t.Figure
	f.Style = p.st(tui.Ink)
	if t.light > green {
		f.Style = p.st(t.light.ink())
	}
	if r.Dy() < 3 {
		f.Note = ""
	}
	word := t.light.mark()
	if t.light > green && r.Dy() >= 3 {
		f.Note = " " // the word stands there
		word = p.lightWord(t)
	}
	c.KeyValue(r, f)
	if t.light > green && word != "" {
		at := image.Rect(r.Min.X+1, r.Max.Y-1, r.Max.X-1, r.Max.Y)
		if r.Dy() < 3 {
			at.Min.X = max(at.Min.X, at.Max.X-tui.ChipWidth(word))
		}
		c.Chip(at, p.st(t.light.fill()|tui.Bold), word)
	}
}
