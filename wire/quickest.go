package wire

// Limits of a QuickestRequest.
const (
	// QuickestItems is how many items one request may name.
	QuickestItems = 20
	// QuickestMost is how many halls are named at most, and QuickestUsual how many where
	// nothing is said.
	QuickestMost  = 20
	QuickestUsual = 3
)
