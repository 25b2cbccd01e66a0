package virtual

import (
	"onewindow/printer/profile"
)

// DotsPerMM is the density of the head: 203 dots to the inch.
const DotsPerMM = 8

// Model is what one kind of printer can do. The zero value of a field is a
// printer that lacks the ability; Standard is one that has them all.
type Model struct {
	Name string // as GS I 67 tells it
	// Dots are the dots of a row that can be printed: 384 on paper of 58 mm,
	// 576 on 80 mm.
	Dots int
	ROM  profile.ROM // "" is none
	// FourByte: the ROM has the four-byte codes of GB 18030 too.
	FourByte bool
	// KanjiAtStart: Chinese is on after power-on and after ESC @, as on most
	// Chinese printers.
	KanjiAtStart bool
	// Sizes tells which command enlarges what; "" is GS ! for everything.
	Sizes  profile.SizeCommand
	Smooth bool // knows GS b
	QR     bool // knows GS ( k
	Bars   bool // knows GS k
	// Knife: it has one. Without it cuts are findings, and paper is torn by hand.
	Knife    bool
	RealTime bool // heeds DLE EOT, DLE ENQ and DLE DC4
	ASB      bool // reports changes by itself once told to
	Identify bool // answers GS I with its maker and model
	// Process: answers GS ( H; Status: answers GS r.
	Process, Status bool
	XonXoff         bool
	Buffer          int // bytes of the receive buffer; 0 means 4096
	Speed           int // millimetres of paper a second; 0 means 150
	// LostFeed: it swallows the first line feed after a raster image (NT-5890K).
	LostFeed bool
	// Strict: DLE ENQ 1 and 2 are heeded only while a recoverable error stands,
	// as Epson's manual has it. Most copies heed them always.
	Strict bool
	// AskFeed: after a refill it waits for the feed button, or for DLE ENQ 0.
	AskFeed bool
}

// Standard is a printer for paper of the given width in millimetres (58, and 80
// for anything else) that knows every command of this package.
func Standard(width int) Model {
	m := Model{Name: "OW-80V", Dots: 576, ROM: profile.ROMGB18030, FourByte: true, KanjiAtStart: true, Smooth: true, QR: true,
		Bars: true, Knife: true, RealTime: true, ASB: true, Identify: true, Process: true, Status: true, Buffer: 4096, Speed: 150}
	if width == 58 {
		m.Name, m.Dots = "OW-58V", 384
	}
	return m
}

// Of is the printer that a profile describes.
func Of(p profile.Profile) Model {
	return Model{
		Name: p.Model, Dots: p.Dots, ROM: p.ROM, FourByte: p.FourByte,
		KanjiAtStart: p.ROM != profile.ROMNone,
		Sizes:        p.SizeCommand, Smooth: p.Smooth,
		QR: p.QR == profile.QRNative, Bars: p.Code128, Knife: p.Cut != profile.CutNone,
		RealTime: p.RealTime, ASB: p.ASB, Identify: p.Identify,
		Process: p.Confirm == profile.ConfirmProcess,
		Status:  p.Confirm == profile.ConfirmProcess || p.Confirm == profile.ConfirmStatus,
		XonXoff: p.Flow == profile.FlowXONXOFF, Buffer: p.Buffer, Speed: p.PaperSpeed, LostFeed: p.FeedAfterImage,
	}
}

// sane fills what was left out and bounds what cannot be.
func (m Model) sane() Model {
	if m.Name == "" {
		m.Name = "OW-V"
	}
	if m.Dots <= 0 {
		m.Dots = 576
	}
	m.Dots = min(m.Dots, 4096)
	if m.Buffer <= 0 {
		m.Buffer = 4096
	}
	m.Buffer = max(m.Buffer, 16)
	if m.Speed <= 0 {
		m.Speed = 150
	}
	if m.ROM == "" {
		m.ROM = profile.ROMNone
	}
	if m.Sizes == "" {
		m.Sizes = profile.SizeGS
	}
	return m
}
