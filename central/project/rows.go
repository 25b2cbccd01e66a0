package project

// Times in rows are milliseconds since 1970 in UTC, and 0 where nothing happened;
// lengths are whole seconds.

// Hall is a hall now.
type Hall struct {
	// Epoch, Seq and At place the last event that the row reflects.
	Epoch string
	Seq   uint64
	At    int64
	// ID, Name (in Chinese) and Level are from the hall's settings; empty before
	// they are known.
	ID, Name, Level string
	// Settings and Catalogue are the hashes of those in force.
	Settings, Catalogue string
	// Day is the business day, Opened and Closed when it was.
	Day            string
	Open           bool
	Opened, Closed int64
	// Stopped is the reason of an emergency stop; empty without one.
	Stopped string
	// Numbers of the business day, those kept from before included, by where they
	// stand; Missing counts those who were missed and are not back.
	Issued, Waiting, Called, Serving, Held, Missing, Done, Cancelled, Expired int
	// Windows that are open, and those of them that have a citizen or are paused.
	Windows, Busy, Paused int
	// Unknown counts the events that this build could not read, Odd those that did not
	// fit what came before, and Gaps how often events were missing, all since the
	// hall's first event.
	Unknown, Odd, Gaps int
}

// Ticket is one visit.
type Ticket struct {
	Day, Number string
	// First and Rev are the sequences of its first event and of the last that
	// changed the row.
	First, Rev uint64
	// State is that of queue.TicketState, or StateLost.
	State string
	// Theme is that of the current or last leg, Legs all of them as JSON (queue.Leg).
	Theme, Legs              string
	Leg                      int
	Class, Source, Language  string
	Issued                   int64
	FirstCalled, FirstServed int64 // of the first leg that was
	LastCalled, LastServed   int64
	Missed                   int64 // the last time
	Ended                    int64
	// Why is the code of a cancellation or expiry, Reason that of the last call.
	Why, Reason string
	// Window and Clerk had or have the ticket last.
	Window, Clerk string
	Calls, Misses int
	// Wait is from the drawing until the first call, -1 before it; Waiting, Service
	// and Hold are the whole time in those states, without a span that still lasts.
	Wait, Waiting, Service, Hold int
	// Paper is the state of its newest paper, and Copies counts the reprints.
	Paper  string
	Copies int
}

// StateLost is a ticket of which nobody knows how it ended, because events are
// missing that the hall itself no longer has.
const StateLost = "lost"

// Window is a window now.
type Window struct {
	ID, Label, Zone string
	// State is that of queue.WindowState, or StateLost.
	State, Clerk string
	Since        int64
	// Number is who is called or served, Reason why it is paused.
	Number, Reason string
	// Own and Spill are the themes that it serves, separated by spaces.
	Own, Spill string
	// Served counts the visits that ended here on the business day; Open and Busy are
	// the seconds for which it was open and not paused, and for which of them it had
	// a citizen, up to Since.
	Served, Open, Busy int
}

// Dim says what a cell of the statistics counts by.
type Dim string

// Dimensions.
const (
	DimHall   Dim = "hall"
	DimTheme  Dim = "theme"
	DimItem   Dim = "item"
	DimWindow Dim = "window"
)

// WholeDay is the slot of a cell that counts a whole business day; the others are
// the half hours of hall time, 0 to 47.
const WholeDay = -1

// Key names a cell of the statistics of one hall. ID is that of the theme, item or
// window, and empty for the hall.
type Key struct {
	Day  string
	Slot int
	Dim  Dim
	ID   string
}

// Cell is one cell of the statistics.
type Cell struct {
	Key
	Counts
}

// Checkpoint is a State just after a business day was opened, from which it can be
// had again without all that was before.
type Checkpoint struct {
	Seq  uint64
	Day  string
	Data []byte
}

// Report is where the hall's own report of a business day stands: in the event Seq, as
// the hall wrote it. Of several of one day, as after it was opened again, the one with
// the greatest Seq counts.
type Report struct {
	Day string
	Seq uint64
}

// Changes are the rows that differ since they were last asked for, each whole.
type Changes struct {
	Hall    Hall
	Tickets []Ticket
	Windows []Window
	// Gone are windows that the hall no longer has.
	Gone []string
	// Empty are cells that count nothing any more; their rows, if there are any, go.
	Cells       []Cell
	Empty       []Key
	Checkpoints []Checkpoint
	Reports     []Report
}
