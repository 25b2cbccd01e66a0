package devices

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/hall/journal"
	"onewindow/hall/lan"
	"onewindow/hall/node"
	"onewindow/hall/setup"
	"onewindow/printer/profile"
	"onewindow/printer/slip"
	"onewindow/printer/virtual"
	"onewindow/queue"
	"onewindow/serial"
	"onewindow/serial/pty"
	"onewindow/wire"
)

// soakTickets is how many numbers the soak gives: `make soak-devices` sets it to
// ten thousand.
func soakTickets(t *testing.T) int {
	text := os.Getenv("DEVICE_SOAK")
	if text == "" {
		return 60
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("DEVICE_SOAK=%q: want a number of tickets", text)
	}
	return n
}

// soakHall is a real hall, with its network, on a working day at ten o'clock.
type soakHall struct {
	*node.Node
	net *lan.Server
}

func openSoakHall(t testing.TB) *soakHall {
	t.Helper()
	set, err := setup.Settings("LG-00")
	if err != nil {
		t.Fatal(err)
	}
	for i := range set.Themes {
		set.Themes[i].Quota = queue.Quota{}
	}
	set.Rules.ForecastStop = false
	cat, err := setup.Catalogue("LG-00")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	j, err := journal.Open(dir, set.Hall.ID, journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := journal.OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	date := set.Hall.Date(time.Now())
	if !set.Calendar.Works(date) {
		date = set.Calendar.NextWorking(date)
	}
	clock := node.NewPacedClock(set.Hall.At(date, 9*60+5), 1)
	n, err := node.Open(node.Settings{Journal: j, Keys: keys, Clock: clock, Log: quiet(),
		First: func() (queue.Settings, queue.Catalogue, error) { return set, cat, nil }})
	if err != nil {
		t.Fatal(err)
	}
	net, err := lan.Listen(lan.Settings{Host: "127.0.0.1", Port: -1, Hall: set.Hall.ID, Dir: dir, Clock: n.Now, Log: quiet()}, n)
	if err != nil {
		t.Fatal(err)
	}
	n.Attach(net)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := net.StopRequests(ctx); err != nil {
			t.Error(err)
		}
		if err := n.Close(); err != nil {
			t.Error(err)
		}
		if err := net.Close(ctx); err != nil {
			t.Error(err)
		}
		if err := j.Close(); err != nil {
			t.Error(err)
		}
	})
	return &soakHall{n, net}
}

