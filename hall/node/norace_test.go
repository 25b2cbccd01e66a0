//go:build !race

package node_test

// underRace: see race_test.go.
const underRace = false
