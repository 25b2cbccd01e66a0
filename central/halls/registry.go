package halls

import (
	"context"
	"time"

	"onewindow/central/network"
	"onewindow/wire"
)

// Ingest is the centre's store as halls reach it. Its methods are called from
// several goroutines, but for one hall one at a time. An error is a *wire.Error for the
// hall, or else a defect of the store that the hall learns of as storage; nothing
// was taken then.
type Ingest interface {
	// Hello compares the hall's history with what the store has. The Hello was
	// checked (wire.Hello.Check), and comes from that hall.
	Hello(context.Context, wire.Hello) (wire.HelloReply, error)
	// Ingest takes a segment whole or not at all. Its form was checked, and it comes
	// from that hall; its events were not looked at.
	Ingest(context.Context, wire.Segment) (wire.SegmentReply, error)
}

// Registry holds which key speaks for which hall. A hall has one key at a time.
// Its methods may be called from any goroutine; errors are the storage's, but for
// network.ErrInvitation.
type Registry interface {
	// Hall is the hall of a key; ok is false for a key that is unknown or was
	// revoked.
	Hall(ctx context.Context, key string) (hall string, ok bool, err error)
	// Invite stores an invitation, in the place of any open one of the hall: a token
	// that was lost must not take the hall over later. It drops those that have expired
	// by now.
	Invite(ctx context.Context, inv network.Invitation, now time.Time) error
	// Invitation finds one by its ID, also one that was used or has expired.
	Invitation(ctx context.Context, id string) (inv network.Invitation, ok bool, err error)
	// Enrol uses an open invitation, in one step: e.Key becomes the key of the
	// invitation's hall, which is e.Hall, and the invitation's. former is the key
	// that the hall had until now; it is good no more. With the key that has used
	// the invitation already, and while that is the hall's, nothing changes, and
	// former is that key. Any other key, a key that is another hall's, and one that
	// was revoked are refused with network.ErrInvitation.
	Enrol(ctx context.Context, id string, e network.Enrolled) (former string, err error)
	// Revoke withdraws the hall's key for good and its open invitations; ok is false
	// when the hall has neither.
	Revoke(ctx context.Context, hall string) (ok bool, err error)
	// List are the halls that have a key, by code.
	List(ctx context.Context) ([]network.Enrolled, error)
}
