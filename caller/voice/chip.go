package voice

import (
	"errors"
	"fmt"
	"strings"
)

// Chip is a family of speech modules: what it takes and how its frames look.
type Chip struct {
	Name    string
	MaxText int  // bytes of text in one frame
	English bool // reads English words; others spell them letter by letter

	checked bool // a frame ends with the XOR of all bytes before it
	big     bool // its UTF-16 has the high byte first
	chime   string
	head    func(Language, Manner) string
}

// Commands of a frame. SYN6288 datasheet of 2016-03-09, chapter 4; XFS5152CE user
// guide of 2013, chapter 8. Both chips share them.
const (
	start         = 0xFD
	commandSpeak  = 0x01
	commandStop   = 0x02
	commandStatus = 0x21
)

// Answers, of one byte each; the same for both chips.
const (
	answerReady    = 0x4A // after power-on
	answerAccepted = 0x41 // the frame was understood
	answerRefused  = 0x45 // the frame was not
	answerSpeaking = 0x4E // to a status query
	answerIdle     = 0x4F // to a status query, and by itself when a text has been said
)

// SYN6288 is the module of 宇音天下: 200 bytes of text, and a check byte.
func SYN6288() Chip {
	return Chip{
		Name: "syn6288", MaxText: 200, checked: true, big: true,
		// A broadcaster's two strokes of 2 s; the comma keeps the name from being
		// spelled together with what follows.
		chime: "[x1]soundk，",
		head: func(_ Language, m Manner) string {
			return fmt.Sprintf("[v%d][t%d]", (m.volume()*16+5)/10, []int{0, 1, 2, 3, 3, 4, 4, 4, 5, 5, 5}[m.speed()])
		},
	}
}

// XFS5152CE is the module of iFlytek: 4 096 bytes of text, no check byte.
func XFS5152CE() Chip {
	return Chip{
		Name: "xfs5152ce", MaxText: 4096, English: true,
		chime: "[x1]sound101，",
		head: func(l Language, m Manner) string {
			how := "[g1][h1]" // numbers in Chinese, letters one by one
			if l == English {
				how = "[g2][h2]" // words as words
			}
			return fmt.Sprintf("%s[v%d][s%d]", how, m.volume(), m.speed())
		},
	}
}

// ChipNamed is the chip with that name.
func ChipNamed(name string) (Chip, error) {
	var names []string
	for _, c := range []Chip{SYN6288(), XFS5152CE()} {
		if c.Name == name {
			return c, nil
		}
		names = append(names, c.Name)
	}
	return Chip{}, fmt.Errorf("there is no module %q; the ones that are known are %s", name, strings.Join(names, " and "))
}

// volume and speed keep within the scale, whatever was asked.
func (m Manner) volume() int { return min(max(m.Volume, 0), 10) }
func (m Manner) speed() int  { return min(max(m.Speed, 0), 10) }

// Speak is the frame that makes the chip say text, which must be in that
// encoding. A chip that is speaking drops what it says and begins with this.
func (c Chip) Speak(e Encoding, text []byte) ([]byte, error) {
	switch {
	case len(text) == 0:
		return nil, errors.New("frame for a voice: there is no text to say")
	case len(text) > c.MaxText:
		return nil, fmt.Errorf("frame for a voice: the text has %d bytes, and %s takes %d; split it", len(text), c.Name, c.MaxText)
	}
	code, err := e.code()
	if err != nil {
		return nil, err
	}
	return c.frame(append([]byte{commandSpeak, code}, text...)), nil
}

// Stop is the frame that ends what is being said.
func (c Chip) Stop() []byte { return c.frame([]byte{commandStop}) }

// Status is the frame that asks whether the chip speaks.
func (c Chip) Status() []byte { return c.frame([]byte{commandStatus}) }

// frame puts the head before the data, and after it the check byte of chips that
// have one.
func (c Chip) frame(data []byte) []byte {
	n := len(data)
	if c.checked {
		n++
	}
	b := append([]byte{start, byte(n >> 8), byte(n)}, data...)
	if c.checked {
		var x byte
		for _, v := range b {
			x ^= v
		}
		b = append(b, x)
	}
	return b
}
