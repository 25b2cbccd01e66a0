package virtual

import (
	"errors"
	"io"
	"strings"
	"sync"
	"time"
)

// CD5220 is a virtual customer display of the ESC Q A family: two rows of twenty
// characters, or eight digits.
type CD5220 struct {
	name    string
	columns int
	digits  bool
	shown   func(Screen)

	mu     sync.Mutex
	rows   [2]string
	string bool // after ESC Q, most commands are not taken
	held   []byte
	odd    int
}

// NewCD5220 is a display with two rows of twenty characters. shown hears of each
// change, from the goroutine of Serve; it may be nil.
func NewCD5220(name string, shown func(Screen)) *CD5220 {
	return &CD5220{name: name, columns: 20, shown: shown}
}

// NewLED8 is a display with eight digits.
func NewLED8(name string, shown func(Screen)) *CD5220 {
	return &CD5220{name: name, columns: 8, digits: true, shown: shown}
}

// Screen is what the display shows.
func (d *CD5220) Screen(time.Time) Screen {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := Screen{Name: d.name, Lit: true, Pages: 1}
	n := 2
	if d.digits {
		n = 1
	}
	for _, r := range d.rows[:n] {
		s.Rows = append(s.Rows, []Span{{r, "green"}})
	}
	return s
}

// PowerCycle makes the display dark.
func (d *CD5220) PowerCycle() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.rows, d.string, d.held = [2]string{}, false, nil
}

// Odd is how many bytes the display could make nothing of.
func (d *CD5220) Odd() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.odd
}

// Serve shows what comes until reading fails, which it returns; nil at the end of
// the line. It never answers.
func (d *CD5220) Serve(port io.Reader) error {
	buf := make([]byte, 64)
	for {
		n, err := port.Read(buf)
		if n > 0 && d.take(buf[:n]) && d.shown != nil {
			d.shown(d.Screen(time.Now()))
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// take reads bytes and reports whether the display changed.
func (d *CD5220) take(b []byte) (changed bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.held = append(d.held, b...)
	for len(d.held) > 0 {
		n := d.one()
		if n == 0 {
			break
		}
		d.held, changed = d.held[n:], true
	}
	return changed
}

// one executes the command at the beginning of what is held and returns its length;
// 0 while it is not whole.
func (d *CD5220) one() int {
	h := d.held
	switch {
	case h[0] == 0x0C:
		d.rows, d.string = [2]string{}, false
		return 1
	case h[0] == 0x18:
		d.string = false
		return 1
	case h[0] == 0x1B && len(h) < 2:
		return 0
	case h[0] == 0x1B && h[1] == 'Q':
		return d.row(h)
	case h[0] == 0x1B && h[1] == '@' && !d.string:
		d.rows = [2]string{}
		return 2
	}
	d.odd++
	return 1
}

// row takes ESC Q A text CR, or B for the lower row.
func (d *CD5220) row(h []byte) int {
	end := strings.IndexByte(string(h), 0x0D)
	if end < 0 {
		return 0
	}
	at := 0
	if len(h) > 2 {
		at = int(h[2]) - 'A'
	}
	text := ""
	if end > 3 {
		text = string(h[3:end])
	}
	bad := func(r rune) bool { return r < ' ' || r > '~' || d.digits && !strings.ContainsRune("0123456789-. ", r) }
	if at < 0 || at > 1 || d.digits && at > 0 || len(text) > d.columns || strings.ContainsFunc(text, bad) {
		d.odd += end + 1
		return end + 1
	}
	d.rows[at], d.string = text, true
	return end + 1
}
