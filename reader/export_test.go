package reader

import (
	"context"

	"onewindow/serial"
)

// Session is one session on a line that a test made.
func (r *Reader) Session(ctx context.Context, c serial.Conn) error { return r.session(ctx, c) }

// Line tells of the line's state, as Hold does.
func (r *Reader) Line(s serial.State) { r.pulse.line(s) }

// Session is one session on a line that a test made.
func (s *Scanner) Session(ctx context.Context, c serial.Conn) error { return s.session(ctx, c) }

// CardIn reads the data of an answer to ReadText.
func CardIn(data []byte) (Card, error) { return cardIn(data) }

// ValidNumber checks a number.
func ValidNumber(n string) bool {
	_, ok := validNumber(n)
	return ok
}

// Left is what of earlier bytes a demultiplexer still holds outside of the frame
// that has begun.
func (d *Demux) Left() (clean bool, begun int) {
	for _, b := range d.buf[d.n:] {
		if b != 0 {
			return false, d.n
		}
	}
	return true, d.n
}

// AnswerTo takes a body apart if it can be the answer to r.
func AnswerTo(r Request, body []byte) (Status, []byte, bool) { return answerTo(r, body) }
