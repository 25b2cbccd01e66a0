package uplink

import (
	"context"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// Source is the hall as the link sees it; a hall node is one. Its methods are called
// from several goroutines, and none of them may wait for the link.
type Source interface {
	// Introduce is who the hall is and how far its history goes; the link fills in
	// Hall, Instance and Line.
	Introduce() wire.Hello
	// Last is the sequence of the last committed event.
	Last() uint64
	// Records calls yield for committed events in order from the sequence from: at
	// most most, and no more than size bytes after the first. record is valid only
	// during yield, whose error ends it and is returned.
	Records(from uint64, most, size int, yield func(seq uint64, record []byte) error) error
	// Commits gives a hint after each commit with events, until stop. Hints that
	// were not taken become one.
	Commits() (hints <-chan struct{}, stop func())
	// Standing is how the hall is now; ok is false while there is nothing to tell.
	Standing() (live wire.Live, ok bool)
	// Now is hall time.
	Now() time.Time
	// ServeCentre answers a command of the centre, and LateCentre one that came after
	// its exp. reply is called exactly once and waits for nothing.
	ServeCentre(verb wire.Verb, req wire.Request, reply func(wire.Reply))
	LateCentre(verb wire.Verb, req wire.Request, refusal *wire.Error, reply func(wire.Reply))

	// Parts are how the hall stands with the parts that the centre may publish, and
	// KeyID names the key under which it knows citizens.
	Parts() []wire.PartState
	KeyID() string
	// TakePart makes a publication the hall's, and ReleasePart gives a part back to
	// the hall. The error is why not; the hall remembers it, and shows it in Parts.
	TakePart(ctx context.Context, p wire.DesiredPart) *wire.Error
	ReleasePart(ctx context.Context, part queue.Part) *wire.Error
	// TakeKey keeps the network's key, which comes into force when it may.
	TakeKey(k wire.NetworkKey) error
}
