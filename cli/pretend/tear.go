package pretend

import (
	"context"
	"time"

	"onewindow/printer/profile"
)

// hangsFor is how long a printed paper hangs out of a printer without a knife before
// somebody tears it off: people take theirs when nothing moves any more.
const hangsFor = time.Second

// byHand reports whether papers are torn off: there is a printer, and it has no knife.
func (b *Bench) byHand() bool {
	return b.printer != nil && b.o.Printer.Profile.Cut == profile.CutNone
}

// tearOff is the hand that takes what hangs out of the printer once it has rested for
// hangsFor, until ctx ends.
func (b *Bench) tearOff(ctx context.Context) {
	moved, stop := b.printer.Watch()
	defer stop()
	type place struct{ tickets, lines, mouth int }
	var last place
	hand := time.NewTimer(time.Hour)
	defer hand.Stop()
	reaching := false
	for {
		s := b.printer.State()
		now := place{s.Tickets, s.Lines, s.Mouth}
		switch ready := s.Idle && s.Hangs; {
		case !ready && reaching:
			hand.Stop()
			reaching = false
		case ready && (!reaching || now != last):
			hand.Reset(hangsFor)
			reaching = true
		}
		last = now
		select {
		case <-ctx.Done():
			return
		case <-moved:
		case <-hand.C:
			b.printer.Tear()
			reaching = false
		}
	}
}
