package node

import (
	"time"

	"onewindow/hall/journal"
	"onewindow/queue"
	"onewindow/queue/wait"
)

// Inner parts for tests.
var (
	Snapshot = snapshot
	Restore  = restore
	ReadPart = readPart
)

// Look has due alerts raised and ended now.
func (n *Node) Look() { n.look() }

// NewWallClock is hall time over a clock of the test's own.
var NewWallClock = newWallClock

// Committing puts a disk of the test's own between the hall and its journal.
func (s *Settings) Committing(commit func(journal.Batch) (uint64, error)) { s.commit = commit }

// Forecast is what the hall foresaw last; nil if nothing yet.
func (n *Node) Forecast() *wait.Forecast { return n.foresee.Forecast() }

// ClaimWithin is how long a citizen waits for what the centre says of a claim.
func (s *Settings) ClaimWithin(d time.Duration) { s.claimWithin = d }

// KnownBy is by what a citizen is known who was hashed under two keys, while inForce is.
func KnownBy(c queue.Citizen, keyID, otherID, inForce string) (citizen, under string) {
	return (&job{command: queue.Issue{Citizen: c}, keyID: keyID, otherID: otherID}).known(inForce)
}
