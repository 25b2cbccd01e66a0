package manager

import (
	"context"
	"image"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// adviceRows is how high an advice is at least where its keys stand beside its words.
const adviceRows = 3

// Targets of an advice are "accept <id>" and "refuse <id>"; the first one shown has
// the keys.
const (
	acceptKey, refuseKey = "y", "x"
	acceptID, refuseID   = "accept", "refuse"
)

// adviceGuard is for how long nothing is accepted or refused after the advices have
// changed: who presses a key in that moment has read the one before.
const adviceGuard = time.Second

// advised is which advices are shown, and since when.
type advised struct {
	ids   string
	since time.Time
}

// openAdvice is the advice that can be followed now: none while the hall is stopped,
// and none for a time that has passed.
func (s *Screen) openAdvice() (as []queue.Advice) {
	if s.view.Day.Stopped != "" {
		return nil
	}
	for _, a := range s.view.Advices {
		if s.Now().Before(a.Until) {
			as = append(as, a)
		}
	}
	return as
}

// hearAdvices notes when the advices change.
func (s *Screen) hearAdvices() {
	var ids []string
	for _, a := range s.openAdvice() {
		ids = append(ids, a.ID)
	}
	if now := strings.Join(ids, " "); now != s.advised.ids {
		s.advised = advised{now, s.Now()}
	}
}

// adviceCard is an advice as it stands on the page.
type adviceCard struct {
	advice  queue.Advice
	rect    image.Rectangle
	say     image.Rectangle
	yes, no image.Rectangle
	first   bool
	head    string
	lines   []string // its words
}

// adviceHeight is how many rows the advices take: none without one, two cards at
// most where there is much room.
func (p *overviewPage) adviceHeight(r image.Rectangle, high int) int {
	if len(p.openAdvice()) == 0 || r.Dy() < 10 {
		return 0
	}
	n, gap := 1, 1
	switch {
	case high < 28:
		gap = 0
	case high >= 46:
		n = min(2, len(p.openAdvice()))
	}
	rows := 0
	for i := range n {
		rows += p.adviceCard(i, r).rect.Dy() + gap
	}
	return rows
}

// advices lays the advices out in r.
func (p *overviewPage) advices(r image.Rectangle) []adviceCard {
	var out []adviceCard
	for i := range p.openAdvice() {
		card := p.adviceCard(i, r)
		if card.rect.Dy() > r.Dy() {
			break
		}
		tui.CutTop(&r, card.rect.Dy()+1)
		out = append(out, card)
	}
	return out
}

// adviceCard is the advice with the index i at the top of r, with its keys beside its
// words where it is wide, else below them.
func (p *overviewPage) adviceCard(i int, r image.Rectangle) adviceCard {
	a := p.openAdvice()[i]
	card := adviceCard{advice: a, first: i == 0, head: p.T("manager.advice")}
	if n := len(p.openAdvice()); n > 1 {
		card.head += " " + strconv.Itoa(i+1) + "/" + strconv.Itoa(n)
	}
	yes, no := keyNeeds(p.acceptTarget(a, true))+2, keyNeeds(p.refuseTarget(a, true))+2
	text := tui.Inset(r, 1, 0)
	sideways := r.Dx() >= wide-2
	if sideways {
		text.Max.X -= yes + no + 2
	}
	tui.CutLeft(&text, tui.ChipWidth(card.head)+1)
	card.lines = tui.WrapLines(p.adviceWords(a), max(1, text.Dx()))
	rows := max(adviceRows, len(card.lines))
	if !sideways {
		rows = len(card.lines) + 1
	}
	card.rect = image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+rows)
	in := card.rect
	if sideways {
		card.no = tui.CutRight(&in, no)
		tui.CutRight(&in, 1)
		card.yes = tui.CutRight(&in, yes)
		card.no.Max.Y, card.yes.Max.Y = card.no.Min.Y+adviceRows, card.yes.Min.Y+adviceRows
	} else {
		row := tui.Inset(tui.CutBottom(&in, 1), 1, 0)
		card.no = tui.CutRight(&row, min(no, row.Dx()/3))
		tui.CutRight(&row, 1)
		card.yes = tui.CutRight(&row, min(yes, row.Dx()))
	}
	card.say = tui.Inset(in, 1, 0)
	return card
}

func (p *overviewPage) acceptTarget(a queue.Advice, first bool) tui.Target {
	t := tui.Target{ID: acceptID + " " + a.ID, Label: p.T("manager.advice_do."+string(a.What), "window", p.Window(a.Window)), Look: tui.Primary, Closed: p.Cut()}
	if first {
		t.Key = acceptKey
	}
	return t
}

func (p *overviewPage) refuseTarget(a queue.Advice, first bool) tui.Target {
	t := tui.Target{ID: refuseID + " " + a.ID, Label: p.T("manager.advice_no"), Closed: p.Cut()}
	if first {
		t.Key = refuseKey
	}
	return t
}

// layoutAdvices are the keys of the advices.
func (p *overviewPage) layoutAdvices(r image.Rectangle) []tui.Target {
	var ts []tui.Target
	for _, card := range p.advices(r) {
		yes, no := p.acceptTarget(card.advice, card.first), p.refuseTarget(card.advice, card.first)
		yes.Rect, no.Rect = card.yes, card.no
		ts = append(ts, yes, no)
	}
	return ts
}

