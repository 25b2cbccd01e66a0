package virtual

import (
	"bytes"
	"errors"
	"io"
	"math/bits"
	"strings"
	"sync"
	"time"
)

// BXLine is a line with virtual BX cards, and the adapter between it and the host.
// Its reading of frames is its own, after the vendor's protocol text, and shares
// nothing with the driver.
type BXLine struct {
	cards []*BXCard

	mu   sync.Mutex
	echo bool
}

// NewBXLine puts cards on a line.
func NewBXLine(cards ...*BXCard) *BXLine { return &BXLine{cards: cards} }

// Echo says whether the adapter sends back to the host what it sends itself, as
// cheap ones do.
func (l *BXLine) Echo(on bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.echo = on
}

// Serve lets the cards hear and answer until reading fails, which it returns; nil
// at the end of the line. It may be called again for a line that came back.
func (l *BXLine) Serve(port io.ReadWriter) error {
	buf := make([]byte, 256)
	var heard []byte
	for {
		n, err := port.Read(buf)
		if n > 0 {
			l.mu.Lock()
			echo := l.echo
			l.mu.Unlock()
			if echo {
				if _, err := port.Write(buf[:n]); err != nil {
					return err
				}
			}
			heard = append(heard, buf[:n]...)
			if heard, err = l.frames(port, heard); err != nil {
				return err
			}
			continue
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// frames takes the whole frames from what was heard and returns the rest.
func (l *BXLine) frames(port io.Writer, heard []byte) ([]byte, error) {
	for {
		end := bytes.IndexByte(heard, 0x5A)
		if end < 0 {
			if len(heard) > 8192 {
				heard = heard[len(heard)-8192:]
			}
			return heard, nil
		}
		frame := heard[:end]
		heard = heard[end+1:]
		start := bytes.LastIndexByte(frame, 0xA5)
		if start < 0 {
			continue
		}
		raw := []byte(unescape.Replace(string(frame[start+1:])))
		for _, c := range l.cards {
			if err := c.hear(port, raw); err != nil {
				return heard, err
			}
		}
	}
}

var (
	unescape = strings.NewReplacer("\xA6\x02", "\xA5", "\xA6\x01", "\xA6", "\x5B\x02", "\x5A", "\x5B\x01", "\x5B")
	escape   = strings.NewReplacer("\xA5", "\xA6\x02", "\xA6", "\xA6\x01", "\x5A", "\x5B\x02", "\x5B", "\x5B\x01")
)

// checksum is CRC-16 with polynomial 8005, counted from the top on mirrored bytes
// and mirrored at the end.
func checksum(b []byte) uint16 {
	var crc uint16
	for _, c := range b {
		crc ^= uint16(bits.Reverse8(c)) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x8005
			} else {
				crc <<= 1
			}
		}
	}
	return bits.Reverse16(crc)
}

// answer sends what a card says, with its faults.
func (c *BXCard) answer(port io.Writer, from uint16, data []byte) error {
	raw := append([]byte{0x00, 0x80, byte(from), byte(from >> 8), 0, 0, 0, 0, 0, 0, 0xFE, 0x02, byte(len(data)), byte(len(data) >> 8)}, data...)
	sum := checksum(raw)
	f := c.takeFaults()
	if f.garble {
		sum ^= 0x1001
	}
	if f.mute {
		return nil
	}
	out := append(bytes.Clone(f.junk), bytes.Repeat([]byte{0xA5}, 9)...)
	out = append(out, escape.Replace(string(append(raw, byte(sum), byte(sum>>8))))...)
	out = append(out, 0x5A)
	if f.wait > 0 {
		time.Sleep(f.wait)
	}
	if !f.slow {
		_, err := port.Write(out)
		return err
	}
	for i := range out {
		if _, err := port.Write(out[i : i+1]); err != nil {
			return err
		}
	}
	return nil
}
