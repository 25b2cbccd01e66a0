package halls

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nkeys"

	"onewindow/trust/door"
	"onewindow/trust/join"
	"onewindow/wire"
)

const (
	// calloutWorkers is how many newcomers are looked at at a time, and calloutWaiting
	// how many may wait. Whoever is one too many gets no answer, and tries again.
	calloutWorkers = 16
	calloutWaiting = 1024
	// calloutRoom is how many bytes of requests wait in the library before that.
	calloutRoom = 16 << 20
)

// callout answers the servers of a cluster that ask who a newcomer is and what it
// may do (NATS: auth callout). All processes of a centre answer in one queue group.
type callout struct {
	*gate
	issuer nkeys.KeyPair
	pub    string // of the issuer
	// account is where halls are put: the account of the centre's own user.
	account string
	paces   paces
	visits  visits
	// came is told of a hall that is let in.
	came func(hall, key, from string)
	log  *slog.Logger

	work   chan *nats.Msg
	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

// openIssuer reads the seed of the account key with which the centre signs what it
// says of newcomers.
func openIssuer(file string) (kp nkeys.KeyPair, pub string, err error) {
	fail := func(err error) (nkeys.KeyPair, string, error) {
		return nil, "", fmt.Errorf("halls: the issuer of the NATS cluster, %s: %w; the file must hold the seed of an account's NKey, which begins with SA", file, err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return fail(err)
	}
	if kp, err = nkeys.ParseDecoratedNKey(text); err != nil {
		return fail(err)
	}
	if pub, err = kp.PublicKey(); err != nil {
		return fail(err)
	}
	if !nkeys.IsValidPublicAccountKey(pub) {
		return fail(errors.New("this is the seed of another kind of key"))
	}
	return kp, pub, nil
}

// begin makes what listen and stop need.
func (c *callout) begin() *callout {
	c.work = make(chan *nats.Msg, calloutWaiting)
	c.ctx, c.cancel = context.WithCancel(context.Background())
	return c
}

// listen begins to answer.
func (c *callout) listen(nc *nats.Conn) error {
	for range calloutWorkers {
		c.wg.Go(c.run)
	}
	sub, err := nc.QueueSubscribe(server.AuthCalloutSubject, queueGroup, c.take)
	if err == nil {
		err = sub.SetPendingLimits(-1, calloutRoom)
	}
	if err == nil {
		err = nc.FlushTimeout(inTime)
	}
	if err == nil {
		err = nc.LastError() // a permission that is missing comes before the flush's answer
	}
	if err != nil {
		return fmt.Errorf("halls: subscribe %s: %w; the centre's user must be allowed to", server.AuthCalloutSubject, err)
	}
	return nil
}

// take hands one question on. It never waits.
func (c *callout) take(m *nats.Msg) {
	select {
	case c.work <- m:
	default: // the newcomer tries again
	}
}

func (c *callout) run() {
	for {
		select {
		case <-c.ctx.Done():
			return
		case m := <-c.work:
			c.serve(m)
		}
	}
}

func (c *callout) stop() {
	c.cancel()
	c.wg.Wait()
}

// serve answers one question of a server.
func (c *callout) serve(m *nats.Msg) {
	q, err := jwt.DecodeAuthorizationRequestClaims(string(m.Data))
	if err == nil && (q.Audience != server.AuthRequestSubject || q.Issuer != q.Server.ID || !nkeys.IsValidPublicUserKey(q.UserNkey)) {
		err = errors.New("it is not of a server of the cluster, or for somebody else")
	}
	if err != nil {
		c.log.Error("halls: the NATS cluster asked who somebody is in a form that cannot be read; if it encrypts (xkey), take that away", "err", err)
		return
	}
	answer := jwt.NewAuthorizationResponseClaims(q.UserNkey)
	answer.Audience = q.Server.ID
	user, why := c.admit(q)
	if why != "" {
		c.refused(why, q.ClientInformation.Host)
		answer.Error = why
	} else {
		if c.account != c.pub && nkeys.IsValidPublicAccountKey(c.account) { // in operator mode, by a signing key
			answer.IssuerAccount, user.IssuerAccount = c.account, c.account
		}
		answer.Jwt, err = user.Encode(c.issuer)
	}
	var data string
	if err == nil {
		data, err = answer.Encode(c.issuer)
	}
	if err == nil {
		err = m.Respond([]byte(data))
	}
	if err != nil {
		c.log.Error("halls: a server of the NATS cluster was not told who somebody is", "err", err)
	}
}

// admit says what a newcomer may do, or why it is not let in.
func (c *callout) admit(q *jwt.AuthorizationRequestClaims) (u *jwt.UserClaims, why string) {
	o, remote, now := q.ConnectOptions, q.ClientInformation.Host, time.Now()
	ctx, cancel := context.WithTimeout(c.ctx, doorTime)
	defer cancel()
	switch {
	case q.ClientInformation.Kind != "Client":
		return nil, "not a client"
	case q.Subject != c.pub && q.Subject != c.account:
		c.log.Error("halls: the NATS cluster expects another issuer than this centre has; no hall can connect", "expects", q.Subject, "has", c.pub)
		return nil, "the centre's issuer is not the cluster's"
	case o.Nkey != "":
		if why := door.CheckSigned(o.Nkey, o.SignedNonce, []byte(q.ClientInformation.Nonce)); why != "" {
			return nil, why
		}
		if why := c.barred(o.Nkey, remote, now); why != "" {
			return nil, why
		}
		hall, why := c.hall(ctx, o.Nkey, now)
		if why != "" {
			return nil, why
		}
		if c.visits.tooMany(hall, now) {
			return nil, "hall " + hall + " connects too often"
		}
		u = c.user(q, hall, wire.HallPermissions(hall))
		u.Resp = &jwt.ResponsePermission{MaxMsgs: 1, Expires: wire.AnswerWithin}
		// Not all halls of a centre at the same time.
		u.Expires = now.Add(c.paces.pass - rand.N(c.paces.pass/5+1)).Unix()
		c.came(hall, o.Nkey, remote)
		return u, ""
	case o.Username == join.User:
		inv, why := c.invitation(ctx, o.Password, remote, now)
		if why != "" {
			return nil, why
		}
		u = c.user(q, join.User, joinPermissions(inv))
		u.Expires = now.Add(c.paces.join).Unix()
		return u, ""
	}
	return nil, "no key"
}

// user are the claims of a newcomer who is let in.
func (c *callout) user(q *jwt.AuthorizationRequestClaims, name string, p wire.Permissions) *jwt.UserClaims {
	u := jwt.NewUserClaims(q.UserNkey)
	u.Name = name
	if !nkeys.IsValidPublicAccountKey(c.account) { // in operator mode it stands in the issuer
		u.Audience = c.account
	}
	u.Pub.Allow, u.Sub.Allow = p.Publish, p.Subscribe
	u.AllowedConnectionTypes = jwt.StringList{jwt.ConnectionTypeStandard, jwt.ConnectionTypeWebsocket}
	return u
}
