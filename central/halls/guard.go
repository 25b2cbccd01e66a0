package halls

import (
	"context"
	"crypto/subtle"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"onewindow/trust/door"
	"onewindow/wire"
)

const (
	ownUser  = "centre"
	sysUser  = "events"
	joinUser = "join"
	// lookTime is how long the registry may take, and doorTime while somebody waits at
	// the door: the server's first ping, which a client does not expect before it is
	// let in, must not come first.
	lookTime = 3 * time.Second
	doorTime = time.Second
	// strikeConnect is what coming counts of what bars a hall: a hundred times at
	// once, or 25 times a second.
	strikeConnect = 20
)

// guard decides who may connect to the embedded server and what a connection may
// say and hear. It asks the registry at each connection, so enrolling and revoking
// need no reload.
type guard struct {
	registry Registry
	enrol    *enrolment
	conns    *conns
	conduct  door.Conduct
	callers  callers
	secret   string // password of the centre's own in-process connections
	joinTime time.Duration
	own, sys *server.Account
	log      *slog.Logger
	came     func(hall string, n conn, over []uint64)
	coming   float64 // what a connection counts
	// revoked counts revocations: whoever was looked up before one is looked up
	// again.
	revoked atomic.Int64
}

// Check implements the server's authentication.
func (g *guard) Check(c server.ClientAuthentication) bool {
	remote := ""
	if a := c.RemoteAddress(); a != nil {
		remote = a.String()
	}
	why := g.check(c, remote)
	if why == "" {
		return true
	}
	if g.callers.strike(remote, time.Now()) {
		g.log.Warn("halls: connection refused", "why", why, "from", remote)
	}
	return false
}

// check admits c, or says why not.
func (g *guard) check(c server.ClientAuthentication, remote string) string {
	o := c.GetOpts()
	switch {
	case c.Kind() != server.CLIENT:
		return "not a client"
	case o.Nkey != "":
		return g.checkHall(c, remote)
	case o.Username == ownUser || o.Username == sysUser:
		// Only from within the process, where there is no address.
		if c.RemoteAddress() != nil && remote != "pipe" || subtle.ConstantTimeCompare([]byte(o.Password), []byte(g.secret)) != 1 {
			return "not the centre itself"
		}
		acc := g.own
		if o.Username == sysUser {
			acc = g.sys
		}
		c.RegisterUser(&server.User{Username: o.Username, Account: acc})
		return ""
	case o.Username == joinUser:
		return g.checkToken(c, remote)
	}
	return "no key"
}

func (g *guard) checkToken(c server.ClientAuthentication, remote string) string {
	if g.callers.barred(remote, time.Now()) {
		return "too many bad attempts from this address"
	}
	ctx, cancel := context.WithTimeout(context.Background(), doorTime)
	defer cancel()
	inv, err := g.enrol.find(ctx, c.GetOpts().Password)
	if err != nil {
		return err.Error()
	}
	c.RegisterUser(&server.User{
		Username:           joinUser,
		Account:            g.own,
		ConnectionDeadline: time.Now().Add(g.joinTime),
		Permissions: permissions(wire.Permissions{
			Publish:   []string{wire.SubjectHallJoin},
			Subscribe: []string{wire.JoinInboxPrefix(inv.ID) + ".>"},
		}),
	})
	return ""
}

func (g *guard) checkHall(c server.ClientAuthentication, remote string) string {
	if why := door.CheckKey(c); why != "" {
		return why
	}
	key, now := c.GetOpts().Nkey, time.Now()
	// Behind one address there may be a whole district. Whoever was here before is
	// not made to wait for strangers.
	before, known := g.callers.known(key)
	switch {
	case !known && g.callers.barred(remote, now):
		return "too many bad attempts from this address"
	case known && g.conduct.Barred(before, now):
		return "hall " + before + " is kept out for a while after flooding the centre"
	}
	ctx, cancel := context.WithTimeout(context.Background(), doorTime)
	defer cancel()
	for {
		revoked := g.revoked.Load()
		hall, ok, err := g.registry.Hall(ctx, key)
		if err != nil {
			g.log.Error("halls: the registry of halls cannot be read; no hall can connect", "err", err)
			return "the registry cannot be read"
		}
		if !ok || !wire.ValidToken(hall) {
			g.callers.unknow(key)
			return "unknown or revoked key"
		}
		// A sound hall comes now and then.
		if _, out := g.conduct.Strike(hall, g.coming, now); out || g.conduct.Barred(hall, now) {
			g.callers.know(key, hall)
			return "hall " + hall + " is kept out for a while after flooding the centre"
		}
		n := conn{id: c.GetID(), key: key, from: remote, at: now}
		over := g.conns.add(hall, n)
		if g.revoked.Load() != revoked {
			// It may have been this one, and whoever revoked has not seen it.
			g.conns.gone(n.id)
			continue
		}
		p := permissions(wire.HallPermissions(hall))
		p.Response = &server.ResponsePermission{MaxMsgs: 1, Expires: wire.AnswerWithin}
		c.RegisterUser(&server.User{Username: hall, Account: g.own, Permissions: p})
		g.callers.know(key, hall)
		g.came(hall, n, over)
		return ""
	}
}

func permissions(p wire.Permissions) *server.Permissions {
	return &server.Permissions{
		Publish:   &server.SubjectPermission{Allow: p.Publish},
		Subscribe: &server.SubjectPermission{Allow: p.Subscribe},
	}
}
