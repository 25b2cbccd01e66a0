package node

import (
	"reflect"

	"onewindow/queue"
)

// Inner parts for tests.
var (
	Snapshot = snapshot
	Restore  = restore
)

// PackTickets and UnpackTickets are one block of a snapshot.
func PackTickets(ts []*queue.Ticket) []byte {
	p := newPacked()
	ticketPacking.write(p, reflect.ValueOf(ts))
	return p.b
}

func UnpackTickets(b []byte) (ts []*queue.Ticket, err error) {
	u := &unpacked{b: b}
	ticketPacking.read(u, reflect.ValueOf(&ts).Elem())
	return ts, u.err
}
