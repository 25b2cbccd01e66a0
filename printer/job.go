package printer

import (
	"bytes"
	"errors"
	"time"

	"onewindow/printer/escpos"
	"onewindow/printer/profile"
	"onewindow/serial"
)

const (
	// asking is how long a printer has to say how it is before a paper.
	asking = 300 * time.Millisecond
	// passing is how long a paper waits for what passes by itself.
	passing = 2 * time.Second
	// knife and margin go into the time that a paper may take.
	knife  = 500 * time.Millisecond
	margin = 3 * time.Second
	// stuck is how long a line may take nothing beyond its own time.
	stuck = 3 * time.Second
	// ahead is how far the bytes handed over may be ahead of the line: far enough
	// to keep it busy, and no farther, so that an answer is not behind them.
	ahead = 250 * time.Millisecond
	// piece is how many bytes are handed over at once.
	piece = 128
)

// print is one job, from the look at the printer to its final state.
func (x *session) print(t *task) {
	x.tell.progress(Progress{Job: t.ID, State: Preflight})
	if why := x.preflight(t); why != "" {
		x.finish(t, Interrupted, why)
		return
	}
	x.current = &attempt{tag: x.tag(), start: time.Now()}
	state, why := x.carry(t)
	x.current = nil
	if state != Printed && (state != Unconfirmed || why != "" || x.p.Confirm != profile.ConfirmNone) {
		x.mess.dirty = true
		x.mess.fill = max(x.mess.fill, longest(t.Data))
		x.mess.paper = x.mess.paper || state == Interrupted || why != ""
		x.drop()
		x.clean()
		// Told when the printer has it: whoever hears of it may put paper in at once.
		for end := time.Now().Add(x.wireTime(16)); x.err == nil && time.Now().Before(end); {
			x.wait(end, false)
		}
	}
	x.finish(t, state, why)
}

// preflight looks at the printer. "" means that it can be printed on, or that it
// cannot tell.
func (x *session) preflight(t *task) Fault {
	start := time.Now()
	wait := asking + x.wireTime(16)
	if !x.view.known {
		wait = mute + asking // it may be starting
	}
	doubts := time.Time{}
	for {
		now := time.Now()
		switch {
		case x.err != nil:
			return x.whyEnded()
		case !now.Before(t.late):
			return ReasonLate
		case !canTell(x.p):
			x.tidy()
			return ""
		}
		fault := faultOf(x.cond)
		switch {
		case x.ready(now):
			return ""
		case x.fresh(now) && fault == "":
			x.tidy()
		case x.poll.silent && now.Sub(start) >= wait, !x.fresh(now) && now.Sub(start) >= wait:
			return FaultSilent
		case !x.fresh(now):
			x.hurry(now)
		case x.view.fault == fault && !passes(x.cond):
			return fault // told already, and still so
		case doubts.IsZero():
			doubts = x.seen
			x.hurry(now)
		case x.seen.After(doubts) && (!passes(x.cond) || now.Sub(start) >= passing):
			return fault
		default:
			x.hurry(x.seen.Add(firm))
		}
		x.step(now)
		if !x.ready(now) {
			x.wait(earliest(t.late, now.Add(firm)), false)
		}
	}
}

// ready reports whether a paper may be begun on a printer that can tell. A fault
// that has just gone must be gone for a while.
func (x *session) ready(now time.Time) bool {
	probing := x.probing && now.Sub(x.poll.cleared) < firm+x.wireTime(64)
	return x.fresh(now) && faultOf(x.cond) == "" && x.view.fault == "" && !x.mess.dirty && !x.unsettled(now) && !probing
}

// unsettled reports whether the answer to an earlier question without a tag may
// still come. Once buffers were cleared and nothing came for a while, it is lost.
// Without a way to clear it is waited for no longer than any other; the paper then
// goes without a question of its own.
func (x *session) unsettled(now time.Time) bool {
	if x.p.Confirm != profile.ConfirmStatus || !x.mess.owed {
		return false
	}
	if !x.p.RealTime {
		return now.Sub(x.poll.last) < asking
	}
	if now.Sub(x.poll.cleared) >= time.Second {
		x.mess.owed = false
		return false
	}
	return true
}

// whyEnded is the reason of a job whose session ended.
func (x *session) whyEnded() Fault {
	if x.stopped() {
		return ReasonStopped
	}
	return FaultGone
}

// carry sends the paper and waits for its proof.
func (x *session) carry(t *task) (State, Fault) {
	c := x.current
	parts, asks := x.paper(t, c)
	x.tell.progress(Progress{Job: t.ID, State: Sending})
	for _, b := range parts {
		if why := x.send(b); why != "" {
			return Interrupted, why
		}
	}
	c.asked = asks
	x.tell.progress(Progress{Job: t.ID, State: Awaiting})
	return x.await(t, asks)
}

