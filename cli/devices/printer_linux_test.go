package devices

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/printer/profile"
	"onewindow/printer/slip"
	"onewindow/printer/virtual"
	"onewindow/queue"
	"onewindow/serial"
	"onewindow/serial/pty"
	"onewindow/wire"
)

// bench is a kiosk's printer with a virtual one at the end of a real line.
type bench struct {
	*Printer
	hall   *fakeHall
	device *virtual.Device

	mu   sync.Mutex
	said []tea.Msg
}

func newBench(t *testing.T) *bench {
	t.Helper()
	return newBenchWith(t, func(*PrinterSettings) {})
}

func newBenchWith(t *testing.T, change func(*PrinterSettings)) *bench {
	t.Helper()
	line, err := pty.Open(pty.Options{Link: filepath.Join(t.TempDir(), "printer")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = line.Close() })
	prof, err := profile.Named("generic-80")
	if err != nil {
		t.Fatal(err)
	}
	template, err := slip.Default(prof.Width)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{hall: newFakeHall(), device: virtual.New(virtual.Options{Model: virtual.Standard(80)})}
	register := NewRegister(b.hall, quiet())
	set := PrinterSettings{Line: serial.Settings{Name: line.Name()}, Profile: prof, Template: template, Language: queue.ZhHans}
	change(&set)
	b.Printer = NewPrinter(set, "kiosk-1", b.hall, register, quiet())
	running(t, func(ctx context.Context) { _ = b.device.Run(ctx, line) })
	running(t, register.Run)
	running(t, func(ctx context.Context) { b.Run(ctx, b.hear) })
	b.Hear(wire.Papers{Day: wire.Day{Hall: "LG-00", Name: queue.Text{ZhHans: "龙岗区政务服务大厅"}, Date: "2026-11-26", UTCOffset: 480}})
	return b
}

func (b *bench) hear(m tea.Msg) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.said = append(b.said, m)
}

// says reports whether the screen was told m.
func (b *bench) says(m tea.Msg) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.said {
		if s == m {
			return true
		}
	}
	return false
}

// report is what the hall was told of a paper, if it was.
func (b *bench) report(number string, copied int) (p wire.PaperRequest, ok bool) {
	for _, r := range b.hall.requests("ticket.paper") {
		if p := r.(wire.PaperRequest); p.Number == number && p.Copy == copied {
			return p, true
		}
	}
	return p, false
}

var a012 = wire.Ticket{
	Number: "A012", Day: "2026-11-26", State: queue.Waiting, Issued: time.Date(2026, 11, 26, 2, 3, 0, 0, time.UTC),
	ThemeName: queue.Text{ZhHans: "综合服务"}, Windows: []string{"3"}, Zones: []queue.Text{{ZhHans: "二区"}},
}

func TestANumberComesOutOfThePrinterAndTheHallIsTold(t *testing.T) {
	b := newBench(t)
	b.Issued(a012, Extra{Last4: "123X"})
	until(t, "the report", func() bool { p, ok := b.report("A012", 0); return ok && p.State == queue.PaperPrinted })
	until(t, "the screen told", func() bool { return b.says(wire.Print{Number: "A012", State: wire.Printed}) })
	papers := b.device.Tickets(0)
	if len(papers) != 1 {
		t.Fatalf("%d papers came out, want one", len(papers))
	}
	text := strings.Join(papers[0].Text, "\n")
	for _, want := range []string{"A012", "龙岗区政务服务大厅", "二区", "123X", "10:03"} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper does not say %q:\n%s", want, text)
		}
	}
	if len(papers[0].QR) != 1 || papers[0].QR[0] != "LG-00 2026-11-26 A012" {
		t.Errorf("the code says %q", papers[0].QR)
	}
}

