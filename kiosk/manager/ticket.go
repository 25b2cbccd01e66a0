package manager

import (
	"errors"
	"image"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// ticketPage is one number's whole story, and what can be done with it.
type ticketPage struct {
	reply wire.HistoryReply
	top   int // lines above the first one shown
}

// move scrolls the story.
func (p *ticketPage) move(key string) {
	last := max(0, len(p.reply.Events)-1)
	switch key {
	case "down":
		p.top = min(p.top+1, last)
	case "up":
		p.top = max(p.top-1, 0)
	case "pgdown":
		p.top = min(p.top+10, last)
	case "pgup":
		p.top = max(p.top-10, 0)
	case "home":
		p.top = 0
	case "end":
		p.top = last
	}
}

// openTicket asks for a number.
func (s *Screen) openTicket() {
	var letters []string
	for _, l := range s.view.Lines {
		for _, r := range l.Prefix {
			letters = appendNew(letters, string(r))
		}
	}
	s.enter(tui.Entry{Title: s.t("common.enter_number"), Max: 12, Letters: letters}, func(text string) tea.Cmd {
		return s.fetchHistory(strings.ToUpper(strings.TrimSpace(text)))
	})
}

func appendNew(list []string, v string) []string {
	for _, o := range list {
		if o == v {
			return list
		}
	}
	return append(list, v)
}

// gotHistory shows the story, or says why there is none.
func (s *Screen) gotHistory(m historyMsg) {
	s.busy = false
	if m.err != nil {
		var e *wire.Error
		if errors.As(m.err, &e) && e.Code != wire.CodeUnreachable {
			s.says = message{style: tui.Warn, err: e}
			return
		}
		s.say(tui.Bad, "common.not_sent")
		return
	}
	s.ticket = ticketPage{reply: m.reply}
	s.goTo(pageTicket)
}

// ticketActions are what can be done with a number, by its state.
func ticketActions(state queue.TicketState) []action {
	as := []action{{"back", "esc q"}}
	switch state {
	case queue.Waiting, queue.Held:
		as = append(as, action{"move", "m"}, action{"cancel", "x"})
	case queue.Missed:
		as = append(as, action{"return", "b"}, action{"cancel", "x"})
	}
	return append(as, action{"up", "pgup"}, action{"down", "pgdown"})
}

// ticketKeys are the keys of a number's page, not yet laid out.
func (s *Screen) ticketKeys() []tui.Target {
	as := ticketActions(s.ticket.reply.Ticket.State)
	labels := map[string]string{
		"back": s.t("common.back"), "move": s.t("manager.key.move"), "cancel": s.t("manager.key.cancel"), "return": s.t("manager.key.return"),
		"up": s.t("common.earlier"), "down": s.t("common.later"),
	}
	var ts []tui.Target
	for _, a := range as {
		t := tui.Target{ID: a.id, Key: a.key, Label: labels[a.id]}
		if t.ID == "cancel" {
			t.Look = tui.Danger
		}
		ts = append(ts, t)
	}
	return ts
}

func (s *Screen) tapTicket(id string) tea.Cmd {
	s.says = message{}
	switch id {
	case "back":
		s.home()
	case "up":
		s.ticket.move("pgup")
	case "down":
		s.ticket.move("pgdown")
	case "move":
		s.openMove()
	case "cancel":
		s.openCancel()
	case "return":
		number := s.ticket.reply.Ticket.Number
		return s.sendFor(number, "ticket.return", queue.Return{Number: number}, "manager.returned", "number", number)
	}
	return nil
}

// openMove lists where a waiting number can go.
func (s *Screen) openMove() {
	number := s.ticket.reply.Ticket.Number
	var rows []tui.Choice
	to := map[string]queue.Target{}
	for _, l := range s.view.Lines {
		id := "theme " + l.Theme
		rows, to[id] = append(rows, tui.Choice{ID: id, Label: s.in(l.Name)}), queue.Target{Theme: l.Theme}
	}
	for _, w := range s.view.Windows {
		if w.State != queue.Closed {
			id := "window " + w.ID
			rows, to[id] = append(rows, tui.Choice{ID: id, Label: s.t("common.window", "window", w.Label), Note: s.clerk(w)}), queue.Target{Window: w.ID}
		}
	}
	s.choose(s.t("common.transfer_to")+"  "+number, rows, func(id string) tea.Cmd {
		return s.sendFor(number, "ticket.transfer", queue.Transfer{Number: number, To: to[id]}, "manager.moved", "number", number)
	})
	s.from = pageTicket
}

var cancelReasons = []string{"left", "asked", "twice", "wrong", "other"}

// openCancel asks why a number is cancelled; the code travels.
func (s *Screen) openCancel() {
	number := s.ticket.reply.Ticket.Number
	var rows []tui.Choice
	for _, code := range cancelReasons {
		rows = append(rows, tui.Choice{ID: code, Label: s.t("common.cancel." + code)})
	}
	s.choose(s.t("common.cancel_why", "number", number), rows, func(id string) tea.Cmd {
		return s.sendFor(number, "ticket.cancel", queue.Cancel{Number: number, Reason: id}, "manager.cancelled_done", "number", number)
	})
	s.from = pageTicket
}

// drawTicket writes the number, where it stands, and its story.
func (s *Screen) drawTicket(c *tui.Canvas, f frame) {
	t := s.ticket.reply.Ticket
	r := f.body
	head := tui.CutTop(&r, 1)
	x := c.Text(head, tui.Left, tui.Accent|tui.Bold, t.Number)
	tui.CutLeft(&head, x+2)
	c.Text(head, tui.Left, tui.Ink|tui.Bold, strings.Join(compact([]string{
		s.t("common.ticket." + string(t.State)), s.t("common.class." + string(t.Class)), s.in(t.ThemeName), s.at(t),
	}), "  "))
	s.drawSpans(c, tui.CutTop(&r, 1))
	tui.CutTop(&r, min(1, max(0, r.Dy()-4)))
	events := s.ticket.reply.Events
	top := min(s.ticket.top, max(0, len(events)-r.Dy()))
	for i, e := range events[top:] {
		if i >= r.Dy() {
			break
		}
		row := image.Rect(r.Min.X, r.Min.Y+i, r.Max.X, r.Min.Y+i+1)
		c.Text(tui.CutLeft(&row, 9), tui.Left, tui.Muted, s.local(e.At).Format(time.TimeOnly))
		by := tui.CutRight(&row, min(24, row.Dx()/3))
		c.Text(row, tui.Left, tui.Ink, s.event(e))
		c.Text(by, tui.Right, tui.Muted, s.actor(e.By))
	}
}

// at is the window where a number is called or served.
func (s *Screen) at(t wire.Ticket) string {
	if t.At.Label == "" {
		return ""
	}
	return s.t("common.window", "window", t.At.Label)
}

// drawSpans sums up where the time went.
func (s *Screen) drawSpans(c *tui.Canvas, r image.Rectangle) {
	sum := map[queue.TicketState]time.Duration{}
	for _, p := range s.ticket.reply.Spans {
		to := p.To
		if to.IsZero() {
			to = s.now
		}
		sum[p.State] += to.Sub(p.From)
	}
	var parts []string
	for _, st := range []queue.TicketState{queue.Waiting, queue.Called, queue.Serving, queue.Held, queue.Missed} {
		if d := sum[st]; d > 0 {
			parts = append(parts, s.t("common.ticket."+string(st))+" "+s.t("manager.minutes", "minutes", int(d/time.Minute)))
		}
	}
	c.Text(r, tui.Left, tui.Muted, strings.Join(parts, "  "))
}
