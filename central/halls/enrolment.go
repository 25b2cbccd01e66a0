package halls

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/central/network"
	"onewindow/trust"
	"onewindow/trust/join"
	"onewindow/wire"
)

const (
	// DefaultTokenTime is how long a token is good when nothing is said: a technician
	// has to travel to the hall.
	DefaultTokenTime = 24 * time.Hour
	// MaxTokenTime is the longest that a token may be good.
	MaxTokenTime = 30 * 24 * time.Hour
	maxJoin      = 4 << 10
	// maxJoins is how many enrolments may wait for the registry.
	maxJoins = 64
)

// enrolment makes tokens and turns keys into halls.
type enrolment struct {
	centre   string
	tls      bool
	pin      trust.Pin
	addrs    func() []string
	registry Registry
	now      func() time.Time
	log      *slog.Logger
	// enrolled is told which key a hall has now, and which one no more.
	enrolled func(hall, key, former string)
}

// errTokenRefused is all that a stranger learns.
var errTokenRefused = &wire.Error{Code: wire.CodeTokenRefused, Msg: "the token is unknown, used or expired",
	Hint: "ask the centre's administrator for a new one"}

func errRegistry(err error) *wire.Error {
	return &wire.Error{Code: wire.CodeStorage, Msg: "the centre's list of halls cannot be used: " + err.Error(),
		Hint: "see the centre's log; nothing was changed"}
}

// invite makes a token for a hall.
func (e *enrolment) invite(ctx context.Context, hall string, ttl time.Duration) (wire.TokenReply, error) {
	var none wire.TokenReply
	if !wire.ValidToken(hall) {
		return none, &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("%q cannot be a hall's code", hall), Hint: "1 to 64 of [A-Za-z0-9-]"}
	}
	if ttl == 0 {
		ttl = DefaultTokenTime
	}
	if ttl < time.Second || ttl > MaxTokenTime {
		return none, &wire.Error{Code: wire.CodeBadRequest, Msg: "a token cannot be good for " + ttl.String(),
			Hint: "between one second and " + MaxTokenTime.String()}
	}
	now := e.now()
	t := trust.NewToken(now, ttl)
	t.TLS, t.Pin, t.Addrs, t.Hall = e.tls, e.pin, e.addrs(), hall
	inv := network.Invitation{ID: t.Name(), Hash: sha256.Sum256(t.Secret[:]), Hall: hall, Expires: t.Expires.UTC()}
	if err := e.registry.Invite(ctx, inv, now); err != nil {
		return none, errRegistry(err)
	}
	e.log.Info("halls: token made", "hall", hall, "token", t.Name(), "expires", t.Expires)
	return wire.TokenReply{Token: t.String(), Expires: t.Expires}, nil
}

// find looks up the invitation that pass proves. Errors are *wire.Error.
func (e *enrolment) find(ctx context.Context, pass string) (network.Invitation, error) {
	id, secret, ok := trust.SplitPass(pass)
	if !ok {
		return network.Invitation{}, errTokenRefused
	}
	inv, ok, err := e.registry.Invitation(ctx, id)
	if err != nil {
		e.log.Error("halls: the registry of halls cannot be read; no hall can enrol", "err", err)
		return network.Invitation{}, errRegistry(errors.New("see the log"))
	}
	hash := sha256.Sum256(secret)
	if subtle.ConstantTimeCompare(hash[:], inv.Hash[:]) != 1 || !ok || !e.now().Before(inv.Expires) {
		return network.Invitation{}, errTokenRefused
	}
	return inv, nil
}

// join answers one JoinRequest. The first key to use a token becomes the hall's,
// in place of any that it had; the same key asking again gets the same answer, any
// other is refused.
func (e *enrolment) join(ctx context.Context, data []byte, replyTo string) (wire.HallJoinReply, error) {
	var none wire.HallJoinReply
	q, err := join.Read(data, maxJoin)
	if err != nil {
		return none, err
	}
	inv, err := e.find(ctx, q.Pass)
	if err != nil {
		return none, err
	}
	// The server let this connection listen below its own token's prefix only; an
	// answer to anywhere else would be sent in the centre's name.
	if !strings.HasPrefix(replyTo, wire.JoinInboxPrefix(inv.ID)+".") {
		return none, errTokenRefused
	}
	if err := join.CheckProof(q, inv.ID); err != nil {
		return none, err
	}
	former, err := e.registry.Enrol(ctx, inv.ID, network.Enrolled{Hall: inv.Hall, Key: q.Key, Name: join.CleanName(q.Name), At: e.now().UTC().Truncate(time.Millisecond)})
	switch {
	case errors.Is(err, network.ErrInvitation):
		return none, errTokenRefused
	case err != nil:
		return none, errRegistry(err)
	}
	if former != q.Key {
		e.log.Info("halls: hall enrolled", "hall", inv.Hall, "token", inv.ID, "again", former != "")
		e.enrolled(inv.Hall, q.Key, former)
	}
	return wire.HallJoinReply{Hall: inv.Hall, Centre: e.centre}, nil
}

// serve takes one message on wire.SubjectHallJoin.
func (e *enrolment) serve(m *nats.Msg) {
	ctx, cancel := context.WithTimeout(context.Background(), lookTime)
	defer cancel()
	rep, err := e.join(ctx, m.Data, m.Reply)
	r := wire.Reply{V: wire.Version, OK: err == nil}
	if err == nil {
		r.Data, err = json.Marshal(rep)
	}
	if err != nil {
		e.log.Warn("halls: enrolment refused", "err", err)
		if !strings.HasPrefix(m.Reply, wire.JoinInboxPrefix("")) {
			return
		}
		r.OK = false
		if !errors.As(err, &r.Err) {
			r.Err = &wire.Error{Code: wire.CodeInternal, Msg: err.Error(), Hint: "see the centre's log"}
		}
	}
	data, err := json.Marshal(r)
	if err == nil {
		err = m.Respond(data)
	}
	if err != nil {
		e.log.Warn("halls: answer to an enrolment not sent", "err", err)
	}
}
