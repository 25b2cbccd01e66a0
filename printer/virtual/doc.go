// Package virtual is a ticket printer without a printer: it reads ESC/POS from a
// line as a machine with paper, a knife and a cover does, answers as one, fails
// as one, and keeps the pieces of paper that fall out of it as pictures.
//
// It is the referee of everything that prints. That is why it shares neither
// encoder nor parser with the rooms that write the bytes: it reads the command
// set for itself, so that a mistake made there shows here. What it does not know
// it never swallows: each unknown command becomes a finding.
//
// It guarantees: any bytes at all are borne without a panic, a hang or memory
// without bound; what is on a piece of paper is what was printed before the knife
// came down; nothing is answered in sequence before everything ahead of it is on
// paper, unless the script says that the device lies; and with the same bytes,
// script and seed the same paper comes out, however slowly the bytes arrive. (What
// a power cut or a clearing of buffers loses is what had arrived by then.)
//
// It imitates the unpleasant sides of real printers too. The knife stands some
// millimetres behind the head, so that a cut without a feed leaves the last lines
// inside. A printer whose paper ends stops in the middle of a ticket, keeps the
// rest in its buffers and goes on by itself after the refill, unless the host
// has cleared them; what hangs out of it stays there until it is cut or torn, and
// the next ticket follows on the same piece. A power cycle forgets modes, buffers
// and automatic status. A full receive buffer is not read any more, so commands
// in real time wait with the rest, as behind a handshake by wire; one that says
// XOFF heeds them all the same, and loses what else comes.
//
// It never knows what a ticket is, and asks nobody for anything.
//
// Sources: the command set as Epson describes it and Chinese makers copy it;
// docs/devices.md lists what was compared with what.
package virtual
