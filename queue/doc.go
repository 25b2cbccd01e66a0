// Package queue holds the rules of a service hall: who waits, who is called
// where, and why.
//
// It is a pure state machine. Decide looks at a State and a Command and answers
// with Events or with a Refusal, and changes nothing. Apply folds one Record (an
// event with its place in history) into a State. Due names the next moment at
// which something happens by itself, and Tick says what. The same records
// always rebuild the same state; every other part of the product reads that
// state or those records, and keeps no books of its own.
//
// The package guarantees what a hall manager may promise to a citizen:
//
//   - a number is given once per hall and business day;
//   - a ticket is called by at most one window at a time, and is bound to a
//     window when it is called, not before;
//   - among the tickets of one theme called by Next, nobody is passed by a ticket
//     drawn more than the credit later;
//   - every call carries the reason for which it was this ticket's turn;
//   - what the hall is told has one owner for each part: what the centre has published
//     nobody in the hall changes, until the centre gives it back;
//   - a paper is printed only if the terminal that printed it said so, and a second
//     paper of a number is always a copy that somebody asked for.
//
// Devices, what becomes of papers and what the voice has spoken are told by terminals;
// the package keeps what they told, and from when it counts.
//
// It never does I/O, starts no goroutine, reads no clock and draws no random
// number: times, keys and ids come in with the command. All times are hall
// time in UTC, cut to milliseconds.
package queue
