//go:build linux

package printer_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/printer"
	"onewindow/printer/escpos"
	"onewindow/printer/profile"
	"onewindow/printer/virtual"
	"onewindow/serial"
	"onewindow/serial/pty"
)

// hall is a spooler on a real pseudo-terminal whose far end is the virtual
// printer, which reads ESC/POS without any code of ours.
type hall struct {
	t testing.TB
	p profile.Profile
	d *virtual.Device
	s *printer.Spooler
	// broken: half a command stays in the printer when the cable is pulled.
	broken bool
	tap    *tap

	mu    sync.Mutex
	steps map[string][]printer.Progress
	times map[string][]time.Time
}

func (h *hall) Health(printer.Health) {}

func (h *hall) Progress(p printer.Progress) {
	h.mu.Lock()
	h.steps[p.Job] = append(h.steps[p.Job], p)
	h.times[p.Job] = append(h.times[p.Job], time.Now())
	h.mu.Unlock()
}

// tap notes when a paper's first bytes arrive.
type tap struct {
	*pty.Port
	mu    sync.Mutex
	first time.Time
	last  byte // read before
}

func (p *tap) Read(b []byte) (int, error) {
	n, err := p.Port.Read(b)
	if n == 0 {
		return n, err
	}
	head := append([]byte{p.last}, b[:n]...)
	p.last = b[n-1]
	if bytes.Contains(head, []byte{0x1b, '@'}) {
		p.mu.Lock()
		if p.first.IsZero() {
			p.first = time.Now()
		}
		p.mu.Unlock()
	}
	return n, err
}

// arm waits for the next first byte; what arrived since is the result.
func (p *tap) arm() (before time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before, p.first = p.first, time.Time{}
	return before
}

// open begins a hall; everything ends with the test.
func open(t testing.TB, name string, change func(*profile.Profile), o virtual.Options, paced bool) *hall {
	t.Helper()
	p, err := profile.Named(name)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&p)
	}
	h := &hall{t: t, p: p, steps: map[string][]printer.Progress{}, times: map[string][]time.Time{}}
	far := pty.Options{Link: filepath.Join(t.TempDir(), "printer")}
	if paced {
		far.Baud = p.Baud
	}
	port, err := pty.Open(far)
	if err != nil {
		t.Fatal(err)
	}
	o.Model = virtual.Of(p)
	h.d = virtual.New(o)
	// A pseudo-terminal has no handshake lines.
	line := serial.Settings{Name: port.Name(), Flow: serial.FlowNone}
	h.s = printer.New(printer.Settings{Line: line, Profile: p}, h)
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	h.tap = &tap{Port: port}
	all.Go(func() {
		if err := h.d.Run(ctx, h.tap); err != nil {
			t.Error(err)
		}
	})
	all.Go(func() { h.s.Run(ctx) })
	t.Cleanup(func() {
		cancel()
		all.Wait()
		port.Close()
		for _, f := range h.d.Findings() {
			if h.broken {
				break
			}
			t.Errorf("the printer could not follow at byte %d: %s", f.Byte, f.What)
		}
	})
	return h
}

func (h *hall) eventually(what string, most time.Duration, ok func() bool) {
	h.t.Helper()
	for end := time.Now().Add(most); !ok(); {
		if time.Now().After(end) {
			h.t.Fatalf("waited %v for: %s; health %+v, printer %+v", most, what, h.s.Health(), h.d.State())
		}
		time.Sleep(2 * time.Millisecond)
	}
}

func (h *hall) fault(f printer.Fault, most time.Duration) {
	h.t.Helper()
	h.eventually(fmt.Sprintf("the fault %q", f), most, func() bool { x := h.s.Health(); return x.Fault == f && x.Known })
}

func (h *hall) well() { h.t.Helper(); h.fault("", time.Minute) }

func (h *hall) final(id string) printer.Progress {
	h.t.Helper()
	var last printer.Progress
	h.eventually("the end of "+id, time.Minute, func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		if st := h.steps[id]; len(st) > 0 {
			last = st[len(st)-1]
		}
		return last.State.Final()
	})
	return last
}

