package node

import (
	"fmt"
	"sync"
	"time"

	"onewindow/hall/journal"
	"onewindow/queue"
	"onewindow/wire"
)

// People are known by the hall's own key until the hall has a network's. While one
// key takes the place of another the hall looks everybody up under both, so that
// nobody who drew a number before the change is a stranger after it.

// changing is held by whoever puts another key in force.
type changing struct {
	sync.Mutex
	// at is when that was done last since the node runs.
	at time.Time
}

// citizen hashes a citizen number; an empty one is nobody known.
func (n *Node) citizen(id string) (queue.Citizen, *wire.Error) {
	c, _, _, err := n.identify(id)
	return c, err
}

// identify does so and says under which keys, of which Identities may tell others a
// moment later.
func (n *Node) identify(id string) (c queue.Citizen, keyID, otherID string, e *wire.Error) {
	if id == "" {
		return c, "", "", nil
	}
	var today time.Time
	n.follow.read(func(s *queue.State, now time.Time) {
		today = now
		if s.Settings != nil {
			today = now.In(s.Settings.Hall.Location())
		}
	})
	number, err := queue.ParseIDNumber(id, today)
	if err != nil {
		return c, "", "", wireError(err)
	}
	key, other := n.set.Keys.Identities()
	c = number.Citizen(key.Key)
	if other != nil {
		c.Other, otherID = number.Citizen(other.Key).Key, other.ID
	}
	return c, key.ID, otherID, nil
}

// KeyID names the key under which the hall knows people.
func (n *Node) KeyID() string {
	key, _ := n.set.Keys.Identities()
	return key.ID
}

// TakeKey keeps the network's key; it is durable when TakeKey returns. It is in force
// as soon as no live number has a citizen who is known by the key before, and at the
// latest with the next business day.
func (n *Node) TakeKey(k wire.NetworkKey) error {
	if !wire.ValidToken(k.ID) {
		return fmt.Errorf("node: take the network's key: its id is malformed")
	}
	day := ""
	n.follow.read(func(s *queue.State, _ time.Time) { day = s.Day.Date })
	if err := n.set.Keys.TakeNetwork(journal.IdentityKey{ID: k.ID, Key: k.Key, Day: day}); err != nil {
		return fmt.Errorf("node: take the network's key: %w", err)
	}
	n.changeKey()
	return nil
}

// changeKey puts a waiting key in force when its time has come, and destroys the one
// before when nobody is known by it any more.
func (n *Node) changeKey() {
	n.changing.Lock()
	defer n.changing.Unlock()
	waiting, former := n.set.Keys.Waiting(), n.set.Keys.Former()
	if waiting == nil && former == nil {
		return
	}
	known, day, now := false, "", time.Time{}
	n.follow.read(func(s *queue.State, at time.Time) {
		day, now = s.Day.Date, at
		s.Live(func(t *queue.Ticket) bool { known = t.Citizen.Known(); return !known })
	})
	var err error
	switch {
	case waiting != nil && (!known || waiting.Day != day):
		if err = n.set.Keys.ChangeIdentity(); err == nil {
			n.changing.at = now
			n.log.Info("people are now known by the network's key", "key", waiting.ID)
		}
	case waiting == nil && !known && now.Sub(n.changing.at) > wire.MaxAhead:
		// Requests that were read before the change have ended by now.
		err = n.set.Keys.ForgetFormer()
	}
	if err != nil {
		n.log.Error("change the key by which people are known", "err", err)
	}
}
