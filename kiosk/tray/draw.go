package tray

import (
	"image"
	"time"

	"onewindow/kiosk/tui"
)

// Draw paints the tray.
func (s *Screen) Draw(c *tui.Canvas, ts []tui.Target) {
	area := c.Area()
	if area.Dx() < MinWidth || area.Dy() < MinHeight {
		c.Wrap(area, tui.Center|tui.Middle, tui.Ink, s.t("common.too_small"))
		return
	}
	a := s.areas(area)
	right := s.set.Port
	if p := s.state.Printer; p != nil && right == "" {
		right = p.Name
	}
	if a.single && !s.devices {
		_, word := s.printerState() // its card is not shown
		right = s.t("tray.is." + word)
	}
	c.TitleBar(a.title, s.t("tray.title"), right, tui.TitleMuted)
	if !s.told {
		why := "tray.starting"
		if s.set.NoLines {
			why = "tray.no_lines"
		}
		c.Wrap(tui.Inset(area, 2, 2), tui.Center|tui.Middle, tui.Muted, s.t(why))
		return
	}
	if !a.papers.Empty() {
		s.drawPapers(c, a.papers)
	}
	if !a.side.Empty() {
		s.drawSide(c, a.side)
	}
	for _, t := range ts {
		c.Button(t)
	}
}

// drawPapers lays the newest papers beside each other.
func (s *Screen) drawPapers(c *tui.Canvas, r image.Rectangle) {
	if len(s.sheets) == 0 {
		in := c.Card(image.Rect(r.Min.X, r.Min.Y, r.Max.X-1, r.Max.Y), s.t("tray.tray"))
		c.Wrap(in, tui.Center|tui.Middle, tui.CardMuted, s.t("tray.no_paper"))
		return
	}
	for _, i := range s.shown(r.Dx()) {
		p, sheet := s.state.Papers[i], &s.sheets[i]
		card := tui.CutLeft(&r, min(sheet.cols+3, r.Dx()))
		card.Max.X--
		down := min(s.down, max(sheet.rows-1, 0))
		card.Max.Y = min(card.Max.Y, card.Min.Y+1+sheet.rows-down) // the end of the paper is seen
		title := s.t("tray.paper", "n", p.Number, "time", clock(p.At))
		if !p.Cut {
			title += "  " + s.t("tray.torn")
		}
		in := c.Card(card, title)
		sheet.draw(c, in, down)
	}
}

// Rows of the cards beside the papers: those of the printer's and the reader's, and
// the least of the voice's.
const (
	printerRows = 3
	readerRows  = 2
	voiceRows   = 3
)

// drawSide says how the devices are. Where there is not room for all, the reader is
// left out first: what it would say its key does.
func (s *Screen) drawSide(c *tui.Canvas, r image.Rectangle) {
	if s.state.Printer != nil {
		s.drawPrinter(c, tui.CutTop(&r, min(printerRows, r.Dy())))
	}
	voice := 0
	if s.state.Voice != nil {
		voice = min(voiceRows, r.Dy()/3)
	}
	if len(s.state.Strips) > 0 && r.Dy() > 1 {
		rows := 1
		for _, st := range s.state.Strips {
			rows += len(stripLines(st, r.Dx()-2-nameCols))
		}
		s.drawStrips(c, tui.CutTop(&r, min(rows, r.Dy()-voice)))
	}
	if s.state.Card != "" && r.Dy() >= readerRows+voice {
		in := c.Card(tui.CutTop(&r, readerRows), s.t("tray.reader"))
		if s.state.On != "" {
			c.Text(tui.CutTop(&in, 1), tui.Left, tui.CardAccent|tui.Bold, s.t("tray.card_on", "name", s.state.On))
		} else {
			c.Text(tui.CutTop(&in, 1), tui.Left, tui.Card, s.t("tray.card_next", "name", s.state.Card))
		}
	}
	if s.state.Voice != nil && r.Dy() > 1 {
		s.drawVoice(c, r)
	}
}

func (s *Screen) drawPrinter(c *tui.Canvas, r image.Rectangle) {
	in := c.Card(r, s.t("tray.printer"))
	style, word := s.printerState()
	at := tui.CutTop(&in, 1)
	c.Chip(at, style, s.t("tray.is."+word))
	p := s.state.Printer
	c.Text(in, tui.Left, tui.CardMuted, s.t("tray.out", "n", p.Papers, "left", p.Left/1000))
}