func (h *hall) print(id string) printer.Progress {
	h.t.Helper()
	h.s.Print(h.ticket(id))
	return h.final(id)
}

// lines are what stands on a ticket.
func lines(id string) []string {
	return []string{"一窗办事大厅", id, "企业开办 营业执照", "前面还有 7 人", "预计 10:50 前叫到您", "请在一区等候 1-6 号窗口", "过号请到导办台", "end of " + id}
}

// ticket is a paper as halls print it.
func (h *hall) ticket(id string) printer.Job {
	e := escpos.New(h.p)
	e.Init()
	e.Align(escpos.Centre)
	e.Size(2, 2)
	for i, s := range lines(id) {
		if i == 2 {
			e.Size(1, 1)
		}
		if err := e.String(s); err != nil {
			h.t.Fatal(err)
		}
		e.Newline()
	}
	if err := e.QR("https://hall.example/t/"+id, 5); err != nil {
		h.t.Fatal(err)
	}
	return printer.Job{ID: id, Data: e.Bytes(), Height: 70}
}

// papers are the texts of what came out.
func (h *hall) papers() (out []string) {
	for _, t := range h.d.Tickets(0) {
		out = append(out, strings.Join(t.Text, "\n"))
	}
	return out
}

// whole counts the papers that hold all of a ticket.
func (h *hall) whole(id string) (n int) {
	for _, p := range h.papers() {
		if strings.Contains(p, strings.Join(lines(id), "\n")) {
			n++
		}
	}
	return n
}

var models = []string{"epson-tm-t70ii-ch", "generic-80"}

func TestTheVirtualPrinterProvesEveryPaper(t *testing.T) {
	t.Parallel()
	for _, m := range models {
		t.Run(m, func(t *testing.T) {
			t.Parallel()
			h := open(t, m, nil, virtual.Options{Speed: 20}, true)
			h.well()
			for i := range 5 {
				id := fmt.Sprintf("A%03d", i)
				if got := h.print(id); got != (printer.Progress{Job: id, State: printer.Printed}) {
					t.Errorf("ended %+v", got)
				}
				if n := h.whole(id); n != 1 {
					t.Errorf("%d papers of %s: %q", n, id, h.papers())
				}
			}
		})
	}
}

func TestAnEmptyPrinterIsToldAndARefillBringsNoOldTicket(t *testing.T) {
	t.Parallel()
	for _, m := range models {
		t.Run(m, func(t *testing.T) {
			t.Parallel()
			h := open(t, m, nil, virtual.Options{Speed: 20}, true)
			h.well()
			script, err := virtual.ParseScript("paper_out@line=4")
			if err != nil {
				t.Fatal(err)
			}
			h.d.Play(script)
			if got := h.print("A001"); got != (printer.Progress{Job: "A001", State: printer.Interrupted, Reason: printer.FaultPaperOut}) {
				t.Errorf("ended %+v", got)
			}
			h.fault(printer.FaultPaperOut, time.Minute)
			if got := h.print("A002"); got.Reason != printer.FaultPaperOut {
				t.Errorf("ended %+v", got)
			}
			h.d.Refill(0)
			h.well()
			if got := h.print("A003"); got.State != printer.Printed {
				t.Errorf("ended %+v", got)
			}
			if h.whole("A001")+h.whole("A002") != 0 || h.whole("A003") != 1 {
				t.Errorf("papers %q", h.papers())
			}
			if p := h.papers(); !strings.HasPrefix(p[len(p)-1], "一窗办事大厅") {
				t.Errorf("something stands above the number: %q", p[len(p)-1])
			}
		})
	}
}

