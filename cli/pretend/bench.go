package pretend

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	called "onewindow/caller/virtual"
	"onewindow/kiosk/tray"
	"onewindow/printer/profile"
	printed "onewindow/printer/virtual"
	read "onewindow/reader/virtual"
	"onewindow/serial/pty"
)

// Options say which devices there are; nil is none of that kind.
type Options struct {
	Printer *PrinterOptions
	Strips  *StripsOptions
	Voice   *VoiceOptions
	Cards   *CardsOptions
	// Now dates what comes out; nil is the machine's clock.
	Now func() time.Time
	// Heard is told of each event, in order and from one goroutine at a time; it must
	// not wait. May be nil.
	Heard func(Event)
}

// PrinterOptions are those of a printer.
type PrinterOptions struct {
	Profile profile.Profile
	// Link is the printer's port; "" is the pseudo terminal's own name.
	Link string
	// Listener, if not nil, is where it works instead of on a pseudo terminal.
	Listener net.Listener
	// Speed is how many times faster than a real one paper moves; 0 is no time.
	Speed  float64
	Script printed.Script
}

// StripsOptions are those of strips on one line.
type StripsOptions struct {
	// Link is the line's port.
	Link string
	// Kind is what all of them are.
	Kind   StripKind
	Strips []Strip
}

// StripKind is what strips are made of.
type StripKind string

// Kinds of strips. Only the first two answer; CD5220 and LED8 are alone on a line.
const (
	BX5K   StripKind = "bx5k"
	BX6K   StripKind = "bx6k"
	CD5220 StripKind = "cd5220"
	LED8   StripKind = "led8"
	Alpha  StripKind = "alpha"
)

// StripKinds are all of them.
var StripKinds = []StripKind{BX5K, BX6K, CD5220, LED8, Alpha}

// Strip is one strip.
type Strip struct {
	// Name is shown; Window is the label of its window instead.
	Name, Window string
	// Address is that on the line, of strips that have one.
	Address int
	// Width and Height are those of a BX screen in dots.
	Width, Height int
}

// VoiceOptions are those of a speech module.
type VoiceOptions struct {
	Link string
	Chip called.VoiceChip
	// Speed is how many times faster than a real one it speaks.
	Speed float64
}

// CardsOptions are those of a reader of identity cards.
type CardsOptions struct {
	Link string
	// First, if above 0, is whose card is put on at the start, counted from 1.
	First int
	// Every, if above 0, is how often the next card is put on.
	Every time.Duration
}

// cardStays is how long a card lies on the reader once it was looked for.
const cardStays = 2 * time.Second

// Bench is the devices. Its methods may be called from anywhere.
type Bench struct {
	o Options

	printer *printed.Device
	lines   []*line
	// at are the lines of printer, strips, voice and cards.
	at     struct{ printer, strips, voice, cards *line }
	strips strips
	voice  *called.Voice
	sam    *read.SAM
	hint   chan struct{}
	taken  chan struct{} // wakes the hand that takes the card away

	mu     sync.Mutex // guards all below
	unseen bool       // nobody looks
	said   []spoken
	stuck  bool // the knife sticks at its next cut
	silent bool // of the device that is alone
	next   int  // whose card is put on next
	on     string
	takeAt time.Time         // when the card is taken away; zero until it was looked for
	looked int               // how often the reader had been asked when the card was put on
	shown  map[string]string // the last text of each strip that was told
}

// spoken is a sentence of the voice, and when it began by the clock of the bench.
type spoken struct {
	called.Spoken
	began time.Time
}

// line is a pseudo terminal with what works on it.
type line struct {
	port  *pty.Port
	end   func() // also gives its link back
	serve func(ctx context.Context, port *pty.Port) error

	mu        sync.Mutex
	unplugged bool
}

