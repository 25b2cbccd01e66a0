package node_test

import "os"

// longVar, if set, has the tests do as much as a soak does.
const longVar = "NODE_LONG"

// size is how much of something a test does: usually, under the race detector, and at
// most.
func size(usual, race, most int) int {
	switch {
	case os.Getenv(longVar) != "":
		return most
	case underRace:
		return race
	}
	return usual
}
