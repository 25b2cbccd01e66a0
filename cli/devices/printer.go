package devices

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"onewindow/cli/config"
	"onewindow/hall/lan"
	"onewindow/printer"
	"onewindow/printer/glyph"
	"onewindow/printer/profile"
	"onewindow/printer/slip"
	"onewindow/queue"
	"onewindow/serial"
	"onewindow/wire"
)

// firstWithin is how long the paper of a number may wait for its turn: as long as
// the citizen sees the number on the kiosk's screen.
const firstWithin = 15 * time.Second

// nameWithin is how long the first paper waits for the hall's name. It is said as soon
// as the terminal is connected.
const nameWithin = time.Second

// PrinterSettings are those of a terminal's printer.
type PrinterSettings struct {
	Line     serial.Settings
	Profile  profile.Profile
	Template slip.Template
	// Language is that of a paper whose citizen chose none, Bilingual adds English.
	Language  queue.Lang
	Bilingual bool
	// Link is the beginning of a number's address, see wire.CodeOf.
	Link string
	// Note is a file that is there while a paper is under way, so that the next run knows
	// of one that was broken off, by a failure of the power most of all; empty is none.
	Note string
}

// ReadPrinter makes the settings out of the machine's configuration. It reads the
// files that stand there; an error names the setting.
func ReadPrinter(c config.Printer, t config.Terminal) (PrinterSettings, error) {
	s := PrinterSettings{
		Line:     serial.Settings{Name: c.Port, Baud: c.Baud},
		Language: queue.Lang(t.Language), Bilingual: c.Bilingual, Link: t.TicketLink,
	}
	var err error
	if c.ProfileFile == "" {
		if s.Profile, err = profile.Named(c.Profile); err != nil {
			return s, fmt.Errorf("printer.profile: %w", err)
		}
	} else {
		b, err := os.ReadFile(c.ProfileFile)
		if err != nil {
			return s, fmt.Errorf("printer.profile_file: %w", err)
		}
		if s.Profile, err = profile.Read(b); err != nil {
			return s, fmt.Errorf("printer.profile_file %s: %w", c.ProfileFile, err)
		}
	}
	if c.Template == "" {
		if s.Template, err = slip.Default(s.Profile.Width); err != nil {
			return s, fmt.Errorf("printer.template: %w", err)
		}
	} else {
		b, err := os.ReadFile(c.Template)
		if err != nil {
			return s, fmt.Errorf("printer.template: %w", err)
		}
		if s.Template, err = slip.Parse(b); err != nil {
			return s, fmt.Errorf("printer.template %s: %w", c.Template, err)
		}
	}
	if c.Logo != "" {
		b, err := os.ReadFile(c.Logo)
		if err != nil {
			return s, fmt.Errorf("printer.logo: %w", err)
		}
		if s.Template.Logo, err = slip.ReadLogo(b); err != nil {
			return s, fmt.Errorf("printer.logo %s: %w", c.Logo, err)
		}
		if w := s.Template.Logo.Width; w > s.Profile.Dots {
			return s, fmt.Errorf("printer.logo %s: %d dots wide, the printer has %d; make it smaller", c.Logo, w, s.Profile.Dots)
		}
	}
	if c.Font != "" {
		b, err := os.ReadFile(c.Font)
		if err != nil {
			return s, fmt.Errorf("printer.font: %w", err)
		}
		if s.Template.Font, err = glyph.WithOutlines(b); err != nil {
			return s, fmt.Errorf("printer.font %s: %w", c.Font, err)
		}
	}
	return s, nil
}

// Printer is the ticket printer of a terminal. It prints the numbers that the
// terminal was given and the copies that the hall asks it for, and tells the hall
// what became of each.
type Printer struct {
	set     PrinterSettings
	hall    Hall
	devices *Register
	log     *slog.Logger
	spool   *printer.Spooler
	reports *reports
	// terminal is the one that the printer belongs to.
	terminal string

	// made is when this run began, by the machine's clock.
	made time.Time
	// known is closed once the hall has said which day it is.
	known chan struct{}

	mu   sync.Mutex // guards what follows
	send func(tea.Msg)
	day  wire.Day
	jobs map[string]paper // under way, by the spooler's name of them
	done map[string]bool  // papers, by day and name, that were taken on, so that none is printed twice
}

