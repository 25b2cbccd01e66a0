package escpos

import (
	"fmt"

	"onewindow/printer/profile"
)

// Bytes with a name of their own.
const (
	nul = 0x00
	eot = 0x04
	enq = 0x05
	lf  = 0x0a
	dle = 0x10
	xon = 0x11 // DC1
	xof = 0x13 // DC3
	dc4 = 0x14
	esc = 0x1b
	fs  = 0x1c
	gs  = 0x1d
)

// Align is where the text of a line stands.
type Align byte

// Places of a line's text, for ESC a.
const (
	Left   Align = 0
	Centre Align = 1
	Right  Align = 2
)

// Encoder builds what a printer of one profile is sent. Its zero value has no
// profile: begin with New. It is for one goroutine.
type Encoder struct {
	p   profile.Profile
	out []byte

	bold          bool
	width, height int
}

// New is an encoder for printers of that profile. Nothing is emitted yet.
func New(p profile.Profile) *Encoder { return &Encoder{p: p, width: 1, height: 1} }

// Bytes are all that was built so far. The encoder goes on appending to a slice
// of its own.
func (e *Encoder) Bytes() []byte { return append([]byte(nil), e.out...) }

// Len is how many bytes were built so far.
func (e *Encoder) Len() int { return len(e.out) }

func (e *Encoder) put(b ...byte) { e.out = append(e.out, b...) }

// Raw appends bytes as they are. They are neither checked nor made safe.
func (e *Encoder) Raw(b []byte) { e.put(b...) }

// Init brings the printer into its initial state (ESC @), in which it forgets
// sizes, alignment and the automatic status (GS a), and switches Chinese on where
// the profile does that once (FS &).
func (e *Encoder) Init() {
	e.put(esc, '@')
	e.bold, e.width, e.height = false, 1, 1
	if e.p.Kanji == profile.KanjiAlways {
		e.put(fs, '&')
	}
	if e.p.Smooth {
		e.put(gs, 'b', 1)
	}
}

// Kanji switches the Chinese mode on or off (FS &, FS .), where the profile has
// commands for that.
func (e *Encoder) Kanji(on bool) {
	switch {
	case e.p.Kanji == profile.KanjiNone:
	case on:
		e.put(fs, '&')
	default:
		e.put(fs, '.')
	}
}

// Align places the text of the lines that follow (ESC a). It holds only at the
// start of a line.
func (e *Encoder) Align(a Align) { e.put(esc, 'a', byte(a)) }

// Bold switches bold print (ESC E).
func (e *Encoder) Bold(on bool) {
	e.bold = on
	e.put(esc, 'E', bit(on))
}

// Reverse switches white on black (GS B).
func (e *Encoder) Reverse(on bool) { e.put(gs, 'B', bit(on)) }

// Size enlarges characters: width and height times, 1 to 8 (GS !), or as far as
// the profile's commands go: FS ! and ESC ! only double. What is out of range is
// brought to the nearest.
func (e *Encoder) Size(width, height int) {
	width, height = min(max(width, 1), 8), min(max(height, 1), 8)
	e.width, e.height = width, height
	if e.p.SizeCommand == profile.SizeESCFS {
		// ESC ! sets bold, too, and knows no other way to enlarge.
		n := bit(e.bold) << 3
		n |= bit(height > 1)<<4 | bit(width > 1)<<5
		e.put(esc, '!', n)
	} else {
		e.put(gs, '!', byte(width-1)<<4|byte(height-1))
	}
	if e.p.SizeCommand != profile.SizeGS && e.p.ROM != profile.ROMNone {
		e.put(fs, '!', bit(width > 1)<<2|bit(height > 1)<<3)
	}
}

// Text is a run of text in the printer's own code, as profile.Encode makes it.
// Control bytes are left out, because they would be commands; a new line is
// Newline.
func (e *Encoder) Text(b []byte) {
	chinese := false
	clean := make([]byte, 0, len(b))
	for _, c := range b {
		if c >= ' ' && c != 0x7f {
			clean = append(clean, c)
			chinese = chinese || c >= 0x80
		}
	}
	bracket := chinese && e.p.Kanji == profile.KanjiBracket
	if bracket {
		e.put(fs, '&')
	}
	e.put(clean...)
	if bracket {
		e.put(fs, '.')
	}
}

// String encodes text for the printer's ROM and appends it. A character that the
// ROM lacks is an error, and nothing is appended: that line is to go as dots.
func (e *Encoder) String(text string) error {
	b, err := e.p.Encode(text)
	if err != nil {
		return fmt.Errorf("escpos: text: %w", err)
	}
	e.Text(b)
	return nil
}

// Newline prints the line and feeds by the line spacing (LF).
func (e *Encoder) Newline() { e.put(lf) }

// Feed prints the line and feeds n lines, at most 255 (ESC d).
func (e *Encoder) Feed(n int) {
	switch n = min(n, 255); {
	case n <= 0:
	case n == 1:
		e.put(lf)
	default:
		e.put(esc, 'd', byte(n))
	}
}

// Spacing is the distance of lines in dots, at most 255 (ESC 3); 0 is the
// printer's own (ESC 2).
func (e *Encoder) Spacing(dots int) {
	if dots <= 0 {
		e.put(esc, '2')
		return
	}
	e.put(esc, '3', byte(min(dots, 255)))
}

// Cut feeds the paper to the knife and cuts as the profile does. Without a knife
// the paper is fed to the tear bar.
func (e *Encoder) Cut() {
	full := e.p.Cut == profile.CutFull
	switch {
	case e.p.Cut == profile.CutNone:
		e.Feed(e.p.FeedLines)
	case e.p.CutCommand == profile.CutPlain:
		e.Feed(e.p.FeedLines)
		e.put(gs, 'V', bit(!full))
	case e.p.CutCommand == profile.CutOld:
		e.Feed(e.p.FeedLines)
		if full {
			e.put(esc, 'i')
		} else {
			e.put(esc, 'm')
		}
	case full:
		e.put(gs, 'V', 65, 0)
	default:
		e.put(gs, 'V', 66, 0)
	}
}

// Beep sounds the buzzer n times, 1 to 9, where the profile has one: ESC ( A on
// Epson's, ESC B on clones.
func (e *Encoder) Beep(n int) {
	n = min(max(n, 1), 9)
	switch e.p.Beep {
	case profile.BeepEpson:
		e.put(esc, '(', 'A', 4, 0, 0x30, 0x31, byte(n), 2)
	case profile.BeepClone:
		e.put(esc, 'B', byte(n), 2)
	}
}

func bit(on bool) byte {
	if on {
		return 1
	}
	return 0
}
