package slip

import (
	"fmt"

	"onewindow/assets"
	"onewindow/printer/glyph"
)

// Template is how a city wants its paper: which lines, in which order and size,
// in which words. Its zero value prints nothing; see Default and Parse.
type Template struct {
	Name  string
	Lines []Line
	// Words replace sentences of the paper, by key, in the languages that they
	// have.
	Words map[string]Text

	// Logo is printed where a line shows it; none if empty. It is sent as dots with
	// every ticket: 300 by 100 dots are 3 800 bytes, 4 s at 9600 baud.
	Logo glyph.Bitmap
	// Font draws what the printer cannot; the built-in font if nil.
	Font *glyph.Font
}

// Line is one line of a template, which may become several rows of paper, or none.
type Line struct {
	Show    Part
	Size    Size  // single if zero
	Rows    int   // a text that takes more is set narrower; 1 if 0
	Second  Size  // of the second language; single if zero
	Align   Align // lists left and all else in the middle, if empty
	Bold    bool
	Reverse bool // white on black
	Gap     int  // empty dots below
	Module  int  // side of a module of a QR code, in dots; 4 if 0
	Text    Text // of PartText
}

// Part is what a line tells.
type Part string

// Parts of the paper.
const (
	PartCopy      Part = "copy"      // that it is a reprint
	PartLogo      Part = "logo"      // the template's picture
	PartHall      Part = "hall"      // the hall's name
	PartLabel     Part = "label"     // "your number"
	PartNumber    Part = "number"    // the number
	PartClass     Part = "class"     // priority, appointment
	PartProof     Part = "proof"     // that who has priority shows the card
	PartWhere     Part = "where"     // zones to wait in
	PartWindows   Part = "windows"   // windows that serve it
	PartAhead     Part = "ahead"     // people ahead
	PartBefore    Part = "before"    // when it will very likely have been called
	PartLegs      Part = "legs"      // the parts of a visit
	PartTheme     Part = "theme"     // the line of the hall
	PartItems     Part = "items"     // what it is for; the theme if there are no items
	PartMaterials Part = "materials" // what to bring
	PartIssued    Part = "issued"    // time, last characters of the document
	PartRules     Part = "rules"     // about missed numbers
	PartQR        Part = "qr"        // the code
	PartScan      Part = "scan"      // what the code is for
	PartText      Part = "text"      // text of the template's own
	PartRule      Part = "rule"      // a line across the paper
	PartSpace     Part = "space"     // nothing, gap dots high
)

var parts = []Part{PartCopy, PartLogo, PartHall, PartLabel, PartNumber, PartClass, PartProof, PartWhere, PartWindows, PartAhead, PartBefore,
	PartLegs, PartTheme, PartItems, PartMaterials, PartIssued, PartRules, PartQR, PartScan, PartText, PartRule, PartSpace}

// Size is how many times a character is enlarged, 1 to 8 each way. The zero value
// is single size.
type Size struct{ W, H int }

// single makes the zero value a size.
func (s Size) single() Size { return Size{max(s.W, 1), max(s.H, 1)} }

// Align is where a line stands.
type Align string

// Places of a line.
const (
	Left   Align = "left"
	Center Align = "center"
	Right  Align = "right"
)

// Default is the template that comes with the program for paper of that width in
// mm: 58 for all below 70, else 80.
func Default(width int) (Template, error) {
	data, err := DefaultText(width)
	if err != nil {
		return Template{}, err
	}
	return Parse(data)
}

// DefaultText is the text of Default, for a city to begin with.
func DefaultText(width int) ([]byte, error) {
	name := "80"
	if width < 70 {
		name = "58"
	}
	b, err := assets.Slip(name)
	if err != nil {
		return nil, fmt.Errorf("slip: %w", err)
	}
	return b, nil
}