// paper is one paper of a number.
type paper struct {
	number string
	copied int
	begun  bool // something of it was sent to the printer
}

// name is how the spooler calls it.
func (p paper) name() string { return fmt.Sprintf("%s/%d", p.number, p.copied) }

// NewPrinter makes the printer of that terminal; Run runs it.
func NewPrinter(set PrinterSettings, terminal string, hall Hall, devices *Register, log *slog.Logger) *Printer {
	p := &Printer{
		set: set, hall: hall, devices: devices, log: log, terminal: terminal, reports: newReports(hall, log),
		made: time.Now(), known: make(chan struct{}),
		send: func(tea.Msg) {}, jobs: map[string]paper{}, done: map[string]bool{},
	}
	p.spool = printer.New(printer.Settings{Line: set.Line, Profile: set.Profile, Unfinished: p.noted(), Log: log}, told{p})
	devices.Set(p.device(p.spool.Health()))
	return p
}

// Hear takes what the hall said, at that hall time, of the day and of copies to print.
// Each copy that is meant for this terminal is printed once: one that was asked for
// before this run began may have come out in the run before, and is told as such. A
// first paper never comes this way: only Issued may make one without the mark of a
// copy.
func (p *Printer) Hear(at time.Time, papers wire.Papers) {
	begun := at.Add(-time.Since(p.made))
	p.mu.Lock()
	if p.day.Date != papers.Day.Date {
		if p.day.Date == "" {
			close(p.known)
		} else {
			clear(p.done)
			p.reports.forget()
		}
	}
	p.day = papers.Day
	var due []wire.PaperJob
	var lost []paper
	for _, u := range papers.Untold {
		first := paper{number: u.Number}
		if key := papers.Day.Date + " " + first.name(); u.Terminal == p.terminal && u.At.Before(begun) && !p.done[key] {
			p.done[key] = true
			lost = append(lost, first)
		}
	}
	for _, j := range papers.Jobs {
		key := j.Ticket.Day + " " + paper{number: j.Number, copied: j.Copy}.name()
		if j.Terminal == p.terminal && j.Copy > 0 && !p.done[key] {
			p.done[key] = true
			due = append(due, j)
		}
	}
	p.mu.Unlock()
	for _, of := range lost { // the run before ended before it knew
		p.over(of, wire.Unconfirmed, "", queue.PaperRestarted)
	}
	for _, j := range due {
		of := paper{number: j.Number, copied: j.Copy}
		if j.At.Before(begun) {
			p.over(of, wire.Unconfirmed, "", queue.PaperRestarted)
			continue
		}
		p.print(of, j.Ticket, Extra{}, max(queue.PaperWithin-at.Sub(j.At), time.Second))
	}
}

// Issued prints the first paper of a number that this terminal was just given. It waits
// a moment for the hall's name where that was not heard yet. No number gets a second
// one, however often it is given.
func (p *Printer) Issued(t wire.Ticket, x Extra) {
	of := paper{number: t.Number}
	key := t.Day + " " + of.name()
	wait := time.NewTimer(nameWithin)
	defer wait.Stop()
	select {
	case <-p.known:
	case <-wait.C:
		p.log.Warn("the hall has not said its name yet; the paper goes without", "number", t.Number)
	}
	p.mu.Lock()
	twice := p.done[key]
	p.done[key] = true
	p.mu.Unlock()
	if twice {
		p.log.Error("a number was given twice; its paper comes once", "number", t.Number)
		return
	}
	p.print(of, t, x, firstWithin)
}

func (p *Printer) print(of paper, t wire.Ticket, x Extra, within time.Duration) {
	p.mu.Lock()
	day := p.day
	p.mu.Unlock()
	made, err := slip.Compose(p.printable(day, t, of.copied, x), p.set.Template, p.set.Profile)
	if err != nil {
		p.log.Error("the paper of a number cannot be made; look at printer.template", "number", of.number, "err", err)
		p.over(of, wire.Unprinted, wire.FaultError, queue.PaperReason(queue.FaultError))
		return
	}
	if len(made.Missing) > 0 {
		p.log.Warn("characters that no font has are boxes on the paper; set printer.font", "number", of.number, "characters", string(made.Missing))
	}
	p.mu.Lock()
	p.jobs[of.name()] = of
	p.mu.Unlock()
	p.spool.Print(printer.Job{ID: of.name(), Data: made.Data, Height: made.Height, Within: within})
}

