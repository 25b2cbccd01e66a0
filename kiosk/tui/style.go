package tui

// Style is how a cell is painted: a role, which stands for a pair of ink and
// paper in the theme, and flags, as in Ink|Bold. Only pairs exist, so that
// every text on every ground has been checked for contrast.
type Style uint16

// Roles. The ground of the first group is the page, of the others their own.
const (
	Ink    Style = iota // text on the page
	Muted               // secondary text on the page
	Accent              // headings, numbers
	Good                // all is well
	Warn                // look here
	Bad                 // act now

	Title      // the bar on top
	TitleMuted // secondary text in it

	Card       // a panel
	CardMuted  // secondary text in it
	CardAccent // a number or heading in it

	Button     // a plain button
	ButtonNote // the quieter lines on it
	PrimaryButton
	DangerButton
	Off // a button that cannot be used

	GoodFill // badges and notices
	WarnFill
	BadFill

	Call // the number that is being called, on a board

	roleCount
)

// Flags, to be or-ed to a role.
const (
	Bold      Style = 1 << (iota + 8)
	Reverse         // ink and paper swapped; also seen without colours
	Underline       // seen without colours
	Strike          // seen without colours
)

// role is the style without its flags.
func (s Style) role() Style { return s & 0xff }

// Align says where text stands in its rectangle.
type Align uint8

// Alignments; Middle may be or-ed to one of the others.
const (
	Left   Align = 0
	Center Align = 1
	Right  Align = 2
	Middle Align = 4 // in the middle of the height, else at the top
)
