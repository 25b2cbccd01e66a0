package tray

import (
	"image"
	"time"
)

// State is how all devices are, a message of the program's feed. The newest replaces
// the one before. What it refers to must not change any more.
type State struct {
	// Printer is nil where there is none; then there are no papers either.
	Printer *Printer
	// Papers came out of it, the newest last.
	Papers []Paper
	// Strips are all in the order in which they are shown; nil is no strip.
	Strips []Strip
	// Voice is nil where there is none.
	Voice *Voice
	// Silent and Unplugged tell of the device that Silence and Unplug are for.
	Silent, Unplugged bool
	// Card is whose card is put on the reader next, and On whose lies there now.
	Card, On string
	// Acts are what can be done, in the order of the keys. Those that undo another
	// are not among them: they take its place when their time is.
	Acts []Act
}

// Printer is how a printer is.
type Printer struct {
	// Name is what it pretends to be.
	Name string
	// Busy: something is being printed.
	Busy bool
	// Off: it has no power.
	Off bool
	// Cover: it stands open. PaperEnd: the roll is used up; NearEnd: nearly.
	// Jammed: the knife is stuck. Stuck: it is, or will be at its next cut.
	Cover, PaperEnd, NearEnd, Jammed, Stuck bool
	// Hangs: a printed paper hangs out of it that no knife cuts off.
	Hangs bool
	// Papers came out since it was made.
	Papers int
	// Left is the paper on the roll in millimetres.
	Left int
}

// Paper is one piece of paper.
type Paper struct {
	// Number counts from 1.
	Number int
	// Width and Height are in dots, of which 8 are a millimetre.
	Width, Height int
	// Dark tells whether a dot was burned.
	Dark func(x, y int) bool
	// Lines are its lines of text.
	Lines []Line
	// Cut: the knife cut it; otherwise it was torn.
	Cut bool
	At  time.Time
}

// Line is a line of text on a paper, and where it stands there, in dots.
type Line struct {
	Text string
	Rect image.Rectangle
}

// Strip is what a strip shows.
type Strip struct {
	// Window is the label of the window that it hangs over; Name is shown where
	// there is none, and if that is empty too it is the hall's.
	Window, Name string
	// Rows stand from the top; a dark strip has none.
	Rows [][]Span
}

// Span is a piece of a row in one colour: "red", "green" or "yellow".
type Span struct{ Text, Colour string }

// Voice is what a voice says.
type Voice struct {
	// Said are its last sentences, the newest last.
	Said []Said
}

// Said is one sentence.
type Said struct {
	Text string
	// Chime: strokes sounded before it.
	Chime bool
	At    time.Time
	// Speaking: it is being said. Broken: it was not said to its end.
	Speaking, Broken bool
}

// Act is something that a person does to a device.
type Act string

// Acts, each followed by the one that undoes it where there is one.
const (
	Pull    Act = "pull"    // take the roll of paper out
	Refill  Act = "refill"  // put a new one in
	Open    Act = "open"    // open the cover
	Shut    Act = "shut"    // close it
	Tear    Act = "tear"    // tear off what hangs out, where there is no knife
	Jam     Act = "jam"     // let the knife stick at its next cut
	Free    Act = "free"    // free it
	Silence Act = "silence" // let its answers get lost
	Answer  Act = "answer"  // let them through again
	Unplug  Act = "unplug"  // pull the cable
	Plug    Act = "plug"    // put it back
	Restart Act = "restart" // switch it off and on
	Card    Act = "card"    // put an identity card on the reader
)

// Desk does what people do.
type Desk interface {
	// Do is called outside of the event loop, and returns soon.
	Do(a Act)
}
