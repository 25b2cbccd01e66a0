package reader

import (
	"bytes"
	"encoding/binary"
)

// Demux finds the frames in what comes over a line. Noise between them, cut off
// frames, wrong lengths and wrong checksums cost what they touch and no more: it
// looks for the next frame from the byte after the bad one's first. The zero value
// is ready.
type Demux struct {
	buf [frameHead + maxLength]byte
	n   int // bytes of buf that are filled
}

// Feed takes bytes and calls take for each whole frame with its body: command,
// parameter and data, or three status bytes and data, without the checksum. The
// body is valid during the call only, and is cleared after it.
func (d *Demux) Feed(b []byte, take func(body []byte)) {
	for len(b) > 0 {
		n := copy(d.buf[d.n:], b)
		d.n, b = d.n+n, b[n:]
		for d.next(take) {
		}
	}
}

// Reset forgets a frame that was begun.
func (d *Demux) Reset() { d.drop(d.n) }

// next takes one step: it drops what is no frame, or takes a frame. It reports
// false when more bytes are needed. As the buffer holds the longest frame, there is
// then room for some.
func (d *Demux) next(take func(body []byte)) bool {
	d.drop(noise(d.buf[:d.n]))
	if d.n < frameHead {
		return false
	}
	length := int(binary.BigEndian.Uint16(d.buf[len(preamble):]))
	if length < minLength || length > maxLength {
		d.drop(1)
		return true
	}
	end := frameHead + length
	if d.n < end {
		return false
	}
	if xor(d.buf[len(preamble):end]) != 0 {
		d.drop(1)
		return true
	}
	take(d.buf[frameHead : end-1])
	d.drop(end)
	return true
}

// drop forgets the first k bytes, and clears what they leave behind.
func (d *Demux) drop(k int) {
	if k == 0 {
		return
	}
	rest := copy(d.buf[:], d.buf[k:d.n])
	clear(d.buf[rest:d.n])
	d.n = rest
}

// noise is how many bytes come before the first that may begin a frame.
func noise(b []byte) int {
	for i := range b {
		if n := min(len(preamble), len(b)-i); bytes.Equal(b[i:i+n], preamble[:n]) {
			return i
		}
	}
	return len(b)
}