// New makes the devices, each on its line; Run lets them work. Where there are no
// pseudo terminals the error wraps errors.ErrUnsupported. Whoever does not call Run
// calls Close.
func New(o Options) (*Bench, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Heard == nil {
		o.Heard = func(Event) {}
	}
	b := &Bench{o: o, hint: make(chan struct{}, 1), taken: make(chan struct{}, 1), shown: map[string]string{}}
	err := b.make()
	if err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

func (b *Bench) make() (err error) {
	if o := b.o.Printer; o != nil {
		b.printer = printed.New(printed.Options{
			Model: printed.Of(o.Profile), Speed: o.Speed, Script: o.Script, Now: b.o.Now, Keep: kept,
			Out: func(t printed.Ticket) { b.o.Heard(paperEvent(t)) },
		})
		if o.Listener == nil {
			b.at.printer, err = b.open(o.Link, o.Profile.Baud, func(ctx context.Context, p *pty.Port) error { return b.printer.Run(ctx, p) })
			if err != nil {
				return fmt.Errorf("a printer: %w", err)
			}
		}
	}
	if o := b.o.Strips; o != nil {
		b.strips, err = stripsOf(*o, b.show)
		if err != nil {
			return fmt.Errorf("strips: %w", err)
		}
		b.at.strips, err = b.open(o.Link, b.strips.baud, again(b.strips.serve))
		if err != nil {
			return fmt.Errorf("strips: %w", err)
		}
	}
	if o := b.o.Voice; o != nil {
		b.voice = called.NewVoice(called.VoiceOptions{Chip: o.Chip, Speed: o.Speed, Told: b.speak})
		b.at.voice, err = b.open(o.Link, voiceBaud, again(func(p io.ReadWriter) error { return b.voice.Serve(p) }))
		if err != nil {
			return fmt.Errorf("a voice: %w", err)
		}
	}
	if o := b.o.Cards; o != nil {
		b.sam = read.NewSAM(read.Options{})
		b.at.cards, err = b.open(o.Link, cardsBaud, func(ctx context.Context, p *pty.Port) error { return b.sam.Serve(ctx, p) })
		if err != nil {
			return fmt.Errorf("a card reader: %w", err)
		}
	}
	return nil
}

// Speeds of the lines that a device's kind usually has, in bits per second.
const (
	voiceBaud = 9600
	cardsBaud = 115200
)

// OpenLine opens the far end of a line; link may be relative, and is this line's until
// end is called, which also closes the port. The error of a link that another virtual
// device has is a *LinkTaken.
func OpenLine(link string, baud int) (port *pty.Port, end func(), err error) {
	if link != "" {
		if link, err = filepath.Abs(link); err != nil {
			return nil, nil, err
		}
	}
	release, err := claim(link)
	if err != nil {
		return nil, nil, err
	}
	if port, err = pty.Open(pty.Options{Link: link, Baud: baud}); err != nil {
		release()
		return nil, nil, err
	}
	// Whoever calls it while another does waits: the link is free when it returns.
	return port, sync.OnceFunc(func() {
		_ = port.Close() // it cannot fail in a way that somebody could help
		release()
	}), nil
}

func (b *Bench) open(link string, baud int, serve func(context.Context, *pty.Port) error) (*line, error) {
	port, end, err := OpenLine(link, baud)
	if err != nil {
		return nil, err
	}
	l := &line{port: port, end: end, serve: serve}
	b.lines = append(b.lines, l)
	return l, nil
}

// again lets a device work on a line that is unplugged and plugged in again.
func again(serve func(io.ReadWriter) error) func(context.Context, *pty.Port) error {
	return func(ctx context.Context, p *pty.Port) error {
		for {
			if err := serve(p); err != nil && !errors.Is(err, pty.ErrUnplugged) {
				return err
			}
			if err := p.Await(ctx); err != nil {
				return err
			}
		}
	}
}

// Ports are what a host opens.
func (b *Bench) Ports() (printer, strips, voice, cards string) {
	name := func(l *line) string {
		if l == nil {
			return ""
		}
		return l.port.Name()
	}
	return name(b.at.printer), name(b.at.strips), name(b.at.voice), name(b.at.cards)
}

// Close gives the lines back.
func (b *Bench) Close() {
	for _, l := range b.lines {
		l.end()
	}
	if o := b.o.Printer; o != nil && o.Listener != nil {
		_ = o.Listener.Close()
	}
}

// Run lets the devices work until ctx ends, and returns when they and their lines
// are gone. The error is that of the first device that could not go on.
func (b *Bench) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, b.Close)()
	var all sync.WaitGroup
	fails := make(chan error, len(b.lines)+1)
	work := func(do func() error) {
		all.Go(func() {
			if err := do(); err != nil && ctx.Err() == nil {
				fails <- err
				cancel()
			}
		})
	}
	for _, l := range b.lines {
		work(func() error { return l.serve(ctx, l.port) })
	}
	if o := b.o.Printer; o != nil && o.Listener != nil {
		work(func() error { return b.printer.Serve(ctx, o.Listener) })
	}
	if b.byHand() {
		all.Go(func() { b.tearOff(ctx) })
	}
	if b.sam != nil {
		all.Go(func() { b.takeAway(ctx) })
		all.Go(func() { b.putOn(ctx, *b.o.Cards) })
	}
	all.Wait()
	b.Close()
	if b.voice != nil {
		b.voice.Close()
	}
	select {
	case err := <-fails:
		return err
	default:
		return nil
	}
}

// poke lets whoever shows the devices look again.
func (b *Bench) poke() {
	select {
	case b.hint <- struct{}{}:
	default:
	}
}

// keptSaid is how many sentences of a voice are shown.
const keptSaid = 12

// speak hears the voice.
func (b *Bench) speak(s called.Spoken) {
	b.mu.Lock()
	if n := len(b.said); n > 0 && b.said[n-1].At.Equal(s.At) {
		b.said[n-1].Spoken = s
	} else {
		b.said = append(b.said, spoken{s, b.o.Now()})
	}
	if over := len(b.said) - keptSaid; over > 0 {
		b.said = slices.Delete(b.said, 0, over)
	}
	b.mu.Unlock()
	text, chimes := strings.CutPrefix(s.Text, chime)
	b.o.Heard(Event{Kind: Said, Name: "voice", Texts: []string{text}, Chime: chimes, Ended: !s.End.IsZero(), Broken: s.Interrupted})
	b.poke()
}

// show hears a strip.
func (b *Bench) show(s called.Screen) {
	text := s.Text()
	b.mu.Lock()
	same := b.shown[s.Name] == text
	b.shown[s.Name] = text
	b.mu.Unlock()
	if !same {
		b.o.Heard(Event{Kind: Shown, Name: s.Name, Texts: s.Lines()})
	}
	b.poke()
}

var _ tray.Desk = (*Bench)(nil)
