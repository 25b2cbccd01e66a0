package virtual

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// Alpha is a line with virtual signs of the Alpha protocol, which never answer.
type Alpha struct {
	mu    sync.Mutex
	signs map[string]Screen // by address, two hexadecimal digits
	odd   int
	shown func(address int, s Screen)
}

// NewAlpha is a line with signs of some addresses. shown hears of each change, from
// the goroutine of Serve; it may be nil.
func NewAlpha(shown func(address int, s Screen), addresses ...int) *Alpha {
	a := &Alpha{signs: map[string]Screen{}, shown: shown}
	for _, n := range addresses {
		a.signs[fmt.Sprintf("%02X", n)] = Screen{Name: fmt.Sprintf("alpha %d", n), Lit: true, Pages: 1}
	}
	return a
}

// Screen is what a sign shows.
func (a *Alpha) Screen(address int, _ time.Time) Screen {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.signs[fmt.Sprintf("%02X", address)]
}

// Odd is how many packets made no sense.
func (a *Alpha) Odd() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.odd
}

// Serve shows what comes until reading fails, which it returns; nil at the end of
// the line.
func (a *Alpha) Serve(port io.ReadWriter) error {
	buf := make([]byte, 64)
	var held []byte
	for {
		n, err := port.Read(buf)
		held = append(held, buf[:n]...)
		for {
			end := bytes.IndexByte(held, 0x04)
			if end < 0 {
				break
			}
			a.packet(held[:end])
			held = held[end+1:]
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// packet takes one packet without its end.
func (a *Alpha) packet(p []byte) {
	address, s, ok := readAlpha(p)
	a.mu.Lock()
	old, mine := a.signs[address]
	if ok && mine {
		s.Name = old.Name
		a.signs[address] = s
	}
	if !ok {
		a.odd++
	}
	a.mu.Unlock()
	if ok && mine && a.shown != nil {
		var n int
		_, _ = fmt.Sscanf(address, "%X", &n)
		a.shown(n, s)
	}
}

// readAlpha reads a packet that writes the priority text.
func readAlpha(p []byte) (address string, s Screen, ok bool) {
	head := bytes.LastIndex(p, []byte{0, 0, 0, 0, 0, 1, 'Z'})
	if head < 0 {
		return "", s, false
	}
	p = p[head+7:]
	etx := bytes.IndexByte(p, 3)
	if etx < 0 || etx < 8 || len(p) != etx+5 || !bytes.Equal(p[2:5], []byte("\x02A0")) || p[5] != 0x1B {
		return "", s, false
	}
	var sum uint16
	for _, b := range p[2 : etx+1] {
		sum += uint16(b)
	}
	if fmt.Sprintf("%04X", sum) != string(p[etx+1:]) {
		return "", s, false
	}
	s = Screen{Lit: true, Pages: 1}
	text, colour := p[8:etx], "red"
	if len(text) >= 2 && text[0] == 0x1C {
		colour = map[byte]string{'1': "red", '2': "green", '3': "yellow"}[text[1]]
		text = text[2:]
	}
	s.Rows = [][]Span{{{string(text), colour}}}
	return string(p[:2]), s, colour != ""
}