func TestEveryFaultOfTheVirtualPrinterIsToldAndHealed(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name       string
		begin, end func(*virtual.Device)
		fault      printer.Fault
		restarts   int
	}{
		{"cover", (*virtual.Device).OpenCover, (*virtual.Device).CloseCover, printer.FaultCover, 0},
		{"heat", (*virtual.Device).Heat, (*virtual.Device).Fix, printer.FaultError, 0},
		{"silence", func(d *virtual.Device) { d.Silence(true) }, func(d *virtual.Device) { d.Silence(false) }, printer.FaultSilent, 1},
		{"unplugged", (*virtual.Device).Unplug, (*virtual.Device).Plug, printer.FaultGone, 0},
		{"power", (*virtual.Device).PowerOff, (*virtual.Device).PowerOn, printer.FaultSilent, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			h := open(t, "epson-tm-t70ii-ch", nil, virtual.Options{Speed: 20}, true)
			h.well()
			tc.begin(h.d)
			h.fault(tc.fault, time.Minute)
			if got := h.print("A001"); got.State != printer.Interrupted || got.Reason != tc.fault {
				t.Errorf("ended %+v", got)
			}
			tc.end(h.d)
			h.well()
			if got := h.print("A002"); got.State != printer.Printed || h.whole("A002") != 1 {
				t.Errorf("the next ended %+v", got)
			}
			if n := h.s.Health().Restarts; n != tc.restarts {
				t.Errorf("%d restarts, want %d", n, tc.restarts)
			}
		})
	}
}

func TestAKnifeThatSticksLeavesThePaperUnproved(t *testing.T) {
	t.Parallel()
	h := open(t, "epson-tm-t70ii-ch", nil, virtual.Options{Speed: 20}, true)
	h.well()
	h.d.JamCutter()
	if got := h.print("A001"); got != (printer.Progress{Job: "A001", State: printer.Interrupted, Reason: printer.FaultCutter}) {
		t.Errorf("ended %+v", got)
	}
	h.fault(printer.FaultCutter, time.Minute)
	h.d.Fix()
	h.well()
	if got := h.print("A002"); got.State != printer.Printed || h.whole("A002") != 1 {
		t.Errorf("ended %+v on %q", got, h.papers())
	}
}

func TestALiarIsBelievedAndASlowOrBytewisePrinterIsWaitedFor(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		script string
		state  printer.State
	}{{"bytewise", printer.Printed}, {"slow=2400", printer.Printed}, {"lie", printer.Printed}} {
		t.Run(tc.script, func(t *testing.T) {
			t.Parallel()
			script, err := virtual.ParseScript(tc.script)
			if err != nil {
				t.Fatal(err)
			}
			h := open(t, "epson-tm-t70ii-ch", nil, virtual.Options{Speed: 20}, true)
			h.well()
			h.d.Play(script)
			if got := h.print("A001"); got.State != tc.state {
				t.Errorf("ended %+v", got)
			}
			if n := h.whole("A001"); n != 1 && tc.script != "lie" {
				t.Errorf("%d papers", n)
			}
		})
	}
}

func TestUnplugWithinATicketComesBackWithoutAStaleByte(t *testing.T) {
	t.Parallel()
	h := open(t, "generic-80", nil, virtual.Options{Speed: 20}, true)
	h.broken = true
	h.well()
	for i, at := range []int{3, 120} {
		script, err := virtual.ParseScript(fmt.Sprintf("unplug@byte=%d,for=300", at))
		if err != nil {
			t.Fatal(err)
		}
		h.d.Play(script)
		id := fmt.Sprintf("A%03d", i)
		if got := h.print(id); got.State == printer.Printed && h.whole(id) != 1 {
			t.Errorf("at %d: ended %+v on %q", at, got, h.papers())
		}
		h.eventually("the line is up", time.Minute, func() bool {
			x := h.s.Health()
			return !h.d.State().Unplugged && x.Known && x.Fault == ""
		})
		id = fmt.Sprintf("B%03d", i)
		if got := h.print(id); got.State != printer.Printed || h.whole(id) != 1 {
			t.Errorf("at %d: the next ended %+v", at, got)
		}
		if p := h.papers(); !strings.HasPrefix(p[len(p)-1], "一窗办事大厅") {
			t.Errorf("at %d: something stands above the number: %q", at, p[len(p)-1])
		}
	}
}

