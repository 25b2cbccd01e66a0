package take

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// issuedMsg is the answer to the question for a number.
type issuedMsg struct {
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
	r := wire.IssueRequest{Theme: s.visit.theme, ID: string(s.visit.id), Language: s.lang}
	if s.visit.item != "" {
		r.Theme, r.Items = "", []string{s.visit.item}
	}
	if s.visit.ground != "" {
		r.Class, r.Ground = queue.Priority, s.visit.ground
	}
	s.busy = true
	desk := s.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), askTime)
		defer cancel()
		t, err := desk.Issue(ctx, r)
		return issuedMsg{t, asError(err)}
	}
}

func (s *Screen) issued(m issuedMsg) {
	s.busy = false
	if m.err != nil {
		s.fail(m.err)
		return
	}
	s.goTo(pageResult)
	s.visit, s.ticket = visit{}, m.ticket
	s.showResult()
}

// showResult starts the time that the number stays on the screen.
func (s *Screen) showResult() {
	s.steady = false
	s.After("steady", steadyTime)
	s.ends = s.real.Add(resultTime)
	s.After("result", resultTime)
}

// fail says that there is no number, and why.
func (s *Screen) fail(e *wire.Error) {
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

func (s *Screen) layoutFailed(f frame) []tui.Target {
	if s.failed == nil || s.held() == "" {
		return nil
	}
	body := tui.Inset(f.body, 2, 0)
	return []tui.Target{{ID: "held", Rect: tui.Centred(tui.CutBottom(&body, min(5, body.Dy())), 50, 5), Label: s.t("take.find"), Key: "1 enter", Look: tui.Primary}}
}

func (s *Screen) tapFailed() tea.Cmd {
	if number := s.held(); number != "" {
		return s.find(number)
	}
	return nil
}

// afterFailure is what the citizen can do: what failed by chance can be tried
// again, what the rules forbid cannot.
func (s *Screen) afterFailure() string {
	switch s.failed.Code {
	case wire.CodeUnreachable:
		if s.failed.Params["sent"] == "yes" {
			return s.t("take.no_answer_what")
		}
		return s.t("take.failed_what")
	case wire.CodeOverloaded, wire.CodeStorage, wire.CodeShuttingDown, wire.CodeExpired, wire.CodeStaleEpoch, wire.CodeBadRequest, wire.CodeInternal:
		return s.t("take.failed_what")
	case string(queue.CodeSameItem), string(queue.CodeTooMany):
		return s.t("take.held_what")
	}
	return s.t("take.line_closed_what")
}

func (s *Screen) drawFailed(c *tui.Canvas, f frame) {
	if s.failed == nil {
		return
	}
	r := tui.Inset(f.body, 2, 0)
	tui.CutTop(&r, r.Dy()/5)
	para(c, &r, tui.Center, tui.Bad|tui.Bold, s.t("take.not_given"))
	blank(&r)
	switch {
	case s.failed.Code == wire.CodeUnreachable && s.failed.Params["sent"] == "yes":
		para(c, &r, tui.Center, tui.Ink, s.t("take.no_answer"))
	case s.failed.Code == wire.CodeUnreachable:
		para(c, &r, tui.Center, tui.Ink, s.t("take.no_link"))
	default:
		para(c, &r, tui.Center, tui.Ink, s.errorText(s.failed))
	}
	blank(&r)
	para(c, &r, tui.Center, tui.Ink, s.afterFailure())
}
