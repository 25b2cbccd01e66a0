// Package virtual has devices that call people as real ones do, for tests, for the
// demonstration and for trying a hall out at a desk: speech modules and displays.
//
// Each has a parser of its own, written from the makers' documents and not from
// the driver that it is used against, checks what it gets as strictly as the real
// device, and writes down what people would have heard or seen. Faults are told to
// it from outside.
//
// A device reads and writes a port that somebody else owns, and never opens one.
package virtual
