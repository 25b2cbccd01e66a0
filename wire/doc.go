// Package wire is what is said between a hall, its terminals and the centre:
// envelopes, subjects, roles, the table of verbs, request and view types.
//
// It holds plain types, and the checks of an envelope's form that all receivers
// share. It opens no connection, knows no NATS, and decides nothing; docs/wire.md
// is its manual for writers of other clients.
//
// Every message is JSON in UTF-8. Receivers ignore fields that they do not
// know; a field is never given a second meaning.
package wire
