//go:build race

package node_test

// underRace says that the race detector slows everything tenfold; tests that
// only count then count less (see size).
const underRace = true
