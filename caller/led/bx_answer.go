package led

import (
	"errors"
	"fmt"
)

// BXCode is what a card says about a command (section 6 of the vendor's text).
type BXCode byte

// Codes that the driver acts on.
const (
	BXOK      BXCode = 0
	BXBusy    BXCode = 3
	BXBadSum  BXCode = 5
	BXNoFont  BXCode = 12
	bxUnnamed        = "a code that the vendor does not name"
)

var bxCodes = []string{
	"no error", "command group unknown", "command unknown", "busy", "out of memory", "checksum wrong", "no such file", "flash failed",
	"download failed", "file name wrong", "file type wrong", "file checksum wrong", "font not on the card", "firmware is for another card",
	"date or time wrong", "file exists", "block number wrong",
}

func (c BXCode) String() string {
	if int(c) < len(bxCodes) {
		return bxCodes[c]
	}
	return bxUnnamed
}

// BXAnswer is what a card answered.
type BXAnswer struct {
	From       uint16
	Group, Cmd byte
	Code       BXCode
	Data       []byte
}

// Refusal is a command that a card understood as far as to refuse it.
type Refusal struct{ Code BXCode }

func (r *Refusal) Error() string {
	text := fmt.Sprintf("the card refuses (%d, %s)", byte(r.Code), r.Code)
	if r.Code == BXNoFont {
		text += "; load the fonts of 16, 24 and 32 dots onto it, or set font = 16"
	}
	return text
}

// ErrGarbled is an answer that is no answer to what was asked.
var ErrGarbled = errors.New("the strip's answer makes no sense; look for a second strip with the same address, and at the wiring")

// ParseBXAnswer reads the data of a frame that came from a card.
func ParseBXAnswer(f BXFrame) (BXAnswer, error) {
	if len(f.Data) < 5 {
		return BXAnswer{}, ErrGarbled
	}
	return BXAnswer{From: f.From, Group: f.Data[0], Cmd: f.Data[1], Code: BXCode(f.Data[2]), Data: f.Data[5:]}, nil
}

// Err is nil when the card has done what the command said.
func (a BXAnswer) Err() error {
	switch {
	case a.Group == 0xA0 && a.Cmd == 0x01, a.Code != BXOK:
		return &Refusal{a.Code}
	}
	return nil
}

// bxAnswerFrom finds the first answer of a card in what came from the line since
// it was asked. Frames of others, such as our own that an adapter echoes, and a
// late answer of another card, are passed over.
func bxAnswerFrom(address uint16) func(in []byte) ([]byte, bool) {
	return func(in []byte) (answer []byte, ok bool) {
		var d BXDecoder
		d.Feed(in, func(f BXFrame) {
			from := f.From == address || f.From == BXAny || address == BXAny
			if !ok && f.To == bxHost && from && len(f.Data) >= 5 {
				answer, ok = f.Append(nil), true
			}
		})
		return answer, ok
	}
}
