package tui

// Style is how a cell is painted: a role, which stands for a pair of ink and
// paper in the theme, a ground and flags, as in Warn|OnCard|Bold. Only pairs
// exist that the contrast test has seen, so every text on every ground can be
// read.
type Style uint16

// Roles. The ground of the first group is the page unless another is or-ed to
// it; those of the others are their own.
const (
	Ink    Style = iota // text on the page
	Muted               // secondary text on the page
	Accent              // headings, numbers
	Good                // all is well
	Warn                // look here
	Bad                 // act now

	Title       // the bar on top
	TitleMuted  // secondary text in it
	TitleAccent // what counts in it

	Card       // a panel
	CardMuted  // secondary text in it
	CardAccent // a number or heading in it
	Head       // the heading strip of a panel or table

	Button        // a plain button
	ButtonNote    // the quieter lines on it
	ButtonKey     // the badge of its key
	PrimaryButton // what most people want next
	PrimaryNote
	PrimaryKey
	DangerButton // stops, cancels, throws away
	DangerNote
	DangerKey
	Chosen // the selected one of several
	ChosenNote
	ChosenKey
	ChosenRim // the thick frame around it
	Off       // a button that cannot be used
	OffKey

	NeutralFill // chips, badges and notices
	GoodFill
	WarnFill
	BadFill

	Call // the number that is being called, on a board

	Track // the empty part of a bar
	Code  // a QR code: black on white in every theme, for the camera's sake

	roleCount
)

// inks are the roles of the first group, which may stand on other grounds.
const inks = Bad + 1

// Flags, to be or-ed to a role.
const (
	Bold      Style = 1 << (iota + 8)
	Reverse         // ink and paper swapped; also seen without colours
	Underline       // seen without colours
	Strike          // seen without colours
)

// Grounds, to be or-ed to a role of the first group; other roles keep their own.
const (
	OnCard  Style = (iota + 1) << 12 // a panel
	OnZebra                          // every other row of a table
	OnHead                           // the heading strip of a panel or table
)

// grounds are the bits of the grounds.
const grounds Style = 3 << 12

// role is the style without its flags.
func (s Style) role() Style { return s & 0xff }

// ground is the role (or zebra) whose paper the style stands on.
func (s Style) ground() Style {
	if s.role() >= inks {
		return s.role()
	}
	switch s & grounds {
	case OnCard:
		return Card
	case OnZebra:
		return zebra
	case OnHead:
		return Head
	}
	return s.role()
}

// key is the style as Styles lists it: without flags, and without a ground that
// means nothing.
func (s Style) key() Style {
	switch r := s.role(); {
	case r >= roleCount:
		return Ink
	case r < inks:
		return r | s&grounds
	default:
		return r
	}
}

// zebra is not a role: its paper is the theme's own.
const zebra = roleCount

// Align says where text stands in its rectangle.
type Align uint8

// Alignments; Middle may be or-ed to one of the others.
const (
	Left   Align = 0
	Center Align = 1
	Right  Align = 2
	Middle Align = 4 // in the middle of the height, else at the top
)
