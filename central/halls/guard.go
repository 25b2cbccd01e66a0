package halls

import (
	"context"
	"crypto/subtle"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"onewindow/trust/door"
	"onewindow/trust/join"
	"onewindow/wire"
)

const (
	ownUser = "centre"
	sysUser = "events"
)

// guard decides who may connect to the embedded server and what a connection may
// say and hear.
type guard struct {
	*gate
	conns    *conns
	secret   string // password of the centre's own in-process connections
	joinTime time.Duration
	own, sys *server.Account
	came     func(hall string, n conn, over []uint64)
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
	g.refused(why, remote)
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
	case o.Username == join.User:
		return g.checkToken(c, remote)
	}
	return "no key"
}

func (g *guard) checkToken(c server.ClientAuthentication, remote string) string {
	ctx, cancel := context.WithTimeout(context.Background(), doorTime)
	defer cancel()
	inv, why := g.invitation(ctx, c.GetOpts().Password, remote, time.Now())
	if why != "" {
		return why
	}
	c.RegisterUser(&server.User{
		Username:           join.User,
		Account:            g.own,
		ConnectionDeadline: time.Now().Add(g.joinTime),
		Permissions:        door.Permissions(joinPermissions(inv)),
	})
	return ""
}

func (g *guard) checkHall(c server.ClientAuthentication, remote string) string {
	if why := door.CheckKey(c); why != "" {
		return why
	}
	key, now := c.GetOpts().Nkey, time.Now()
	if why := g.barred(key, remote, now); why != "" {
		return why
	}
	ctx, cancel := context.WithTimeout(context.Background(), doorTime)
	defer cancel()
	for {
		revoked := g.revoked.Load()
		hall, why := g.hall(ctx, key, now)
		if why != "" {
			return why
		}
		n := conn{id: c.GetID(), key: key, from: remote, at: now}
		over := g.conns.add(hall, n)
		if g.revoked.Load() != revoked {
			// It may have been this one, and whoever revoked has not seen it.
			g.conns.gone(n.id)
			continue
		}
		p := door.Permissions(wire.HallPermissions(hall))
		p.Response = &server.ResponsePermission{MaxMsgs: 1, Expires: wire.AnswerWithin}
		c.RegisterUser(&server.User{Username: hall, Account: g.own, Permissions: p})
		g.came(hall, n, over)
		return ""
	}
}
