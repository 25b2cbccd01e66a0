package halls

import (
	"encoding/json"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"onewindow/wire"
)

// came notes a hall at the door. It is called by the server for a connection that
// is being let in.
func (h *Halls) came(hall string, n conn, over []uint64) {
	h.roll.enter(hall, func(s *State) { s.up(n.from, n.at) })
	for _, id := range over {
		h.keeper.cut(id)
	}
}

// disconnected takes the server's word that a connection has ended.
func (h *Halls) disconnected(m *nats.Msg) {
	var e server.DisconnectEventMsg
	if err := json.Unmarshal(m.Data, &e); err != nil {
		h.set.Log.Error("halls: an event of the server cannot be read", "err", err)
		return
	}
	h.left(e.Client.ID, e.Reason)
}

// left drops a connection that is gone.
func (h *Halls) left(id uint64, reason string) {
	hall, left, ok := h.conns.gone(id)
	if !ok {
		return
	}
	if left == 0 {
		why := wordFor(reason)
		h.set.Log.Info("halls: a hall is gone", "hall", hall, "why", why)
		h.roll.change(hall, func(s *State) { s.down(why, time.Now()) })
	}
	h.keeper.look()
}

// wordFor says in plain words why a connection has ended.
func wordFor(reason string) string {
	switch reason {
	case server.ClientClosed.String(), server.ReadError.String(), server.WriteError.String():
		return "the hall or its line closed the connection"
	case server.StaleConnection.String():
		return "the line went silent"
	case server.SlowConsumerWriteDeadline.String(), server.SlowConsumerPendingBytes.String():
		return "the hall did not read what the centre said"
	case server.Kicked.String():
		return "the centre cut it"
	}
	return reason
}

// connOf finds the connection of a hall that waits for an answer on reply; 0 when it
// is gone.
func (h *Halls) connOf(hall, reply string) uint64 {
	list := h.conns.of(hall)
	if len(list) == 1 {
		return list[0].id
	}
	for _, n := range list {
		z, err := h.nats.Connz(&server.ConnzOptions{CID: n.id, Subscriptions: true})
		if err != nil {
			continue
		}
		for _, c := range z.Conns {
			for _, s := range c.Subs {
				if server.SubjectsCollide(s, reply) {
					return n.id
				}
			}
		}
	}
	return 0
}

// there says why no command may be given to a hall.
func (h *Halls) there(hall string) *wire.Error {
	if _, ok := h.speakers.copy(hall, time.Now()); ok {
		return wire.RefuseUp(wire.CodeHallTwice)
	}
	switch n := len(h.conns.of(hall)); {
	case n == 0:
		return away(hall)
	case n > 1:
		// Both would hear it, and both would do it if they are two halls.
		return unreachable("no", "hall "+hall+" is coming back over a new line", "nothing was done; try again in a few seconds")
	}
	return nil
}

func (h *Halls) cut(id uint64) {
	// An error means that the connection is gone already.
	_ = h.nats.DisconnectClientByID(id)
}

func (h *Halls) cutHall(hall string) {
	for _, n := range h.conns.of(hall) {
		h.cut(n.id)
	}
}
