package led

import (
	"context"
	"errors"
	"slices"
	"time"

	"onewindow/serial"
)

// Colour of a row. A strip of one colour shows them all alike.
type Colour byte

// Colours. Strips of two colours mix the third.
const (
	Red Colour = iota
	Green
	Yellow
)

// Row is one line of text.
type Row struct {
	Text   string
	Colour Colour
}

// Page is what stands on a strip at once, from the top.
type Page []Row

// Face is what a strip is to show.
type Face struct {
	// Pages are shown in turn. None: the strip is dark.
	Pages []Page
	// Stay is how long a page stands, in steps of half a second; of no meaning
	// with one page.
	Stay time.Duration
	// Centre puts rows into the middle; otherwise they begin at the left.
	Centre bool
}

// Equal reports whether two faces look alike.
func (f Face) Equal(g Face) bool {
	return f.Centre == g.Centre && (f.Stay == g.Stay || len(f.Pages) < 2) &&
		slices.EqualFunc(f.Pages, g.Pages, func(a, b Page) bool { return slices.Equal(a, b) })
}

// Strip is one light strip on a line. Its methods are called by one goroutine.
type Strip interface {
	// Show brings a face to the strip and waits until the strip has confirmed it,
	// if it can. The errors are those of serial.Bus, a *Refusal, or ErrGarbled.
	Show(ctx context.Context, f Face) error
	// Keep sends a face again, for a strip that may have lost it, and waits for
	// no answer, so that the line is free sooner.
	Keep(ctx context.Context, f Face) error
	// Ask looks whether the strip is there. ErrMute is the answer of one that
	// never says anything: whether it works cannot be known from here.
	Ask(ctx context.Context) error
	// Proven reports whether the strip has confirmed a face of this kind before, so
	// that it will not refuse this one.
	Proven(f Face) bool
	// Missing are the characters of a face that the strip cannot show, each once.
	// They stand on the strip as a mark.
	Missing(f Face) []rune
	// Wire is how long a face is under way on the line, without an answer. Of what is
	// sent without waiting for one, the bus is rid much earlier.
	Wire(f Face) time.Duration
}

// Line is what strips are on; a *serial.Bus is one.
type Line interface {
	Do(ctx context.Context, e serial.Exchange) ([]byte, error)
}

// ErrMute says that a strip has no way to answer.
var ErrMute = errors.New("the strip cannot answer; look at it to see whether it works")

// wire is how long n bytes take on a line, at ten bits each.
func wire(n, baud int) time.Duration {
	if baud <= 0 {
		return 0
	}
	return time.Duration(n) * 10 * time.Second / time.Duration(baud)
}
