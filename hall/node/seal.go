package node

import (
	"encoding/json"
	"errors"
	"fmt"

	"onewindow/hall/journal"
	"onewindow/queue"
)

// sealed is what a sealed citizen holds.
type sealed struct {
	Key   string `json:"k"`
	Last4 string `json:"l"`
}

// seal gives a command what it can only have at the moment when it is decided:
// citizens are closed under the key of the day that their ticket belongs to, and
// an adopted clock is followed. Adopting earlier would move hall time past the
// end of the very request that asks for it.
func (n *Node) seal(c queue.Command) (queue.Command, error) {
	if _, ok := c.(queue.AdoptClock); ok {
		from, to := n.clock.Adopt()
		return queue.AdoptClock{From: queue.Stamp(from), To: queue.Stamp(to)}, nil
	}
	issue, ok := c.(queue.Issue)
	if !ok {
		return c, nil
	}
	if err := n.close(&issue.Citizen); err != nil {
		return nil, err
	}
	if issue.Agent != nil {
		a := *issue.Agent
		if err := n.close(&a.For); err != nil {
			return nil, err
		}
		issue.Agent = &a
	}
	return issue, nil
}

func (n *Node) close(c *queue.Citizen) error {
	if !c.Known() || !n.state.Day.Open {
		return nil
	}
	b, err := json.Marshal(sealed{c.Key, c.Last4})
	if err != nil {
		return fmt.Errorf("node: seal: %w", err)
	}
	c.Sealed, err = n.set.Keys.Seal(n.state.Day.Date, b)
	if errors.Is(err, journal.ErrForgotten) {
		*c = queue.Citizen{} // the day was closed, forgotten and reopened: it knows nobody any more
		return nil
	}
	if err != nil {
		return fmt.Errorf("node: seal: %w", err)
	}
	return nil
}

// open makes a sealed citizen known, unless the day's key is gone.
func (n *Node) open(day string, c *queue.Citizen) {
	b, err := n.set.Keys.Unseal(day, c.Sealed)
	if err != nil {
		return // forgotten: history stays whole, the person does not
	}
	var s sealed
	if json.Unmarshal(b, &s) == nil {
		c.Key, c.Last4 = s.Key, s.Last4
	}
}

// withoutPeople is a copy of the state in which nobody of the day is known, as if
// it had been read anew after the day's key was destroyed.
func withoutPeople(s *queue.State, day string) *queue.State {
	c := s.Clone()
	for _, t := range c.Tickets {
		if t.Day == day {
			loseNames(t)
		}
	}
	for _, w := range c.Windows {
		if w.Undo == nil {
			continue
		}
		for i, t := range w.Undo.Tickets {
			if t.Day == day {
				copied := *t // the one before is still another state's
				loseNames(&copied)
				w.Undo.Tickets[i] = &copied
			}
		}
	}
	return c.Clone() // derives who is known
}

func loseNames(t *queue.Ticket) {
	t.Citizen = queue.Citizen{Sealed: t.Citizen.Sealed}
	if t.Agent != nil {
		a := *t.Agent
		a.For = queue.Citizen{Sealed: a.For.Sealed}
		t.Agent = &a
	}
}
