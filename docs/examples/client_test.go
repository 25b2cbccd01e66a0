//go:build examples

package docs_test

import (
	"bufio"
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/hall/journal"
	"onewindow/hall/lan"
	"onewindow/hall/node"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/trust/door/doortest"
	"onewindow/wire"
)

// deadline bounds every wait of these tests.
const deadline = time.Minute

// hall is a whole hall in this process, on a free port. It is nine o'clock on
// queuetest.Date, whatever the machine's clock says: the client must follow.
type hall struct {
	t       *testing.T
	dir     string
	journal *journal.Journal
	node    *node.Node
	lan     *lan.Server
	late    *lateAnswers
}

func openHall(t *testing.T) *hall {
	t.Helper()
	dir := t.TempDir()
	j, err := journal.Open(dir, "T-1", journal.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	keys, err := journal.OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	n, err := node.Open(node.Settings{
		Journal: j, Keys: keys, Backups: filepath.Join(dir, "backups"), Version: "test",
		Clock: node.NewPacedClock(queuetest.Morning, 1),
		First: func() (queue.Settings, queue.Catalogue, error) {
			s := queuetest.Settings(2)
			s.Rules.AutoDay = false
			return s, queuetest.Catalogue(), nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{t: t, dir: dir, journal: j, node: n, late: &lateAnswers{Handler: n}}
	h.listen(doortest.Port(t)) // it comes back on it
	t.Cleanup(h.close)
	return h
}

// listen starts the hall's network.
func (h *hall) listen(port int) {
	h.t.Helper()
	var err error
	h.lan, err = lan.Listen(lan.Settings{Host: "127.0.0.1", Port: port, Hall: "T-1", Dir: h.dir, Clock: h.node.Now}, h.late)
	if err != nil {
		h.t.Fatal(err)
	}
	h.node.Attach(h.lan)
}

// restartNetwork cuts every terminal and is back on the same port.
func (h *hall) restartNetwork() {
	h.t.Helper()
	_, port, err := net.SplitHostPort(strings.TrimPrefix(h.lan.URLs()[0], "tls://"))
	if err != nil {
		h.t.Fatal(err)
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		h.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	if err := h.lan.Close(ctx); err != nil {
		h.t.Fatal(err)
	}
	h.listen(n)
}

func (h *hall) close() {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	h.late.give()
	for _, stop := range []func() error{
		func() error { return h.lan.StopRequests(ctx) }, h.node.Close,
		func() error { return h.lan.Close(ctx) }, h.journal.Close,
	} {
		if err := stop(); err != nil {
			h.t.Error(err)
		}
	}
}

// do executes a command as the hall itself.
func (h *hall) do(c queue.Command) {
	h.t.Helper()
	if r := h.node.Do(queue.Actor{Terminal: "test"}, "", c); !r.OK {
		h.t.Fatalf("%T: %v", c, r.Err)
	}
}

func (h *hall) openDay() {
	h.t.Helper()
	h.do(queue.OpenDay{Date: queuetest.Date})
	h.do(queue.SignIn{Window: "1", Clerk: "c1"})
}

// numbers are those that the hall has given, in order.
func (h *hall) numbers() (all []string) {
	h.node.Read(func(s *queue.State, _ time.Time) {
		for _, t := range s.Tickets {
			all = append(all, t.Number)
		}
	})
	return all
}

func (h *hall) wantNumbers(want ...string) {
	h.t.Helper()
	if got := h.numbers(); strings.Join(got, " ") != strings.Join(want, " ") {
		h.t.Errorf("the hall has given %v, want %v", got, want)
	}
}

// join enrols the example as that role and returns its identity file.
func (h *hall) join(role wire.Role) string {
	h.t.Helper()
	file := filepath.Join(h.t.TempDir(), string(role)+".json")
	if got := h.client(0, "join", h.token(role), file, "Example"); !strings.HasPrefix(got, "joined T-1 as "+string(role)+"-") {
		h.t.Fatalf("join: %s", got)
	}
	return file
}

func (h *hall) token(role wire.Role) string {
	h.t.Helper()
	tok, err := h.lan.Token(role, "", 0)
	if err != nil {
		h.t.Fatal(err)
	}
	return tok.Token
}

// client runs the example to its end and returns what it printed.
func (h *hall) client(status int, args ...string) string {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	cmd := exec.CommandContext(ctx, nodejs(h.t), append([]string{"client.mjs"}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if cmd.ProcessState == nil {
		h.t.Fatalf("client.mjs %s: %v", args[0], err)
	}
	if got := cmd.ProcessState.ExitCode(); got != status {
		h.t.Fatalf("client.mjs %s: exit status %d, want %d\n%s%s", args[0], got, status, out, &stderr)
	}
	return strings.TrimSpace(string(out))
}

// nodejs is the program that runs the example.
func nodejs(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("node")
	if err != nil {
		t.Fatalf("these tests need Node.js 18 or newer as %q in PATH: %v; install it, or leave out the build tag examples", "node", err)
	}
	return path
}

// lateAnswers is the hall node behind a network that loses the first answer to
// ticket.issue, once it is told to.
type lateAnswers struct {
	lan.Handler
	mu   sync.Mutex
	lose bool
	held []func()
}

func (l *lateAnswers) Serve(from wire.Terminal, verb wire.Verb, req wire.Request, reply func(wire.Reply)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lose && verb.String() == "ticket.issue" {
		l.lose = false
		answer := reply
		reply = func(r wire.Reply) {
			l.mu.Lock()
			defer l.mu.Unlock()
			l.held = append(l.held, func() { answer(r) })
		}
	}
	l.Handler.Serve(from, verb, req, reply)
}

func (l *lateAnswers) loseNext() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lose = true
}

// give hands over what was held back: the network counts open requests.
func (l *lateAnswers) give() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, answer := range l.held {
		answer()
	}
	l.held = nil
}

func TestTheExampleJoinsAndTakesANumber(t *testing.T) {
	h := openHall(t)
	h.openDay()
	kiosk := h.join(wire.RoleKiosk)
	if got := h.client(0, "take", kiosk, "business"); got != "number A001 for business, 0 before you" {
		t.Errorf("it printed %q", got)
	}
	h.wantNumbers("A001")
	for _, term := range h.lan.Terminals() {
		if term.Role == wire.RoleKiosk && (term.Name != "Example" || term.Seen.IsZero()) {
			t.Errorf("the hall knows it as %+v", term)
		}
	}
}

func TestTheExampleGetsTheSameNumberForTheSameRequest(t *testing.T) {
	h := openHall(t)
	h.openDay()
	kiosk := h.join(wire.RoleKiosk)
	first := h.client(0, "take", kiosk, "business", "request-000001")
	again := h.client(0, "take", kiosk, "business", "request-000001")
	if again != first+" (answered before)" {
		t.Errorf("first %q, then %q", first, again)
	}
	h.wantNumbers("A001")
}

func TestTheExampleAsksAgainWhenAnAnswerIsLost(t *testing.T) {
	h := openHall(t)
	h.openDay()
	kiosk := h.join(wire.RoleKiosk)
	h.late.loseNext()
	got := h.client(0, "take", kiosk, "business")
	if !strings.Contains(got, "ticket.issue again\n") || !strings.HasSuffix(got, "\nnumber A001 for business, 0 before you (answered before)") {
		t.Errorf("it printed %q", got)
	}
	h.wantNumbers("A001")
}

func TestTheExampleShowsARefusal(t *testing.T) {
	h := openHall(t)
	kiosk := h.join(wire.RoleKiosk)
	if got := h.client(2, "take", kiosk, "business"); !strings.HasPrefix(got, "refused day_closed: ") || !strings.Contains(got, ", until 2026-11-2") {
		t.Errorf("closed: %q", got)
	}
	h.openDay()
	if got := h.client(2, "take", kiosk, "nothing"); !strings.HasPrefix(got, "refused unknown_theme: ") {
		t.Errorf("no such theme: %q", got)
	}
	if got := h.client(2, "take", h.join(wire.RoleBoard), "business"); !strings.HasPrefix(got, "refused forbidden: ") {
		t.Errorf("a board: %q", got)
	}
	h.wantNumbers()
}

func TestTheExampleIsRefusedWithAUsedOrForeignToken(t *testing.T) {
	h := openHall(t)
	tok := h.token(wire.RoleKiosk)
	dir := t.TempDir()
	h.client(0, "join", tok[:40]+"\n  "+tok[40:], filepath.Join(dir, "a.json"))
	if got := h.client(2, "join", tok, filepath.Join(dir, "b.json")); !strings.HasPrefix(got, "refused token_refused: ") {
		t.Errorf("used: %q", got)
	}
	// One other character of the pin makes it another hall's.
	other := []byte(h.token(wire.RoleKiosk))
	if other[10]++; !regexp.MustCompile("[A-Za-z0-9]").Match(other[10:11]) {
		other[10] = 'A'
	}
	if got := h.client(2, "join", string(other), filepath.Join(dir, "b.json")); !strings.HasPrefix(got, "refused forbidden: ") {
		t.Errorf("foreign: %q", got)
	}
	h.client(1, "join", tok[:50], filepath.Join(dir, "b.json"))
	if _, err := os.Stat(filepath.Join(dir, "b.json")); err == nil {
		t.Error("a refused enrolment left an identity")
	}
}

func TestEveryClientReadsTheSameIdentityFile(t *testing.T) {
	h := openHall(t)
	h.openDay()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()

	theirs := h.join(wire.RoleKiosk)
	if info, err := os.Stat(theirs); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("its identity: %v %v", info.Mode(), err)
	}
	id, err := lan.LoadIdentity(theirs)
	if err != nil {
		t.Fatal(err)
	}
	c, err := lan.Dial(ctx, id, lan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var ticket wire.Ticket
	if err := c.Do(ctx, "ticket", "issue", wire.IssueRequest{Theme: "business"}, &ticket); err != nil || ticket.Number != "A001" {
		t.Errorf("our client with its identity: %+v %v", ticket, err)
	}

	if id, err = lan.Join(ctx, h.token(wire.RoleKiosk), "ours"); err != nil {
		t.Fatal(err)
	}
	ours := filepath.Join(t.TempDir(), "ours.json")
	if err := id.Save(ours); err != nil {
		t.Fatal(err)
	}
	if got := h.client(0, "take", ours, "business"); !strings.HasPrefix(got, "number A002 ") {
		t.Errorf("it with our identity: %q", got)
	}
}

func TestTheExampleShowsMenuAndBoardLive(t *testing.T) {
	h := openHall(t)
	menu := h.watch(h.join(wire.RoleKiosk), "menu")
	menu.waitFor(`^menu \S+ A business: closed \(day_closed\); `)
	h.openDay()
	menu.waitFor(`^menu \S+ A business: 0 waiting, about \d+ min; `)
	board := h.watch(h.join(wire.RoleBoard), "board")
	board.waitFor(`^board \S+ nobody is called$`)

	h.do(queue.Issue{Theme: "business"})
	menu.waitFor(`^menu \S+ A business: 1 waiting, `)
	h.do(queue.Next{Window: "1"})
	board.waitFor(`^board \S+ A001 to window 1 \(called\)$`)
	h.do(queue.Start{Window: "1"})
	board.waitFor(`^board \S+ A001 to window 1 \(serving\)$`)
	menu.waitFor(`^menu \S+ A business: 0 waiting, `)

	h.watch(h.join(wire.RoleBoard), "menu").waitFor(`^refused menu: forbidden: `)
}

func TestTheExampleComesBackAndShowsTheTruth(t *testing.T) {
	h := openHall(t)
	h.openDay()
	menu := h.watch(h.join(wire.RoleKiosk), "menu")
	menu.waitFor(`^menu \S+ A business: 0 waiting, `)
	h.restartNetwork()
	h.do(queue.Issue{Theme: "business"})
	menu.waitFor(`^link down: `)
	menu.waitFor(`^menu \S+ A business: 1 waiting, `)
}

// watching is the example while it shows states.
type watching struct {
	t     *testing.T
	lines chan string
}

func (h *hall) watch(identity string, topics ...string) *watching {
	h.t.Helper()
	cmd := exec.Command(nodejs(h.t), append([]string{"client.mjs", "watch", identity}, topics...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		h.t.Fatal(err)
	}
	w := &watching{t: h.t, lines: make(chan string, 1000)}
	go func() {
		defer close(w.lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			w.lines <- s.Text()
		}
	}()
	h.t.Cleanup(func() {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			h.t.Error(err)
		}
		// What it prints until it ends must be read before Wait.
		killed := time.AfterFunc(deadline, func() { _ = cmd.Process.Kill() })
		for range w.lines {
		}
		if err := cmd.Wait(); err != nil {
			h.t.Errorf("client.mjs watch did not end well: %v\n%s", err, &stderr)
		}
		killed.Stop()
	})
	return w
}

// waitFor reads lines until one fits.
func (w *watching) waitFor(pattern string) {
	w.t.Helper()
	re := regexp.MustCompile(pattern)
	var seen []string
	for timeout := time.After(deadline); ; {
		select {
		case line, ok := <-w.lines:
			if !ok {
				w.t.Fatalf("it ended before it printed %s; it printed\n%s", pattern, strings.Join(seen, "\n"))
			}
			if re.MatchString(line) {
				return
			}
			seen = append(seen, line)
		case <-timeout:
			w.t.Fatalf("it did not print %s in time; it printed\n%s", pattern, strings.Join(seen, "\n"))
		}
	}
}
