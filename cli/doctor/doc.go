// Package doctor looks at everything that a machine of the hall needs, and says of
// each what is so and what to do: clock, disk, memory, configuration, the hall
// itself, ports, printer, strips, voices, readers, fonts and the terminal.
//
// What it guarantees: it changes nothing that lasts, prints, speaks and reads cards
// only when it is told to, and ends. Each device is spoken with through the driver
// that the hall itself uses. A device that a running onewindow of this machine holds
// is left alone and is no fault. Of a card it tells that it was read, and nothing of
// what is on it.
//
// What it does to devices that nobody holds: it opens their lines. A printer's
// buffers are cleared, as they are whenever a terminal starts. A device that does
// not answer is asked at the other usual speeds; a printer may print a few odd
// letters then.
//
// Looking (probe…) and judging (judge…) are apart: a judge is a function of what
// was seen and of nothing else. An examination that the system does not come back
// from, such as a disk that hangs, is given up, and its goroutine is left behind: the
// command ends right after it.
package doctor
