package printer

import (
	"time"

	"onewindow/printer/escpos"
	"onewindow/printer/profile"
)

// A power failure that is over before anybody asks loses half a paper, and the rest
// of it is then printed, cut and confirmed as if it were whole. A mark shows it:
// something is left in the printer's symbol store before the paper (GS ( k, function
// 180) and asked for behind the cut (function 182). A printer that lost its power
// has lost it. A QR code of the paper takes the mark's place, so the mark is also
// asked for right before that is stored.
//
// Printers that draw QR codes take both functions for what they are; whether they
// answer the second is found out whenever they are cleared. One that does not is
// used without a mark.

// mayMark reports whether a mark is worth trying.
func (x *session) mayMark() bool {
	return x.p.QR == profile.QRNative && x.p.Confirm != profile.ConfirmNone
}

// marked is an answer to the question for the mark.
func (x *session) marked(stored bool, now time.Time) {
	c := x.current
	switch {
	case x.probing:
		x.probing = false
		x.Spooler.marks = x.Spooler.marks || stored
	case c == nil:
	case c.marks == 0 || c.wiped:
	case stored:
		c.found++
	default:
		c.wiped = true
		x.restarted(now, "what was left in its memory is gone")
	}
}

// beforeStores parts a paper before each command that stores a symbol, so that all but
// the first part begin with one. Between the question for the mark and that command
// nothing may stand that a power failure could take without a trace: what is lost of
// the command itself leaves no symbol behind. wipes: the paper resets the printer by
// itself, and the mark with that.
func beforeStores(b []byte) (parts [][]byte, wipes bool) {
	from := 0
	for at := 0; at < len(b); {
		switch c := b[at:]; {
		case len(c) > 1 && c[0] == 0x1b && c[1] == '@':
			wipes = true
		case len(c) > 6 && c[0] == 0x1d && c[1] == '(' && c[2] == 'k' && c[5] == 49 && c[6] == 80:
			parts = append(parts, b[from:at])
			from = at
		}
		n, _ := escpos.Next(b[at:])
		at += n
	}
	return append(parts, b[from:]), wipes
}
