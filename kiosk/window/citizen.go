package window

import (
	"image"
	"slices"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// drawCitizen writes who is at the window: the number large, how the call or the
// visit goes, and below all that the clerk needs to know, the most needed first.
func (s *Screen) drawCitizen(c *tui.Canvas, r image.Rectangle) {
	t := s.view.Ticket
	r = s.drawState(c, r)
	chips, facts, papers := s.chips(t), s.facts(t, r.Dy() < 20), s.paperLines(t)
	below := 1 + chipRows(r.Dx(), chips) + s.factRows(r.Dx(), facts) + paperHeight(r.Dx()-min(s.labelWidth(), r.Dx()/3), papers)
	least := 4
	if r.Dy() >= 20 {
		least = 6
	}
	high := min(max(least, r.Dy()-below-5), maxDigits, max(least, r.Dy()/2))
	if r.Dy() < 9 {
		high = 1
	}
	number := tui.CutTop(&r, high)
	used := c.Digits(number, tui.Left, tui.Accent|tui.OnCard, t.Number, 0)
	if high == 1 {
		used = image.Rect(number.Min.X, number.Min.Y, number.Min.X+tui.Width(t.Number), number.Max.Y)
	}
	r.Min.Y -= number.Max.Y - used.Max.Y // what the digits left free below
	side := image.Rect(used.Max.X+3, number.Min.Y, number.Max.X, used.Max.Y)
	if rows := chipRows(side.Dx(), chips); side.Dx() >= widestChip(chips) && rows <= side.Dy() {
		side.Min.Y += (side.Dy() - rows) / 2
		drawChips(c, side, chips)
		below, chips = below-chipRows(r.Dx(), chips), nil
	}
	spare := r.Dy() - below
	air := func() {
		if spare > 0 {
			tui.CutTop(&r, 1)
			spare--
		}
	}
	air()
	s.drawPace(c, tui.CutTop(&r, 1))
	air()
	if len(chips) > 0 {
		tui.CutTop(&r, drawChips(c, r, chips))
		air()
	}
	airy := spare > len(facts)
	tui.CutTop(&r, s.drawFacts(c, r, facts, airy))
	air()
	s.drawPapers(c, r, papers)
}

// maxDigits is how many rows a number has at most.
const maxDigits = 15

func widestChip(chips []chip) int {
	w := 0
	for _, ch := range chips {
		w = max(w, tui.ChipWidth(ch.text))
	}
	return w
}

// drawState draws the card of whatever is at the window: its first row says the
// window's state, in words, by shape and by colour, and since when; it returns
// the room inside.
func (s *Screen) drawState(c *tui.Canvas, r image.Rectangle) image.Rectangle {
	v := s.view
	c.Fill(r, tui.Card)
	strip := tui.CutTop(&r, 1)
	style := tui.NeutralFill
	switch v.State {
	case queue.Calling:
		style = tui.Call
	case queue.WindowServing:
		style = tui.PrimaryButton
	case queue.Paused:
		style = tui.WarnFill
	case queue.Idle:
		style = tui.GoodFill
	}
	c.Fill(strip, style)
	text := s.stateWords()
	if v.State == queue.Paused {
		text += s.T("window.why", "reason", s.Worded("common.pause."+v.Reason, v.Reason))
	}
	if v.PauseAfter != "" {
		text += "  " + s.T("window.pausing") + s.T("window.why", "reason", s.Worded("common.pause."+v.PauseAfter, v.PauseAfter))
	}
	drawSplit(c, tui.Inset(strip, 1, 0), style|tui.Bold, text, s.Since(v.Since))
	if r.Dy() >= 18 {
		tui.CutTop(&r, 1)
	}
	return tui.Inset(r, 2, 0)
}

// drawPace writes how the call or the visit goes: while calling, which call it is
// and when the next or a no-show is possible; while serving, how long it lasts
// against what is usual.
func (s *Screen) drawPace(c *tui.Canvas, r image.Rectangle) {
	t := s.view.Ticket
	if s.view.State == queue.Calling {
		x := c.Text(r, tui.Left, tui.Ink|tui.OnCard|tui.Bold, s.T("window.calls", "n", t.Called, "of", t.Calls))
		tui.CutLeft(&r, x+2)
		for i := range t.Calls {
			style := tui.Track
			if i < t.Called {
				style = tui.Call
			}
			box := tui.CutLeft(&r, min(2, r.Dx()))
			c.Fill(box, style)
			if i < t.Called {
				c.Text(box, tui.Left, style|tui.Bold, "*")
			}
			tui.CutLeft(&r, 1)
		}
		tui.CutLeft(&r, 1)
		if text, now := s.callsLeft(t); now {
			c.Chip(r, tui.GoodFill|tui.Bold, text)
		} else {
			c.Text(r, tui.Left, tui.Ink|tui.OnCard, text)
		}
		return
	}
	if t.Red == 0 {
		c.Text(r, tui.Left, tui.Ink|tui.OnCard|tui.Bold, s.T("window.since", "time", s.Since(s.view.Since)))
		return
	}
	word, style := s.pace()
	x := c.Text(r, tui.Left, tui.Ink|tui.OnCard|tui.Bold, s.T("window.since", "time", s.Since(s.view.Since)))
	tui.CutLeft(&r, x+2)
	usual := s.T("window.usual", "minutes", max(1, (t.Amber+30)/60))
	ink := tui.Accent | tui.OnCard
	switch style {
	case tui.WarnFill:
		ink = tui.Warn | tui.OnCard
	case tui.BadFill:
		ink = tui.Bad | tui.OnCard
	}
	if word != "" {
		at := tui.CutRight(&r, min(tui.ChipWidth(word), r.Dx()))
		c.Chip(at, style|tui.Bold, word)
	} else if r.Dx() >= tui.Width(usual)+12 {
		c.Text(tui.CutRight(&r, tui.Width(usual)), tui.Right, tui.CardMuted, usual)
	}
	tui.CutRight(&r, 2)
	c.Bar(r, ink, int(s.Now().Sub(s.view.Since).Seconds()), t.Red)
}

// chips are what makes the visit special.
func (s *Screen) chips(t *wire.Visit) []chip {
	var cs []chip
	switch {
	case t.Ground != "":
		cs = append(cs, chip{s.T("window.check_ground", "class", s.class(t)), tui.WarnFill | tui.Bold})
	case t.Class != queue.Ordinary && t.Class != "":
		cs = append(cs, chip{s.class(t), tui.WarnFill | tui.Bold})
	}
	if t.Language != "" && t.Language != queue.ZhHans {
		cs = append(cs, chip{s.T("common.language." + string(t.Language)), tui.NeutralFill | tui.Bold})
	}
	if t.Agent != "" {
		cs = append(cs, chip{s.T("window.agent"), tui.NeutralFill | tui.Bold})
	}
	if t.Legs > 1 {
		cs = append(cs, chip{s.T("window.leg", "leg", t.Leg, "legs", t.Legs), tui.NeutralFill})
	}
	return cs
}

// class is the visit's class, of a priority with its ground.
func (s *Screen) class(t *wire.Visit) string {
	class := s.T("common.class." + string(t.Class))
	if t.Ground == "" {
		return class
	}
	return s.T("staff.class_ground", "class", class, "ground", s.Ground(t.Ground))
}

// facts are the visit in words; brief puts theme and items on one line.
func (s *Screen) facts(t *wire.Visit, brief bool) []fact {
	ink := tui.Ink | tui.OnCard
	fs := []fact{{s.T("window.fact.for"), s.In(t.ThemeName), ink | tui.Bold}}
	switch names := s.names(t.Items); {
	case names != "" && brief:
		fs[0].text += s.T("window.items", "items", names)
	case names != "":
		fs = append(fs, fact{"", names, ink | tui.Bold})
	}
	fs = append(fs, fact{s.T("window.fact.why"), s.reason(t), tui.CardAccent | tui.Bold})
	who := s.T("window.waited", "minutes", t.Waited/60)
	if t.Last4 != "" {
		who += "   " + s.T("window.last4", "last4", t.Last4)
	}
	fs = append(fs, fact{s.T("window.fact.who"), who, ink})
	if f, ok := s.slip(t); ok {
		fs = append(fs, f)
	}
	if then := s.then(t); then != "" {
		fs = append(fs, fact{s.T("window.fact.then"), then, ink})
	}
	if agent := s.agent(t); agent != "" {
		fs = append(fs, fact{s.T("window.fact.agent"), agent, ink})
	}
	return fs
}

// then says what comes after this part of the visit; empty if it is the last.
func (s *Screen) then(t *wire.Visit) string {
	var parts []string
	for _, leg := range t.Later {
		part := s.In(leg.ThemeName)
		if names := s.names(leg.Items); names != "" {
			part += s.T("window.items", "items", names)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, s.T("window.and"))
}

// names are the names of items; empty if the citizen named none.
func (s *Screen) names(items []queue.Text) string {
	var names []string
	for _, it := range items {
		names = append(names, s.In(it))
	}
	return strings.Join(names, s.T("window.and"))
}

// reason says why this citizen was called and nobody else.
func (s *Screen) reason(t *wire.Visit) string {
	if t.Reason.Code == "" {
		return s.T("window.no_reason")
	}
	return s.Reason(t.Reason)
}

// agent says for whom somebody else comes.
func (s *Screen) agent(t *wire.Visit) string {
	if t.Agent == "" {
		return ""
	}
	var text []string
	if t.For4 != "" {
		text = append(text, s.T("window.agent_for", "last4", t.For4))
	}
	if t.Agent != "-" && t.Agent != "none" {
		text = append(text, s.Document(t.Agent))
	}
	if len(text) == 0 {
		return s.T("window.agent_no_document")
	}
	return strings.Join(slices.Compact(text), "   ")
}

// callsLeft says when the citizen may be called again or marked missed, and
// whether that is now.
func (s *Screen) callsLeft(t *wire.Visit) (text string, now bool) {
	text, now = s.callsWords(t)
	if !now && text != "" && s.voiceToCome(t) {
		text = s.T("window.voice_to_come", "then", text)
	}
	return text, now
}

func (s *Screen) callsWords(t *wire.Visit) (text string, now bool) {
	switch {
	case !t.RecallAt.IsZero():
		if n := s.SecondsTo(t.RecallAt); n > 0 {
			return s.T("window.recall_in", "n", n), false
		}
		return s.T("window.recall_now"), true
	case !t.MissedAt.IsZero():
		if n := s.SecondsTo(t.MissedAt); n > 0 {
			return s.T("window.missed_in", "n", n), false
		}
		return s.T("window.missed_now"), true
	}
	return "", false
}
