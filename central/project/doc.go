// Package project turns the events of one hall into rows that people ask for: the
// hall now, its tickets, its windows, statistics by half hour and by day, and where the
// hall's own reports of its days stand.
//
// It guarantees:
//
//   - the rows are a fold over the events and nothing else: the same events lead to
//     the same rows, however they were cut into segments, on every machine;
//   - the rows agree with the hall's own fold (package queue), actions that were
//     taken back included;
//   - no event is refused. What a newer hall writes and this build cannot read is
//     counted (Hall.Unknown), and so is what does not fit what came before, as after
//     a gap in the history (Hall.Odd).
//
// It holds nothing about persons but the ids of clerks: citizens are sealed in the
// events, and no row repeats even the seal.
//
// It does no I/O, starts no goroutine and reads no clock. A State belongs to one
// caller at a time.
package project