// printerState is what stands in the way of the next paper.
func (s *Screen) printerState() (tui.Style, string) {
	p := s.state.Printer
	switch {
	case p.Off:
		return tui.BadFill, "off"
	case s.state.Unplugged:
		return tui.BadFill, "unplugged"
	case p.Cover:
		return tui.BadFill, "cover"
	case p.PaperEnd:
		return tui.BadFill, "paper_out"
	case p.Jammed:
		return tui.BadFill, "jammed"
	case s.state.Silent:
		return tui.WarnFill, "silent"
	case p.Busy:
		return tui.GoodFill, "busy"
	case p.Hangs:
		return tui.GoodFill, "hangs"
	case p.NearEnd:
		return tui.WarnFill, "near_end"
	}
	return tui.GoodFill, "ready"
}

// nameCols are the columns of a strip's name.
const nameCols = 10

func (s *Screen) drawStrips(c *tui.Canvas, r image.Rectangle) {
	in := c.Card(r, s.t("tray.strips"))
	for _, st := range s.state.Strips {
		name := st.Name
		switch {
		case st.Window != "":
			name = s.t("tray.window", "label", st.Window)
		case name == "":
			name = s.t("tray.hall")
		}
		lines := stripLines(st, in.Dx()-nameCols)
		rows := tui.CutTop(&in, min(len(lines), in.Dy()))
		c.Text(tui.CutLeft(&rows, nameCols), tui.Left, tui.CardMuted, name)
		if len(st.Rows) == 0 {
			c.Text(rows, tui.Left, tui.CardMuted, s.t("tray.dark"))
			continue
		}
		for _, spans := range lines {
			row := tui.CutTop(&rows, 1)
			for _, span := range spans {
				w := c.Text(row, tui.Left, colour(span.Colour)|tui.OnCard|tui.Bold, span.Text)
				tui.CutLeft(&row, w)
			}
		}
	}
}

// stripLines are the rows of a strip, those that are too wide broken; one where the
// strip is dark.
func stripLines(st Strip, width int) (lines [][]Span) {
	for _, spans := range st.Rows {
		text := ""
		for _, s := range spans {
			text += s.Text
		}
		if tui.Width(text) <= width || len(spans) != 1 {
			lines = append(lines, spans)
			continue
		}
		for _, part := range tui.WrapLines(text, max(width, 1)) {
			lines = append(lines, []Span{{part, spans[0].Colour}})
		}
	}
	if lines == nil {
		lines = append(lines, nil)
	}
	return lines
}

// colour is the ink nearest to a strip's colour that can be read on a card.
func colour(name string) tui.Style {
	switch name {
	case "green":
		return tui.Good
	case "yellow":
		return tui.Warn
	}
	return tui.Bad
}

func (s *Screen) drawVoice(c *tui.Canvas, r image.Rectangle) {
	in := c.Card(r, s.t("tray.voice"))
	said := s.state.Voice.Said
	if len(said) == 0 {
		c.Text(in, tui.Left, tui.CardMuted, s.t("tray.nothing_said"))
		return
	}
	for i := len(said) - 1; i >= 0 && !in.Empty(); i-- {
		one := said[i]
		row := tui.CutTop(&in, 1)
		w := c.Text(row, tui.Left, tui.CardMuted, clock(one.At))
		tui.CutLeft(&row, w+1)
		switch {
		case one.Speaking:
			tui.CutLeft(&row, c.Chip(row, tui.GoodFill, s.t("tray.speaking"))+1)
		case one.Broken:
			tui.CutLeft(&row, c.Chip(row, tui.WarnFill, s.t("tray.broken_off"))+1)
		}
		text := one.Text
		if one.Chime {
			text = s.t("tray.chime", "text", text)
		}
		if tui.Width(text) <= row.Dx() {
			c.Text(row, tui.Left, tui.Card, text)
			continue
		}
		more := in
		tui.CutLeft(&more, 2)
		n := c.Wrap(more, tui.Left, tui.Card, text)
		tui.CutTop(&in, n)
	}
}

// clock is the time of day with seconds, by which calls of one minute are told apart.
func clock(at time.Time) string { return at.Format("15:04:05") }
