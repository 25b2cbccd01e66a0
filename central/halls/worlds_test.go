package halls_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/central/halls"
	"onewindow/trust"
	"onewindow/wire"
)

var update = flag.Bool("update", false, "write docs/attempts.md anew")

// world is a centre with two halls, LG-1, whose key is in bad hands, and LG-2, which
// wants to work.
type world struct {
	t   *testing.T
	c   *centre
	pin trust.Pin
	// urls are its doors, the plain one and that for the web.
	urls []string
	// own makes a line with the rights of the centre's processes.
	own func(opts ...nats.Option) *nats.Conn
	// asCentre is how somebody tries to come in as one of them.
	asCentre func() nats.Option
	bad, sound,
	revoked halls.Joined
	other *fakeHall // LG-2
	// command is the last that LG-2 got, commands all that were not asked about yet.
	// A second subscription beside its own would use up its right to answer.
	mu       sync.Mutex
	command  *nats.Msg
	commands []*nats.Msg
	hostile  *fakeHall // LG-1, once it is there
	spies    []*nats.Subscription
}

// worlds are the two kinds of centre, by the heading of their column.
var worlds = []struct {
	name string
	open func(t *testing.T, strict float64) *world
}{
	{"the centre's own server", ownWorld},
	{"a cluster that asks the centre", clusterWorld},
}

const handTime = 3 * time.Second

func ownWorld(t *testing.T, strict float64) *world {
	c := open(t, func(s *halls.Settings) { s.WebPort = -1; s.Strikes(strict); s.Hand(handTime) })
	w := &world{t: t, c: c, urls: []string{c.URLs()[0], c.URLs()[len(c.URLs())-1]}}
	w.own = func(opts ...nats.Option) *nats.Conn { return must[*nats.Conn](t)(c.OwnLine(opts...)) }
	w.asCentre = func() nats.Option { return nats.UserInfo("centre", "guess") }
	return w.furnish()
}

func clusterWorld(t *testing.T, strict float64) *world {
	g := openGoverned(t, 1, false, "timeout: 10\n", "timeout: 3\n", `timeout: "10s"`, `timeout: "3s"`)
	c := g.centre(0, func(s *halls.Settings, _ *halls.Cluster) { s.Strikes(strict) })
	web := must[*url.URL](t)(url.Parse(g.servers[0].WebsocketURL()))
	w := &world{t: t, c: c, urls: []string{g.url(0), "wss://127.0.0.1:" + web.Port()}}
	w.own = func(opts ...nats.Option) *nats.Conn {
		sign := must[nats.Option](t)(nats.NkeyOptionFromSeed(g.file("centre.seed")))
		return must[*nats.Conn](t)(nats.Connect(g.url(0), append(opts, sign, nats.RootCAs(g.file("ca.pem")), nats.TLSHandshakeFirst(), nats.Timeout(time.Minute))...))
	}
	// With the public key of the centre's processes, and a signature of another.
	w.asCentre = func() nats.Option {
		return nats.Nkey(g.centreKey, func([]byte) ([]byte, error) { return make([]byte, 64), nil })
	}
	return w.furnish()
}

func (w *world) furnish() *world {
	t := w.t
	w.bad, w.sound = w.c.added("LG-1"), w.c.added("LG-2")
	w.revoked = w.c.added("LG-9")
	w.bad.URLs, w.sound.URLs, w.revoked.URLs = w.urls, w.urls, w.urls
	if err := w.c.Revoke(ctx(t), "LG-9"); err != nil {
		t.Fatal(err)
	}
	w.pin = must[trust.Pin](t)(w.sound.Pin())
	w.other = dial(t, w.sound, w.urls[0])
	within(t, time.Minute, "LG-2 is heard", func() bool { return w.other.hello(1000) == nil })
	w.other.answerWith(t, func(m *nats.Msg) wire.Reply {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.command, w.commands = m, append(w.commands, m)
		return wire.Reply{OK: true}
	})
	return w
}

// line is LG-1's, on which nothing was objected to yet.
func (w *world) line() *fakeHall {
	if w.hostile == nil || w.hostile.nc.IsClosed() {
		w.hostile = dial(w.t, w.bad, w.urls[0])
		if err := w.hostile.hello(1000); err != nil {
			w.t.Fatal(err)
		}
	}
	w.hostile.mu.Lock()
	w.hostile.said = nil
	w.hostile.mu.Unlock()
	return w.hostile
}

// objected waits for the server's word against what LG-1 did.
func (w *world) objected(h *fakeHall, what string) bool {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if strings.Contains(h.objections(), what) || h.nc.IsClosed() {
			return true
		}
	}
	return false
}

// served reports in words how LG-2 fares: its events are taken, its questions are
// answered and it may be commanded, and nobody has spoken in its name.
func (w *world) served() string {
	deadline := time.Now().Add(time.Minute)
	for {
		err := w.works()
		if err == nil {
			return ""
		}
		if time.Now().After(deadline) {
			return "; BUT LG-2 is not served: " + err.Error()
		}
		if w.other.nc.IsClosed() {
			return "; BUT LG-2 was cut"
		}
	}
}

func (w *world) works() error {
	within, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if _, err := w.c.Do(within, issue("LG-2")); err != nil {
		return fmt.Errorf("command: %w", err)
	}
	if err := w.other.hello(1000); err != nil {
		return fmt.Errorf("hello: %w", err)
	}
	if err := w.other.send(1); err != nil {
		return fmt.Errorf("segment: %w", err)
	}
	if _, err := w.other.question(wire.AskQuickest, request(nil)); err != nil {
		return fmt.Errorf("question: %w", err)
	}
	return nil
}

// safely adds the options of a line to that door.
func (w *world) safely(u string, opts ...nats.Option) []nats.Option {
	return slices.Concat(opts, secured(u, w.pin), []nats.Option{nats.NoReconnect(), nats.Timeout(30 * time.Second)})
}

// come tries both doors, and says in words what became of it.
func (w *world) come(opts func(u string) []nats.Option) string {
	var all []string
	for _, u := range w.urls {
		nc, err := nats.Connect(u, opts(u)...)
		word := doorWord(err)
		if err == nil {
			nc.Close()
		}
		if !slices.Contains(all, word) {
			all = append(all, word)
		}
	}
	return strings.Join(all, " / ")
}

func doorWord(err error) string {
	switch {
	case err == nil:
		return "LET IN"
	case errors.Is(err, halls.ErrOtherCentre):
		return "the hall hangs up: not its centre"
	}
	return "not let in" // the line may be cut before the word that says why is read
}

// attempt is a row of the table: what somebody tries, and what comes of it in words.
type attempt struct {
	who, does string
	try       func(w *world) string
}

// row is what was seen.
type row struct {
	attempt
	answers []string
}

// table writes rows as Markdown.
func table(rows []row) string {
	var b strings.Builder
	b.WriteString("| who | tries | " + worlds[0].name + " | " + worlds[1].name + " |\n|---|---|---|---|\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", r.who, r.does, r.answers[0], r.answers[1])
	}
	return b.String()
}

const attemptsPage = "../../docs/attempts.md"

// golden compares the page with the tables, or writes it.
func golden(t *testing.T, page string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(attemptsPage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(attemptsPage)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) == page {
		return
	}
	old := strings.Split(string(want), "\n")
	for _, line := range strings.Split(page, "\n") {
		if !slices.Contains(old, line) {
			t.Errorf("not on the page: %s", line)
		}
	}
	t.Error("docs/attempts.md does not say what was seen; if that is meant, go test ./central/halls -run Attempts -update")
}
