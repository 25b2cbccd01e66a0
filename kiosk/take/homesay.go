package take

import (
	"image"
	"slices"
	"strings"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
)

// noticeSeconds is how long one of several notices is shown.
const noticeSeconds = 8

// notices are what the hall has to tell now, each in one line.
func (s *Screen) notices() []string {
	if s.menu == nil {
		return nil
	}
	var all []string
	for _, n := range s.menu.Day.Notices {
		text := strings.Join(strings.Fields(s.in(n.Text)), " ")
		if text != "" && (n.Until.IsZero() || n.Until.After(s.now)) {
			all = append(all, s.t("take.notice", "text", text))
		}
	}
	return all
}

// banner is what home tells beside the choice, one after the other if it is
// more: that there is no paper, and the hall's notices.
func (s *Screen) banner() string {
	if s.visit.id != "" { // home speaks to whose card it is, and to nobody else
		return s.t("take.card_none_home", "last4", s.visit.id.Last4())
	}
	all := s.notices()
	if s.paperFault() != "" {
		all = append([]string{s.t("take.no_paper_home")}, all...)
	}
	if len(all) == 0 {
		return ""
	}
	return all[int(s.now.Unix()/noticeSeconds)%len(all)]
}

// bannerStyle tells what was read from a card apart from what the hall tells.
func (s *Screen) bannerStyle() tui.Style {
	if s.visit.id != "" {
		return tui.GoodFill
	}
	return tui.WarnFill
}

// prompt is what home asks for; when nobody has come for a while it speaks to
// whoever passes by, in one language after the other.
func (s *Screen) prompt() (text string, calling bool) {
	if s.calm >= attractTime {
		turn := int((s.calm - attractTime).Seconds()) / attractStep % (len(words.Langs) + 1)
		if turn == len(words.Langs) {
			return s.totals(), true
		}
		return words.T(words.Langs[turn], "take.attract"), true
	}
	text = s.t("take.choose")
	if _, opens := s.working(); opens != "" {
		text += s.t("take.comma") + s.t("take.opens", "time", opens)
	}
	return text, false
}

// totals is how many wait in the whole hall.
func (s *Screen) totals() string {
	n := 0
	for _, l := range s.menu.Lines {
		n += l.Waiting
	}
	if n == 0 {
		return s.t("take.attract_free")
	}
	return s.t("take.attract_waits", "n", n)
}

func (s *Screen) drawHome(c *tui.Canvas, f frame) {
	if !s.usable() {
		s.drawShut(c, f)
		return
	}
	h := s.homeFrame(f)
	if f.tall {
		s.drawInfo(c, h.info)
	} else {
		s.drawPrompt(c, h.prompt, tui.Left)
		s.drawBanner(c, h.banner)
	}
	if s.visit.theme != "" {
		s.drawVisit(c, s.visitOnHome(f, h))
	}
}

// prompted reports whether the prompt found no row on home, and stands in the
// bar on top.
func (s *Screen) prompted(f frame) bool { return !f.tall && s.homeFrame(f).prompt.Empty() }

func (s *Screen) drawPrompt(c *tui.Canvas, r image.Rectangle, a tui.Align) {
	text, calling := s.prompt()
	if s.visit.theme != "" && !calling {
		return // with a single line there is nothing to choose
	}
	if more := s.t("take.choose_or_card"); s.cards && text == s.t("take.choose") && tui.Width(more) <= r.Dx() {
		text = more
	}
	st := tui.Accent | tui.Bold
	if calling {
		st, a = tui.GoodFill|tui.Bold, tui.Center
		c.Fill(r, st)
	}
	c.Text(r, a, st, text)
}

// drawBanner shows what is to tell in one line; a notice that is too long is
// cut, and stands in full on the board.
func (s *Screen) drawBanner(c *tui.Canvas, r image.Rectangle) {
	if text := s.banner(); text != "" && !r.Empty() {
		c.Fill(r, s.bannerStyle())
		c.Text(tui.Inset(r, 1, 0), tui.Left, s.bannerStyle()|tui.Bold, text)
	}
}

// drawInfo is the upper third in portrait, out of reach for some hands: the
// clock, what the hall tells, the prompt.
func (s *Screen) drawInfo(c *tui.Canvas, r image.Rectangle) {
	if r.Dy() > 9 {
		tui.CutTop(&r, 1)
	}
	if s.usable() {
		prompt := tui.CutBottom(&r, 1)
		if r.Dy() > 5 {
			tui.CutBottom(&r, 1)
		}
		s.drawPrompt(c, prompt, tui.Center)
	}
	if text := s.banner(); text != "" {
		lines := tui.WrapLines(text, r.Dx()-2)
		at := tui.CutBottom(&r, min(2, len(lines)))
		c.Fill(at, s.bannerStyle())
		c.Wrap(tui.Inset(at, 1, 0), tui.Left, s.bannerStyle()|tui.Bold, text)
		if r.Dy() > 5 {
			tui.CutBottom(&r, 1)
		}
	}
	now := s.local(s.now)
	date := tui.CutBottom(&r, 1)
	c.Text(date, tui.Center, tui.Muted, words.Date(words.Lang(s.lang), now))
	c.Digits(r, tui.Center|tui.Middle, tui.Accent|tui.Bold, words.Clock(now), 2)
}

