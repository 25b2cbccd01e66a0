package profile

import (
	"fmt"
	"strings"
	"time"
)

// ROM is the set of Chinese characters that a printer holds.
type ROM string

// Sets of characters, each holding the one before it.
const (
	ROMNone    ROM = "none"    // ASCII only; Chinese is sent as dots
	ROMGB2312  ROM = "gb2312"  // GB 2312-80: 6 763 characters
	ROMGBK     ROM = "gbk"     // GBK: 20 902 characters
	ROMGB18030 ROM = "gb18030" // the two-byte part of GB 18030; FourByte says whether more
)

// KanjiMode is how a printer is told that bytes from 81h on are Chinese
// (FS & and FS . of the ESC/POS reference).
type KanjiMode string

// Ways into the Chinese mode.
const (
	KanjiAlways  KanjiMode = "always"  // switched on once, at the start of a paper
	KanjiBracket KanjiMode = "bracket" // switched on before each run of Chinese and off after it
	KanjiNone    KanjiMode = "none"    // always on, or never; neither command is sent
)

// SizeCommand is how characters are enlarged.
type SizeCommand string

// Ways to enlarge.
const (
	SizeGS    SizeCommand = "gs"     // GS ! for all characters, up to 8 times
	SizeGSFS  SizeCommand = "gs+fs"  // GS ! for ASCII up to 8 times, FS ! for Chinese up to 2 times
	SizeESCFS SizeCommand = "esc+fs" // ESC ! for ASCII, FS ! for Chinese, both up to 2 times
)

// QRMode is who draws a QR code.
type QRMode string

// Ways to a QR code.
const (
	QRNative QRMode = "native" // the printer (GS ( k)
	QRRaster QRMode = "raster" // we; it is sent as dots
)

// CutMode is what the printer's knife can do.
type CutMode string

// Kinds of knives.
const (
	CutNone    CutMode = "none"    // there is none: paper is fed to the tear bar
	CutFull    CutMode = "full"    // through
	CutPartial CutMode = "partial" // a point is left uncut
)

// CutCommand is how the knife is told.
type CutCommand string

// Commands for the knife.
const (
	CutFeed  CutCommand = "feed"  // GS V 65 or 66: feeds to the knife by itself
	CutPlain CutCommand = "plain" // GS V 0 or 1, after FeedLines
	CutOld   CutCommand = "old"   // ESC i or ESC m, after FeedLines
)

// Confirm is how a printer proves that a paper has left it.
type Confirm string

// Proofs, the strongest first.
const (
	ConfirmProcess Confirm = "process" // answers GS ( H with the tag of the very paper
	ConfirmStatus  Confirm = "status"  // answers GS r 1 in sequence, without a tag
	ConfirmNone    Confirm = "none"    // says nothing; every paper ends unconfirmed
)

// Beep is how the buzzer is told.
type Beep string

// Commands for the buzzer.
const (
	BeepNone  Beep = "none"
	BeepEpson Beep = "epson" // ESC ( A
	BeepClone Beep = "clone" // ESC B n t
)

// Profile is what a model of printer can do, and how it is set.
type Profile struct {
	Name  string // lower case, such as "generic-80"
	Model string // as people call it, such as "Epson TM-T70II-CH"
	// Source is where the figures come from; Verified is what they were tried on,
	// and "no hardware" until somebody did.
	Source, Verified string

	Width   int // of the paper, mm: 58 or 80
	Dots    int // of a line, a multiple of 8
	Columns int // of ASCII characters in normal size; a Chinese one takes two
	DPI     int // dots to the inch, both ways: 203 is 8 dots/mm

	ROM      ROM
	FourByte bool // prints the four-byte codes of GB 18030 too
	Kanji    KanjiMode

	SizeCommand SizeCommand
	Smooth      bool // smooths enlarged characters (GS b)

	QR      QRMode
	Code128 bool // draws bar codes (GS k)

	Cut        CutMode
	CutCommand CutCommand
	FeedLines  int // normal lines from the head to the knife or the tear bar

	Confirm  Confirm
	RealTime bool // answers DLE EOT, and obeys DLE ENQ and DLE DC4
	ASB      bool // reports changes by itself after GS a
	Identify bool // answers GS I with its maker and model

	Flow   Flow // handshake of the line
	Baud   int  // bits per second, 8N1
	Buffer int  // bytes that it takes in before it says that it is busy

	FeedAfterImage bool // swallows one line feed directly after an image
	PaperSpeed     int  // mm/s at the usual darkness
	Beep           Beep
}

// MaxSize is how many times Chinese characters may be enlarged by the printer.
func (p Profile) MaxSize() int {
	if p.SizeCommand == SizeGS {
		return 8
	}
	return 2
}

// WireTime is how long n bytes take on the line, 10 bits each (8N1); 0 where the
// baud is not known.
func (p Profile) WireTime(n int) time.Duration {
	if p.Baud <= 0 {
		return 0
	}
	return time.Duration(n) * 10 * time.Second / time.Duration(p.Baud)
}

// PaperTime is how long mm of paper take through the printer.
func (p Profile) PaperTime(mm int) time.Duration {
	if p.PaperSpeed <= 0 {
		return 0
	}
	return time.Duration(mm) * time.Second / time.Duration(p.PaperSpeed)
}

// check finds what does not fit together. The key is where the remedy belongs.
func (p Profile) check() (key string, err error) {
	switch {
	case p.Dots%8 != 0:
		return "dots", fmt.Errorf("%d: want a multiple of 8, such as 384 for 58 mm or 576 for 80 mm", p.Dots)
	case p.Columns*12 > p.Dots:
		return "columns", fmt.Errorf("%d: characters of 12 dots do not fit into %d dots; want at most %d", p.Columns, p.Dots, p.Dots/12)
	case p.Dots*254 > p.DPI*p.Width*10:
		return "dots", fmt.Errorf("%d: at %d dpi that is wider than %d mm of paper", p.Dots, p.DPI, p.Width)
	case p.ROM == ROMNone && p.Kanji != KanjiNone:
		return "kanji", fmt.Errorf("%q: a printer without Chinese (rom = \"none\") has no Chinese mode; want \"none\"", p.Kanji)
	case p.FourByte && p.ROM != ROMGB18030:
		return "four_byte", fmt.Errorf("true: only a ROM of gb18030 has four-byte codes; set rom = \"gb18030\" or leave this false")
	case p.Cut != CutNone && p.CutCommand == "":
		return "cut_command", fmt.Errorf("missing; a printer with a knife needs one of feed, plain or old")
	}
	return "", nil
}

// String is the profile in one line, for people.
func (p Profile) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s (%s): %d mm, %d dots, %s, confirm %s, verified on %s", p.Name, p.Model, p.Width, p.Dots, p.ROM, p.Confirm, p.Verified))
}