func TestACopyIsPrintedOnceMarkedAndOnlyWhereTheHallAsks(t *testing.T) {
	b := newBench(t)
	jobs := wire.Papers{Day: b.day, Jobs: []wire.PaperJob{
		{Number: "A012", Copy: 0, Terminal: "kiosk-1", Ticket: a012}, // its first paper is Issued's alone
		{Number: "A013", Copy: 1, Terminal: "kiosk-2", Ticket: wire.Ticket{Number: "A013"}},
		{Number: "A012", Copy: 1, Terminal: "kiosk-1", Ticket: a012},
	}}
	b.Hear(jobs)
	b.Hear(jobs)
	until(t, "the copy told", func() bool { p, ok := b.report("A012", 1); return ok && p.State == queue.PaperPrinted })
	b.Issued(wire.Ticket{Number: "A014"}, Extra{}) // whatever else was to come would be ahead of it
	until(t, "the number after it", func() bool { _, ok := b.report("A014", 0); return ok })
	papers := b.device.Tickets(0)
	if len(papers) != 2 {
		t.Fatalf("%d papers, want the copy and A014", len(papers))
	}
	if text := strings.Join(papers[0].Text, "\n"); !strings.Contains(text, "A012") || !strings.Contains(text, "补打") {
		t.Errorf("the copy is not marked:\n%s", text)
	}
	if b.says(wire.Print{Number: "A012", State: wire.Printed}) {
		t.Error("the screen was told of a copy, which is no business of who stands there")
	}
}

func TestAnEmptyRollIsToldToScreenAndHallAndPrintsNothingLater(t *testing.T) {
	b := newBench(t)
	until(t, "the printer found", func() bool { return b.says(wire.Paper{}) })
	b.device.PullPaper()
	until(t, "the screen told", func() bool { return b.says(wire.Paper{Fault: wire.FaultPaperOut, Low: true}) })
	until(t, "the hall told", func() bool {
		all := lastReport(b.hall)
		return len(all) == 1 && all[0].Fault == queue.FaultPaperOut
	})
	b.Issued(a012, Extra{})
	until(t, "no paper told", func() bool {
		p, ok := b.report("A012", 0)
		return ok && p.State == queue.PaperUnprinted && p.Reason == queue.PaperReason(queue.FaultPaperOut)
	})
	b.device.Refill(80_000)
	until(t, "the hall told that it is well", func() bool { return lastReport(b.hall)[0].Fault == "" })
	b.Issued(wire.Ticket{Number: "A013", State: queue.Waiting}, Extra{})
	until(t, "the next number", func() bool { p, ok := b.report("A013", 0); return ok && p.State == queue.PaperPrinted })
	for _, p := range b.device.Tickets(0) {
		if text := strings.Join(p.Text, "\n"); strings.Contains(text, "A012") {
			t.Errorf("the refill brought an old number:\n%s", text)
		}
	}
}

func TestWhatABrokenOffRunLeftInThePrinterIsCutOffBeforeTheNextNumber(t *testing.T) {
	note := filepath.Join(t.TempDir(), "terminal.json.printing")
	first := newBenchWith(t, func(s *PrinterSettings) { s.Note = note })
	first.Issued(a012, Extra{})
	until(t, "the paper", func() bool { _, ok := first.report("A012", 0); return ok })
	if first.noted() {
		t.Fatal("a paper that came out is still noted as under way")
	}
	if err := begin(note); err != nil { // as a failure of the power leaves it
		t.Fatal(err)
	}
	next := newBenchWith(t, func(s *PrinterSettings) { s.Note = note })
	until(t, "a cut", func() bool { return len(next.device.Tickets(0)) == 1 })
	next.Issued(wire.Ticket{Number: "A013", State: queue.Waiting}, Extra{})
	until(t, "the next number", func() bool { p, ok := next.report("A013", 0); return ok && p.State == queue.PaperPrinted })
	if papers := next.device.Tickets(0); len(papers) != 2 || !papers[0].Blank() || !strings.Contains(strings.Join(papers[1].Text, " "), "A013") {
		t.Errorf("%d papers, want the rest cut off, and A013", len(papers))
	}
}

func TestReportsWaitForTheHallAndStayInOrder(t *testing.T) {
	h := newFakeHall()
	h.failing(func(request) error { return &wire.Error{Code: wire.CodeUnreachable} })
	r := newReports(h, quiet())
	running(t, r.run)
	r.add(wire.PaperRequest{Number: "A001", State: queue.PaperPrinted})
	r.add(wire.PaperRequest{Number: "A002", State: queue.PaperPrinted})
	h.failing(func(q request) error {
		if q.body.(wire.PaperRequest).Number == "A001" {
			return &wire.Error{Code: "unknown_number"} // of a day that was closed meanwhile
		}
		return nil
	})
	until(t, "the second told", func() bool { return len(h.requests("ticket.paper")) == 1 })
	if p := h.requests("ticket.paper")[0].(wire.PaperRequest); p.Number != "A002" {
		t.Errorf("told of %s", p.Number)
	}
}
