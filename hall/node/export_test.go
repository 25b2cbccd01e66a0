package node

// Inner parts for tests.
var (
	Snapshot = snapshot
	Restore  = restore
)

// NewWallClock is hall time over a clock of the test's own.
var NewWallClock = newWallClock
