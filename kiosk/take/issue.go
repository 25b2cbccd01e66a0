package take

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/outcome"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// asked is a number that was asked for and not yet given.
type asked struct {
	outcome.Request
	request wire.IssueRequest
	list    []queue.Material // wanted on the paper
}

// issuedMsg is the answer to the question for a number.
type issuedMsg struct {
	rid    string
	ticket wire.Ticket
	err    *wire.Error
}

// issue asks for a number. Until the answer is here nothing can be touched, so
// that one tap gives one number. Without a link nothing is sent.
func (s *Screen) issue() tea.Cmd {
	if s.cut {
		s.fail(&wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "no"}})
		return nil
	}
	if l, shut := s.shutLine(); shut { // it closed while the finger was on its way
		e := &wire.Error{Code: string(l.Closed.Code), Params: l.Closed.Params}
		if !l.Closed.Until.IsZero() {
			e.Until = &l.Closed.Until
		}
		s.fail(e)
		return nil
	}
	s.asked = &asked{outcome.Request{RID: s.set.NewRID()}, s.request(), s.list()}
	return s.send()
}

// send sends what is asked, under the name that it has.
func (s *Screen) send() tea.Cmd {
	s.busy = true
	desk, rid, r, list := s.desk, s.asked.RID, s.asked.request, s.asked.list
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), askTime)
		defer cancel()
		t, err := desk.Issue(ctx, rid, r, list)
		return issuedMsg{rid, t, asError(err)}
	}
}

func (s *Screen) issued(m issuedMsg) tea.Cmd {
	if s.asked == nil || s.asked.RID != m.rid {
		return nil
	}
	s.busy = false
	known := s.asked.Answered(m.err)
	switch {
	case m.err == nil:
		s.asked = nil
		s.show(pageResult)
		s.trail = nil
		s.visit, s.query, s.ticket, s.failed = visit{}, query{}, m.ticket, nil
		s.given = s.real
		s.showResult()
	case !known:
		s.outcomeUnknown()
	default:
		s.asked = nil
		s.fail(m.err)
	}
	return nil
}

// outcomeUnknown keeps the name of the request. Once the link is up the screen
// asks again under it, once: the hall then gives its first answer and no second
// number, so nobody loses a number or gets two.
func (s *Screen) outcomeUnknown() {
	if s.page != pageUnknown {
		s.goTo(pageUnknown)
	}
	s.askSoon()
}

// askSoon has the outcome asked for in a moment, unless that was done or must
// wait for the link.
func (s *Screen) askSoon() {
	if s.asked != nil && s.asked.Due() && !s.cut {
		s.After("again", againTime)
	}
}

// askAgain asks once for the outcome of a request without an answer.
func (s *Screen) askAgain() tea.Cmd {
	if s.asked == nil || !s.asked.Due() || s.busy || s.cut {
		return nil
	}
	s.asked.Asking()
	return s.send()
}

func (s *Screen) layoutUnknown(f frame) []tui.Target {
	return s.oneButton(f, tui.Target{ID: "again", Label: s.t("take.ask_again"), Key: "1 enter", Look: tui.Primary, Disabled: s.cut})
}

// oneButton is a single large button at the foot of a page.
func (s *Screen) oneButton(f frame, t tui.Target) []tui.Target {
	body := f.body
	t.Rect = tui.Centred(tui.CutBottom(&body, min(body.Dy(), f.foot.Dy()+2)), 56, f.foot.Dy()+2)
	return []tui.Target{t}
}

func (s *Screen) drawUnknown(c *tui.Canvas, f frame) {
	f.body.Max.Y -= f.foot.Dy() + 2
	now := s.t("take.unknown_waiting")
	if s.asked != nil && s.asked.Asked() && !s.busy && !s.cut {
		now = s.t("take.unknown_still")
	}
	s.say(c, f, tui.Warn, s.t("take.unknown"), now, s.t("take.unknown_what"))
}

// tapUnknown asks for the outcome once more, under the same name.
func (s *Screen) tapUnknown(kind string) tea.Cmd {
	if kind != "again" || s.asked == nil || s.cut {
		return nil
	}
	s.asked.Asking()
	return s.send()
}

// fail says that there is no number, and why.
func (s *Screen) fail(e *wire.Error) {
	if s.page == pageUnknown {
		s.backTo(pageVisit)
	}
	s.goTo(pageFailed)
	s.failed = e
}

// held is the number that the citizen already has, if that is why there is no
// new one.
func (s *Screen) held() string {
	switch queue.Code(s.failed.Code) {
	case queue.CodeSameItem, queue.CodeTooMany:
		return s.failed.Params["number"]
	}
	return ""
}

// retry reports whether a new request makes sense: the hall has certainly not
// acted, and not because its rules forbid it.
func (s *Screen) retry() bool {
	switch s.failed.Code {
	case wire.CodeUnreachable, wire.CodeOverloaded, wire.CodeStorage, wire.CodeShuttingDown, wire.CodeExpired:
		return true
	}
	return false
}

func (s *Screen) layoutFailed(f frame) []tui.Target {
	switch {
	case s.failed == nil:
		return nil
	case s.held() != "":
		return s.oneButton(f, tui.Target{ID: "held", Label: s.t("take.find_held"), Key: "1 enter", Look: tui.Primary})
	case s.retry():
		return s.oneButton(f, tui.Target{ID: "retry", Label: s.t("take.retry"), Key: "1 enter", Look: tui.Primary, Disabled: s.cut})
	}
	label := "take.other_service"
	if len(s.menu.Lines) == 1 {
		label = "common.back"
	}
	return s.oneButton(f, tui.Target{ID: "home", Label: s.t(label), Key: "1 enter", Look: tui.Primary})
}

func (s *Screen) drawFailed(c *tui.Canvas, f frame) {
	if s.failed == nil {
		return
	}
	f.body.Max.Y -= f.foot.Dy() + 2
	why, what := s.errorText(s.failed), s.shutWhat()
	switch {
	case s.failed.Code == wire.CodeUnreachable:
		why, what = s.t("take.no_link"), s.t("take.failed_what")
	case s.held() != "":
		what = s.t("take.held_what")
	case s.retry():
		what = s.t("take.failed_what")
	}
	s.say(c, f, tui.Bad, s.t("take.not_given"), why, what)
}

func (s *Screen) tapFailed(kind string) tea.Cmd {
	switch kind {
	case "held":
		if number := s.held(); number != "" {
			return s.find(number, false)
		}
	case "retry":
		s.back()
		return s.issue()
	}
	return nil
}
