// Package central is what halls share: the service that hears every hall within a
// second, knows all that happened exactly once, and whose loss troubles no hall.
//
// Its rooms:
//
//   - project turns the events of a hall into what people ask of it: halls now,
//     tickets, windows, statistics;
//   - halls is the side of the centre on which halls connect: enrolment, the service,
//     who is there, commands down;
//   - store keeps the events and those rows, in SQLite or in PostgreSQL, and takes
//     each event exactly once.
//
// A hall never needs it: what the centre has of a hall is a copy, and a centre that
// has lost it is filled again by the halls. No rule of queueing is decided here.
package central
