package led

import (
	"encoding/binary"
	"errors"
)

// Addresses of BX cards. A card's own lies from 1 to 0x7FFF.
const (
	// BXAll is heard by all cards on a line and answered by none.
	BXAll uint16 = 0xFFFF
	// BXAny is heard by every card and answered: for a line with one card.
	BXAny uint16 = 0xFFFE
	// bxHost is us.
	bxHost uint16 = 0x8000
)

const (
	bxHead = 14 // bytes before the data
	bxSum  = 2
	// bxMost is the longest frame that is believed, between its marks and
	// unescaped: the card's buffer of 1,024 bytes of data.
	bxMost = bxHead + 1024 + bxSum

	bxAnyType = 0xFE // device type that every card takes for its own
	bxVersion = 2
)

// BXFrame is one message from or to a BX card, as the vendor's protocol text
// (BX-5K/6K, version 1.4, sections 3 and 4) lays it out.
type BXFrame struct {
	To, From uint16
	Device   byte // 0xFE: whichever card it is
	// Over puts dynamic areas over the programs in the card's flash memory, and shows
	// those only where there is no area. Without it the two must not overlap.
	Over bool
	Data []byte
}

// Append adds the frame as it goes over the line: eight A5 (a line that was just
// turned around swallows the first), header, data and CRC with the four marks
// escaped, and 5A.
func (f BXFrame) Append(dst []byte) []byte {
	raw := make([]byte, bxHead, bxHead+len(f.Data)+bxSum) // what is not set is reserved, and 0 for: no barcode, CRC, areas beside programs
	binary.LittleEndian.PutUint16(raw[0:], f.To)
	binary.LittleEndian.PutUint16(raw[2:], f.From)
	if f.Over {
		raw[9] = 1
	}
	raw[10], raw[11] = f.Device, bxVersion
	binary.LittleEndian.PutUint16(raw[12:], uint16(len(f.Data)))
	raw = append(raw, f.Data...)
	raw = binary.LittleEndian.AppendUint16(raw, CRC16(raw))
	for range 8 {
		dst = append(dst, 0xA5)
	}
	for _, b := range raw {
		switch b {
		case 0xA5:
			dst = append(dst, 0xA6, 0x02)
		case 0xA6:
			dst = append(dst, 0xA6, 0x01)
		case 0x5A:
			dst = append(dst, 0x5B, 0x02)
		case 0x5B:
			dst = append(dst, 0x5B, 0x01)
		default:
			dst = append(dst, b)
		}
	}
	return append(dst, 0x5A)
}

// CRC16 is the checksum of BX frames: polynomial 8005 reflected, from 0
// (CRC-16/ARC).
func CRC16(b []byte) uint16 {
	var crc uint16
	for _, c := range b {
		crc ^= uint16(c)
		for range 8 {
			carry := crc & 1
			crc >>= 1
			if carry != 0 {
				crc ^= 0xA001
			}
		}
	}
	return crc
}

// errBXFrame says that bytes between two marks are no frame.
var errBXFrame = errors.New("no whole BX frame with the right checksum")

// BXDecoder finds frames in what comes from a line, however it is cut into
// pieces. What is no frame is passed over: a start mark always begins anew.
type BXDecoder struct {
	raw  []byte
	in   bool // after a start mark
	esc  byte // the escape that was seen and waits for its second byte
	over bool // this frame is broken; wait for the next start
	// Broken counts what began like a frame and was none.
	Broken int
}

// Feed takes bytes and calls take for each frame that they complete. The frame's
// data is take's to keep.
func (d *BXDecoder) Feed(b []byte, take func(BXFrame)) {
	for _, c := range b {
		switch {
		case c == 0xA5:
			d.drop(len(d.raw) > 0)
			d.in, d.over = true, false
		case !d.in:
		case c == 0x5A:
			f, err := parseBX(d.raw)
			ok := err == nil && d.esc == 0 && !d.over
			d.drop(!ok)
			d.in = false
			if ok {
				take(f)
			}
		case d.over:
		case d.esc != 0:
			d.unescape(c)
		case c == 0xA6 || c == 0x5B:
			d.esc = c
		case len(d.raw) == bxMost:
			d.over = true
		default:
			d.raw = append(d.raw, c)
		}
	}
}

// unescape takes the byte after an escape.
func (d *BXDecoder) unescape(c byte) {
	switch {
	case len(d.raw) == bxMost:
		d.over = true
	case c == 0x01:
		d.raw = append(d.raw, d.esc)
	case c == 0x02:
		d.raw = append(d.raw, d.esc-1) // A6 stands for A5, 5B for 5A
	default:
		d.over = true
	}
	d.esc = 0
}

// drop forgets the frame that was being read.
func (d *BXDecoder) drop(broken bool) {
	if broken {
		d.Broken++
	}
	d.raw, d.esc = nil, 0
}

// parseBX reads what lies between the marks, unescaped.
func parseBX(raw []byte) (BXFrame, error) {
	if len(raw) < bxHead+bxSum {
		return BXFrame{}, errBXFrame
	}
	body, sum := raw[:len(raw)-bxSum], raw[len(raw)-bxSum:]
	if int(binary.LittleEndian.Uint16(body[12:])) != len(body)-bxHead || CRC16(body) != binary.LittleEndian.Uint16(sum) {
		return BXFrame{}, errBXFrame
	}
	return BXFrame{
		To: binary.LittleEndian.Uint16(body), From: binary.LittleEndian.Uint16(body[2:]),
		Device: body[10], Over: body[9] == 1, Data: body[bxHead:],
	}, nil
}
