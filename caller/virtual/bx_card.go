package virtual

import (
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"
)

// BXCardSettings say what a virtual card is.
type BXCardSettings struct {
	Name          string
	Address       uint16
	Generation    int // 5 or 6
	Width, Height int // dots
	Fonts         []int
	// Shown hears of each change of the screen, from the goroutine of Serve.
	Shown func(Screen)
}

// BXFaults are scripted troubles of a card. Numbers count down with each answer.
type BXFaults struct {
	Dead   bool          // hears nothing
	Deaf   int           // frames that it does not hear
	Mute   int           // answers that it does not give, although it does what it was told
	Refuse []byte        // codes of errors that it answers next, doing nothing
	Garble int           // answers with a wrong checksum
	Slow   bool          // answers byte by byte
	Junk   []byte        // what it says before each answer
	Wait   time.Duration // before it answers
}

// BXCard is a virtual card of the BX-5K or BX-6K family with its screen.
type BXCard struct {
	s BXCardSettings

	mu         sync.Mutex
	faults     BXFaults
	off        bool
	brightness int
	areas      map[byte]bxArea
	complaints []string
	frames     int
	silent     int
}

// bxArea is a dynamic area as the card keeps it.
type bxArea struct {
	x, y, w, h int
	pages      [][][]Span
	stay       time.Duration
	expire     time.Duration // 0 never
	at         time.Time
}

// NewBXCard is a card that has just got power.
func NewBXCard(s BXCardSettings) *BXCard {
	if len(s.Fonts) == 0 {
		s.Fonts = []int{16, 24, 32}
	}
	return &BXCard{s: s, brightness: 15, areas: map[byte]bxArea{}}
}

// Fault scripts the card's troubles, in place of those before.
func (c *BXCard) Fault(f BXFaults) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.faults = f
}

// PowerCycle takes the power away and gives it back: dynamic areas are gone, and the
// brightness is the card's own.
func (c *BXCard) PowerCycle() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.areas, c.off, c.brightness = map[byte]bxArea{}, false, 15
}

// Complaints are things that the host did and that a real card would not take as
// they were meant.
func (c *BXCard) Complaints() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.complaints)
}

// Frames is how many frames for this card have come whole.
func (c *BXCard) Frames() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.frames
}

// Unasked is how many of them wanted no answer.
func (c *BXCard) Unasked() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.silent
}

// Brightness is how bright the screen is, 0 to 15.
func (c *BXCard) Brightness() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.brightness
}

// Screen is what the card shows at a time.
func (c *BXCard) Screen(now time.Time) Screen {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.screen(now)
}

func (c *BXCard) screen(now time.Time) Screen {
	s := Screen{Name: c.s.Name, Lit: !c.off}
	if c.off {
		return s
	}
	for _, id := range slices.Sorted(maps.Keys(c.areas)) {
		a := c.areas[id]
		if len(a.pages) == 0 || a.expire > 0 && now.Sub(a.at) > a.expire {
			continue
		}
		page := 0
		if a.stay > 0 {
			page = int(max(now.Sub(a.at), 0)/a.stay) % len(a.pages)
		}
		s.Page, s.Pages = page, len(a.pages)
		s.Rows = append(s.Rows, a.pages[page]...)
	}
	return s
}

// oneAnswer are the faults of one answer.
type oneAnswer struct {
	mute, garble, slow bool
	junk               []byte
	wait               time.Duration
}

func (c *BXCard) takeFaults() oneAnswer {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := &c.faults
	o := oneAnswer{slow: f.Slow, junk: f.Junk, wait: f.Wait}
	if f.Mute > 0 {
		f.Mute, o.mute = f.Mute-1, true
	}
	if f.Garble > 0 {
		f.Garble, o.garble = f.Garble-1, true
	}
	return o
}

// Codes that the card answers with.
const (
	bxDone      = 0
	bxNoGroup   = 1
	bxNoCommand = 2
	bxMemory    = 4
	bxChecksum  = 5
	bxFont      = 12
	bxFirmware  = 13
)

