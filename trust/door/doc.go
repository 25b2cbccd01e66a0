// Package door is what the two embedded NATS servers of the house, the hall's for
// its terminals and the centre's for its halls, have in common at their door:
// where they listen, whose key somebody shows, how badly somebody behaves, and how
// the server's own log reaches ours.
//
// It starts no server and knows nobody: who may come in and what they may say is
// decided by the rooms that use it.
package door
