// Package wait says how long waits will be, when a theme is full for the day, and how
// many windows it needs.
//
// An estimate is a roll-out: the hall as it stands is played forward a hundred times
// in virtual time (package rollout), with lengths, breaks, leavers and arrivals drawn
// from what earlier days have taught. Where no roll-out is at hand a formula stands in
// and says so. See docs/waits.md for what was measured.
//
// It guarantees that the same state, lessons, moment and seed give the same answer.
// It does no I/O, starts no goroutine and reads no clock.
package wait
