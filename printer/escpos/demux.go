package escpos

import (
	"bytes"
	"fmt"
)

// Kind is what an answer of a printer is.
type Kind int

// Kinds of answers.
const (
	Noise     Kind = iota // a byte, or a broken answer, that means nothing
	Handshake             // XON or XOFF, one byte
	RealTime              // an answer to DLE EOT, one byte
	ASB                   // an automatic report (GS a), four bytes
	Status                // an answer to GS r, or a number of GS I, one byte
	Process               // an answer to GS ( H: 37h 22h, a tag of four bytes, 00h
	Block                 // any other block: a head byte, data, 00h
)

// String is the kind's name.
func (k Kind) String() string {
	if k >= 0 && int(k) < len(kinds) {
		return kinds[k]
	}
	return fmt.Sprintf("kind %d", int(k))
}

var kinds = [...]string{"noise", "handshake", "real-time", "asb", "status", "process", "block"}

// Answer is one thing that a printer said.
type Answer struct {
	Kind  Kind
	Bytes []byte // all of it, with head and end; the receiver's own
}

// Tag is the tag of a Process answer.
func (a Answer) Tag() (tag [4]byte, ok bool) {
	if a.Kind != Process || len(a.Bytes) != 7 {
		return tag, false
	}
	copy(tag[:], a.Bytes[2:6])
	return tag, true
}

// Text is what a Block says, without head and end.
func (a Answer) Text() string {
	if a.Kind != Block || len(a.Bytes) < 2 {
		return ""
	}
	return string(a.Bytes[1 : len(a.Bytes)-1])
}

// Marked reports, for an answer to GS ( k function 182 (37h 36h, width, height, 31h,
// 30h or 31h, parted by 1Fh), whether a symbol is stored that could be printed. ok
// is false for any other answer.
func (a Answer) Marked() (stored, ok bool) {
	if a.Kind != Block || len(a.Bytes) < 4 || a.Bytes[0] != 0x37 || a.Bytes[1] != 0x36 {
		return false, false
	}
	// Strictly: noise must not be taken for a loss.
	f := bytes.Split(a.Bytes[2:len(a.Bytes)-1], []byte{0x1f})
	if len(f) != 4 || string(f[2]) != "1" || string(f[3]) != "0" && string(f[3]) != "1" {
		return false, false
	}
	for _, n := range f[:2] {
		if len(n) == 0 || len(bytes.Trim(n, "0123456789")) > 0 {
			return false, false
		}
	}
	return string(f[3]) == "0", true
}

// longestBlock is where a block is given up; real ones have up to 80 bytes.
const longestBlock = 256

// Demux takes apart what a printer says. Its zero value is ready. It is for one
// goroutine.
//
// What begins an answer is told by fixed bits of its first byte (Citizen,
// "Identification of Send Status"; Epson, GS a and DLE EOT). XON and XOFF may
// stand anywhere. An answer that breaks off is given up at the first byte that
// cannot belong to it, and that byte is looked at anew; a block without an end is
// given up after 256 bytes. Give up an answer whose rest does not come with Reset.
type Demux struct {
	part []byte
	want Kind
}

// Feed takes the next bytes and gives the answers that are complete, in order.
// Bytes that mean nothing are given as Noise.
func (d *Demux) Feed(b []byte, take func(Answer)) {
	for _, c := range b {
		d.feed(c, take)
	}
}

// Pending is how many bytes of an answer have come whose rest is missing.
func (d *Demux) Pending() int { return len(d.part) }

// Reset gives up an answer whose rest did not come, as Noise. Call it after a
// silence: the rest of an answer follows its beginning within milliseconds.
func (d *Demux) Reset(take func(Answer)) {
	if len(d.part) > 0 {
		take(Answer{Noise, d.part})
		d.part = nil
	}
}

func (d *Demux) feed(c byte, take func(Answer)) {
	if c == xon || c == xof {
		take(Answer{Handshake, []byte{c}})
		return
	}
	for len(d.part) > 0 {
		if d.next(c, take) {
			return
		}
		d.giveUp(take)
	}
	switch {
	case c&0x93 == 0x12:
		take(Answer{RealTime, []byte{c}})
	case c&0x93 == 0x10:
		d.part, d.want = []byte{c}, ASB
	case c == 0x35 || c == 0x37 || c == 0x3b || c == 0x3d || c == 0x5f:
		d.part, d.want = []byte{c}, Block
	case c&0x90 == 0:
		take(Answer{Status, []byte{c}})
	default:
		take(Answer{Noise, []byte{c}})
	}
}

// giveUp drops an answer that broke off, up to where the next may have begun
// within it: after a lost byte, the answer that follows is not lost, too.
func (d *Demux) giveUp(take func(Answer)) {
	if i := bytes.Index(d.part[1:], []byte{0x37, 0x22}); d.want == Block && i >= 0 {
		take(Answer{Noise, d.part[: i+1 : i+1]})
		d.part = d.part[i+1:]
		return
	}
	d.Reset(take)
}

// next takes a further byte of the answer that has begun. False: it cannot belong
// to it.
func (d *Demux) next(c byte, take func(Answer)) bool {
	if d.want == ASB {
		if c&0x90 != 0 {
			return false
		}
		d.part = append(d.part, c)
		if len(d.part) == 4 {
			take(Answer{ASB, d.part})
			d.part = nil
		}
		return true
	}
	if c&0x93 == 0x12 && c < 0x20 {
		// A real-time answer overtakes. Data of blocks is printable.
		take(Answer{RealTime, []byte{c}})
		return true
	}
	process := d.part[0] == 0x37 && (len(d.part) > 1 && d.part[1] == 0x22)
	switch {
	case process && len(d.part) < 6 && (c < 0x20 || c > 0x7e):
		return false
	case process && len(d.part) == 6 && c != nul:
		return false
	case len(d.part) >= longestBlock:
		return false
	}
	d.part = append(d.part, c)
	if c != nul {
		return true
	}
	kind := Block
	if process {
		kind = Process
	}
	take(Answer{kind, d.part})
	d.part = nil
	return true
}
