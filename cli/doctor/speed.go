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

// silentReads is how many reads in vain, of a tenth of a second each, are no answer.
// They are counted, and not the time, because what was answered while this program did
// not get on is an answer too.
const silentReads = 5

// mostReads is how many are made in all: a line that babbles all the time, as a scale's
// or one at another speed, is never silent.
const mostReads = 50

// answered sends a question and looks for its answer until nothing came for half a
// second in all, or a line babbles on.
func answered(ctx context.Context, s serial.Settings, ask []byte, answers func(in []byte) bool) bool {
	c, err := serial.Open(s)
	if err != nil {
		return false
	}
	defer func() { _ = c.Close() }()
	if _, err := c.Write(ask, time.Now().Add(500*time.Millisecond)); err != nil {
		return false
	}
	var in []byte
	buf := make([]byte, 256)
	for silent, reads := 0, 0; silent < silentReads && reads < mostReads && len(in) < 4096 && ctx.Err() == nil; reads++ {
		n, err := c.Read(buf)
		if in = append(in, buf[:n]...); n > 0 && answers(in) {
			return true
		}
		if n == 0 {
			silent++
		}
		if err != nil {
			return false
		}
	}
	return false
}