func TestTheTestPageIsFollowedByThePrinter(t *testing.T) {
	t.Parallel()
	for _, m := range []string{"epson-tm-t70ii-ch", "generic-58", "generic-80"} {
		t.Run(m, func(t *testing.T) {
			t.Parallel()
			h := open(t, m, func(p *profile.Profile) { p.Baud = 115200 }, virtual.Options{}, false)
			h.well()
			j, err := printer.TestPage(h.p, "LG-00 kiosk-1")
			if err != nil {
				t.Fatal(err)
			}
			h.s.Print(j)
			if got := h.final(j.ID); got.State != printer.Printed {
				t.Errorf("ended %+v", got)
			}
		})
	}
}

// measure prints tickets and returns what it found.
func measure(b *testing.B, baud int, raster bool) {
	h := open(b, "epson-tm-t70ii-ch", func(p *profile.Profile) { p.Baud = baud; p.Flow = profile.FlowNone }, virtual.Options{}, true)
	h.well()
	e := escpos.New(h.p)
	e.Init()
	if raster {
		if err := e.Raster(576, make([]byte, 72*baud/800)); err != nil {
			b.Fatal(err)
		}
	}
	job := h.ticket("A000")
	if raster {
		job.Data = e.Bytes()
	}
	h.print("warm") // what is found out about a printer once
	var first []time.Duration
	var total int
	var busy time.Duration
	for i := 0; b.Loop(); i++ {
		job.ID = fmt.Sprint(i)
		before := h.d.State().Bytes
		h.tap.arm()
		began := time.Now()
		h.s.Print(job)
		h.final(job.ID)
		first = append(first, h.tap.arm().Sub(began))
		h.mu.Lock()
		st, at := h.steps[job.ID], h.times[job.ID]
		k := slices.IndexFunc(st, func(p printer.Progress) bool { return p.State == printer.Sending })
		busy += at[len(at)-1].Sub(at[k])
		h.mu.Unlock()
		total += h.d.State().Bytes - before
		if st[len(st)-1].State != printer.Printed {
			b.Fatalf("ended %+v", st[len(st)-1])
		}
	}
	slices.Sort(first)
	b.ReportMetric(float64(total)/float64(len(first)), "bytes/ticket")
	b.ReportMetric(100*float64(h.p.WireTime(total))/float64(busy), "%line")
	b.ReportMetric(float64(first[len(first)*99/100].Microseconds())/1000, "ms-p99-to-first-byte")
}

func BenchmarkTicketsAt9600(b *testing.B)    { measure(b, 9600, false) }
func BenchmarkTicketsAt115200(b *testing.B)  { measure(b, 115200, false) }
func BenchmarkPicturesAt9600(b *testing.B)   { measure(b, 9600, true) }
func BenchmarkPicturesAt115200(b *testing.B) { measure(b, 115200, true) }

func TestAPowerFailureThatIsOverAtOnceProvesNothing(t *testing.T) {
	t.Parallel()
	for _, m := range models[:1] {
		t.Run(m, func(t *testing.T) {
			t.Parallel()
			h := open(t, m, nil, virtual.Options{Speed: 20}, true)
			h.broken = true
			h.well()
			h.print("warm")
			for i, at := range []int{40, 120, 200, 230} {
				script, err := virtual.ParseScript(fmt.Sprintf("restart@byte=%d", at))
				if err != nil {
					t.Fatal(err)
				}
				h.d.Play(script)
				id := fmt.Sprintf("A%03d", i)
				got := h.print(id)
				if got.State == printer.Printed && h.whole(id) != 1 {
					t.Errorf("at %d: ended %+v on %q", at, got, h.papers())
				}
				h.eventually("the restart", time.Minute, func() bool { return h.d.State().Restarts == i+1 })
				h.well()
				id = fmt.Sprintf("B%03d", i)
				if got := h.print(id); got.State != printer.Printed || h.whole(id) != 1 {
					t.Errorf("at %d: the next ended %+v on %q", at, got, h.papers())
				}
			}
		})
	}
}
