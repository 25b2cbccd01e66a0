package pretend

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	called "onewindow/caller/virtual"
	"onewindow/kiosk/tray"
	printed "onewindow/printer/virtual"
	read "onewindow/reader/virtual"
)

const (
	// kept is how many papers lie in the tray.
	kept = 12
	// breath is the least time between two pictures of the devices, blink how often
	// strips that alternate are looked at.
	breath = 100 * time.Millisecond
	blink  = 500 * time.Millisecond
)

// Feed lets the devices work beside a screen, and tells it how they are: at the
// start, and after each change.
func (b *Bench) Feed(ctx context.Context, send func(tea.Msg)) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = b.Run(ctx) // a device that cannot go on is seen to be silent
	}()
	b.Watch(ctx, func(s tray.State) { send(s) })
	<-ended
}

// chime is the text at which both modules strike twice instead of saying it.
const chime = "soundk，"

// Look says whether somebody looks at the devices, which is so until it is called.
// While nobody does, Watch tells nothing: each picture has the whole screen drawn.
func (b *Bench) Look(on bool) {
	b.mu.Lock()
	b.unseen = !on
	b.mu.Unlock()
	b.poke()
}

func (b *Bench) seen() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return !b.unseen
}

// Watch tells how the devices are until ctx ends.
func (b *Bench) Watch(ctx context.Context, tell func(tray.State)) {
	var moved <-chan struct{}
	if b.printer != nil {
		hint, stop := b.printer.Watch()
		defer stop()
		moved = hint
	}
	var last tray.State
	first := true
	pause := time.NewTimer(0)
	defer pause.Stop()
	look := time.NewTicker(blink)
	defer look.Stop()
	rested, due := false, true
	for {
		if rested && due && b.seen() {
			s := b.State()
			if first || !same(last, s) {
				tell(s)
				last, first = s, false
			}
			rested, due = false, false
			pause.Reset(breath)
		}
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
			rested = true
		case <-moved:
			due = true
		case <-b.hint:
			due = true
		case <-look.C:
			due = due || len(b.strips.looks) > 0 // pages alternate, and expire
		}
	}
}

// State is how the devices are now.
func (b *Bench) State() tray.State {
	var s tray.State
	if b.printer != nil {
		b.lookAtPrinter(&s)
		b.mu.Lock()
		s.Printer.Stuck = b.stuck || s.Printer.Jammed
		b.mu.Unlock()
	}
	for i, look := range b.strips.looks {
		set := b.o.Strips.Strips[i]
		s.Strips = append(s.Strips, tray.Strip{Window: set.Window, Name: set.Name, Rows: rowsOf(look(time.Now()))})
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.voice != nil {
		s.Voice = &tray.Voice{}
		for _, one := range b.said {
			text, chime := strings.CutPrefix(one.Text, chime)
			s.Voice.Said = append(s.Voice.Said, tray.Said{
				Text: text, Chime: chime, At: one.began, Speaking: one.End.IsZero(), Broken: one.Interrupted,
			})
		}
	}
	if b.sam != nil {
		s.Card, s.On = read.People()[b.next].Name, b.on
		s.Acts = append(s.Acts, tray.Card)
	}
	if b.printer == nil && len(b.lines) == 1 {
		s.Silent = b.silent
		for _, l := range b.lines {
			l.mu.Lock()
			s.Unplugged = l.unplugged
			l.mu.Unlock()
		}
		if b.strips.silence != nil || b.voice != nil || b.sam != nil {
			s.Acts = append(s.Acts, tray.Silence)
		}
		s.Acts = append(s.Acts, tray.Unplug)
		if b.strips.restart != nil || b.voice != nil {
			s.Acts = append(s.Acts, tray.Restart)
		}
	}
	return s
}

func (b *Bench) lookAtPrinter(s *tray.State) {
	p := b.printer.State()
	s.Printer = &tray.Printer{
		Name: b.o.Printer.Profile.Model, Busy: p.Online && !p.Idle, Off: !p.Powered, Cover: p.Cover,
		PaperEnd: p.PaperEnd, NearEnd: p.NearEnd, Jammed: p.CutterError, Papers: p.Tickets, Left: p.Paper,
	}
	s.Silent, s.Unplugged = p.Silent, p.Unplugged
	s.Acts = []tray.Act{tray.Pull, tray.Open, tray.Jam, tray.Silence, tray.Unplug, tray.Restart}
	if b.byHand() {
		s.Acts[2], s.Printer.Hangs = tray.Tear, p.Hangs
	}
	for _, t := range b.printer.Tickets(0) {
		s.Papers = append(s.Papers, paperOf(t))
	}
}

// paperOf is a piece of paper as the tray shows it.
func paperOf(t printed.Ticket) tray.Paper {
	size := t.Image.Bounds()
	p := tray.Paper{Number: t.Number, Width: size.Dx(), Height: size.Dy(), Dark: t.Image.Dark, Cut: t.Cut, At: t.At}
	for _, l := range t.Lines {
		p.Lines = append(p.Lines, tray.Line{Text: l.Text, Rect: l.Rect})
	}
	return p
}

func rowsOf(s called.Screen) (rows [][]tray.Span) {
	if !s.Lit {
		return nil
	}
	for _, r := range s.Rows {
		var row []tray.Span
		for _, span := range r {
			row = append(row, tray.Span{Text: span.Text, Colour: span.Colour})
		}
		rows = append(rows, row)
	}
	for len(rows) > 0 && blank(rows[len(rows)-1]) {
		rows = rows[:len(rows)-1]
	}
	return rows
}

func blank(row []tray.Span) bool {
	for _, s := range row {
		if strings.TrimSpace(s.Text) != "" {
			return false
		}
	}
	return true
}
