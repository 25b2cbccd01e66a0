package node

import (
	"context"

	"onewindow/wire"
)

// Network is the network of halls as the node needs it: the centre, through the
// hall's link. The hall works the same without it; whatever asks it waits beside the
// writer, and for a time that is said there.
type Network interface {
	// Quickest asks where items are served soonest. Its error is a *wire.Error where
	// the centre or the link says why, with CodeCentreAway when there is no link.
	Quickest(ctx context.Context, r wire.QuickestRequest) (wire.QuickestReply, error)
	// Claim asks whether a citizen may take a number, as Quickest does. It returns at
	// once when there is no link, and when ctx ends.
	Claim(ctx context.Context, r wire.ClaimRequest) (wire.ClaimReply, error)
	// Claimed tells what became of a claim. It waits for nothing, and keeps what it
	// cannot say now for a reconnect.
	Claimed(r wire.ClaimedRequest)
}

// JoinNetwork gives the node the network that its hall belongs to.
func (n *Node) JoinNetwork(net Network) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.network = net
}

// halls is the network of halls; nil if the hall stands alone.
func (n *Node) halls() Network {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.network
}