// Run prints until ctx ends; send takes what the screen is to be told. What the hall
// asks to be printed comes by Hear; see Feed.
func (p *Printer) Run(ctx context.Context, send func(tea.Msg)) {
	p.mu.Lock()
	p.send = send
	p.mu.Unlock()
	send(paperOf(p.spool.Health()))
	var both sync.WaitGroup
	both.Go(func() { p.reports.run(ctx) })
	p.spool.Run(ctx)
	both.Wait()
	p.reports.last()
}

// Feed runs the printer beside a screen, and hears the hall through the client.
func (p *Printer) Feed(c *lan.Client) func(context.Context, func(tea.Msg)) {
	return func(ctx context.Context, send func(tea.Msg)) {
		var both sync.WaitGroup
		both.Go(func() { p.Run(ctx, send) })
		follow(ctx, c, func(m wire.Message) {
			if papers, ok := read[wire.Papers](m, p.log); ok {
				p.Hear(m.At, papers)
			}
		}, wire.TopicPapers)
		both.Wait()
	}
}

// over ends a paper: the screen and the hall are told.
func (p *Printer) over(of paper, state wire.PrintState, fault wire.PrinterFault, reason queue.PaperReason) {
	p.reports.add(wire.PaperRequest{Number: of.number, Copy: of.copied, State: queue.PaperState(state), Reason: reason})
	if of.copied == 0 {
		p.tell(wire.Print{Number: of.number, State: state, Fault: fault})
	}
}

// tell sends a message to the screen.
func (p *Printer) tell(m tea.Msg) {
	p.mu.Lock()
	send := p.send
	p.mu.Unlock()
	send(m)
}

// told hears of the spooler.
type told struct{ *Printer }

// Health implements printer.Told.
func (p told) Health(h printer.Health) {
	p.devices.Set(p.device(h))
	p.tell(paperOf(h))
}

// Progress implements printer.Told.
func (p told) Progress(g printer.Progress) {
	p.mu.Lock()
	of, ok := p.jobs[g.Job]
	if ok && g.State == printer.Sending {
		of.begun = true
		p.jobs[g.Job] = of
	}
	if g.State.Final() {
		delete(p.jobs, g.Job)
	}
	p.mu.Unlock()
	if !ok {
		return
	}
	p.note(g)
	switch g.State {
	case printer.Printed:
		p.over(of, wire.Printed, "", "")
	case printer.Interrupted:
		p.log.Warn("a paper did not come out", "number", of.number, "copy", of.copied, "reason", g.Reason)
		fault := wire.PrinterFault(g.Reason)
		if fault == wire.FaultCutter && !of.begun {
			fault = wire.FaultError // nothing of this number hangs in the knife
		}
		p.over(of, wire.Unprinted, fault, queue.PaperReason(g.Reason))
	case printer.Unconfirmed:
		p.over(of, wire.Unconfirmed, wire.PrinterFault(g.Reason), queue.PaperReason(g.Reason))
	default:
		if of.copied == 0 {
			p.tell(wire.Print{Number: of.number, State: wire.Printing})
		}
	}
}

// paperOf is the printer as the kiosk's screen needs it.
func paperOf(h printer.Health) wire.PrinterState {
	return wire.PrinterState{Fault: wire.PrinterFault(h.Fault), Low: h.Low}
}

// printerID is what the hall calls the one printer of a terminal.
const printerID = "printer"

// device is the printer as the hall is told.
func (p *Printer) device(h printer.Health) queue.Device {
	return queue.Device{
		ID: printerID, Kind: queue.DevicePrinter, Name: short(p.set.Profile.Model), Model: short(h.Model),
		Fault: queue.DeviceFault(h.Fault), Low: h.Low, Restarts: h.Restarts,
	}
}

// short is a name as long as the hall takes it.
func short(name string) string {
	for len(name) > queue.MaxDeviceText {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	return name
}