func (h *soakHall) client(t testing.TB, role wire.Role) *lan.Client {
	t.Helper()
	c, err := h.net.Local(t.Context(), wire.Terminal{Role: role, Name: string(role)}, lan.Options{Clock: h.Now, Expiry: 20 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// paper is what the hall knows of a number's paper of that copy.
func (h *soakHall) paper(number string, copied int) (p queue.Paper) {
	h.Read(func(s *queue.State, _ time.Time) {
		if t := s.Ticket(number); t != nil && t.Paper() != nil && t.Paper().Copy == copied {
			p = *t.Paper()
		}
	})
	return p
}

// soakKiosk is a kiosk with its printer, at which things go wrong.
type soakKiosk struct {
	hall    *soakHall
	client  *lan.Client
	printer *Printer
	device  *virtual.Device
	chance  *rand.Rand
	// deceitful is until when the printer may have said what is not so.
	deceitful time.Time

	mu     sync.Mutex
	pieces []virtual.Ticket
}

func newSoakKiosk(t testing.TB, h *soakHall, name string, seed uint64) *soakKiosk {
	t.Helper()
	prof, err := profile.Named(name)
	if err != nil {
		t.Fatal(err)
	}
	line, err := pty.Open(pty.Options{Link: filepath.Join(t.TempDir(), "printer")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = line.Close() })
	k := &soakKiosk{hall: h, client: h.client(t, wire.RoleKiosk), chance: rand.New(rand.NewPCG(seed, 4))}
	k.device = virtual.New(virtual.Options{Model: virtual.Of(prof), Roll: 1_000_000, Seed: seed, Out: func(p virtual.Ticket) {
		k.mu.Lock()
		defer k.mu.Unlock()
		p.Image = nil // ten thousand pictures are not needed
		k.pieces = append(k.pieces, p)
	}})
	running(t, func(ctx context.Context) { _ = k.device.Run(ctx, line) })
	template, err := slip.Default(prof.Width)
	if err != nil {
		t.Fatal(err)
	}
	register := NewRegister(k.client, quiet())
	k.printer = NewPrinter(PrinterSettings{Line: serial.Settings{Name: line.Name()}, Profile: prof, Template: template, Language: queue.ZhHans},
		k.client.Identity().Terminal, k.client, register, quiet())
	running(t, register.Run)
	running(t, func(ctx context.Context) { k.printer.Feed(k.client)(ctx, func(tea.Msg) {}) })
	until(t, "the hall knows the printer", func() bool {
		known := false
		h.Read(func(s *queue.State, _ time.Time) { known = s.Device(k.client.Identity().Terminal, printerID) != nil })
		return known
	})
	return k
}

// mishaps are what goes wrong at random with one paper: where, and for how long.
var mishaps = []string{virtual.PaperOut, virtual.Cover, virtual.Cutter, virtual.Hot, virtual.Silent, virtual.Unplug, virtual.Restart, virtual.Slow + "=2400", virtual.Junk + "=0.02", virtual.Bytewise, virtual.Lie}

// mishap plays a random script. A printer that lies deceives us, and so does noise on
// the line where its answer has no tag.
func (k *soakKiosk) mishap(t *testing.T) (text string) {
	what := mishaps[k.chance.IntN(len(mishaps))]
	at := []string{fmt.Sprintf("line=%d", 1+k.chance.IntN(16)), fmt.Sprintf("byte=%d", 1+k.chance.IntN(380)), fmt.Sprintf("after=%d", 1+k.chance.IntN(30))}
	lasts := 50 + k.chance.IntN(1500)
	text = fmt.Sprintf("%s@%s,for=%d", what, at[k.chance.IntN(len(at))], lasts)
	script, err := virtual.ParseScript(text)
	if err != nil {
		t.Error(err)
		return ""
	}
	k.device.Play(script)
	if what == virtual.Lie || strings.HasPrefix(what, virtual.Junk) && k.printer.set.Profile.Confirm == profile.ConfirmStatus {
		k.deceitful = time.Now().Add(time.Duration(lasts)*time.Millisecond + 5*time.Second)
	}
	return text
}

// outcome waits until the hall knows what became of a paper.
func (k *soakKiosk) outcome(number string, copied int) (p queue.Paper, err error) {
	end := time.NewTimer(2 * time.Minute)
	defer end.Stop()
	look := time.NewTicker(2 * time.Millisecond)
	defer look.Stop()
	for {
		if p = k.hall.paper(number, copied); p.State != "" && p.State != queue.PaperAsked {
			return p, nil
		}
		select {
		case <-look.C:
		case <-end.C:
			return p, fmt.Errorf("%s/%d: the hall heard nothing in two minutes", number, copied)
		}
	}
}

// given is a number and what was said of its papers.
type given struct {
	number  string
	script  string
	lies    bool
	printed []int // copies of which the printer said that they came out
}

// serve gives n numbers, each with its paper, and copies until one came out.
func (k *soakKiosk) serve(t *testing.T, n int, desk *lan.Client) (all []given) {
	for i := range n {
		g := given{}
		if k.chance.IntN(25) == 0 {
			g.script = k.mishap(t)
		}
		var ticket wire.Ticket
		if err := k.client.Do(t.Context(), "ticket", "issue", wire.IssueRequest{Theme: "general"}, &ticket); err != nil {
			t.Errorf("number %d: %v", i, err)
			return all
		}
		g.number = ticket.Number
		begun := time.Now()
		g.lies = begun.Before(k.deceitful)
		k.printer.Issued(ticket, Extra{})
		for copied := 0; ; copied++ {
			p, err := k.outcome(g.number, copied)
			if err != nil {
				t.Errorf("%v (%s)", err, g.script)
				return all
			}
			if p.State == queue.PaperPrinted {
				g.printed = append(g.printed, copied)
				break
			}
			if time.Since(begun) > time.Minute {
				t.Errorf("%s: after a minute and %d copies still no paper (%s, last %s %s); the printer %+v", g.number, copied, g.script, p.State, p.Reason, k.device.State())
				return all
			}
			if !k.again(t, g, desk) {
				return all
			}
		}
		all = append(all, g)
	}
	return all
}

// again asks for a copy as a guide does, once the printer works.
func (k *soakKiosk) again(t *testing.T, g given, desk *lan.Client) bool {
	mine := k.client.Identity().Terminal
	for end := time.Now().Add(time.Minute); ; {
		err := desk.Do(t.Context(), "ticket", "reprint", queue.Reprint{Number: g.number, Printer: mine}, nil)
		if err == nil {
			return true
		}
		if time.Now().After(end) {
			t.Errorf("%s (%s): no copy within a minute: %v; we take the printer for %+v, and it is %+v", g.number, g.script, err, k.printer.spool.Health(), k.device.State())
			return false
		}
		pause := time.NewTimer(20 * time.Millisecond)
		<-pause.C
	}
}

var numberOnPaper = regexp.MustCompile(`\b[A-Z]\d{3,}\b`)

// papers counts the pieces of paper with a number: whole ones by copy (0 is the one
// without the mark), and all without the mark, torn and half ones too.
func (k *soakKiosk) papers() (whole map[string]map[bool]int, unmarked map[string]int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	whole, unmarked = map[string]map[bool]int{}, map[string]int{}
	for _, p := range k.pieces {
		text := strings.Join(p.Text, "\n")
		marked := strings.Contains(text, "补打")
		for _, n := range slices.Compact(slices.Sorted(slices.Values(numberOnPaper.FindAllString(text, -1)))) {
			if !marked {
				unmarked[n]++
			}
			coded := slices.ContainsFunc(p.QR, func(q string) bool { return strings.HasSuffix(q, n) }) || len(p.QR) == 0
			if p.Cut && coded {
				if whole[n] == nil {
					whole[n] = map[bool]int{}
				}
				whole[n][marked]++
			}
		}
	}
	return whole, unmarked
}

// Printers fail at random while numbers are given. What the hall calls printed came
// out, unless the printer lied; nobody gets two papers without the mark; and every
// number has a paper in the end without anything being started anew.
func TestWhateverHappensToPrintersNoPaperIsInventedAndNoneComesTwice(t *testing.T) {
	h := openSoakHall(t)
	desk := h.client(t, wire.RoleAdmin)
	kinds := []string{"generic-80", "sprt-pos88", "gprinter-gp-l80250", "epson-tm-t70ii-ch"}
	n := soakTickets(t) / len(kinds)
	var all sync.WaitGroup
	troubled, lied := make([]int, len(kinds)), make([]int, len(kinds))
	for i, kind := range kinds {
		k := newSoakKiosk(t, h, kind, uint64(i+1))
		all.Go(func() {
			numbers := k.serve(t, n, desk)
			whole, unmarked := k.papers()
			for _, g := range numbers {
				if g.script != "" {
					troubled[i]++
				}
				for _, copied := range g.printed {
					switch {
					case g.lies:
						lied[i]++
					case whole[g.number][copied > 0] == 0:
						t.Errorf("%s (%s), copy %d is called printed and never came out (%s)", g.number, kind, copied, g.script)
					}
				}
			}
			for _, number := range slices.Sorted(maps.Keys(unmarked)) {
				if unmarked[number] > 1 {
					t.Errorf("%s is on %d papers without the mark of a copy", number, unmarked[number])
				}
			}
		})
	}
	all.Wait()
	t.Logf("%d numbers, %v of them with a fault, %v with a printer that lied", n*len(kinds), troubled, lied)
}

func TestAKioskThatStartsAnewTellsARealHallOfThePaperThatItHadNotToldOf(t *testing.T) {
	h := openSoakHall(t)
	k := newSoakKiosk(t, h, "generic-80", 1)
	var ticket wire.Ticket
	if err := k.client.Do(t.Context(), "ticket", "issue", wire.IssueRequest{Theme: "general"}, &ticket); err != nil {
		t.Fatal(err)
	}
	until(t, "the hall waits for word of the paper", func() bool { return h.paper(ticket.Number, 0).State == queue.PaperAsked })
	until(t, "hall time goes on", func() bool { return h.Now().Sub(ticket.Issued) > 100*time.Millisecond })
	// The same terminal with another run's printer: the first never heard of the number.
	next := NewPrinter(benchSettings(t, filepath.Join(t.TempDir(), "none")), k.client.Identity().Terminal, k.client, NewRegister(k.client, quiet()), quiet())
	running(t, func(ctx context.Context) { next.Feed(k.client)(ctx, func(tea.Msg) {}) })
	until(t, "the hall told that nobody knows", func() bool {
		p := h.paper(ticket.Number, 0)
		return p.State == queue.PaperUnconfirmed && p.Reason == queue.PaperRestarted
	})
}