// drawAdvices writes each advice: what would come of it, what it costs or saves, and
// its two keys.
func (p *overviewPage) drawAdvices(c *tui.Canvas, r image.Rectangle, ts []tui.Target) {
	for _, card := range p.advices(r) {
		c.Fill(card.rect, p.st(tui.Card))
		say := card.say
		c.Chip(say, p.st(tui.NeutralFill|tui.Bold), card.head)
		tui.CutLeft(&say, tui.ChipWidth(card.head)+1)
		for _, l := range card.lines {
			c.Text(tui.CutTop(&say, 1), tui.Left, p.st(tui.Card)|tui.Bold, l)
		}
		for _, id := range []string{acceptID, refuseID} {
			if t, ok := tui.Find(ts, id+" "+card.advice.ID); ok {
				c.Button(t)
			}
		}
	}
}

// Of an advice whose share may lie anywhere in so many percent points, or of which even
// the better share is below half, the bare figures would say more than is known: it is
// put into words.
const (
	adviceVague = 40
	adviceFaint = 50
)

// adviceWords is an advice as a sentence: the share in time with as many windows as
// are advised, and with as many as are open; and how long is waited with either, where
// too few are called in time whatever is opened.
func (s *Screen) adviceWords(a queue.Advice) string {
	key := "manager.advice_says"
	waits := a.Wait > 0
	switch {
	case a.What != queue.AskOpen:
	case a.Share < adviceFaint && waits && a.Share <= a.ShareNow:
		key = "manager.advice_nobody"
		a.Share = a.ShareNow // of the two that are "about" the same, the better one
	case a.Share < adviceFaint && waits:
		key = "manager.advice_late"
	case a.Share < adviceFaint:
		key = "manager.advice_short"
	case a.ShareHigh-a.ShareLow > adviceVague:
		key = "manager.advice_unsure"
	}
	params := []any{"then", a.Then, "theme", s.Theme(a.Theme), "target", a.Target, "until", s.Clock(a.Until), "now", a.Now, "share", a.Share, "share_now", a.ShareNow}
	switch key {
	case "manager.advice_says", "manager.advice_unsure":
		params = append(params, "low", a.ShareLow, "high", a.ShareHigh)
	case "manager.advice_late", "manager.advice_nobody":
		params = append(params, "wait", a.Wait, "wait_now", a.WaitNow)
		waits = false // said in it
	}
	text := s.T(key, params...)
	if waits {
		text += s.T("manager.advice_waits", "then", a.Then, "wait", a.Wait, "now", a.Now, "wait_now", a.WaitNow)
	}
	if n := max(a.Then-a.Now, a.Now-a.Then); n > 1 {
		text += s.T("manager.advice_first", "window", s.Window(a.Window), "n", n)
	}
	hours := strconv.FormatFloat(float64(max(a.Minutes, -a.Minutes))/60, 'f', 1, 64)
	switch {
	case a.Minutes > 0:
		text += s.T("manager.advice_saves", "hours", hours)
	case a.Minutes < 0:
		text += s.T("manager.advice_costs", "hours", hours)
	}
	return text
}

// answerAdvice accepts or refuses the advice: accepted, the clerk of its window is
// asked; refused, it is not given again for a while.
func (s *Screen) answerAdvice(id string, accept bool) tea.Cmd {
	for _, a := range s.openAdvice() {
		switch {
		case a.ID != id:
			continue
		case s.Now().Sub(s.advised.since) < adviceGuard:
			s.Say(tui.Warn, "manager.advice_changed")
			return nil
		}
		return s.begin(func() tea.Cmd {
			desk := s.desk
			return staff.ActWith(s.session, func(ctx context.Context) (wire.AdviceReply, error) {
				return desk.Advice(ctx, wire.AdviceRequest{ID: id, Accept: accept})
			}, func(r wire.AdviceReply) tea.Cmd {
				switch r.Answer {
				case queue.AdviceRefused:
					return s.done("manager.advice_refused")
				case queue.AdviceOver:
					return s.done("manager.advice_over", "window", s.Window(a.Window))
				}
				return s.done("manager.asked_done", "window", s.Window(a.Window))
			})
		})
	}
	return nil
}

// wishes say what windows are asked to do, and what their clerks have answered.
func (s *Screen) wishes() []remark {
	var rs []remark
	for _, w := range s.view.Windows {
		a := w.Asked
		if a == nil {
			continue
		}
		style, answer := tui.Ink, s.T("manager.wish_answer.none")
		switch a.Answer {
		case queue.AnswerYes:
			style, answer = tui.Good, s.T("manager.wish_answer.yes")
		case queue.AnswerNo:
			style, answer = tui.Warn, s.T("manager.wish_answer.no")
		}
		text := s.T("manager.wish."+string(a.What), "window", w.Label, "answer", answer, "time", s.Clock(a.At), "theme", s.Theme(a.Theme))
		rs = append(rs, remark{id: rowAsked + w.ID, TextLine: tui.TextLine{Style: style, Text: text}})
	}
	return rs
}
