package led

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"time"

	"onewindow/serial"
)

// Alpha is a sign that speaks the Alpha protocol, such as a BetaBrite. It has no
// Chinese, and it is not asked for answers, which only some signs give.
//
// What is shown is the sign's priority text, which needs no setting up, goes before
// everything else, and is kept in working memory.
type Alpha struct {
	line           Line
	address, width int
	baud           int
}

// NewAlpha is the driver of a sign with an address from 1 to 255 and a number of
// characters in its row.
func NewAlpha(line Line, address, width, baud int) (*Alpha, error) {
	if address < 1 || address > 255 {
		return nil, fmt.Errorf("address %d: want 1 to 255", address)
	}
	return &Alpha{line, address, width, baud}, nil
}

// Parts of an Alpha text.
const (
	alphaPriority = '0'  // label of the priority text
	alphaMiddle   = 0x20 // position: the middle row
	alphaRotate   = 'a'  // modes
	alphaHold     = 'b'
	alphaFlash    = 'c'
	alphaMost     = 125 // bytes of a priority text
)

// alphaGap is the silence that a sign needs between two packets.
const alphaGap = 110 * time.Millisecond

// AlphaText makes the packet that writes a text file of one sign: five zeros by
// which it finds the speed, header, text and checksum, which is the sum of all from
// STX to ETX.
func AlphaText(address int, label, position, mode byte, text []byte) []byte {
	body := []byte{0x02, 'A', label, 0x1B, position, mode}
	body = append(append(body, text...), 0x03)
	sum := 0
	for _, b := range body {
		sum += int(b)
	}
	p := append(bytes.Repeat([]byte{0}, 5), 0x01, 'Z')
	p = append(fmt.Appendf(p, "%02X", address), body...)
	return append(fmt.Appendf(p, "%04X", sum&0xFFFF), 0x04)
}

// Missing says what of the face is not ASCII.
func (a *Alpha) Missing(f Face) []rune { return missingASCII(f) }

// Show writes the first row of the first page; a face of quickly changing pages
// flashes, and what is too wide runs.
func (a *Alpha) Show(ctx context.Context, f Face) error {
	_, err := a.line.Do(ctx, serial.Exchange{To: "alpha " + strconv.Itoa(a.address), Frame: a.packet(f), Rest: alphaGap})
	return err
}

// Keep is Show: there is no answer to save.
func (a *Alpha) Keep(ctx context.Context, f Face) error { return a.Show(ctx, f) }

// Ask is always answered by ErrMute.
func (a *Alpha) Ask(context.Context) error { return ErrMute }

// Proven is always false: nothing is ever confirmed.
func (a *Alpha) Proven(Face) bool { return false }

// Wire is how long a face takes on the line.
func (a *Alpha) Wire(f Face) time.Duration { return wire(len(a.packet(f)), a.baud) + alphaGap }

func (a *Alpha) packet(f Face) []byte {
	text, mode := []byte{' '}, byte(alphaHold)
	if len(f.Pages) > 0 && len(f.Pages[0]) > 0 {
		row := f.Pages[0][0]
		shown, _ := ASCII.encode(row.Text)
		if len(f.Pages) > 1 && f.Stay <= time.Second {
			mode = alphaFlash
		}
		if len(shown) > a.width {
			mode = alphaRotate
		}
		text = append([]byte{0x1C, '1' + byte(row.Colour)}, shown...)
	}
	return AlphaText(a.address, alphaPriority, alphaMiddle, mode, text[:min(len(text), alphaMost)])
}
