// Package virtual pretends to be an ID-card reader's module or a QR scanner, for
// demonstrations and tests: whoever holds the near end of the line cannot tell.
//
// The people on its cards do not exist: their names say that they are made up. Their
// numbers have right check digits, so that they pass where a real one passes.
//
// It is the far end only; which line it is on (a pseudo terminal, a pipe) is the
// caller's. It never reads a real card.
package virtual
