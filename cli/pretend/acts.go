package pretend

import (
	"context"
	"time"

	called "onewindow/caller/virtual"
	"onewindow/kiosk/tray"
	"onewindow/reader"
	read "onewindow/reader/virtual"
)

// Do does to the devices what a person does. What is done to a line is done to the
// printer's if there is one, else to the only one.
func (b *Bench) Do(a tray.Act) {
	defer b.poke()
	switch a {
	case tray.Card:
		b.PutNext()
		return
	case tray.Jam, tray.Free:
		b.mu.Lock()
		b.stuck = a == tray.Jam
		b.mu.Unlock()
	case tray.Silence, tray.Answer:
		b.silence(a == tray.Silence)
		return
	}
	if b.printer == nil {
		b.doAlone(a)
		return
	}
	switch a {
	case tray.Pull:
		b.printer.PullPaper()
	case tray.Refill:
		b.printer.Refill(0)
	case tray.Open:
		b.printer.OpenCover()
	case tray.Shut:
		b.printer.CloseCover()
	case tray.Tear:
		b.printer.Tear()
	case tray.Jam:
		b.printer.JamCutter()
	case tray.Free:
		b.printer.Fix()
	case tray.Unplug:
		b.printer.Unplug()
	case tray.Plug:
		b.printer.Plug()
	case tray.Restart:
		b.printer.PowerCycle()
	}
}

// doAlone acts on the lines of a bench without a printer.
func (b *Bench) doAlone(a tray.Act) {
	switch a {
	case tray.Unplug, tray.Plug:
		for _, l := range b.lines {
			l.mu.Lock()
			l.unplugged = a == tray.Unplug
			if l.unplugged {
				l.port.Unplug()
			} else if err := l.port.Plug(); err != nil {
				l.unplugged = true
			}
			l.mu.Unlock()
		}
	case tray.Restart:
		if b.strips.restart != nil {
			b.strips.restart()
		}
		if b.voice != nil {
			b.voice.Restart()
		}
	}
}

// silence lets the answers of the printer get lost, or of all devices of a bench
// without one.
func (b *Bench) silence(on bool) {
	b.mu.Lock()
	b.silent = on
	b.mu.Unlock()
	always := map[bool]int{true: -1}[on]
	if b.printer != nil {
		b.printer.Silence(on)
		return
	}
	if b.strips.silence != nil {
		b.strips.silence(on)
	}
	if b.voice != nil {
		b.voice.Fault(called.VoiceSilent, always)
	}
	if b.sam != nil {
		b.sam.Break(read.Silent, always)
	}
}

// PutNext puts the next person's card on the reader for a moment.
func (b *Bench) PutNext() {
	if b.sam == nil {
		return
	}
	b.mu.Lock()
	n := b.next
	b.mu.Unlock()
	b.Put(n)
}

// Put puts the card of the nth of the people who do not exist on the reader, until a
// moment after somebody has asked the reader for cards.
func (b *Bench) Put(n int) {
	all := read.People()
	p := all[n%len(all)]
	b.mu.Lock()
	b.next = (n + 1) % len(all)
	b.on, b.takeAt, b.looked = p.Name, time.Time{}, b.sam.Asked(reader.Find)
	b.mu.Unlock()
	b.sam.Put(p)
	b.o.Heard(Event{Kind: CardOn, Name: p.Name})
	select {
	case b.taken <- struct{}{}:
	default:
	}
	b.poke()
}

// takeAway takes cards off the reader when they have lain there long enough since they
// were looked for: taken sooner, they might not have been read.
func (b *Bench) takeAway(ctx context.Context) {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.taken:
			timer.Reset(0)
		case <-timer.C:
			b.mu.Lock()
			lies := b.on != ""
			rest := breath
			switch {
			case !lies:
			case !b.takeAt.IsZero():
				if rest = time.Until(b.takeAt); rest <= 0 {
					b.on, lies = "", false
					b.sam.Take()
				}
			case b.sam.Asked(reader.Find) != b.looked:
				b.takeAt, rest = time.Now().Add(cardStays), cardStays
			}
			b.mu.Unlock()
			if lies {
				timer.Reset(rest)
			} else {
				b.poke()
			}
		}
	}
}

// putOn puts cards on by itself, as the options say.
func (b *Bench) putOn(ctx context.Context, o CardsOptions) {
	if o.First > 0 {
		b.Put(o.First - 1)
	}
	if o.Every <= 0 {
		return
	}
	tick := time.NewTicker(o.Every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			b.PutNext()
		}
	}
}
