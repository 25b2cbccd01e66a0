package lan

import (
	"crypto/subtle"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"onewindow/trust/door"
	"onewindow/trust/join"
	"onewindow/wire"
)

const (
	hallUser = "hall"
	// joinTime is how long an enrolment connection may live.
	joinTime = 30 * time.Second
)

// guard decides who may connect to the embedded server and what a connection
// may say and hear. It looks terminals up at each connection, so enrolling and
// revoking need no reload.
type guard struct {
	roster   *roster
	conduct  *door.Conduct
	enrol    *enrolment
	secret   string // password of the hall's own in-process connections
	account  *server.Account
	connUp   func(id uint64) bool
	mu       sync.Mutex
	conns    map[string][]uint64 // open connections by terminal
	refusals func(why, remote string)
}

// Check implements the server's authentication.
func (g *guard) Check(c server.ClientAuthentication) bool {
	why := g.check(c)
	if why == "" {
		return true
	}
	remote := "in-process"
	if a := c.RemoteAddress(); a != nil {
		remote = a.String()
	}
	g.refusals(why, remote)
	return false
}

// check admits c, or says why not.
func (g *guard) check(c server.ClientAuthentication) string {
	o := c.GetOpts()
	switch {
	case c.Kind() != server.CLIENT:
		return "not a client"
	case o.Nkey != "":
		return g.checkTerminal(c)
	case o.Username == hallUser:
		if subtle.ConstantTimeCompare([]byte(o.Password), []byte(g.secret)) != 1 {
			return "not the hall itself"
		}
		c.RegisterUser(&server.User{Username: hallUser, Account: g.account})
		return ""
	case o.Username == join.User:
		id, _, err := g.enrol.find(o.Password)
		if err != nil {
			return "unknown or expired join token"
		}
		c.RegisterUser(&server.User{
			Username:           join.User,
			Account:            g.account,
			ConnectionDeadline: time.Now().Add(joinTime),
			Permissions: door.Permissions(wire.Permissions{
				Publish:   []string{wire.SubjectJoin},
				Subscribe: []string{wire.JoinInboxPrefix(id) + ".>"},
			}),
		})
		return ""
	}
	return "no key"
}

func (g *guard) checkTerminal(c server.ClientAuthentication) string {
	if why := door.CheckKey(c); why != "" {
		return why
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	// The look-up stands under the lock of drop, so that a terminal which is
	// being revoked is either refused here or cut there.
	t, ok := g.roster.terminalByKey(c.GetOpts().Nkey)
	if !ok {
		return "unknown or revoked key"
	}
	if g.conduct.Barred(t.ID, time.Now()) {
		return "kept out for a while after flooding the hall"
	}
	c.RegisterUser(&server.User{
		Username:    t.ID,
		Account:     g.account,
		Permissions: door.Permissions(wire.PermissionsOf(t.Role, t.ID, t.Window)),
	})
	open := g.conns[t.ID][:0]
	for _, id := range g.conns[t.ID] {
		if g.connUp(id) {
			open = append(open, id)
		}
	}
	g.conns[t.ID] = append(open, c.GetID())
	return ""
}

// take returns and forgets the connections of terminal.
func (g *guard) take(terminal string) []uint64 {
	g.mu.Lock()
	defer g.mu.Unlock()
	ids := g.conns[terminal]
	delete(g.conns, terminal)
	return ids
}
