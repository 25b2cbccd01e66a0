package wire

// PrinterFault is why a kiosk's printer gives no paper.
type PrinterFault string

// Faults of a kiosk's printer.
const (
	FaultPaperOut PrinterFault = "paper_out"
	FaultCover    PrinterFault = "cover_open"
	FaultCutter   PrinterFault = "cutter"
	FaultSilent   PrinterFault = "silent" // it does not answer
)

// Paper is how a kiosk's own printer is. Like Link it is made on the terminal
// and never sent. Before the first one a kiosk has no printer.
type Paper struct {
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
	// Unprinted: there is certainly no whole paper.
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
