package doctor

import (
	"context"
	"time"

	"onewindow/serial"
)

// usualSpeeds are those that devices of a hall are set to.
var usualSpeeds = []int{9600, 19200, 38400, 57600, 115200, 4800, 2400}

// answersAt asks a device that stays silent at the other usual speeds, and returns
// the one at which it answers; 0: none, or the line has no speed.
func (p *patient) answersAt(ctx context.Context, s serial.Settings, ask []byte, answers func(in []byte) bool) int {
	if !serialDevice(s.Name) {
		return 0
	}
	for _, baud := range p.speeds {
		if baud == s.Baud || ctx.Err() != nil {
			continue
		}
		try := s
		try.Baud = baud
		if answered(ctx, try, ask, answers) {
			return baud
		}
	}
	return 0
}

// answered sends a question and looks for its answer for half a second.
func answered(ctx context.Context, s serial.Settings, ask []byte, answers func(in []byte) bool) bool {
	c, err := serial.Open(s)
	if err != nil {
		return false
	}
	defer func() { _ = c.Close() }()
	end := time.Now().Add(500 * time.Millisecond)
	if _, err := c.Write(ask, end); err != nil {
		return false
	}
	var in []byte
	buf := make([]byte, 256)
	for time.Now().Before(end) && ctx.Err() == nil {
		n, err := c.Read(buf)
		if in = append(in, buf[:n]...); n > 0 && answers(in) {
			return true
		}
		if err != nil {
			return false
		}
	}
	return false
}
