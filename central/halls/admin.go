package halls

import (
	"context"
	"errors"
	"fmt"
	"time"

	"onewindow/central/network"
	"onewindow/trust"
	"onewindow/wire"
)

// errCluster is why a process in a cluster does not enrol halls.
var errCluster = &wire.Error{Code: wire.CodeUnknownVerb, Msg: "this centre uses a NATS cluster that is not its own, which decides itself who may connect",
	Hint: "give the centre the cluster's issuer, or make and revoke the halls' credentials with the cluster's own tools (nsc); see docs/wire.md for a hall's permissions"}

// Invite makes a token, one line, with which one machine joins as that hall, for a
// day if ttl is 0. If the hall is enrolled already, the new machine takes the place
// of the old one, which is cut. The token is a secret; only its hash is kept.
// Errors are *wire.Error.
func (h *Halls) Invite(ctx context.Context, hall string, ttl time.Duration) (wire.TokenReply, error) {
	if h.enrol == nil {
		return wire.TokenReply{}, errCluster
	}
	return h.enrol.invite(ctx, hall, ttl)
}

// Revoke withdraws a hall's key and its open tokens, and cuts it at once; in a
// cluster see Connect. Other processes on the same registry cut it within half a
// minute. Errors are *wire.Error.
func (h *Halls) Revoke(ctx context.Context, hall string) error {
	if h.registry == nil {
		return errCluster
	}
	ok, err := h.registry.Revoke(ctx, hall)
	switch {
	case err != nil:
		return errRegistry(err)
	case !ok:
		return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("there is no hall %q", hall), Hint: "see the list of halls"}
	}
	h.gate.revoked.Add(1)
	if h.members != nil {
		h.members.set(hall, "")
		h.expel(hall)
	} else {
		for _, n := range h.conns.of(hall) {
			h.cut(n.id)
			h.left(n.id, "it was revoked")
		}
		h.speakers.forget(hall)
		h.roll.forget(hall)
	}
	h.gate.conduct.Forget(hall)
	h.set.Log.Info("halls: hall revoked", "hall", hall)
	return nil
}

// rekeyed cuts the machine whose place another has taken.
func (h *Halls) rekeyed(hall, key, former string) {
	h.gate.revoked.Add(1)
	if h.members != nil {
		h.members.set(hall, key)
		if former != "" {
			h.replaced(hall)
			return
		}
	}
	if former != "" {
		h.cutKey(hall, former)
		h.speakers.forget(hall)
		return
	}
	h.roll.enter(hall, func(s *State) { s.Why = "it has not connected yet" })
}

func (h *Halls) cutKey(hall, key string) {
	for _, n := range h.conns.of(hall) {
		if n.key == key {
			h.cut(n.id)
		}
	}
}

// Enrolled are the halls that may connect, by code.
func (h *Halls) Enrolled(ctx context.Context) ([]network.Enrolled, error) {
	if h.registry == nil {
		return nil, errCluster
	}
	list, err := h.registry.List(ctx)
	if err != nil {
		return nil, errRegistry(err)
	}
	return list, nil
}

// State is how a hall stands; ok is false for one that is neither enrolled nor was
// heard.
func (h *Halls) State(hall string) (s State, ok bool) { return h.roll.get(hall) }

// States are how all halls stand, by code.
func (h *Halls) States() []State { return h.roll.all() }

// Watch tells changes of the states of halls. It must be closed.
func (h *Halls) Watch() *Watch { return h.roll.watch() }

// URLs are where halls reach the centre, as they stand in tokens; none with a
// cluster that decides itself who connects.
func (h *Halls) URLs() []string {
	if h.enrol == nil {
		return nil
	}
	return trust.URLsOf(h.enrol.addrs(), h.enrol.tls)
}

// Ready reports why halls cannot be served now; nil if they can.
func (h *Halls) Ready() error {
	for _, nc := range h.lines {
		if !nc.IsConnected() {
			return errors.New("halls: the centre's own line is down")
		}
	}
	return nil
}
