package wire

import (
	"time"

	"onewindow/queue"
)

// PrinterFault is why a kiosk's printer gives no paper. The values are those of
// queue.DeviceFault, where each is explained.
type PrinterFault string

// Faults of a kiosk's printer.
const (
	FaultPaperOut = PrinterFault(queue.FaultPaperOut)
	FaultCover    = PrinterFault(queue.FaultCover)
	FaultCutter   = PrinterFault(queue.FaultCutter)
	FaultOffline  = PrinterFault(queue.FaultOffline)
	FaultSilent   = PrinterFault(queue.FaultSilent)
	FaultGone     = PrinterFault(queue.FaultGone)
	FaultError    = PrinterFault(queue.FaultError)
)

// PrinterState is how a kiosk's own printer is. Like Link it is made on the terminal
// and never sent. Before the first one a kiosk has no printer.
type PrinterState struct {
	// Fault is empty while the printer can print.
	Fault PrinterFault
	// Low says that the paper is near its end; citizens are not told.
	Low bool
}

// PrintState is what is known of one number's paper.
type PrintState string

// States of a print.
const (
	// Printing: under way.
	Printing PrintState = "printing"
	// Printed: the printer said so after the cut.
	Printed PrintState = "printed"
	// Unprinted: it is not proved that it came out, and a fault stopped it.
	Unprinted PrintState = "unprinted"
	// Unconfirmed: nobody knows.
	Unconfirmed PrintState = "unconfirmed"
)

// Print is how far the paper of a number is; made on the terminal and never
// sent.
type Print struct {
	Number string
	State  PrintState
	Fault  PrinterFault
}

// TicketPaper is what the hall knows of a number's newest paper.
type TicketPaper struct {
	State queue.PaperState `json:"state"`
	// Reason is why there is no paper, or why nobody knows.
	Reason queue.PaperReason `json:"reason,omitempty"`
	// Copy is 0 for the first paper and else counts the reprints.
	Copy int `json:"copy,omitempty"`
	// Printer is the terminal that prints it, and Name what people call that one,
	// told while the paper is not printed.
	Printer string `json:"printer,omitempty"`
	Name    string `json:"name,omitempty"`
	// At is when it was asked for, or when the terminal told the state.
	At time.Time `json:"at"`
}

// Papers are the copies that terminals are asked to print (TopicPapers), oldest
// first. A terminal prints each that is addressed to it once, and tells
// ticket.paper; the job is there until then, and at most for queue.PaperWithin.
type Papers struct {
	// Day is what every paper says of the hall, also a first one.
	Day  Day        `json:"day"`
	Jobs []PaperJob `json:"jobs"`
	// Untold are the first papers of which their terminals have still to tell what
	// became; nobody is asked to print them. A terminal that starts anew tells of its own
	// that nobody knows.
	Untold []UntoldPaper `json:"untold,omitempty"`
}

// UntoldPaper is the first paper of a number, which the terminal that gave it prints.
type UntoldPaper struct {
	Number   string    `json:"number"`
	Terminal string    `json:"terminal"`
	At       time.Time `json:"at"`
}

// PaperJob is one of them, with all that stands on the paper. Number and Copy name
// it.
type PaperJob struct {
	Number string `json:"number"`
	Copy   int    `json:"copy"`
	// Terminal is the one that prints.
	Terminal string    `json:"terminal"`
	At       time.Time `json:"at"`
	Ticket   Ticket    `json:"ticket"`
}

// Unpapered is a number in the hall of whose newest paper it is known that there is
// none, or not known whether there is one.
type Unpapered struct {
	Number string            `json:"number"`
	Theme  string            `json:"theme"`
	State  queue.TicketState `json:"state"`
	Paper  TicketPaper       `json:"paper"`
}

// PaperRequest tells what became of a paper (ticket.paper). Telling the same again
// changes nothing.
type PaperRequest struct {
	Number string `json:"number"`
	// Copy is that of the job; 0 is the paper that the terminal prints when it has
	// given the number.
	Copy int `json:"copy,omitempty"`
	// State is printed, unprinted or unconfirmed. What was printed stays so.
	State queue.PaperState `json:"state"`
	// Reason is a code of queue.DeviceFault or queue.PaperReason.
	Reason queue.PaperReason `json:"reason,omitempty"`
}
