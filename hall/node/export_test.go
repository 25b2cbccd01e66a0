package node

// Inner parts for tests.
var (
	Snapshot = snapshot
	Restore  = restore
)

// Look has due alerts raised and ended now.
func (n *Node) Look() { n.look() }

// NewWallClock is hall time over a clock of the test's own.
var NewWallClock = newWallClock
