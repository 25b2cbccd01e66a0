package pretend

import (
	printed "onewindow/printer/virtual"
)

// EventKind is what an event is about.
type EventKind string

// Kinds of events.
const (
	PaperOut EventKind = "paper" // a piece of paper came out
	Shown    EventKind = "shows" // a strip shows something else
	Said     EventKind = "says"  // a voice began or ended a sentence
	CardOn   EventKind = "card"  // a card was put on the reader
)

// Event is something that somebody would see or hear who stands there.
type Event struct {
	Kind EventKind
	// Name is the device's, or whose card it is.
	Name string
	// Texts are the lines of a paper or strip, or the one sentence.
	Texts []string
	// Paper is the piece of paper of PaperOut.
	Paper printed.Ticket
	// Chime, of Said: strokes sound before it.
	Chime bool
	// Ended, of Said: it was said to its end, or Broken.
	Ended, Broken bool
}

func paperEvent(t printed.Ticket) Event {
	return Event{Kind: PaperOut, Name: "printer", Texts: t.Text, Paper: t}
}
