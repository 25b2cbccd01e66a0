package district

import (
	"image"
	"slices"
	"strconv"
	"time"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// drawHeading writes the heading of a part.
func (p *hallPage) drawHeading(c *tui.Canvas, r image.Rectangle, text string) {
	r.Max.Y = r.Min.Y + 1
	c.Fill(r, tui.Head)
	c.Text(tui.Inset(r, 1, 0), tui.Left, tui.Head|tui.Bold, text)
}

// linesHigh is a heading and a row for each line.
func (p *hallPage) linesHigh(int) int { return 1 + max(1, len(p.row().Lines)) }

// drawLines writes the hall's lines.
func (p *hallPage) drawLines(c *tui.Canvas, r image.Rectangle) {
	cols := []tui.Column{
		{Head: " " + p.t("district.lines")},
		{Head: p.t("district.col.waiting"), Width: 6, Align: tui.Right},
		{Head: p.t("district.col.longest"), Width: 8, Align: tui.Right},
		{Head: p.t("district.col.estimate"), Width: 12, Align: tui.Right},
		{Head: p.t("district.col.windows"), Width: 6, Align: tui.Right},
		{Head: p.t("district.col.given"), Width: 6, Align: tui.Right},
		{Head: p.t("district.col.intake"), Width: 12},
	}
	if r.Dx() < 70 {
		cols = slices.Delete(cols, 5, 7)
	}
	live := overview.Live(p.row().Standing)
	var rows []tui.TableRow
	for _, l := range p.row().Lines {
		seconds := 0
		if l.Waiting > 0 && !l.Since.IsZero() {
			at := p.centreNow()
			if !live {
				at = p.row().Heard
			}
			seconds = max(0, int(at.Sub(l.Since).Seconds()))
		}
		style, longest := p.st(tui.Ink), "-"
		if !live {
			style = tui.Muted
		}
		hot := style
		if l.Waiting > 0 {
			longest = p.minutes(seconds) + overview.WaitLight(seconds).Mark()
		}
		if w := overview.WaitLight(seconds); w > overview.Green && live {
			hot = p.st(inkOf(w) | tui.Bold)
		}
		intake := p.t("district.gives")
		if l.Closed != nil {
			intake = p.say().Code(string(l.Closed.Code))
		}
		cells := []string{" " + p.lineName(l.Theme), strconv.Itoa(l.Waiting), longest, p.estimate(l), strconv.Itoa(l.Windows), strconv.Itoa(l.Given), intake}
		rows = append(rows, tui.TableRow{Cells: cells[:len(cols)], Style: style, Styles: []tui.Style{style, style, hot, style, style, style, style}[:len(cols)]})
	}
	c.Table(r, cols, rows)
	if len(rows) == 0 {
		tui.CutTop(&r, 1)
		c.Text(tui.Inset(r, 1, 0), tui.Left, tui.Muted, p.t("district.no_lines"))
	}
}

// lineName is a line's name with its letter; its id before the hall has been told of.
func (p *hallPage) lineName(theme string) string {
	if p.detail != nil {
		for _, t := range p.detail.Themes {
			if t.ID == theme {
				return t.Prefix + " " + t.Name.In(p.lang)
			}
		}
	}
	return theme
}

// estimate is how long a number drawn now would wait.
func (p *hallPage) estimate(l wire.LiveLine) string {
	if l.Windows == 0 {
		return p.t("district.no_window")
	}
	e := l.Estimate
	switch {
	case e.High == 0 && l.Waiting > 0: // people wait, and nobody can say how long
		return "-"
	case e.High == 0:
		return p.t("common.no_wait")
	}
	return p.t("district.minutes", "n", words.WaitSpan(e.Low, e.High, e.Rough))
}

// A window is at least so wide, and so far from the next.
const windowCell, windowGap = 17, 3

func windowColumns(width int) int { return max(1, (width+windowGap)/(windowCell+windowGap)) }

func (p *hallPage) windows() []wire.DistrictWindow {
	if p.detail == nil {
		return nil
	}
	return p.detail.Windows
}

// windowsHigh is a heading, and a row for each row of windows.
func (p *hallPage) windowsHigh(width int) int {
	cols := windowColumns(width - 2)
	return 1 + max(1, (len(p.windows())+cols-1)/cols)
}

// Marks tell the states of a window apart by shape.
var windowMarks = map[queue.WindowState]string{
	queue.Closed: "-", queue.Idle: "=", queue.Calling: ">", queue.WindowServing: "#", queue.Paused: "|",
}

// windowInk colours them.
var windowInk = map[queue.WindowState]tui.Style{
	queue.Closed: tui.Muted, queue.Idle: tui.Good, queue.Calling: tui.Accent, queue.WindowServing: tui.Ink, queue.Paused: tui.Warn,
}

// drawWindows writes the windows under a heading that counts their states and says
// what their marks mean.
func (p *hallPage) drawWindows(c *tui.Canvas, r image.Rectangle) {
	p.drawHeading(c, r, "")
	head := tui.Inset(tui.CutTop(&r, 1), 1, 0)
	tui.CutLeft(&head, c.Text(head, tui.Left, tui.Head|tui.Bold, p.t("district.windows"))+2)
	count := map[queue.WindowState]int{}
	for _, w := range p.windows() {
		count[w.State]++
	}
	for _, st := range []queue.WindowState{queue.WindowServing, queue.Calling, queue.Idle, queue.Paused, queue.Closed} {
		text := windowMarks[st] + " " + p.t("common.state."+string(st)) + " " + strconv.Itoa(count[st])
		if tui.Width(text) > head.Dx() {
			break
		}
		tui.CutLeft(&head, c.Text(head, tui.Left, p.st(windowInk[st]|tui.OnHead), text)+2)
	}
	r = tui.Inset(r, 1, 0)
	ws, cols := p.windows(), windowColumns(r.Dx())
	if len(ws) == 0 {
		text := "district.no_windows"
		if p.detail == nil {
			text = "district.loading"
		}
		c.Text(tui.Inset(r, 1, 0), tui.Left, tui.Muted, p.t(text))
		return
	}
	for i, w := range ws {
		cells := tui.Row(r, cols, windowGap)
		at := cells[i%cols]
		at.Min.Y += i / cols
		at.Max.Y = at.Min.Y + 1
		style := p.st(windowInk[w.State])
		x := c.Text(at, tui.Left, style|tui.Bold, pad(w.Label+" "+windowMarks[w.State], 5))
		what := at
		tui.CutLeft(&what, x)
		c.Text(what, tui.Left, style, w.Number)
		if w.State != queue.Closed && !w.Since.IsZero() {
			c.Text(at, tui.Right, style, p.running(w.Since))
		}
	}
}

// running is how long something has lasted; of a hall that is not there, until it was
// heard last.
func (p *hallPage) running(since time.Time) string {
	now := p.centreNow()
	if h := p.row(); !overview.Live(h.Standing) && !h.Heard.IsZero() {
		now = h.Heard
	}
	d := now.Sub(since)
	if d >= 100*time.Minute {
		return p.say().Lasts(d)
	}
	return words.Elapsed(d)
}

// ownAlerts are the alerts of the hall.
func (p *hallPage) ownAlerts() []wire.HallAlert {
	var out []wire.HallAlert
	for _, a := range p.alerts {
		if a.Hall == p.code {
			out = append(out, a)
		}
	}
	return out
}

func (p *hallPage) alertsHigh(int) int { return 1 + max(1, len(p.ownAlerts())) }

// drawAlerts writes the alerts of the hall.
func (p *hallPage) drawAlerts(c *tui.Canvas, r image.Rectangle) {
	p.drawHeading(c, r, p.t("district.tab.alerts"))
	tui.CutTop(&r, 1)
	as := p.ownAlerts()
	if len(as) == 0 {
		c.Text(tui.Inset(r, 1, 0), tui.Left, p.st(tui.Good), p.t("district.no_alerts_here"))
	}
	for _, a := range as {
		row := tui.CutTop(&r, 1)
		l := overview.AlertLight(a.Level)
		c.Chip(tui.CutLeft(&row, 4), p.st(fillOf(l)|tui.Bold), l.Mark())
		tui.CutLeft(&row, 1)
		age := p.age(a.Since)
		c.Text(tui.CutRight(&row, tui.Width(age)), tui.Right, tui.Muted, age)
		tui.CutRight(&row, 1)
		c.Text(row, tui.Left, p.st(inkOf(l)), p.say().Alert(a))
	}
}

// softwareHigh is a heading, the version, and a row for each part, or more where what is
// published is not run.
func (p *hallPage) softwareHigh(width int) int { return 1 + len(p.software(width)) }

// software says what the hall runs.
func (p *hallPage) software(width int) []tui.TextLine {
	h := p.row()
	version := h.Version
	if version == "" {
		version = "-"
	}
	out := []tui.TextLine{{Style: p.st(tui.Ink), Text: p.t("district.version", "version", version)}}
	for _, part := range queue.Parts {
		i := slices.IndexFunc(h.Parts, func(x wire.PartState) bool { return x.Part == part })
		name := p.t("district.part." + string(part))
		if i < 0 {
			out = append(out, tui.TextLine{Style: tui.Muted, Text: p.t("district.part_unknown", "part", name)})
			continue
		}
		st := h.Parts[i]
		text := p.t("district.part_own", "part", name)
		if st.Version > 0 {
			text = p.t("district.part_runs", "part", name, "version", st.Version, "hash", shortHash(st.Hash))
		}
		out = append(out, tui.TextLine{Style: p.st(tui.Ink), Text: text})
		trouble := p.say().PartTrouble(st)
		if trouble == "" {
			continue
		}
		out = append(out, tui.TextLine{Style: p.st(tui.Warn | tui.Bold), Text: "! " + trouble})
		if detail := overview.Detail(st.Why); detail != "" {
			for _, l := range tui.WrapLines(detail, max(1, width-4)) {
				out = append(out, tui.TextLine{Style: p.st(tui.Ink), Text: "  " + l})
			}
		}
	}
	return out
}

func shortHash(hash string) string { return hash[:min(8, len(hash))] }

// drawSoftware writes the version, and which publications the hall runs and which it
// could not take.
func (p *hallPage) drawSoftware(c *tui.Canvas, r image.Rectangle) {
	p.drawHeading(c, r, p.t("district.software"))
	lines := p.software(r.Dx())
	tui.CutTop(&r, 1)
	for _, l := range lines {
		c.Text(tui.Inset(tui.CutTop(&r, 1), 1, 0), tui.Left, l.Style, l.Text)
	}
}
