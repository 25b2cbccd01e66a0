// Package pty is the far end of a serial line that exists in this machine only:
// what a virtual device holds while a host opens the near end as if it were a port.
//
// It guarantees that bytes pass at the speed of the line in both directions when
// one is given, that Unplug looks to the host as an adapter that is pulled out, and
// that no call hangs: Close and Unplug end a Read that waits, and Write never waits
// for the host.
//
// It never opens a real port. It is Linux's pseudo terminal underneath; on other
// systems Open returns an error.
//
// A pseudo terminal has no speed of its own, and a deeper buffer than a port: the
// system takes some 20 KB from the host before its writes wait, where a real port
// takes 4 KB. What the device has read is therefore the only measure of what has
// passed the line; Ahead tells whether the host has written more.
package pty

import (
	"errors"
	"time"
)

// Options describe the line.
type Options struct {
	// Link is a symbolic link to the host's end, which stays the same over Unplug
	// and Plug; "" for none. A link that is there is replaced, anything else is not.
	Link string
	// Baud is the speed in bits per second in each direction, ten bits to a byte
	// (8N1). 0 means as fast as the machine goes.
	Baud int
}

var (
	// ErrUnplugged means that the line is unplugged; Await waits for Plug.
	ErrUnplugged = errors.New("the line is unplugged")
	// ErrClosed means that Close was called.
	ErrClosed = errors.New("the far end was closed")
)

// slice is the time that passes on the line between two looks at it: it bounds how
// many bytes move at once.
const slice = 2 * time.Millisecond

// pace is the clock of one direction of a line.
type pace struct {
	perByte time.Duration // 0: unpaced
	free    time.Time     // when the last byte has passed
}

func newPace(baud int) pace {
	if baud <= 0 {
		return pace{}
	}
	return pace{perByte: 10 * time.Second / time.Duration(baud)}
}

// most is how many bytes may move at once.
func (p *pace) most() int {
	if p.perByte == 0 {
		return 4096
	}
	return max(1, int(slice/p.perByte))
}

const (
	// rxSlack is how late a device may read and still be sent what has come
	// meanwhile at once: real ones have a buffer. A device that stops for longer has
	// stopped the line.
	rxSlack = 250 * time.Millisecond
	// txSlack is how long after a Write the next one still joins it without a gap. It
	// is what the machine oversleeps.
	txSlack = 20 * time.Millisecond
)

// begin is called before bytes pass. After a silence longer than the slack, time
// begins anew.
func (p *pace) begin(now time.Time, slack time.Duration) {
	if now.Sub(p.free) > slack {
		p.free = now
	}
}

// pass counts n bytes and gives the time at which the last of them has passed.
func (p *pace) pass(n int) time.Time {
	p.free = p.free.Add(time.Duration(n) * p.perByte)
	return p.free
}
