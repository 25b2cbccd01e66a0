package node

// Inner parts for tests.
var (
	Snapshot = snapshot
	Restore  = restore
)
