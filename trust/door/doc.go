// Package door is what the two embedded NATS servers of the house, the hall's for
// its terminals and the centre's for its halls, have in common: how such a server is
// started and a process speaks with its own, where it listens, whose key somebody shows,
// how badly somebody behaves, and how the server's own log reaches ours.
//
// It knows nobody: who may come in and what they may say is decided by the rooms that
// use it, and how much and how long, too.
package door
