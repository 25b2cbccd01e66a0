package queue

import "time"

// Promise is what a citizen was told about the wait when the number was drawn: the
// one that stands on the paper. It is kept so that what was foreseen can be held
// against what came. Later estimates are shown and not kept.
type Promise struct {
	// At is when it was made.
	At time.Time `json:"at"`
	// Ahead is how many were before.
	Ahead int `json:"ahead"`
	// Low, Median, Likely and High are the waits, in seconds from At until the first
	// call, that one, five, eight and nine of ten such waits do not exceed.
	Low    int `json:"low"`
	Median int `json:"median"`
	Likely int `json:"likely"`
	High   int `json:"high"`
	// Rough marks one by formula, made when no simulation was at hand.
	Rough bool `json:"rough,omitempty"`
}

// By is when the citizen was told to have very likely been called.
func (p *Promise) By() time.Time { return p.At.Add(time.Duration(p.Likely) * time.Second) }

// FirstPlace reports whether the ticket waits where it was drawn, as its promise has it:
// it has not been called, moved to another line or sent to a window. What a clerk took
// back was not done, and another paper moves nobody.
func (t *Ticket) FirstPlace() bool { return t.State == Waiting && len(t.Periods) == 1 }

// maxPromise bounds what a promise may say, in seconds.
const maxPromise = 24 * 60 * 60

// sane reports whether a promise says something that can be: as many or more are
// before than nobody, and the longer wait is the likelier one.
func (p *Promise) sane() bool {
	return p.Ahead >= 0 && 0 <= p.Low && p.Low <= p.Median && p.Median <= p.Likely && p.Likely <= p.High && p.High <= maxPromise && writable(p.At)
}

// promise keeps what was told about the wait; of a number that has a promise already
// that one stays.
func (d *decision) promise(c PromiseWait) *Refusal {
	t, err := d.findTicket(c.Number)
	if err != nil {
		return err
	}
	p := c.Promise
	if p.At = Stamp(p.At); p.At.Before(t.Issued) {
		p.At = t.Issued
	}
	if p.At.After(d.at) {
		p.At = d.at
	}
	if !p.sane() {
		return Refuse(CodeBadHistory, "a promise says a wait of up to a day, and the likelier one is the longer", "number", t.Number)
	}
	if t.Promise == nil {
		d.emit(TicketPromised{Number: t.Number, Promise: p})
	}
	return nil
}

func (s *State) applyPromised(e TicketPromised) error {
	t, err := s.ticket(e.Number, e.Type())
	if err != nil {
		return err
	}
	if t.Promise != nil || !e.Promise.sane() {
		return Refuse(CodeBadHistory, "a second promise, or one that cannot be", "number", t.Number)
	}
	t.Promise = &e.Promise
	return nil
}
