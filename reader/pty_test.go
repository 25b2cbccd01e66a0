//go:build linux

package reader_test

import (
	"context"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/reader"
	"onewindow/reader/virtual"
	"onewindow/serial"
	"onewindow/serial/pty"
)

// patience is how long a test waits for what must happen.
const patience = time.Minute

// eventually polls until ok.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited %v for: %s", patience, what)
		}
	}
}

// heard is what was told, for another goroutine.
type heard struct {
	mu    sync.Mutex
	texts []string
}

func (h *heard) add(s string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.texts = append(h.texts, s)
}

func (h *heard) all() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return strings.Join(h.texts, " ")
}

func (h *heard) is(want ...string) func() bool {
	return func() bool {
		h.mu.Lock()
		defer h.mu.Unlock()
		return slices.Equal(h.texts, want)
	}
}

// farEnd is a line at the module's speed, and what a host opens.
func farEnd(t *testing.T, baud int) (*pty.Port, string) {
	t.Helper()
	p, err := pty.Open(pty.Options{Link: filepath.Join(t.TempDir(), "line"), Baud: baud})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p, p.Name()
}

// running runs f until the test has ended, and waits for it.
func running(t *testing.T, f func(context.Context)) {
	ctx, stop := context.WithCancel(context.Background())
	over := make(chan struct{})
	go func() { defer close(over); f(ctx) }()
	t.Cleanup(func() {
		stop()
		select {
		case <-over:
		case <-time.After(patience):
			t.Error("it did not stop")
		}
	})
}

func TestAReaderOnALine(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		eventually(t, "no goroutine is left", func() bool { return runtime.NumGoroutine() <= before })
	})
	port, name := farEnd(t, 115200)
	sam := virtual.NewSAM(virtual.Options{})
	served := make(chan struct{})
	go func() { defer close(served); _ = sam.Serve(t.Context(), port) }()
	t.Cleanup(func() { _ = port.Close(); <-served })
	var cards, bad heard
	r := reader.New(reader.Settings{Line: serial.Settings{Name: name}, Every: 10 * time.Millisecond, Timeout: 300 * time.Millisecond,
		ReadTimeout: time.Second, Again: time.Millisecond},
		reader.Told{Card: func(c reader.Card) { cards.add(c.Number()) }, Unreadable: func(err error) { bad.add(err.Error()) }})
	running(t, r.Run)
	is := func(f reader.Fault) func() bool { return func() bool { return r.Health().Fault == f } }

	eventually(t, "the reader works", is(""))
	sam.Put(people[0])
	eventually(t, "the first card", cards.is(people[0].Number))

	sam.Take()
	port.Unplug()
	eventually(t, "the reader is gone", is(reader.FaultGone))
	if why := r.Health().Why; why == "" {
		t.Error("nothing says why it is gone")
	}
	if err := port.Plug(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the reader works again", is(""))
	sam.Put(people[1])
	eventually(t, "the card after the replug", cards.is(people[0].Number, people[1].Number))

	sam.Take()
	sam.Break(virtual.Silent, -1)
	eventually(t, "the reader is silent", is(reader.FaultSilent))
	sam.Break("", 0)
	eventually(t, "the reader answers again", is(""))

	// Unplugged while the card's text is on its way: 1,295 bytes take 0.1 s.
	reads := sam.Asked(reader.ReadText)
	sam.Put(people[2])
	eventually(t, "the card is being read", func() bool { return sam.Asked(reader.ReadText) > reads })
	port.Unplug()
	eventually(t, "the reader is gone in the middle", is(reader.FaultGone))
	sam.Take()
	if err := port.Plug(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the reader works a third time", is(""))
	sam.Put(people[3])
	eventually(t, "the card after that", func() bool {
		return cards.is(people[0].Number, people[1].Number, people[3].Number)() ||
			cards.is(people[0].Number, people[1].Number, people[2].Number, people[3].Number)() // it was quick
	})
	for _, p := range people {
		if strings.Contains(bad.all(), p.Number) {
			t.Error("an error quotes a card")
		}
	}
}

func TestAScannerOnALine(t *testing.T) {
	port, name := farEnd(t, 0)
	var got heard
	s := reader.NewScanner(reader.ScannerSettings{Line: serial.Settings{Name: name}, Again: time.Millisecond},
		func(s reader.Scan) { got.add(s.Text()) }, nil)
	running(t, s.Run)
	works := func() bool { return s.Health().Fault == "" }
	eventually(t, "the scanner is there", works)
	scan := func(end, text string) {
		t.Helper()
		if err := (virtual.Scanner{Line: port, End: end}).Scan(text); err != nil {
			t.Fatal(err)
		}
	}
	scan("\r\n", "A013")
	eventually(t, "a line", got.is("A013"))
	scan("", "https://q.example/t/A014")
	eventually(t, "a text that a pause ends", got.is("A013", "https://q.example/t/A014"))
	scan("", "half a co")
	port.Unplug()
	eventually(t, "the scanner is gone", func() bool { return s.Health().Fault == reader.FaultGone })
	if err := port.Plug(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the scanner is back", works)
	scan("\r", "A015")
	eventually(t, "a line without the half before it", got.is("A013", "https://q.example/t/A014", "A015"))
}
