// Package pretend gives a machine the devices that it has not: a printer, strips, a
// voice, readers, each a virtual one at the far end of a pseudo terminal that is
// opened as a port would be. The demonstration and `onewindow device` run them.
//
// It guarantees that what runs is the real way of a ticket or a call, from the
// drivers to the bytes on a line, and that nothing of it outlives Run: goroutines,
// lines and links end with it.
//
// It knows no hall, and it never touches a real device.
package pretend
