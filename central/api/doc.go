// Package api is the HTTP interface over the centre, for other systems and for our own
// programs: the district as one whole and as a stream, halls, statistics, numbers drawn
// through a hall, the export of events, and the administration of the network.
//
// It guarantees:
//
//   - what it does is what docs/openapi.json says, which is made from this code;
//   - nobody is told anything of a hall that lies outside of the token's part of the
//     network: not that it is there, not by a sum, not by an error;
//   - a token that was removed opens nothing after five seconds, streams included;
//   - a request that changes something is done once for its Idempotency-Key, and is
//     never kept for later: a hall that is not there is told of at once;
//   - a slow or dead client holds up nobody: each write has a deadline, streams pass
//     over what is old, and a lost connection ends the work for it;
//   - a citizen's number passes through to the hall and is in no log, no error and no
//     answer.
//
// It decides nothing about queues and keeps nothing; the centre comes to it through the
// interface Centre. Tokens are taken from the Authorization header only, because
// addresses end in logs.
package api
