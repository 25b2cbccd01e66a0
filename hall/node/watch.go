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
		}
	}
}

// look has alerts raised and ended, if any are due.
func (n *Node) look() {
	due := false
	n.follow.read(func(s *queue.State, now time.Time) { due = len(queue.Watch(s, now)) > 0 })
	if !due {
		return
	}
	done := make(chan struct{})
	n.submit(&job{command: queue.WatchAlerts{}, reply: func(wire.Reply) { close(done) }})
	<-done
}
