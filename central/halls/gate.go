package halls

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"onewindow/central/network"
	"onewindow/trust/door"
	"onewindow/wire"
)

const (
	// lookTime is how long the registry may take, and doorTime while somebody waits at
	// the door: the server's first ping, which a client does not expect before it is
	// let in, must not come first.
	lookTime = 3 * time.Second
	doorTime = time.Second
	// strikeConnect is what coming counts of what bars a hall: a hundred times at
	// once, or 25 times a second.
	strikeConnect = 20
)

// gate decides who may come in, wherever the door is: at the embedded server or at
// a cluster's servers, which ask. It asks the registry each time, so enrolling and
// revoking need no reload.
type gate struct {
	registry Registry
	enrol    *enrolment
	conduct  door.Conduct
	callers  callers
	log      *slog.Logger
	coming   float64 // what a connection counts
	// revoked counts revocations: whoever was looked up before one is looked up
	// again.
	revoked atomic.Int64
}

// barred says why whoever has proved to hold key is not even looked up; "" if that
// is to be done.
func (g *gate) barred(key, remote string, now time.Time) (why string) {
	// Behind one address there may be a whole district. Whoever was here before is
	// not made to wait for strangers.
	before, known := g.callers.known(key)
	switch {
	case !known && g.callers.barred(remote, now):
		return "too many bad attempts from this address"
	case known && g.conduct.Barred(before, now):
		return floods(before)
	}
	return ""
}

func floods(hall string) string {
	return "hall " + hall + " is kept out for a while after flooding the centre"
}

// hall is the hall of a key, or why it is let in for none.
func (g *gate) hall(ctx context.Context, key string, now time.Time) (hall, why string) {
	hall, ok, err := g.registry.Hall(ctx, key)
	if err != nil {
		g.log.Error("halls: the registry of halls cannot be read; no hall can connect", "err", err)
		return "", "the registry cannot be read"
	}
	if !ok || !wire.ValidToken(hall) {
		g.callers.unknow(key)
		return "", "unknown or revoked key"
	}
	g.callers.know(key, hall)
	// A sound hall comes now and then.
	if _, out := g.conduct.Strike(hall, g.coming, now); out || g.conduct.Barred(hall, now) {
		return "", floods(hall)
	}
	return hall, ""
}

// invitation is the open or used one that pass proves, or why there is none.
func (g *gate) invitation(ctx context.Context, pass, remote string, now time.Time) (inv network.Invitation, why string) {
	if g.callers.barred(remote, now) {
		return inv, "too many bad attempts from this address"
	}
	inv, err := g.enrol.find(ctx, pass)
	if err != nil {
		return inv, err.Error()
	}
	return inv, ""
}

// refused logs somebody who was not let in, and counts it against the address.
func (g *gate) refused(why, remote string) {
	if g.callers.strike(remote, time.Now()) {
		g.log.Warn("halls: connection refused", "why", why, "from", remote)
	}
}

// joinPermissions are what an enrolment connection may do.
func joinPermissions(inv network.Invitation) wire.Permissions {
	return wire.Permissions{
		Publish:   []string{wire.SubjectHallJoin},
		Subscribe: []string{wire.JoinInboxPrefix(inv.ID) + ".>"},
	}
}
