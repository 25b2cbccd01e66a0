package devices

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
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
	line, err := pty.Open(pty.Options{Link: filepath.Join(t.TempDir(), "printer")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = line.Close() })
	b := &bench{hall: newFakeHall(), device: virtual.New(virtual.Options{Model: virtual.Standard(80)})}
	register := NewRegister(b.hall, quiet())
	set := benchSettings(t, line.Name())
	b.Printer = NewPrinter(set, "kiosk-1", b.hall, register, quiet())
	running(t, func(ctx context.Context) { _ = b.device.Run(ctx, line) })
	running(t, register.Run)
	running(t, func(ctx context.Context) { b.Run(ctx, b.hear) })
	b.Hear(b.made, wire.Papers{Day: wire.Day{Hall: "LG-00", Name: queue.Text{ZhHans: "龙岗区政务服务大厅"}, Date: "2026-11-26", UTCOffset: 480}})
	return b
}

// benchSettings are those of a usual printer at that port.
func benchSettings(t *testing.T, port string) PrinterSettings {
	t.Helper()
	prof, err := profile.Named("generic-80")
	if err != nil {
		t.Fatal(err)
	}
	template, err := slip.Default(prof.Width)
	if err != nil {
		t.Fatal(err)
	}
	return PrinterSettings{Line: serial.Settings{Name: port}, Profile: prof, Template: template, Language: queue.ZhHans}
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
	now := time.Now()
	jobs := wire.Papers{Day: b.day, Jobs: []wire.PaperJob{
		{Number: "A012", Copy: 0, Terminal: "kiosk-1", At: now, Ticket: a012}, // its first paper is Issued's alone
		{Number: "A013", Copy: 1, Terminal: "kiosk-2", At: now, Ticket: wire.Ticket{Number: "A013"}},
		{Number: "A012", Copy: 1, Terminal: "kiosk-1", At: now, Ticket: a012},
	}}
	b.Hear(now, jobs)
	b.Hear(now, jobs)
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
	until(t, "the printer found", func() bool { return b.says(wire.PrinterState{}) })
	b.device.PullPaper()
	until(t, "the screen told", func() bool { return b.says(wire.PrinterState{Fault: wire.FaultPaperOut, Low: true}) })
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

func TestACopyOfTheRunBeforeIsNotPrintedAgain(t *testing.T) {
	b := newBench(t)
	at := b.made.Add(time.Second)
	b.Hear(at, wire.Papers{Day: b.day, Jobs: []wire.PaperJob{{Number: "A012", Copy: 1, Terminal: "kiosk-1", At: at.Add(-20 * time.Second), Ticket: a012}}})
	until(t, "the hall told", func() bool {
		p, ok := b.report("A012", 1)
		return ok && p.State == queue.PaperUnconfirmed && p.Reason == queue.PaperRestarted
	})
	b.Issued(wire.Ticket{Number: "A014"}, Extra{})
	until(t, "the number after it", func() bool { _, ok := b.report("A014", 0); return ok })
	if papers := b.device.Tickets(0); len(papers) != 1 {
		t.Errorf("%d papers, want A014 alone", len(papers))
	}
}

func TestWhatBecameOfANumberOfTheRunBeforeIsToldAtOnce(t *testing.T) {
	b := newBench(t)
	at := b.made.Add(time.Second)
	b.Hear(at, wire.Papers{Day: b.day, Untold: []wire.UntoldPaper{{Number: "A012", Terminal: "kiosk-1", At: at.Add(-20 * time.Second)}, {Number: "A013", Terminal: "kiosk-2", At: at.Add(-20 * time.Second)}}})
	until(t, "the hall told", func() bool {
		p, ok := b.report("A012", 0)
		return ok && p.State == queue.PaperUnconfirmed && p.Reason == queue.PaperRestarted
	})
	if _, ok := b.report("A013", 0); ok {
		t.Error("what is another kiosk's was told")
	}
}

func TestAKnifeThatWasStuckBeforeHoldsNothingOfTheNumber(t *testing.T) {
	b := newBench(t)
	until(t, "the printer found", func() bool { return b.says(wire.PrinterState{}) })
	b.device.JamCutter()
	b.Issued(a012, Extra{})
	until(t, "its knife stuck", func() bool { return b.says(wire.Print{Number: "A012", State: wire.Unprinted, Fault: wire.FaultCutter}) })
	b.Issued(wire.Ticket{Number: "A013", State: queue.Waiting}, Extra{})
	until(t, "the next not begun", func() bool { return b.says(wire.Print{Number: "A013", State: wire.Unprinted, Fault: wire.FaultError}) })
	if p, _ := b.report("A013", 0); p.Reason != queue.PaperReason(queue.FaultCutter) {
		t.Errorf("staff are told %q", p.Reason)
	}
}

func TestANumberThatIsGivenTwiceHasOnePaperWithoutTheMark(t *testing.T) {
	b := newBench(t)
	b.Issued(a012, Extra{})
	until(t, "its paper", func() bool { _, ok := b.report("A012", 0); return ok })
	b.Issued(a012, Extra{})
	tomorrow := a012
	tomorrow.Day = "2026-11-27"
	b.Issued(tomorrow, Extra{})
	until(t, "tomorrow's", func() bool { return len(b.hall.requests("ticket.paper")) == 2 })
	if papers := b.device.Tickets(0); len(papers) != 2 {
		t.Errorf("%d papers, want today's and tomorrow's", len(papers))
	}
}

func TestReportsOfADayThatHasEndedAreDropped(t *testing.T) {
	b := newBench(t)
	b.hall.failing(func(request) error { return &wire.Error{Code: wire.CodeUnreachable} })
	b.Issued(a012, Extra{})
	until(t, "its paper", func() bool { return b.says(wire.Print{Number: "A012", State: wire.Printed}) })
	next := b.day
	next.Date = "2026-11-27"
	b.Hear(time.Now(), wire.Papers{Day: next})
	b.hall.failing(nil)
	tomorrow := a012
	tomorrow.Day = next.Date
	b.Issued(tomorrow, Extra{})
	until(t, "tomorrow's told", func() bool { return len(b.hall.requests("ticket.paper")) == 1 })
}

// stopped in the middle of a paper, by an update or a failure of the power.
func TestWhatABrokenOffRunLeftInThePrinterIsCutOffBeforeTheNextNumber(t *testing.T) {
	note := filepath.Join(t.TempDir(), "terminal.json.printing")
	line, err := pty.Open(pty.Options{Link: filepath.Join(t.TempDir(), "printer"), Baud: 2400})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = line.Close() })
	device := virtual.New(virtual.Options{Model: virtual.Standard(80)})
	running(t, func(ctx context.Context) { _ = device.Run(ctx, line) })
	run := func() (b *bench, stop func()) {
		b = &bench{hall: newFakeHall(), device: device}
		set := benchSettings(t, line.Name())
		set.Note = note
		b.Printer = NewPrinter(set, "kiosk-1", b.hall, NewRegister(b.hall, quiet()), quiet())
		stop = running(t, func(ctx context.Context) { b.Run(ctx, b.hear) })
		b.Hear(b.made, wire.Papers{Day: wire.Day{Hall: "LG-00", Date: "2026-11-26"}})
		return b, stop
	}
	first, stop := run()
	first.Issued(a012, Extra{})
	until(t, "half a paper", func() bool { return device.State().Mouth > 20 })
	stop()
	if p, ok := first.report("A012", 0); !ok || p.State == queue.PaperPrinted {
		t.Errorf("of the paper that was broken off the hall was told %+v, %v", p, ok)
	}
	next, _ := run()
	// On so slow a line a moment's stand-still is enough to take the printer for silent.
	// Then the number has no paper, and the one after it is the next.
	last, issue := 12, func(n int) {
		next.Issued(wire.Ticket{Number: fmt.Sprintf("A%03d", n), State: queue.Waiting}, Extra{})
	}
	until(t, "the next number", func() bool {
		p, ok := next.report(fmt.Sprintf("A%03d", last), 0)
		if last == 12 || ok && p.State != queue.PaperPrinted {
			if last > 12 && p.Reason != queue.PaperReason(queue.FaultSilent) {
				t.Fatalf("of number %d the hall was told %+v", last, p)
			}
			last++
			issue(last)
			return false
		}
		return ok
	})
	for _, p := range device.Tickets(0) {
		if text := strings.Join(p.Text, " "); strings.Contains(text, "A012") && len(slices.Compact(slices.Sorted(slices.Values(numberOnPaper.FindAllString(text, -1))))) > 1 {
			t.Errorf("two numbers hang together:\n%s", text)
		}
	}
	until(t, "the note gone", func() bool { return !next.noted() })
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
