package virtual

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// voiceChip is what the two modules differ in, as their documents say.
type voiceChip struct {
	check    bool // last byte: all bytes before it, exclusive-or
	longest  int  // text in bytes
	highByte bool // UNICODE text begins with the high byte
	usual    voiceMarks
	loudest  int
	slowest  float64 // length of a syllable at speed 0, as a part of the usual
	fastest  float64
	speeds   int // the highest speed
	speedBy  byte
}

func chipOf(name VoiceChip) voiceChip {
	if name == XFS5152CE {
		return voiceChip{longest: 4096, usual: voiceMarks{volume: 5, speed: 5}, loudest: 10, slowest: 1.5, fastest: 0.5, speeds: 10, speedBy: 's'}
	}
	return voiceChip{check: true, longest: 200, highByte: true, usual: voiceMarks{volume: 10, speed: 4}, loudest: 16, slowest: 1.5, fastest: 0.9, speeds: 5, speedBy: 't'}
}

// frameState is what a byte brought to its end.
type frameState int

const (
	frameOpen frameState = iota
	frameWhole
	frameBad
)

// voiceParser finds frames in what the host sends.
type voiceParser struct {
	chip voiceChip
	got  []byte
}

// take returns the data of a frame, command first, when this byte completes it.
func (p *voiceParser) take(c byte) ([]byte, frameState) {
	if len(p.got) == 0 && c != 0xFD {
		return nil, frameOpen // outside of a frame there is nothing to read
	}
	p.got = append(p.got, c)
	if len(p.got) < 3 {
		return nil, frameOpen
	}
	n := int(p.got[1])<<8 | int(p.got[2])
	least, most := 1, p.chip.longest+2
	if p.chip.check {
		least, most = 2, most+1
	}
	if n < least || n > most {
		p.got = nil
		return nil, frameBad
	}
	if len(p.got) < 3+n {
		return nil, frameOpen
	}
	all := p.got
	p.got = nil
	data := all[3:]
	if p.chip.check {
		sum := byte(0)
		for _, b := range all {
			sum ^= b
		}
		if sum != 0 {
			return nil, frameBad
		}
		data = data[:len(data)-1]
	}
	return data, frameWhole
}

// voiceMarks is what the marks in a text say.
type voiceMarks struct {
	text   string
	volume int
	speed  int
	pace   float64
}

var mark = regexp.MustCompile(`\[([a-z])(\d*)\]`)

// read takes the text of a speak command apart: its encoding, its marks and what
// is said.
func (c voiceChip) read(b []byte) (plain string, m voiceMarks, err error) {
	if len(b) < 2 {
		return "", m, fmt.Errorf("no text")
	}
	text, err := c.decode(b[0]&7, b[1:])
	if err != nil {
		return "", m, err
	}
	m = c.usual
	for _, f := range mark.FindAllStringSubmatch(text, -1) {
		m.text += f[0]
		n, _ := strconv.Atoi(f[2])
		switch f[1][0] {
		case 'v':
			m.volume = min(n, c.loudest)
		case c.speedBy:
			m.speed = min(n, c.speeds)
		}
	}
	usual := float64(c.usual.speed)
	if s := float64(m.speed); s <= usual {
		m.pace = 1 + (c.slowest-1)*(usual-s)/usual
	} else {
		m.pace = 1 - (1-c.fastest)*(s-usual)/(float64(c.speeds)-usual)
	}
	return mark.ReplaceAllString(text, ""), m, nil
}

func (c voiceChip) decode(encoding byte, b []byte) (string, error) {
	var out []byte
	var err error
	switch encoding {
	case 0, 1:
		out, err = simplifiedchinese.GBK.NewDecoder().Bytes(b)
	case 2:
		out, err = traditionalchinese.Big5.NewDecoder().Bytes(b)
	case 3:
		if len(b)%2 != 0 {
			return "", fmt.Errorf("half a character")
		}
		units := make([]uint16, len(b)/2)
		for i := range units {
			lo, hi := b[2*i], b[2*i+1]
			if c.highByte {
				lo, hi = hi, lo
			}
			units[i] = uint16(hi)<<8 | uint16(lo)
		}
		return string(utf16.Decode(units)), nil
	default:
		return "", fmt.Errorf("encoding %d", encoding)
	}
	if err == nil && strings.ContainsRune(string(out), unicode.ReplacementChar) {
		err = fmt.Errorf("not text of encoding %d", encoding)
	}
	return string(out), err
}

var sound = regexp.MustCompile(`(sound|msg|ring)([a-z]|\d{3})`)

// takes is how long a real module would speak.
func takes(text string, m voiceMarks) time.Duration {
	d := time.Duration(len(sound.FindAllString(text, -1))) * 2 * time.Second
	beats := 1.0
	for _, r := range sound.ReplaceAllString(text, "") {
		switch {
		case unicode.IsPunct(r):
			beats++
		case unicode.Is(unicode.Han, r), unicode.IsUpper(r), unicode.IsDigit(r):
			beats++
		case unicode.IsLower(r):
			beats += 0.4
		}
	}
	return d + time.Duration(beats*m.pace*float64(220*time.Millisecond))
}
