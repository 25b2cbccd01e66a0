// Package halls is the centre's side of the connections of halls: the embedded NATS
// server that halls connect to, or the centre's place in a NATS cluster; who may
// connect there; enrolment by a one-line token; the service that takes what halls
// tell, and the one that answers what they ask; the list of which hall is there; and
// commands down to a hall. docs/wire.md has the protocol, docs/attempts.md what was
// tried against it.
//
// It guarantees:
//
//   - What is taken in the name of a hall was said with that hall's key. A hall
//     reads, forges and blocks nothing of another.
//   - The requests of one hall reach the store one at a time and in order, those of
//     different halls side by side, and each hall has its turn. What waits is
//     bounded; what is too much is refused, and nothing is kept for later. No question
//     holds up what a hall tells.
//   - A revoked hall is cut at once; in a cluster it is at least not heard and not
//     commanded any more. Two programs that speak for one hall are
//     noticed: the second is refused, and no command is given while both are there.
//   - A line that has gone silent is noticed within six seconds.
//   - A command is answered, or certainly was not sent, or the caller is told that
//     its outcome is unknown.
//
// It stores nothing but its own certificate, knows no event, and decides nothing
// about queues.
package halls