// closedFor is why the whole hall gives no number, nil if some line does or the
// lines have different reasons.
func (s *Screen) closedFor() *queue.Refusal {
	lines := s.menu.Lines
	if len(lines) == 0 || lines[0].Closed == nil {
		return nil
	}
	first := lines[0].Closed
	hallWide := []queue.Code{queue.CodeHallStopped, queue.CodeDayClosed, queue.CodeTooEarly, queue.CodeTooLate}
	if !slices.Contains(hallWide, first.Code) {
		return nil
	}
	for _, l := range lines {
		if l.Closed == nil || l.Closed.Code != first.Code {
			return nil
		}
	}
	return first
}

// usable reports whether home offers a choice.
func (s *Screen) usable() bool {
	return s.menu != nil && !s.cut && len(s.menu.Lines) > 0 && s.closedFor() == nil
}

// layoutShut is home when there is nothing to choose: numbers already given
// still stand, and papers can be looked up.
func (s *Screen) layoutShut(f frame) []tui.Target {
	if s.menu == nil || s.cut {
		return nil
	}
	return s.quickTargets(s.homeFrame(f).quick)
}

// drawShut is home when there is nothing to choose: why, and what to do.
func (s *Screen) drawShut(c *tui.Canvas, f frame) {
	switch {
	case s.menu == nil:
		s.say(c, f, tui.Accent, s.t("take.connecting"), s.t("take.connecting_what"))
		return
	case s.cut:
		s.say(c, f, tui.Bad, s.t("take.offline"), s.t("take.offline_what"), s.t("common.no_link"))
		return
	case len(s.menu.Lines) == 0:
		s.say(c, f, tui.Warn, s.t("take.offline"), s.t("take.offline_what"))
		return
	}
	f.body.Max.Y -= f.foot.Dy()
	if f.tall {
		h := s.homeFrame(f)
		s.drawInfo(c, h.info)
		f.body = h.lines
	}
	why := s.closedFor()
	text := s.refusal(string(why.Code), why.Params, why.Until)
	if why.Code == queue.CodeHallStopped {
		s.say(c, f, tui.Warn, text, s.t("take.stopped_what"))
		return
	}
	hours := ""
	if h := s.hours(); h != "" {
		hours = s.t("take.hours", "hours", h)
	}
	from := ""
	if !why.Until.IsZero() {
		from = words.Clock(s.local(why.Until))
	}
	s.sayTime(c, f, tui.Warn, text, from, hours, s.t("take.closed_what"))
}

// say fills the page with one thing to know: what it is, on a broad band, and
// below it what to do.
func (s *Screen) say(c *tui.Canvas, f frame, tone tui.Style, what string, rest ...string) {
	s.sayTime(c, f, tone, what, "", rest...)
}

// sayTime says one thing to know and, as large as there is room, from when; the
// card grows with the page, so that it is seen from afar.
func (s *Screen) sayTime(c *tui.Canvas, f frame, tone tui.Style, what, from string, rest ...string) {
	r := tui.Inset(f.body, 1, 0)
	if r.Dx() > 100 {
		r = tui.Centred(r, 100, r.Dy())
	}
	w := r.Dx() - 4
	band := len(tui.WrapLines(what, w)) + 2
	var lines []styled
	for _, t := range rest {
		if t != "" {
			lines = append(lines, styled{style: tui.Card, text: t}, styled{style: tui.Card})
		}
	}
	rows := rowsOf(lines, w)
	pad := 1
	if band+len(rows)+1 > r.Dy() { // better without air than without an end
		rows = slices.DeleteFunc(rows, func(l styled) bool { return l.text == "" })
		pad, band = 0, band-2
	}
	air, big := r.Dy()-band-len(rows)-1-pad, 0
	if _, least := tui.DigitsSize(from, 1); least > 0 && air > least {
		big = min(air, max(least, r.Dy()/3))
		air -= big
	}
	air = max(0, air-2) / 2 // half of it is left around the card
	band += air / 3 * 2
	card := tui.Centred(r, r.Dx(), band+big+len(rows)+1+air/3*2)
	if len(rows)+big == 0 {
		card.Max.Y = card.Min.Y + band
	}
	c.Fill(card, tui.Card)
	head := tui.CutTop(&card, band)
	c.Fill(head, fillOf(tone))
	c.Wrap(tui.Inset(head, 2, pad), tui.Center|tui.Middle, fillOf(tone)|tui.Bold, what)
	tui.CutTop(&card, pad+air/3)
	c.Digits(tui.CutTop(&card, big), tui.Center|tui.Middle, tui.CardAccent|tui.Bold, from, 0)
	drawRows(c, tui.Inset(card, 2, 0), tui.Center, rows)
}

// fillOf is the filled style of an ink.
func fillOf(tone tui.Style) tui.Style {
	switch tone {
	case tui.Bad:
		return tui.BadFill
	case tui.Warn:
		return tui.WarnFill
	case tui.Good:
		return tui.GoodFill
	}
	return tui.Title
}