// paper is what goes to the printer: modes, the paper itself, the cut and the
// questions behind it.
func (x *session) paper(t *task, c *attempt) (parts [][]byte, asks bool) {
	e := escpos.New(x.p)
	body, own := bytes.CutPrefix(t.Data, []byte{0x1b, '@'})
	x.initial(e)
	if !own && x.p.Kanji == profile.KanjiAlways {
		e.Kanji(true)
	}
	x.asb.sent(time.Now())
	parts = append(parts, e.Bytes())
	bodies, wipes := beforeStores(body)
	mark := x.mayMark() && x.Spooler.marks && !x.probing && !wipes
	for i, b := range bodies {
		if i > 0 && mark {
			e = escpos.New(x.p)
			e.AskMark()
			c.marks++
			parts = append(parts, e.Bytes())
		}
		parts = append(parts, b)
	}
	e = escpos.New(x.p)
	e.Cut()
	if mark {
		e.AskMark()
		c.marks++
	}
	switch {
	case x.p.Confirm == profile.ConfirmProcess:
		e.AskProcess(c.tag)
		asks = true
	case x.p.Confirm == profile.ConfirmStatus && !x.mess.owed:
		e.AskStatus()
		x.mess.owed, asks = true, true
	}
	return append(parts, e.Bytes()), asks
}

// send hands bytes over line by line. Between two lines the printer is listened
// to, and asked how it is. A reason means that not everything was sent.
func (x *session) send(b []byte) Fault {
	for len(b) > 0 {
		n := line(b)
		if why := x.seam(); why != "" {
			return why
		}
		for at := 0; at < n; at += piece {
			x.midway = at > 0
			x.pace()
			part := b[at:min(at+piece, n)]
			_, err := x.write(part, stuck)
			x.midway = false
			switch {
			case errors.Is(err, serial.ErrWriteTimeout):
				return x.whyStuck()
			case x.err != nil:
				return x.whyEnded()
			}
		}
		b = b[n:]
	}
	return ""
}

// line is the length of the first commands of b that are sent in one go: up to a
// line feed or a picture's band, or a good hundred bytes.
func line(b []byte) int {
	at := 0
	for at < len(b) {
		n, _ := escpos.Next(b[at:])
		at += n
		if b[at-1] == '\n' || n > piece || at >= piece {
			break
		}
	}
	return at
}

// longest is the length of the longest command of b that has data, for the case
// that it was broken off.
func longest(b []byte) (n int) {
	for len(b) > 0 {
		one, _ := escpos.Next(b)
		if b[0] == 0x1d || b[0] == 0x1b || b[0] == 0x1c {
			n = max(n, one)
		}
		b = b[one:]
	}
	return n
}

// seam is between two lines: what came in is heard, what is due is asked.
func (x *session) seam() Fault {
	x.drain()
	x.pace()
	x.step(time.Now())
	if x.alarm {
		x.scrutinise()
	}
	if x.err != nil {
		return x.whyEnded()
	}
	return x.mishap()
}

// scrutinise finds out what a printer complains of before more is sent, and
// whether that lasts.
func (x *session) scrutinise() {
	for range 5 {
		x.alarm = true
		f := x.askNow()
		x.alarm = false
		if x.err != nil || f == "" || f == FaultSilent || f == x.view.fault {
			return
		}
		x.wait(time.Now().Add(firm), false)
	}
}

// pace waits until the line is not too far behind.
func (x *session) pace() {
	for x.err == nil {
		at := x.freeAt.Add(-ahead)
		if !at.After(time.Now()) {
			return
		}
		x.wait(at, false)
	}
}

// mishap is a fault that ends a paper under way. What passes by itself does not.
func (x *session) mishap() Fault {
	switch {
	case x.current != nil && x.current.returned && !x.current.asked:
		return FaultRestarted
	case !x.view.known || passes(x.cond) || x.view.fault == FaultSilent:
		return ""
	}
	return x.view.fault
}

// whyStuck finds out why the line took nothing more. What is still in it is
// dropped, so that a question can go out.
func (x *session) whyStuck() Fault {
	x.drop()
	if !canTell(x.p) {
		return FaultSilent
	}
	if f := x.askNow(); f != "" {
		return f
	}
	return FaultOffline
}

// askNow asks how the printer is, and waits a short time for the answer. "" means
// that it is well, or that it cannot tell.
func (x *session) askNow() Fault {
	if !canTell(x.p) {
		return ""
	}
	start := time.Now()
	end := x.freeAt
	if end.Before(start) {
		end = start
	}
	if end = end.Add(asking + x.wireTime(16)); x.poll.running {
		end = end.Add(quiet)
	}
	x.hurry(start)
	for x.err == nil && !x.seen.After(start) {
		if !time.Now().Before(end) {
			return FaultSilent
		}
		x.step(time.Now())
		x.wait(end, false)
	}
	if x.err != nil {
		return x.whyEnded()
	}
	return faultOf(x.cond)
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
