package led

import (
	"encoding/binary"
	"fmt"
	"slices"
	"time"
)

// The data of BX frames, by the sections of the vendor's protocol text.

// Whether a card is to answer.
const (
	bxAnswer byte = 1
	bxSilent byte = 2
)

// BXPing asks whether a card is there (8.7).
func BXPing() []byte { return []byte{0xA2, 0x00, bxAnswer, 0, 0} }

// BXBrightness sets the brightness now and for the whole day, 0 to 15 (8.17).
// Brighter than 15 is 15.
func BXBrightness(level int) []byte {
	b := byte(min(max(level, 0), 15))
	// The text says that the table of the day's half hours may be left out; older
	// cards want it.
	return append([]byte{0xA3, 0x02, bxAnswer, 0, 0, 1}, slices.Repeat([]byte{b}, 1+48)...)
}

// How an area brings in its pages.
const (
	BXStill byte = 1 // stands at once
	BXQuick byte = 2
	BXLeft  byte = 3 // runs to the left
)

// What happens after the last page.
const (
	BXExpire byte = 2 // the first one again, but a card that hears nothing for a while takes the area away
)

// Where an area's text stands.
const (
	BXMiddle byte = 0b10_00 // left, in the middle of the height
	BXCentre byte = 0b10_10 // in the middle both ways
)

// BXArea is a part of the screen whose text is kept in the card's working memory
// (9.1). At most 8 areas on a BX-5K and 5 on a BX-6K, with numbers from 0.
type BXArea struct {
	X, Y, W, H int // in dots
	ID         byte
	Run        byte          // BXExpire
	Expire     time.Duration // with BXExpire: whole seconds without news
	Align      byte          // BXMiddle, BXCentre
	Single     bool          // one row only, for text that runs
	Mode       byte          // BXStill, BXQuick, BXLeft
	Speed      byte          // 0 fast to 24 slow
	Stay       time.Duration
	Text       []byte // with the card's escapes
}

// Limits of a dynamic area's data, in bytes.
const (
	bx5KMost = 512
	bx6KMost = 1024
)

// append adds the area's description. The fifth generation counts horizontal
// places in units of eight dots, later ones in dots when the top bit is set.
func (a BXArea) append(dst []byte, generation int) []byte {
	x, w := uint16(a.X)|0x8000, uint16(a.W)|0x8000
	if generation == 5 {
		x, w = uint16(a.X/8), uint16(a.W/8)
	}
	dst = append(dst, 0)
	for _, n := range []uint16{x, uint16(a.Y), w, uint16(a.H)} {
		dst = binary.LittleEndian.AppendUint16(dst, n)
	}
	dst = append(dst, a.ID, 0, a.Run)
	dst = binary.LittleEndian.AppendUint16(dst, uint16(min(a.Expire/time.Second, 0xFFFF)))
	lines := byte(2)
	if a.Single {
		lines = 1
	}
	stay := byte(min(a.Stay/(500*time.Millisecond), 255))
	dst = append(dst, 0, 0, a.Align, lines, 1, a.Mode, 0, a.Speed, stay)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(a.Text)))
	return append(dst, a.Text...)
}

// BXShow replaces areas of the screen (8.2.1), without touching the others.
func BXShow(generation int, answer bool, areas ...BXArea) ([]byte, error) {
	most := bx6KMost
	if generation == 5 {
		most = bx5KMost
	}
	how := bxSilent
	if answer {
		how = bxAnswer
	}
	b := []byte{0xA3, 0x06, how, 0, 0, 0, byte(len(areas))}
	for _, a := range areas {
		if generation == 5 && (a.X%8 != 0 || a.W%8 != 0) {
			return nil, fmt.Errorf("BX-5K cards count in units of 8 dots: x %d and width %d do not fit", a.X, a.W)
		}
		area := a.append(nil, generation)
		if len(area) > most {
			return nil, fmt.Errorf("an area of %d bytes; the card takes %d", len(area), most)
		}
		b = binary.LittleEndian.AppendUint16(b, uint16(len(area)))
		b = append(b, area...)
	}
	if len(b) > 1024 {
		return nil, fmt.Errorf("a message of %d bytes; the card takes 1024", len(b))
	}
	return b, nil
}
