package node

import (
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// watchPace is how often the hall looks whether an alert is due, unless Settings
// say otherwise.
const watchPace = 5 * time.Second

// watch looks until the node stops. The look is at the follower's state, and so
// costs no clerk anything; only what changes goes through the writer, where it is
// judged anew.
func (n *Node) watch() {
	defer close(n.watched)
	tick := time.NewTicker(n.set.Watch)
	defer tick.Stop()
	for {
		select {
		case <-n.quit:
			return
		case <-tick.C:
			n.look()
		case <-n.looks:
			n.look()
		}
	}
}

// lookSoon has the watch look at once instead of at its pace. It waits for nothing.
func (n *Node) lookSoon() {
	select {
	case n.looks <- struct{}{}:
	default: // it is about to
	}
}

// look has alerts raised and ended, if any are due.
func (n *Node) look() {
	n.dropStrangers()
	n.changeKey()
	due, terminals := false, n.heard()
	n.follow.read(func(s *queue.State, now time.Time) { due = len(queue.Watch(s, now, terminals)) > 0 })
	if !due {
		return
	}
	done := make(chan struct{})
	n.submit(&job{command: queue.WatchAlerts{Terminals: terminals}, reply: func(wire.Reply) { close(done) }})
	<-done
}

// heard are the terminals that ought to be heard while the hall is open, and how
// long they have not been; nil while the hall has no network.
func (n *Node) heard() []queue.Silence {
	net := n.net()
	if net == nil {
		return nil
	}
	all := []queue.Silence{}
	for _, t := range net.Terminals() {
		switch t.Role {
		case wire.RoleKiosk, wire.RoleWindow, wire.RoleGuide, wire.RoleBoard, wire.RoleCaller:
			s := queue.Silence{Terminal: t.ID, Name: t.Name, Role: string(t.Role), Window: t.Window, Vital: t.Role == wire.RoleKiosk, Unknown: t.Seen.IsZero()}
			if !s.Unknown {
				s.For = time.Since(t.Seen)
			}
			all = append(all, s)
		}
	}
	return all
}
