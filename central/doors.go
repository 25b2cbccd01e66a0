package central

import (
	"context"
	"fmt"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/wire"
)

func unknownHall(hall string) *wire.Error {
	return &wire.Error{Code: wire.CodeHallUnknown, Msg: fmt.Sprintf("there is no hall %q in the network", hall), Hint: "see the list of halls, or add it first",
		Params: map[string]string{"hall": hall}}
}

// Invite makes the token, a secret of one line, with which one machine becomes that
// hall's, for a day if ttl is 0; a machine that speaks for it now is cut when the
// token is used. The hall must have a place. Errors are *wire.Error:
// wire.CodeHallUnknown, and those of halls.Invite.
func (c *Centre) Invite(ctx context.Context, hall string, ttl time.Duration) (wire.TokenReply, error) {
	if _, ok := c.board.network().Place(hall); !ok {
		return wire.TokenReply{}, unknownHall(hall)
	}
	return c.halls.Invite(ctx, hall, ttl)
}

// Revoke withdraws the hall's key and its open invitations, and cuts it at once. The
// hall goes on working by itself. Errors are *wire.Error.
func (c *Centre) Revoke(ctx context.Context, hall string) error { return c.halls.Revoke(ctx, hall) }

// Adopt lets a hall in at its next hello that the centre refuses because of its
// history: what the centre has beyond that line of it counts no more. epoch is the
// line, as the refusal names it; "" is the one that was refused last. It changes
// nothing of a hall that is not refused. Errors are *wire.Error: wire.CodeHallUnknown,
// wire.CodeBadRequest, wire.CodeStorage.
func (c *Centre) Adopt(ctx context.Context, hall, epoch string) error {
	all, err := c.archive.Halls(ctx)
	if err != nil {
		return c.storage("read the halls", err)
	}
	for i := range all {
		h := &all[i]
		if h.Hall != hall {
			continue
		}
		switch {
		case h.Refused == "" || h.RefusedEpoch == "":
			return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("hall %s is not refused for its history", hall), Hint: "there is nothing to adopt"}
		case epoch != "" && epoch != h.RefusedEpoch:
			return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("hall %s was refused with the line %s, not %s", hall, h.RefusedEpoch, epoch),
				Hint: "look again at the hall, and adopt what it has now"}
		}
		if err := c.archive.Adopt(ctx, hall, h.RefusedEpoch); err != nil {
			return c.storage("adopt the hall's history", err)
		}
		c.log.Warn("central: a history that was refused is let in", "hall", hall, "epoch", h.RefusedEpoch)
		return nil
	}
	return unknownHall(hall)
}

// Enrolled are the halls that have a key, by code. Errors are *wire.Error; with a
// cluster that decides itself who may connect, wire.CodeUnknownVerb.
func (c *Centre) Enrolled(ctx context.Context) ([]network.Enrolled, error) {
	return c.halls.Enrolled(ctx)
}

// Do asks a hall for area.verb and waits for its answer, which may be a refusal by its
// own engine; see halls.Do for the rest. rid names a command and is kept for every
// other try; exp is when it loses its meaning, zero for a little while from now.
func (c *Centre) Do(ctx context.Context, hall, area, verb, rid string, exp time.Time, data any) (wire.Reply, error) {
	return c.halls.Do(ctx, halls.Command{Hall: hall, Area: area, Verb: verb, RID: rid, Exp: exp, Data: data})
}