// hear takes a frame from the line, unescaped, and answers it.
func (c *BXCard) hear(port io.Writer, raw []byte) error {
	if len(raw) < 16 {
		return nil
	}
	to, from := binary.LittleEndian.Uint16(raw), binary.LittleEndian.Uint16(raw[2:])
	if from < 0x8000 || from > 0xDFFF || to != c.s.Address && to < 0xFFFE || c.misses() {
		return nil
	}
	body := raw[:len(raw)-2]
	data := body[14:]
	whole := checksum(body) == binary.LittleEndian.Uint16(raw[len(raw)-2:]) && int(binary.LittleEndian.Uint16(body[12:])) == len(data) && len(data) >= 5
	self := c.s.Address
	if to == 0xFFFE {
		self = 0xFFFE
	}
	if !whole {
		return c.answer(port, self, []byte{0xA0, 1, bxChecksum, 0, 0})
	}
	reply, changed := c.do(data)
	if changed && c.s.Shown != nil {
		c.s.Shown(c.Screen(time.Now()))
	}
	if to == 0xFFFF || data[2] == 2 {
		return nil
	}
	return c.answer(port, self, reply)
}

// misses reports whether the card does not hear a frame for it.
func (c *BXCard) misses() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.faults.Deaf > 0 {
		c.faults.Deaf--
		return true
	}
	return c.faults.Dead
}

// do executes a command and returns the answer, and whether the screen changed.
func (c *BXCard) do(data []byte) (reply []byte, changed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.frames++
	if data[2] == 2 {
		c.silent++
	}
	if len(c.faults.Refuse) > 0 {
		code := c.faults.Refuse[0]
		c.faults.Refuse = c.faults.Refuse[1:]
		return []byte{0xA0, 1, code, 0, 0}, false
	}
	code := byte(bxDone)
	rest := data[5:]
	switch group, cmd := data[0], data[1]; {
	case group == 0xA2 && cmd == 0x00:
	case group == 0xA2 && cmd == 0x03 && len(rest) == 8: // the clock
	case group == 0xA2 && cmd == 0x06 && len(rest) == 2:
		c.s.Address = binary.LittleEndian.Uint16(rest)
	case group == 0xA2 && cmd == 0x07:
		return append([]byte{0xA2, 0x07, 0, 0, 0}, byte(c.s.Address), byte(c.s.Address>>8)), false
	case group == 0xA3 && cmd == 0x00 && len(rest) == 1:
		c.off, changed = rest[0] == 2, true
	case group == 0xA3 && cmd == 0x02 && len(rest) >= 2:
		c.brightness = int(rest[1])
	case group == 0xA3 && cmd == 0x06:
		code = c.dynamic(data)
		changed = code == bxDone
	case group == 0xA3 && cmd == 0x10:
		c.areas, changed = map[byte]bxArea{}, true
	case group == 0xA1 || group == 0xA2 || group == 0xA3:
		code = bxNoCommand
	default:
		code = bxNoGroup
	}
	if code != bxDone {
		return []byte{0xA0, 1, code, 0, 0}, false
	}
	return []byte{0xA0, 0, 0, 0, 0}, changed
}

// dynamic takes areas that are shown from working memory.
func (c *BXCard) dynamic(data []byte) byte {
	if len(data) > 1024 {
		return bxMemory
	}
	r := reader{b: data[3:]}
	mode := r.u8()
	r.skip(1)
	if n := r.u8(); n == 0xFF || mode == 1 {
		c.areas = map[byte]bxArea{}
	} else {
		for range n {
			delete(c.areas, r.u8())
		}
	}
	fresh := map[byte]bxArea{}
	for range r.u8() {
		raw := r.take(int(r.u16()))
		if r.short {
			return bxNoCommand
		}
		id, a, code := c.area(raw)
		if code != bxDone {
			return code
		}
		fresh[id] = a
	}
	if r.short || len(r.b) != 0 {
		c.complain("a message with %d bytes too many, or too few", len(r.b))
		return bxNoCommand
	}
	maps.Copy(c.areas, fresh)
	return bxDone
}

func (c *BXCard) complain(format string, args ...any) {
	c.complaints = append(c.complaints, fmt.Sprintf(format, args...))
}

// reader takes fields off bytes; short is set when there were too few.
type reader struct {
	b     []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.short = true
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) skip(n int) { r.take(n) }

func (r *reader) number(n int) (v uint32) {
	for i, b := range r.take(n) {
		v |= uint32(b) << (8 * i)
	}
	return v
}

func (r *reader) u8() byte    { return byte(r.number(1)) }
func (r *reader) u16() uint16 { return uint16(r.number(2)) }
func (r *reader) u32() uint32 { return r.number(4) }
