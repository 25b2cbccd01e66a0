package staff

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// printing is a paper that was asked for here and of which its terminal has not told
// yet.
type printing struct {
	number string
	copy   int
	begun  time.Time // hall time
	asked  time.Time // when the hall was asked for it last
	asking bool
}

// askPaper is how often the hall is asked what became of it, and dropPaper when that
// ends: the hall itself says after queue.PaperWithin that nobody knows.
const (
	askPaper  = time.Second
	dropPaper = queue.PaperWithin + 10*time.Second
)

// Reprint asks for another paper of a number, says where it comes out, and, once that
// is known, what became of it; see Hear.
func (t *Tickets) Reprint(number string, then func() tea.Cmd) tea.Cmd {
	p, desk := t.pages, t.desk
	return ActWith(t.session, func(ctx context.Context) (*wire.TicketPaper, error) {
		if err := desk.Do(ctx, "ticket.reprint", queue.Reprint{Number: number}); err != nil {
			return nil, err
		}
		paper, err := paperOf(ctx, desk, number)
		if err != nil {
			return nil, nil // the copy is asked for; only where it comes out is not known
		}
		return paper, nil
	}, func(paper *wire.TicketPaper) tea.Cmd {
		var cmd tea.Cmd
		if then != nil {
			cmd = then()
		}
		t.printing = nil
		if paper == nil || paper.Printer == "" {
			p.Say(tui.Good, "staff.reprinted", "number", number)
			return cmd
		}
		p.Say(tui.Good, "staff.reprinted_at", "number", number, "printer", p.Printer(paper.Printer, paper.Name))
		t.printing = &printing{number: number, copy: paper.Copy, begun: p.now, asked: p.now}
		t.tellPaper(*paper)
		return cmd
	})
}

// Hear says what became of a paper that was asked for here. A screen calls it with
// every message and returns its command.
func (t *Tickets) Hear(m tea.Msg) tea.Cmd {
	p, job := t.pages, t.printing
	if _, tick := m.(tui.TickMsg); !tick || job == nil || job.asking || p.Busy() {
		return nil
	}
	switch {
	case p.now.Sub(job.begun) > dropPaper:
		t.printing = nil
		return nil
	case p.cut || p.now.Sub(job.asked) < askPaper:
		return nil
	}
	job.asked, job.asking = p.now, true
	desk := t.desk
	return AskQuietly(&p.Talk, func(ctx context.Context) (*wire.TicketPaper, error) {
		return paperOf(ctx, desk, job.number)
	}, func(paper *wire.TicketPaper, e *wire.Error) tea.Cmd {
		job.asking = false
		if e != nil || paper == nil || t.printing != job {
			return nil
		}
		t.tellPaper(*paper)
		if g, ok := p.Top().(*ticketPage); ok && t.printing == nil && g.reply.Ticket.Number == job.number {
			return g.renew()
		}
		return nil
	})
}

// paperOf asks for a number's newest paper. It looks the number up, because its story
// is read from the journal.
func paperOf(ctx context.Context, desk Desk, number string) (*wire.TicketPaper, error) {
	r, err := desk.Find(ctx, wire.NumberRequest{Number: number})
	if err != nil || len(r.Tickets) == 0 {
		return nil, err
	}
	return r.Tickets[0].Paper, nil
}

// tellPaper says what became of the paper that is waited for, unless the line says
// something else by now: then the lists tell it.
func (t *Tickets) tellPaper(paper wire.TicketPaper) {
	p, job := t.pages, t.printing
	if paper.Copy == job.copy && paper.State == queue.PaperAsked {
		return
	}
	t.printing = nil
	if says := p.Saying(); paper.Copy != job.copy || says != "" && !strings.HasPrefix(says, "staff.reprint") {
		return
	}
	p.SayPaper(job.number, paper, p.Printer(paper.Printer, paper.Name))
}

// SayPaper says on the message line what became of a copy that was asked for, at a
// printer as people call it.
func (k *Talk) SayPaper(number string, paper wire.TicketPaper, printer string) {
	style := tui.Warn
	if paper.State == queue.PaperPrinted {
		style = tui.Good
	}
	k.Say(style, "staff.became."+string(paper.State), "number", number, "printer", printer, "reason", k.PaperReason(paper.Reason))
}
