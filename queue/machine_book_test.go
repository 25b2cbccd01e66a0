package queue_test

import "onewindow/queue"

// book is a second account of a day, from its events alone: every call with its
// reason, who was out of the line meanwhile, and who lets others pass.
type book struct {
	calls []bookedCall
	// out are the stretches of events for which a number was out of the line and then
	// put back as if nothing had been.
	out map[string][]stretch
	// lets are who was brought back, and from which call of the theme they may be
	// called.
	lets    map[string][]bringing
	touched []touch  // what requests did at windows
	days    []uint64 // the events that opened them; each counts calls anew
}

type bookedCall struct {
	seq                   uint64
	number, window, theme string
	reason                queue.ReasonCode
	undone                uint64 // by which event; 0 if it was not
}

type stretch struct{ from, to uint64 }

type bringing struct {
	seq   uint64
	after int
}

type touch struct {
	seq            uint64
	cause          string
	window, number string
}

// read follows the events; s is the state after the record.
func (b *book) read(r queue.Record, s *queue.State) {
	if b.out == nil {
		b.out, b.lets = map[string][]stretch{}, map[string][]bringing{}
	}
	switch e := r.Event.(type) {
	case queue.DayOpened:
		next := book{calls: b.calls, out: map[string][]stretch{}, lets: map[string][]bringing{}, days: append(b.days, r.Seq)}
		for _, t := range s.Tickets { // those who were kept
			next.out[t.Number], next.lets[t.Number] = b.out[t.Number], b.lets[t.Number]
		}
		*b = next
	case queue.TicketCalled:
		b.calls = append(b.calls, bookedCall{seq: r.Seq, number: e.Number, window: e.Window, theme: s.Ticket(e.Number).Theme(), reason: e.Reason.Code})
		b.touch(r, e.Window, e.Number)
	case queue.TicketReleased:
		b.lost(e.Number, r.Seq)
		b.touch(r, e.Window, e.Number)
	case queue.TicketTransferred:
		b.lost(e.Number, r.Seq)
		b.touch(r, e.Window, e.Number)
	case queue.TicketReturned:
		b.lets[e.Number] = append(b.lets[e.Number], bringing{r.Seq, e.After})
	case queue.TicketChanged:
		b.touch(r, e.Window, e.Number)
	case queue.TicketCancelled:
		b.touch(r, e.Window, e.Number)
	case queue.TicketStarted:
		b.touch(r, e.Window, e.Number)
	case queue.TicketFinished:
		b.touch(r, e.Window, e.Number)
	case queue.TicketMissed:
		b.touch(r, e.Window, e.Number)
	case queue.TicketHeld:
		b.touch(r, e.Window, e.Number)
	case queue.TicketTakenBack:
		b.touch(r, e.Window, e.Number)
	case queue.WindowUndone:
		b.undo(r, e)
	}
}

func (b *book) touch(r queue.Record, window, number string) {
	b.touched = append(b.touched, touch{r.Seq, r.Cause, window, number})
}

// lost notes that a call that stood came to nothing.
func (b *book) lost(number string, seq uint64) {
	for i := len(b.calls) - 1; i >= 0; i-- {
		if c := b.calls[i]; c.number == number && c.undone == 0 {
			b.out[number] = append(b.out[number], stretch{c.seq, seq})
			return
		}
	}
}

// undo finds what is taken back: all that the last request at the window did.
func (b *book) undo(r queue.Record, e queue.WindowUndone) {
	cause := ""
	for _, x := range b.touched {
		if x.window == e.Window {
			cause = x.cause
		}
	}
	for _, t := range e.Tickets {
		for _, x := range b.touched {
			if x.cause == cause && x.number == t.Number {
				b.out[t.Number] = append(b.out[t.Number], stretch{x.seq, r.Seq})
				break
			}
		}
	}
	var left []touch
	for _, x := range b.touched {
		if x.cause != cause {
			left = append(left, x)
		}
	}
	b.touched = left
	if e.Action != (queue.TicketCalled{}).Type() {
		return
	}
	for i := len(b.calls) - 1; i >= 0; i-- {
		if c := &b.calls[i]; c.window == e.Window && c.undone == 0 {
			c.undone = r.Seq
			return
		}
	}
}

// wasOut reports whether a number was out of the line at an event, and put back.
func (b *book) wasOut(number string, seq uint64) bool {
	for _, x := range b.out[number] {
		if x.from < seq && seq < x.to {
			return true
		}
	}
	return false
}

// letPass reports whether a number that was brought back still let others of the theme
// pass at an event.
func (b *book) letPass(number, theme string, seq uint64) bool {
	day := uint64(0)
	for _, opened := range b.days {
		if opened < seq {
			day = opened
		}
	}
	after := 0
	for _, x := range b.lets[number] {
		if day < x.seq && x.seq < seq {
			after = x.after
		}
	}
	n := 0
	for _, c := range b.calls {
		if c.theme == theme && day < c.seq && c.seq < seq && (c.undone == 0 || c.undone > seq) {
			n++
		}
	}
	return after > n
}
