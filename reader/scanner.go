package reader

import (
	"bytes"
	"context"
	"hash/maphash"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"onewindow/serial"
)

// MaxScan is the most bytes of a scan; the largest QR code holds 4,296 characters.
const MaxScan = 4296

// Lines makes scans of what a scanner sends: lines of text ended by CR, LF or both,
// or by a pause. The zero value is ready.
type Lines struct {
	buf  []byte
	over bool // the line is longer than MaxScan
}

// Feed takes bytes and calls take for each scan that they end. What is too long, is
// not UTF-8 or cannot be printed is no scan: it is dropped as a whole, because a
// part of a code is another code.
func (l *Lines) Feed(b []byte, take func(Scan)) {
	for len(b) > 0 {
		end := bytes.IndexAny(b, "\r\n")
		piece := b
		if end >= 0 {
			piece = b[:end]
		}
		if l.over = l.over || len(l.buf)+len(piece) > MaxScan; !l.over {
			l.buf = append(l.buf, piece...)
		}
		if end < 0 {
			return
		}
		l.Pause(take)
		b = b[end+1:]
	}
}

// Pause ends a line that no CR or LF ended, after 100 ms without a byte.
func (l *Lines) Pause(take func(Scan)) {
	text, over := strings.TrimSpace(string(l.buf)), l.over
	clear(l.buf)
	l.buf, l.over = l.buf[:0], false
	if text == "" || over || !utf8.ValidString(text) || strings.ContainsFunc(text, unprintable) {
		return
	}
	take(scanOf(text))
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// ScannerSettings of a Scanner. Only Line.Name is needed.
type ScannerSettings struct {
	// Line is the serial line; its speed is 9600 unless it is set.
	Line serial.Settings
	// Again is how long the same code must not have been seen to be told once more;
	// 0 is 1 s. A scanner that is always on tells a code many times.
	Again time.Duration
}

// scanPause ends a scan without CR or LF.
const scanPause = 100 * time.Millisecond

// Scanner listens to a QR scanner on a serial line. It is never asked anything:
// silence is its rest, and no fault.
type Scanner struct {
	set   ScannerSettings
	told  func(Scan)
	pulse *pulse
}

// NewScanner makes a scanner; Run runs it. Scans and changes of its health are told
// in order from Run's goroutine; both may be nil.
func NewScanner(s ScannerSettings, scan func(Scan), health func(Health)) *Scanner {
	if s.Again == 0 {
		s.Again = time.Second
	}
	if scan == nil {
		scan = func(Scan) {}
	}
	return &Scanner{set: s, told: scan, pulse: newPulse(health)}
}

// Run listens until ctx ends, over all faults of the line. It is called once, and
// returns when everything has stopped.
func (s *Scanner) Run(ctx context.Context) {
	serial.Hold(ctx, s.set.Line, s.session, s.line)
}

// line hears of the line. A scanner whose line is open works, as far as it can be
// known.
func (s *Scanner) line(st serial.State) {
	if st.Up {
		s.pulse.set("", "", "")
		return
	}
	s.pulse.line(st)
}

// Health is how the scanner is now.
func (s *Scanner) Health() Health { return s.pulse.health() }

func (s *Scanner) session(ctx context.Context, c serial.Conn) error {
	var lines Lines
	var chunk [512]byte
	seed := maphash.MakeSeed()
	var last uint64
	var seen, heard time.Time
	tell := func(scan Scan) {
		mark := maphash.String(seed, scan.Text())
		again := mark == last && time.Since(seen) < s.set.Again
		if last, seen = mark, time.Now(); !again {
			s.told(scan)
		}
	}
	for ctx.Err() == nil {
		n, err := c.Read(chunk[:])
		if err != nil {
			return err
		}
		if n == 0 {
			if time.Since(heard) >= scanPause {
				lines.Pause(tell)
			}
			continue
		}
		heard = time.Now()
		lines.Feed(chunk[:n], tell)
		clear(chunk[:n])
	}
	return ctx.Err()
}
