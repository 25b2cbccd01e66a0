// Package client asks the HTTP interface of the centre, for our own programs: the
// district's screen, and the sub-commands of the central command.
//
// It guarantees:
//
//   - a token is sent over TLS, or to this machine, and never stands in an address;
//   - Follow goes on for ever, tells the newest state as soon as there is contact, and
//     tells each loss of it;
//   - every refusal is a *wire.Error; without an answer it is one with
//     wire.CodeUnreachable.
//
// It keeps nothing, and repeats by itself nothing that changes anything.
package client
