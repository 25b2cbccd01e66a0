package devices

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/cli/config"
	"onewindow/queue"
	"onewindow/reader"
	"onewindow/reader/virtual"
	"onewindow/serial/pty"
	"onewindow/wire"
)

// desktop is a card reader and a scanner at the end of real lines, and what the
// screen hears of them.
type desktop struct {
	sam     *virtual.SAM
	scanner virtual.Scanner

	mu   sync.Mutex
	said []tea.Msg
}

func newDesktop(t *testing.T) *desktop {
	t.Helper()
	open := func() *pty.Port {
		line, err := pty.Open(pty.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = line.Close() })
		return line
	}
	cards, codes := open(), open()
	d := &desktop{sam: virtual.NewSAM(virtual.Options{}), scanner: virtual.Scanner{Line: codes, End: "\r"}}
	register := NewRegister(newFakeHall(), quiet())
	now := func() time.Time { return time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC) }
	readers := NewReaders(config.Reader{Port: cards.Name(), Baud: 115200, ScannerPort: codes.Name(), ScannerBaud: 9600}, now, register, quiet())
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = d.sam.Serve(context.Background(), cards) // ends when its line does
	}()
	t.Cleanup(func() {
		_ = cards.Close()
		<-served
	})
	running(t, func(ctx context.Context) {
		readers.Feed(ctx, func(m tea.Msg) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.said = append(d.said, m)
		})
	})
	d.wait(t, wire.Reader{Kind: queue.DeviceReader, Ready: true})
	d.wait(t, wire.Reader{Kind: queue.DeviceScanner, Ready: true})
	return d
}

// wait waits until the screen has heard want.
func (d *desktop) wait(t *testing.T, want tea.Msg) {
	t.Helper()
	until(t, fmt.Sprintf("the screen heard %T %v", want, want), func() bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		return slices.Contains(d.said, want)
	})
}

// lift takes the card away until the reader has seen that there is none.
func (d *desktop) lift(t *testing.T) {
	t.Helper()
	d.sam.Take()
	looked := d.sam.Asked(reader.Find)
	until(t, "the reader looked for the card", func() bool { return d.sam.Asked(reader.Find) > looked+1 })
}

func TestTheScreenHearsOfCardsCodesAndReadersThatWork(t *testing.T) {
	d := newDesktop(t)
	people := virtual.People()
	d.sam.Put(people[0])
	d.wait(t, wire.Card{Number: queue.IDNumber(people[0].Number)})
	d.lift(t)
	d.sam.Put(people[len(people)-1]) // of a foreigner, with 15 characters
	d.wait(t, wire.CardTrouble{Code: wire.CardForeign})
	d.lift(t)
	d.sam.Break(virtual.Unreadable, -1)
	d.sam.Put(people[1])
	d.wait(t, wire.CardTrouble{Code: wire.CardUnreadable})
	if err := d.scanner.Scan("LG-00 2026-11-26 A012"); err != nil {
		t.Fatal(err)
	}
	d.wait(t, wire.Scan{Text: "LG-00 2026-11-26 A012"})
}

func TestACardThatWasTakenAwayIsToldApart(t *testing.T) {
	if got := troubleOf(fmt.Errorf("%w (no answer)", reader.ErrTakenAway)); got.Code != wire.CardTakenAway {
		t.Errorf("a card that was taken away is %s", got.Code)
	}
	if got := troubleOf(errors.New("no answer")); got.Code != wire.CardUnreadable {
		t.Errorf("a card that was not read is %s", got.Code)
	}
}
