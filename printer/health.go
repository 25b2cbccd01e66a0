package printer

import (
	"time"

	"onewindow/printer/escpos"
)

// Fault is what keeps a printer from printing, or why a paper did not come out.
type Fault string

// Faults of a printer. "" is none.
const (
	FaultPaperOut Fault = "paper_out"  // there is no paper
	FaultCover    Fault = "cover_open" // the cover is open
	FaultCutter   Fault = "cutter"     // the knife is stuck
	FaultError    Fault = "error"      // it says that it has an error of its own
	FaultOffline  Fault = "offline"    // it says that it does not print, and not why
	FaultSilent   Fault = "silent"     // it has stopped answering
	FaultGone     Fault = "gone"       // the line is unplugged or cannot be opened
)

// Reasons that only a paper has.
const (
	FaultRestarted Fault = "restarted" // the printer lost its power on the way
	ReasonLate     Fault = "late"      // it did not begin within Job.Within
	ReasonFull     Fault = "full"      // there were too many jobs already
	ReasonStopped  Fault = "stopped"   // the spooler was told to end
)

// Health is how a printer is.
type Health struct {
	// Fault is what keeps it from printing; "" is nothing, or nothing that it could
	// tell.
	Fault Fault
	// Low: the roll is nearly used up.
	Low bool
	// Known: it answers, so that "" means that it is well. False before the first
	// answer, and always with a printer that cannot answer.
	Known bool
	// Restarts counts how often it lost its power, as far as that shows: it had
	// fallen silent and came back, or it had forgotten its settings. A cable that is
	// pulled without the port noticing looks the same.
	Restarts int
	// Model is what it calls itself, else what its profile says.
	Model string
	// Since is when the fault, or the lack of one, began to be known.
	Since time.Time
}

// State is where a job stands.
type State string

// States of a job. The last three are final.
const (
	Queued      State = "queued"
	Preflight   State = "preflight" // the printer is looked at
	Sending     State = "sending"
	Awaiting    State = "awaiting" // all was sent; the answer after the cut is awaited
	Printed     State = "printed"  // the printer said so
	Interrupted State = "interrupted"
	Unconfirmed State = "unconfirmed" // all was sent; whether it came out is not known
)

// Final reports whether nothing follows.
func (s State) Final() bool { return s == Printed || s == Interrupted || s == Unconfirmed }

// Job is one paper.
type Job struct {
	// ID names it in Progress. It is not printed.
	ID string
	// Data is ESC/POS without the cut and without questions; it may begin with
	// ESC @.
	Data []byte
	// Height is how long the paper is, in mm; it goes into the time-outs.
	Height int
	// Within is how long after Print it must have begun, else it is interrupted as
	// late: whoever waited for it has gone. 0 means DefaultWithin.
	Within time.Duration
}

// DefaultWithin is how long a job waits to begin if it does not say.
const DefaultWithin = 20 * time.Second

// Progress is a step of a job.
type Progress struct {
	Job   string
	State State
	// Reason says why a job was interrupted. With Unconfirmed it is what was known
	// to be wrong at the end: "" (it answers and is well), FaultSilent, FaultGone,
	// FaultRestarted or FaultPaperOut (the roll ended with this paper).
	Reason Fault
}

// faultOf is what a condition means for people. Several can hold at once: an open
// cover explains the others, because the sensors lie under it.
func faultOf(c escpos.Condition) Fault {
	switch {
	case c.Cover:
		return FaultCover
	case c.PaperEnd:
		return FaultPaperOut
	case c.Cutter:
		return FaultCutter
	case c.Error, c.Recoverable:
		return FaultError
	case c.Offline, c.Waiting, c.Feeding:
		return FaultOffline
	}
	return ""
}

// passes reports whether a fault may go away by itself within seconds: a head that
// is too hot, somebody at the feed button.
func passes(c escpos.Condition) bool {
	f := faultOf(c)
	return f == FaultOffline || f == FaultError && !c.Error
}
