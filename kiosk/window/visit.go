package window

import (
	"image"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// drawVisit writes who is at the window: the number large, and below or beside
// it all that the clerk needs to know of the visit.
func (s *Screen) drawVisit(c *tui.Canvas, r image.Rectangle, beside bool) {
	v := s.view
	if v.Ticket == nil {
		tui.CutTop(&r, min(1, max(0, r.Dy()-4)))
		c.Text(r, tui.Left, tui.Accent|tui.Bold, s.idleWords())
		tui.CutTop(&r, 1)
		c.Lines(r, []tui.TextLine{{Style: tui.Muted, Text: s.t("window.served", "n", v.Served)}})
		return
	}
	t := v.Ticket
	if beside && r.Dy() >= 4 {
		w, h := tui.DigitsSize(t.Number, 1)
		left := tui.CutLeft(&r, w+3)
		c.Digits(tui.CutTop(&left, h), tui.Left, tui.Accent, t.Number, 1)
		c.Wrap(left, tui.Left, tui.Warn|tui.Bold, s.flags(t))
		c.Lines(r, s.visitLines())
		return
	}
	scale := 1
	if r.Dy() >= 19 {
		scale = 2
	}
	_, h := tui.DigitsSize(t.Number, scale)
	if r.Dy() < 9 {
		h = 1
	}
	number := tui.CutTop(&r, h)
	used := c.Digits(number, tui.Left, tui.Accent, t.Number, scale)
	if flags := s.flags(t); h > 1 && used.Max.X+3+tui.Width(flags) <= number.Max.X {
		right := image.Rect(used.Max.X+3, number.Min.Y, number.Max.X, number.Max.Y)
		c.Wrap(right, tui.Left|tui.Middle, tui.Warn|tui.Bold, flags)
	}
	c.Lines(r, s.visitLines())
}

// idleWords say what the window does while nobody is at it.
func (s *Screen) idleWords() string {
	switch v := s.view; v.State {
	case queue.Paused:
		return s.t("window.paused_for", "reason", s.worded("common.pause."+v.Reason, v.Reason))
	default:
		return s.t("window.nobody")
	}
}

// flags are what makes the visit special.
func (s *Screen) flags(t *wire.Visit) string {
	var fs []string
	if t.Class != queue.Ordinary {
		fs = append(fs, s.t("common.class."+string(t.Class)))
	}
	if t.Agent != "" {
		fs = append(fs, s.t("window.agent"))
	}
	if t.Language != "" && t.Language != queue.ZhHans {
		fs = append(fs, s.t("common.language."+string(t.Language)))
	}
	if t.Legs > 1 {
		fs = append(fs, s.t("window.leg", "leg", t.Leg, "legs", t.Legs))
	}
	return strings.Join(fs, "\n")
}

// class is the visit's class, of a priority with its ground.
func (s *Screen) class(t *wire.Visit) string {
	class := s.t("common.class." + string(t.Class))
	if t.Ground == "" {
		return class
	}
	return s.t("window.class_ground", "class", class, "ground", s.worded("window.ground."+string(t.Ground), string(t.Ground)))
}

// visitLines are the visit in sentences, the most needed first.
func (s *Screen) visitLines() []tui.TextLine {
	v := s.view
	t := v.Ticket
	var ls []tui.TextLine
	add := func(style tui.Style, text string) {
		if text != "" {
			ls = append(ls, tui.TextLine{Style: style, Text: text})
		}
	}
	if v.State == queue.Calling {
		add(tui.Accent|tui.Bold, s.t("window.calls", "n", t.Called, "of", t.Calls)+"  "+s.callsLeft(t))
	}
	if v.PauseAfter != "" {
		add(tui.Warn|tui.Bold, s.t("window.pausing")+s.t("window.why", "reason", s.worded("common.pause."+v.PauseAfter, v.PauseAfter)))
	}
	if t.Ground != "" {
		add(tui.Warn|tui.Bold, s.t("window.check_ground", "class", s.class(t)))
	}
	add(tui.Ink|tui.Bold, s.in(t.ThemeName)+s.itemNames(t.Items))
	add(tui.Muted, s.t("window.reason", "reason", s.reason(t)))
	who := s.t("window.waited", "minutes", t.Waited/60)
	if t.Last4 != "" {
		who += "  " + s.t("window.last4", "last4", t.Last4)
	}
	add(tui.Ink, who)
	add(tui.Ink, s.kind(t))
	add(tui.Ink, s.then(t))
	add(tui.Warn, s.agent(t))
	return append(ls, s.papers(t)...)
}

// kind is the visit's class, language and part.
func (s *Screen) kind(t *wire.Visit) string {
	var ks []string
	if t.Class != "" {
		ks = append(ks, s.t("common.class."+string(t.Class)))
	}
	if t.Language != "" {
		ks = append(ks, s.t("common.language."+string(t.Language)))
	}
	if t.Legs > 1 {
		ks = append(ks, s.t("window.leg", "leg", t.Leg, "legs", t.Legs))
	}
	return strings.Join(ks, "  ")
}

// then says what comes after this part of the visit; empty if it is the last.
func (s *Screen) then(t *wire.Visit) string {
	var parts []string
	for _, leg := range t.Later {
		parts = append(parts, s.in(leg.ThemeName)+s.itemNames(leg.Items))
	}
	if len(parts) == 0 {
		return ""
	}
	return s.t("window.then", "parts", strings.Join(parts, s.t("window.and")))
}

// itemNames are the items in brackets; empty if the citizen named none.
func (s *Screen) itemNames(items []queue.Text) string {
	var names []string
	for _, it := range items {
		names = append(names, s.in(it))
	}
	if len(names) == 0 {
		return ""
	}
	return s.t("window.items", "items", strings.Join(names, s.t("window.and")))
}

// reason says why this citizen was called and nobody else.
func (s *Screen) reason(t *wire.Visit) string {
	if t.Reason.Code == "" {
		return s.t("window.no_reason")
	}
	slot := ""
	if !t.Reason.Slot.IsZero() {
		slot = words.Clock(s.local(t.Reason.Slot))
	}
	return words.Reason(words.Lang(s.set.Lang), string(t.Reason.Code),
		"minutes", t.Reason.Minutes, "theme", s.themeName(t.Reason.Theme), "slot", slot)
}

// agent says for whom somebody else comes.
func (s *Screen) agent(t *wire.Visit) string {
	if t.Agent == "" {
		return ""
	}
	text := s.t("window.agent")
	if t.For4 != "" {
		text = s.t("window.agent_for", "last4", t.For4)
	}
	if t.Agent != "-" {
		text += s.t("window.why", "reason", t.Agent)
	}
	return text
}

// papers are the checklist of what the citizen should have brought.
func (s *Screen) papers(t *wire.Visit) []tui.TextLine {
	var ls []tui.TextLine
	for _, it := range t.Wanted {
		if len(it.Materials) == 0 {
			continue
		}
		ls = append(ls, tui.TextLine{Style: tui.Accent, Text: s.t("window.papers_for", "item", s.in(it.Name))})
		for _, m := range it.Materials {
			text := "[ ] " + s.in(m.Name)
			if !m.Required {
				text += s.t("window.if_needed")
			}
			ls = append(ls, tui.TextLine{Style: tui.Ink, Text: text})
		}
	}
	return ls
}

// callsLeft says when the citizen may be called again or marked missed.
func (s *Screen) callsLeft(t *wire.Visit) string {
	switch {
	case !t.RecallAt.IsZero():
		if n := s.secondsTo(t.RecallAt); n > 0 {
			return s.t("window.recall_in", "n", n)
		}
		return s.t("window.recall_now")
	case !t.MissedAt.IsZero():
		if n := s.secondsTo(t.MissedAt); n > 0 {
			return s.t("window.missed_in", "n", n)
		}
		return s.t("window.missed_now")
	}
	return ""
}
