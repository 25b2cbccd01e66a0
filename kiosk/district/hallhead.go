package district

import (
	"image"
	"strconv"
	"strings"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// headHigh is how many rows the head of a hall's page has: its name, what is the
// matter with it, its figures, and a row below.
func (p *hallPage) headHigh(r image.Rectangle) int {
	n := 1 + len(p.remarks()) + 1
	if r.Dx() >= wide {
		return n + p.figuresHigh(r) + headAir(r)
	}
	return n + 2*p.figuresHigh(r)
}

// headAir is how many rows are left free over the figures.
func headAir(r image.Rectangle) int {
	if r.Dy() >= 26 {
		return 1
	}
	return 0
}

func (p *hallPage) figuresHigh(r image.Rectangle) int {
	switch {
	case r.Dx() < wide:
		return 2
	case r.Dy() >= 38:
		return 6
	}
	return 3
}

// remarks are what must be known before the figures are read.
func (p *hallPage) remarks() []tui.TextLine {
	h := p.row()
	var out []tui.TextLine
	say := func(style tui.Style, text string) {
		out = append(out, tui.TextLine{Style: p.st(style | tui.Bold), Text: text})
	}
	if h == nil {
		return nil
	}
	switch h.Standing {
	case wire.HallAway:
		say(tui.Bad, "!! "+p.t("district.away_since", "since", p.say().Moment(h.Since), "why", p.say().Why(h.Why)))
		say(tui.Warn, p.t("district.figures_of", "time", p.say().Moment(h.Heard), "age", p.ago(h.Heard)))
	case wire.HallRefused, wire.HallCopied:
		say(tui.Bad, "!! "+p.t("district.refused_since", "since", p.say().Moment(h.Since), "why", p.say().Why(h.Why)))
		say(tui.Warn, p.t("district.figures_of", "time", p.say().Moment(h.Heard), "age", p.ago(h.Heard)))
	case wire.HallStopped:
		say(tui.Bad, "!! "+p.t("district.alert.stopped"))
	case wire.HallNever:
		say(tui.Warn, "? "+p.t("district.never_heard"))
	}
	if text := p.foreseen(h); text != "" {
		out = append(out, tui.TextLine{Style: p.st(tui.Ink), Text: text})
	}
	if h.Behind > 0 {
		say(tui.Warn, p.t("district.behind", "n", h.Behind))
	}
	if p.err != nil {
		say(tui.Warn, p.t("district.no_detail", "why", p.say().Why(p.err)))
	}
	return out
}

// foreseen says how many advices about windows the hall's managers have open, and how
// good its promised waits were on the day that its figures are of.
func (p *hallPage) foreseen(h *wire.HallRow) string {
	var out []string
	if a := h.Accuracy; a != nil && h.Day == a.Date {
		out = append(out, p.t("district.kept", "kept", a.Kept, "n", a.Told))
	}
	if h.Advices > 0 {
		out = append(out, p.t("district.advices", "n", h.Advices))
	}
	return strings.Join(out, p.t("district.comma"))
}

func (p *hallPage) drawHead(c *tui.Canvas, r image.Rectangle, figures int) {
	h := p.row()
	row := tui.CutTop(&r, 1)
	right := strings.Join(nonEmpty(h.Hall, p.say().Level(h.Level), h.Street.In(p.lang)), "  ")
	text := p.say().Standing(h, true)
	tui.CutLeft(&row, c.Chip(row, p.st(standingFill(h)|tui.Bold), text)+1)
	if room := row.Dx() - tui.Width(h.Name.In(p.lang)) - 2; tui.Width(right) <= room {
		c.Text(row, tui.Right, tui.Muted, right)
		tui.CutRight(&row, tui.Width(right)+1)
	}
	c.Text(row, tui.Left, p.st(tui.Accent|tui.Bold), h.Name.In(p.lang))
	for _, l := range p.remarks() {
		c.Text(tui.CutTop(&r, 1), tui.Left, l.Style, l.Text)
	}
	ts := p.figures(h)
	if r.Dx() >= wide {
		tui.CutTop(&r, r.Dy()-figures-1)
		for i, at := range tui.Row(image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+figures), len(ts), 1) {
			p.drawTile(c, at, ts[i])
		}
		return
	}
	for k := range 2 {
		for i, at := range tui.Row(tui.CutTop(&r, figures), len(ts)/2, 1) {
			p.drawTile(c, at, ts[k*len(ts)/2+i])
		}
	}
}

// standingFill is the chip of a hall's standing.
func standingFill(h *wire.HallRow) tui.Style { return fillOf(overview.GraveLight(overview.Gravity(h))) }

// figures are those of the hall, old ones of a hall that is not there.
func (p *hallPage) figures(h *wire.HallRow) []tile {
	one := row{key: h.Hall, hall: h, sum: overview.Of(h, p.today())}
	value := func(c overview.Column) string { return p.cell(&one, c, 0) }
	f := h.Figures
	fig := func(c overview.Column, note string) tile {
		t := tile{Figure: tui.Figure{Label: p.t("district.tile." + string(c)), Value: strings.TrimRight(value(c), "!"), Note: note}, light: p.cellLight(&one, c)}
		return t
	}
	longest := fig(overview.ColLongest, "")
	if one.sum.There > 0 && f.Waiting > 0 {
		longest.Value, longest.Unit, longest.Note = strconv.Itoa(f.Longest/60), p.t("district.unit_minutes"), p.t("district.right_now")
	}
	within := fig(overview.ColWithin, p.t("district.of_called", "n", f.Called))
	if cut, ok := strings.CutSuffix(within.Value, "%"); ok {
		within.Value, within.Unit = cut, "%"
	}
	today := fig(overview.ColToday, p.t("district.no_before"))
	if h.Before != nil && one.sum.Known > 0 {
		today.Note = p.t("district.against", "change", p.say().Change(one.sum, true))
	}
	served := tile{Figure: tui.Figure{Label: p.t("district.tile.served"), Value: strconv.Itoa(f.Served), Note: p.t("district.missed", "n", f.Missed)}}
	return []tile{fig(overview.ColWaiting, p.t("district.right_now")), longest, within, today, served, fig(overview.ColWindows, p.t("district.paused", "n", f.Paused))}
}

// nonEmpty are the texts that are not empty.
func nonEmpty(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}
