package main

import (
	"fmt"
	"os"
	"time"

	"onewindow/cli/demo"
	"onewindow/hall/journal"
	"onewindow/hall/setup"
	"onewindow/queue"
)

// step is how finely virtual time passes in a backlog, and night how finely while the
// hall is closed.
const (
	step  = 20 * time.Second
	night = 10 * time.Minute
)

// fill gives a hall that is not open a past of at least so many events: weeks as the
// demonstration lives them, with printers and a voice. It reports when they end.
func (h *hall) fill(events int) (end time.Time, err error) {
	if err := os.MkdirAll(h.dir, 0o700); err != nil {
		return end, err
	}
	j, err := journal.Open(h.dir, h.id, journal.Options{NoSync: true}) // closed before it counts
	if err != nil {
		return end, err
	}
	defer func() {
		if cerr := j.Close(); err == nil {
			err = cerr
		}
	}()
	set, err := setup.Settings(h.id)
	if err != nil {
		return end, err
	}
	if err := demo.Staff(&set, 1); err != nil {
		return end, err
	}
	cat, err := setup.Catalogue(h.id)
	if err != nil {
		return end, err
	}
	p := &past{s: queue.New(), now: set.Hall.At("2026-11-02", 6*60)}
	crowd := demo.NewCrowd(1, len(set.Windows))
	for _, c := range []queue.Command{
		queue.StartEpoch{Epoch: queue.Epoch(j.Epoch())}, queue.ChangeSettings{Settings: set, Hash: "bench"}, queue.ChangeCatalogue{Catalogue: cat, Hash: "bench"},
	} {
		p.do(c)
	}
	for p.err == nil && p.kept+len(p.all) < events {
		if p.now = p.now.Add(step); !p.s.Day.Open {
			p.now = p.now.Add(night)
		}
		rs, err := queue.Advance(p.s, p.now)
		p.all = append(p.all, rs...)
		if err != nil {
			return end, err
		}
		for _, c := range crowd.Step(p.s, p.now) {
			p.do(c)
		}
		p.machines()
		if err := p.keep(j); err != nil {
			return end, err
		}
	}
	return p.now, p.err
}

// past is a hall's life before it was opened.
type past struct {
	s    *queue.State
	now  time.Time
	all  []queue.Record // that are not in the journal yet
	told int            // those of which printers and the voice have told
	kept int
	err  error
}

func (p *past) do(c queue.Command) {
	rs, err := queue.Execute(p.s, p.now, demo.Actor(c), fmt.Sprintf("past-%d", p.kept+len(p.all)), c)
	p.all = append(p.all, rs...)
	if _, refused := err.(*queue.Refusal); err != nil && !refused {
		p.err = err
	}
}

// machines is what printers and the voice tell.
func (p *past) machines() {
	for ; p.told < len(p.all); p.told++ {
		switch e := p.all[p.told].Event.(type) {
		case queue.TicketIssued:
			p.do(queue.ReportPaper{Terminal: p.all[p.told].By.Terminal, Number: e.Ticket.Number, State: queue.PaperPrinted})
		case queue.TicketCalled:
			p.do(queue.Announce{Number: e.Number, Window: e.Window, Times: 1})
		}
	}
}

// keep writes what has happened into the journal.
func (p *past) keep(j *journal.Journal) error {
	if err := demo.Keep(j.Commit, p.all); err != nil {
		return err
	}
	p.kept += len(p.all)
	p.all, p.told = p.all[:0], 0
	return nil
}
