package halls

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/wire"
)

// Connect takes a place in a NATS cluster that is not the centre's own, beside other
// processes of the same centre: each request of a hall goes to one of them, and how
// halls are goes to all.
//
// Who may connect to the cluster and say what is the cluster's business, by operator
// and account JWTs: a hall's user may do what wire.HallPermissions says, with one
// response within wire.AnswerWithin; the centre's user may publish to dn.>, subscribe
// to up.> and _INBOX_centre.>, and answer each request once within a minute.
// max_payload is 4 MiB.
// Without such permissions a hall could speak for another. So Invite, Revoke and
// Enrolled are refused, a hall's connection and address are not seen, and a hall
// counts as gone when it was not heard for half a minute. After a restart of its
// program it may take lifeSign until a hall is taken again, because the former
// program might still be there.
func Connect(ctx context.Context, set Settings, c Cluster, registry Registry, in Ingest, asks Asks) (*Halls, error) {
	set.complete()
	if err := c.check(); err != nil {
		return nil, err
	}
	h := newHalls(set, in, asks)
	h.roll.open = true
	h.speakers = newSpeakers(nil, 0)
	h.service.speakers = h.speakers
	h.commands.there = h.thereInCluster
	var lines [len(lineNames)]*nats.Conn
	for i, name := range lineNames {
		nc, err := h.join(ctx, name, c)
		if err != nil {
			h.shut()
			return nil, err
		}
		lines[i] = nc
	}
	if err := h.serve(lines); err != nil {
		h.shut()
		return nil, err
	}
	return h, nil
}

func (h *Halls) join(ctx context.Context, name string, c Cluster) (*nats.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("halls: the NATS cluster: %w", err)
	}
	opts := append(h.lineOptions(name),
		nats.Timeout(5*time.Second),
		nats.PingInterval(h.set.paces.ping),
		nats.MaxPingsOutstanding(2),
		nats.ReconnectWait(250*time.Millisecond),
		nats.ReconnectJitter(250*time.Millisecond, 250*time.Millisecond),
		nats.IgnoreAuthErrorAbort(),
	)
	if c.Credentials != "" {
		opts = append(opts, nats.UserCredentials(c.Credentials))
	}
	if c.CA != "" {
		opts = append(opts, nats.RootCAs(c.CA))
	}
	nc, err := nats.Connect(strings.Join(c.URLs, ","), opts...)
	if err != nil {
		return nil, fmt.Errorf("halls: the NATS cluster at %s: %w; check its addresses and the credentials", strings.Join(c.URLs, ", "), err)
	}
	h.lines = append(h.lines, nc)
	if most := nc.MaxPayload(); most < maxPayload {
		h.set.Log.Warn("halls: the NATS cluster takes smaller messages than halls may send; set its max_payload to 4 MiB", "max_payload", most)
	}
	return nc, nil
}

// thereInCluster says why no command may be given to a hall. Whether the hall is
// there the cluster says itself.
func (h *Halls) thereInCluster(hall string) *wire.Error {
	if _, ok := h.speakers.copy(hall, time.Now()); ok {
		return wire.RefuseUp(wire.CodeHallTwice)
	}
	return nil
}
