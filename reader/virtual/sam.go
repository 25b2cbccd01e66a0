package virtual

import (
	"context"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"sync"
	"time"

	"onewindow/reader"
)

// Fault is what goes wrong with an answer.
type Fault string

// Faults.
const (
	Silent       Fault = "silent"       // no answer
	BadSum       Fault = "checksum"     // a byte on the way was changed
	Truncated    Fault = "truncated"    // the answer ends in its middle
	Slow         Fault = "slow"         // it comes after Options.Slow
	Junk         Fault = "junk"         // noise before it, some of it like the start of an answer
	Pieces       Fault = "pieces"       // it comes byte by byte
	Pulled       Fault = "pulled"       // the card is taken away while it is read
	Unreadable   Fault = "unreadable"   // the card does not give its text
	Unauthorised Fault = "unauthorised" // the module answers that it may not work
)

// Faults are all of them.
var Faults = []Fault{Silent, BadSum, Truncated, Slow, Junk, Pieces, Pulled, Unreadable, Unauthorised}

// Options of a SAM.
type Options struct {
	// Sees: it finds a card again that it has read and that still lies there. Most
	// modules do not, until the card was taken away.
	Sees bool
	// Slow is how late an answer under Slow comes; 0 is 5 s.
	Slow time.Duration
}

// SAM is the module of an ID-card reader. Put, Take, Break and the counts may be
// called by any goroutine.
type SAM struct {
	o Options

	mu     sync.Mutex
	card   *Person
	read   bool // the card was read
	chosen bool // the card was selected
	fault  Fault
	times  int // how many answers the fault hits; below 0 all
	asked  map[reader.Request]int
}

// NewSAM makes a module with no card on it.
func NewSAM(o Options) *SAM {
	if o.Slow == 0 {
		o.Slow = 5 * time.Second
	}
	return &SAM{o: o, asked: map[reader.Request]int{}}
}

// Put lays a card on the reader, instead of the one that lies there.
func (s *SAM) Put(p Person) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.card, s.read, s.chosen = &p, false, false
}

// Take takes the card away.
func (s *SAM) Take() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.take()
}

func (s *SAM) take() { s.card, s.read, s.chosen = nil, false, false }

// Break makes the next answers faulty, so many times; below 0 until it is called
// with another, 0 ends a fault. Pulled and Unreadable count answers to ReadText
// only.
func (s *SAM) Break(f Fault, times int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault, s.times = f, times
}

// Asked is how often a request came.
func (s *SAM) Asked(r reader.Request) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked[r]
}

// waiter is a line that may be unplugged and plugged in again, as pty.Port is.
type waiter interface{ Await(context.Context) error }

// Serve answers on a line until ctx ends or the line does, whichever is first
// seen: a Read that waits is ended by closing the line. On a line that can be
// plugged in again (pty.Port) it goes on after that. The error is ctx's or the
// line's.
func (s *SAM) Serve(ctx context.Context, line io.ReadWriter) error {
	var demux reader.Demux
	buf := make([]byte, 256)
	for {
		n, err := line.Read(buf)
		if err == nil {
			var asked []reader.Request
			demux.Feed(buf[:n], func(body []byte) { asked = append(asked, reader.Request{body[0], body[1]}) })
			for _, r := range asked {
				if err = s.reply(ctx, line, r); err != nil {
					break
				}
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			continue
		}
		demux.Reset()
		w, ok := line.(waiter)
		if !ok {
			return err
		}
		if err := w.Await(ctx); err != nil {
			return err
		}
	}
}

// reply answers one request, with what is wrong now.
func (s *SAM) reply(ctx context.Context, line io.Writer, r reader.Request) error {
	fault, frame := s.answer(r)
	cut := len(frame)
	switch fault {
	case Silent:
		return nil
	case BadSum:
		frame[len(frame)-2] ^= 0x5A
	case Truncated, Pulled:
		cut = len(frame) / 2
	case Slow:
		timer := time.NewTimer(s.o.Slow)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	case Junk:
		noise := []byte{0x00, 0xAA, 0xAA, 0xAA, 0x96, 0xAA, 0xAA, 0xAA, 0x96, 0x69, 0xFF, 0xFF, 0x13, 0xAA}
		for range 20 {
			noise = append(noise, byte(rand.IntN(256)))
		}
		frame = append(noise, frame...)
		cut = len(frame)
	case Pieces:
		for i := range frame {
			if _, err := line.Write(frame[i : i+1]); err != nil {
				return err
			}
		}
		return nil
	}
	_, err := line.Write(frame[:cut])
	return err
}

// answer is what a module answers now, and what befalls it on the way.
func (s *SAM) answer(r reader.Request) (Fault, []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked[r]++
	fault := s.fault
	ofCard := fault == Pulled || fault == Unreadable
	if s.times == 0 || ofCard && (r != reader.ReadText || !s.chosen) {
		fault = ""
	}
	if fault != "" && s.times > 0 {
		s.times--
	}
	switch fault {
	case Unauthorised:
		return fault, reader.Answer(reader.StatusUnauthorised, nil)
	case Unreadable:
		return fault, reader.Answer(reader.StatusUnread, nil)
	}
	frame := s.honest(r)
	if fault == Pulled {
		s.take()
	}
	return fault, frame
}

// honest is the answer without any fault.
func (s *SAM) honest(r reader.Request) []byte {
	there := s.card != nil && (!s.read || s.o.Sees)
	switch r {
	case reader.AskStatus:
		return reader.Answer(reader.StatusDone, nil)
	case reader.AskModule:
		n := []byte{5, 0, 1, 0}
		for _, v := range []uint32{20260101, 1, 1} {
			n = binary.LittleEndian.AppendUint32(n, v)
		}
		return reader.Answer(reader.StatusDone, n)
	case reader.Find:
		s.chosen = false
		if !there {
			return reader.Answer(reader.StatusNoCard, nil)
		}
		return reader.Answer(reader.StatusFound, make([]byte, 4))
	case reader.Select:
		if !there {
			return reader.Answer(reader.StatusUnselected, nil)
		}
		s.chosen = true
		return reader.Answer(reader.StatusDone, make([]byte, 8))
	case reader.ReadText:
		if s.card == nil || !s.chosen {
			return reader.Answer(reader.StatusUnread, nil)
		}
		s.read = true
		text := s.card.Text()
		const photo = 1024
		data := binary.BigEndian.AppendUint16(nil, uint16(len(text)))
		data = binary.BigEndian.AppendUint16(data, photo)
		data = append(data, text...)
		return reader.Answer(reader.StatusDone, append(data, make([]byte, photo)...))
	}
	return reader.Answer(reader.StatusBadCommand, nil)
}
