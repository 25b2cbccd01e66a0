package reader

import (
	"encoding/binary"
	"fmt"
)

// Request is a command of the module and its parameter.
type Request [2]byte

// Requests of the module.
var (
	// AskStatus asks whether the module works.
	AskStatus = Request{0x11, 0xFF}
	// AskModule asks for the module's number.
	AskModule = Request{0x12, 0xFF}
	// Find looks for a card in the field.
	Find = Request{0x20, 0x01}
	// Select chooses the card that was found.
	Select = Request{0x20, 0x02}
	// ReadText reads text and photo of the card that was selected; there is no
	// request for the text alone.
	ReadText = Request{0x30, 0x01}
)

// Status is the third of an answer's status bytes, the module's own.
type Status byte

// Status bytes.
const (
	StatusDone         Status = 0x90
	StatusFound        Status = 0x9F
	StatusBadSum       Status = 0x10
	StatusBadLength    Status = 0x11
	StatusBadCommand   Status = 0x21
	StatusUnknown      Status = 0x24
	StatusCardRefuses  Status = 0x31
	StatusCardRefused  Status = 0x32
	StatusBadData      Status = 0x33
	StatusWrongCard    Status = 0x40
	StatusUnread       Status = 0x41
	StatusNoRandom     Status = 0x47
	StatusBroken       Status = 0x60
	StatusUnauthorised Status = 0x66
	StatusNoCard       Status = 0x80
	StatusUnselected   Status = 0x81
	StatusNoSuchData   Status = 0x91
)

var statusWords = map[Status]string{
	StatusDone:         "done",
	StatusFound:        "a card was found",
	StatusBadSum:       "the request's checksum is wrong",
	StatusBadLength:    "the request's length is wrong",
	StatusBadCommand:   "the request is not known or not possible now",
	StatusUnknown:      "an error without a name",
	StatusCardRefuses:  "the card does not accept the reader",
	StatusCardRefused:  "the reader does not accept the card",
	StatusBadData:      "the card's data are not genuine",
	StatusWrongCard:    "not an ID card",
	StatusUnread:       "the card could not be read",
	StatusNoRandom:     "no random number came",
	StatusBroken:       "the reader's self-test failed",
	StatusUnauthorised: "the reader is not authorised",
	StatusNoCard:       "no card",
	StatusUnselected:   "the card could not be selected",
	StatusNoSuchData:   "the card has no such data",
}

// String is the status in words, with its code.
func (s Status) String() string {
	words, ok := statusWords[s]
	if !ok {
		words = "a status that is not known"
	}
	return fmt.Sprintf("%02X, %s", byte(s), words)
}

// preamble begins each frame.
var preamble = [5]byte{0xAA, 0xAA, 0xAA, 0x96, 0x69}

const (
	frameHead = len(preamble) + 2
	// minLength and maxLength are what a frame's length may be: a request without
	// data, and text with photo and two fingerprints. It counts everything behind
	// itself, the checksum too.
	minLength = 3
	maxLength = 2314
)

// Frame is the request as it goes over the line.
func (r Request) Frame() []byte { return appendFrame(nil, r[:]) }

// Answer is an answer as it comes over the line: a device's side, for virtual
// ones.
func Answer(s Status, data []byte) []byte {
	return appendFrame(nil, append([]byte{0, 0, byte(s)}, data...))
}

// appendFrame puts preamble, length and checksum around a body.
func appendFrame(dst, body []byte) []byte {
	start := len(dst) + len(preamble)
	dst = append(dst, preamble[:]...)
	dst = binary.BigEndian.AppendUint16(dst, uint16(len(body)+1))
	dst = append(dst, body...)
	return append(dst, xor(dst[start:]))
}

func xor(b []byte) byte {
	var x byte
	for _, c := range b {
		x ^= c
	}
	return x
}

// moduleNumber is a module's number as makers print it, from the 16 bytes that it
// answers: two codes, a date, and two serial numbers. "" is none.
func moduleNumber(b []byte) string {
	if len(b) < 16 {
		return ""
	}
	le := binary.LittleEndian
	return fmt.Sprintf("%02d.%02d-%d-%010d-%010d", b[0], b[2], le.Uint32(b[4:]), le.Uint32(b[8:]), le.Uint32(b[12:]))
}
