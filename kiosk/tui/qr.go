package tui

import (
	"fmt"
	"image"
	"sync"

	"github.com/skip2/go-qrcode"
)

// Quiet zones around a QR code, in modules. The standard (ISO/IEC 18004) wants
// four; phones read two, which saves rows where they are few.
const (
	leastQuiet = 2
	fullQuiet  = 4
)

// code is a QR code: rows of modules, true for dark, without a quiet zone.
type code [][]bool

// codes keeps the codes of the last texts, because drawing one takes about a
// millisecond and a screen is drawn every second.
var codes = struct {
	sync.Mutex
	of map[string]code
}{of: map[string]code{}}

// keptCodes is how many codes are kept.
const keptCodes = 16

// codeOf encodes a text in as few modules as its length allows, with as much
// error correction as fits into those, but no more than half: what is read from
// a screen is not torn, but it may shine.
func codeOf(text string) (code, error) {
	codes.Lock()
	defer codes.Unlock()
	if c, ok := codes.of[text]; ok {
		return c, nil
	}
	var best code
	for _, level := range []qrcode.RecoveryLevel{qrcode.Low, qrcode.Medium, qrcode.High} {
		q, err := qrcode.New(text, level)
		if err != nil {
			if best == nil {
				return nil, fmt.Errorf("tui: QR code of %d bytes: %w", len(text), err)
			}
			break
		}
		q.DisableBorder = true
		c := code(q.Bitmap())
		if best != nil && len(c) > len(best) {
			break
		}
		best = c
	}
	if len(codes.of) >= keptCodes {
		clear(codes.of)
	}
	codes.of[text] = best
	return best, nil
}

// QRSize is the least size in cells of the QR code of text, its quiet zone of
// two modules included. An error means that the text is empty or too long.
func QRSize(text string) (w, h int, err error) {
	c, err := codeOf(text)
	if err != nil {
		return 0, 0, err
	}
	n := len(c) + 2*leastQuiet
	return n, (n + 1) / 2, nil
}

// QR draws the QR code of text in the middle of r, dark on white in every theme,
// in modules as large as fit and with a quiet zone of up to four of them. It
// returns the rectangle that it used, which is empty if r is too small or text
// cannot be encoded: then nothing is drawn.
//
// On a terminal without colours it relies on dark ink on light paper.
func (c *Canvas) QR(r image.Rectangle, text string) image.Rectangle {
	w, h, err := QRSize(text)
	if err != nil || w > r.Dx() || h > r.Dy() {
		return image.Rectangle{}
	}
	code, _ := codeOf(text) // QRSize has encoded it
	scale := min(r.Dx(), r.Dy()*2) / w
	n := len(code) * scale
	quiet := min(fullQuiet*scale, (r.Dx()-n)/2, (r.Dy()*2-n)/2)
	side := n + 2*quiet
	at := Centred(r, side, (side+1)/2)
	c.Bitmap(at, Code, side, at.Dy()*2, func(x, y int) bool {
		x, y = x-quiet, y-quiet
		return x >= 0 && y >= 0 && x < n && y < n && code[y/scale][x/scale]
	})
	return at
}
