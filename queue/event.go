package queue

import (
	"encoding/json"
	"time"
)

// Event is something that has happened. Its Type carries a major version: a
// field may be added, but a meaning never changes.
type Event interface{ Type() string }

// Events of tickets. Window, where set, is the window that acted or is
// concerned.
type (
	// TicketIssued carries the whole new ticket.
	TicketIssued struct {
		Ticket Ticket `json:"ticket"`
	}
	// TicketCalled: the ticket is called to Window.
	TicketCalled struct {
		Number string `json:"number"`
		Window string `json:"window"`
		Clerk  string `json:"clerk"`
		Reason Reason `json:"reason"`
	}
	// TicketRecalled: call number Call of the same ticket.
	TicketRecalled struct {
		Number string `json:"number"`
		Window string `json:"window"`
		Call   int    `json:"call"`
	}
	// TicketStarted: the citizen is at the window since Since.
	TicketStarted struct {
		Number   string    `json:"number"`
		Window   string    `json:"window"`
		Since    time.Time `json:"since"`
		Inferred bool      `json:"inferred,omitempty"`
	}
	// TicketFinished: the current leg is done; More says that another follows.
	TicketFinished struct {
		Number  string    `json:"number"`
		Window  string    `json:"window"`
		Handled []Handled `json:"handled"`
		More    bool      `json:"more,omitempty"`
	}
	// TicketMissed: did not come; Final ends the ticket.
	TicketMissed struct {
		Number string `json:"number"`
		Window string `json:"window"`
		Final  bool   `json:"final,omitempty"`
	}
	// TicketReturned: brought back, eligible from the theme's call After.
	TicketReturned struct {
		Number string `json:"number"`
		After  int    `json:"after"`
	}
	// TicketHeld: on hold.
	TicketHeld struct {
		Number string `json:"number"`
		Window string `json:"window"`
		Hold   Hold   `json:"hold"`
	}
	// TicketTakenBack: served again.
	TicketTakenBack struct {
		Number string `json:"number"`
		Window string `json:"window"`
		Clerk  string `json:"clerk"`
	}
	// TicketWoken: the step is due; back in line in the old place.
	TicketWoken struct {
		Number string `json:"number"`
	}
	// TicketTransferred: moved; number and key stay.
	TicketTransferred struct {
		Number string `json:"number"`
		Window string `json:"window,omitempty"`
		To     Target `json:"to"`
	}
	// TicketChanged: other items; Legs replaces the current and later legs.
	TicketChanged struct {
		Number string `json:"number"`
		Window string `json:"window,omitempty"`
		Legs   []Leg  `json:"legs"`
	}
	// TicketReleased: back in line in the old place, without having been served.
	TicketReleased struct {
		Number string `json:"number"`
		Window string `json:"window,omitempty"`
		Why    string `json:"why"`
	}
	// TicketCancelled: ended unserved.
	TicketCancelled struct {
		Number string `json:"number"`
		Window string `json:"window,omitempty"`
		Reason string `json:"reason"`
	}
	// TicketExpired: ended unserved by the close of the day.
	TicketExpired struct {
		Number string `json:"number"`
		Window string `json:"window,omitempty"`
		Why    string `json:"why"`
	}
	// TicketReadmitted: the day that ended the ticket was reopened; it is back in
	// line in the old place, or is Missed as it was.
	TicketReadmitted struct {
		Number string `json:"number"`
		Missed bool   `json:"missed,omitempty"`
	}
	// TicketReprinted: another paper, the Copy-th, is asked for at the printer of the
	// terminal Printer, which halls before printers were known did not say.
	TicketReprinted struct {
		Number  string `json:"number"`
		Copy    int    `json:"copy"`
		Printer string `json:"printer,omitempty"`
	}
	// TicketPaper: what became of a paper, as told by the terminal Printer; by itself
	// it becomes PaperUnconfirmed when nothing was told in time, see PaperJob.
	TicketPaper struct {
		Number  string      `json:"number"`
		Copy    int         `json:"copy"`
		State   PaperState  `json:"state"`
		Reason  PaperReason `json:"reason,omitempty"`
		Printer string      `json:"printer"`
	}
	// TicketPromised: the citizen was told so about the wait.
	TicketPromised struct {
		Number  string  `json:"number"`
		Promise Promise `json:"promise"`
	}
	// TicketAnnounced: the voice has called it to Window for the Times-th time.
	TicketAnnounced struct {
		Number string `json:"number"`
		Window string `json:"window"`
		Times  int    `json:"times"`
	}
)

// Events of windows.
type (
	// WindowOpened: a clerk signed in.
	WindowOpened struct {
		Window string `json:"window"`
		Clerk  string `json:"clerk"`
	}
	// WindowClosed: the clerk signed out, or the window was freed.
	WindowClosed struct {
		Window string `json:"window"`
		Why    string `json:"why,omitempty"`
	}
	// WindowPaused: paused.
	WindowPaused struct {
		Window string `json:"window"`
		Reason string `json:"reason"`
	}
	// WindowPausing: will pause after the current citizen; an empty Reason calls
	// it off.
	WindowPausing struct {
		Window string `json:"window"`
		Reason string `json:"reason"`
	}
	// WindowResumed: the pause is over.
	WindowResumed struct {
		Window string `json:"window"`
	}
	// WindowAssigned: serves these themes until the day closes.
	WindowAssigned struct {
		Window string   `json:"window"`
		Own    []string `json:"own"`
		Spill  []string `json:"spill,omitempty"`
	}
	// WindowUndone takes back the last action. Tickets says where its tickets
	// stand again; the spans that the action cut short go on.
	WindowUndone struct {
		Window  string         `json:"window"`
		Action  string         `json:"action"`
		Tickets []UndoneTicket `json:"tickets,omitempty"`
		State   WindowState    `json:"state"`
	}
)

// UndoneTicket is where a ticket stands after an undo.
type UndoneTicket struct {
	Number string      `json:"number"`
	State  TicketState `json:"state"`
	Window string      `json:"window,omitempty"`
}

// Events of the hall.
type (
	SettingsChanged struct {
		Hash     string   `json:"hash"`
		Settings Settings `json:"settings"`
	}
	CatalogueChanged struct {
		Hash      string    `json:"hash"`
		Catalogue Catalogue `json:"catalogue"`
	}
	// PartTaken: the centre owns the part from now on, and what is in force is its
	// publication Version, which has the hash Hash. Where that says something new, the
	// event of the change comes right before.
	PartTaken struct {
		Part    Part   `json:"part"`
		Version uint64 `json:"version"`
		Hash    string `json:"hash"`
	}
	// PartReleased: the part is the hall's own again.
	PartReleased struct {
		Part Part `json:"part"`
	}
	// EpochStarted: a new line of history; Skip numbers of each theme are left
	// out.
	EpochStarted struct {
		Epoch Epoch `json:"epoch"`
		Skip  int   `json:"skip"`
	}
	// DayOpened: the business day Date begins; counters start anew.
	DayOpened struct {
		Date string `json:"date"`
	}
	// DayClosed: the day ends. Unserved were not served, Kept stay.
	DayClosed struct {
		Date     string   `json:"date"`
		Unserved []string `json:"unserved,omitempty"`
		Kept     []string `json:"kept,omitempty"`
	}
	// DayReopened: the day Date, closed by mistake, goes on where it was; whom the
	// close ended is readmitted next.
	DayReopened struct {
		Date string `json:"date"`
	}
	// PhaseChanged: another part of the day has begun.
	PhaseChanged struct {
		Phase Phase `json:"phase"`
	}
	// HallStopped and HallResumed: the emergency stop.
	HallStopped struct {
		Reason string `json:"reason"`
	}
	HallResumed struct{}
	// IntakeSet: a theme gives numbers or not.
	IntakeSet struct {
		Theme  string `json:"theme"`
		Closed bool   `json:"closed"`
		Reason string `json:"reason,omitempty"`
	}
	// QuotaSet: another quota for the day.
	QuotaSet struct {
		Theme string `json:"theme"`
		Quota Quota  `json:"quota"`
	}
	// ThemeFull: a theme gives no more numbers because the day does not hold them, or
	// gives them again; Fits is how likely it is, in percent, that it does.
	ThemeFull struct {
		Theme string `json:"theme"`
		Full  bool   `json:"full"`
		Fits  int    `json:"fits"`
	}
	// DayReported: the report of the day Date, closed before, is this.
	DayReported struct {
		Date   string          `json:"date"`
		Report json.RawMessage `json:"report"`
	}
	// NoticeSet and NoticeCleared: what the boards say.
	NoticeSet struct {
		Notice Notice `json:"notice"`
	}
	NoticeCleared struct {
		ID string `json:"id"`
	}
	// ClockAdopted: hall time followed a jump of the wall clock.
	ClockAdopted struct {
		From time.Time `json:"from"`
		To   time.Time `json:"to"`
	}
)

func (TicketIssued) Type() string      { return "ticket.issued/1" }
func (TicketCalled) Type() string      { return "ticket.called/1" }
func (TicketRecalled) Type() string    { return "ticket.recalled/1" }
func (TicketStarted) Type() string     { return "ticket.started/1" }
func (TicketFinished) Type() string    { return "ticket.finished/1" }
func (TicketMissed) Type() string      { return "ticket.missed/1" }
func (TicketReturned) Type() string    { return "ticket.returned/1" }
func (TicketHeld) Type() string        { return "ticket.held/1" }
func (TicketTakenBack) Type() string   { return "ticket.takenback/1" }
func (TicketWoken) Type() string       { return "ticket.woken/1" }
func (TicketTransferred) Type() string { return "ticket.transferred/1" }
func (TicketChanged) Type() string     { return "ticket.changed/1" }
func (TicketReleased) Type() string    { return "ticket.released/1" }
func (TicketCancelled) Type() string   { return "ticket.cancelled/1" }
func (TicketExpired) Type() string     { return "ticket.expired/1" }
func (TicketReprinted) Type() string   { return "ticket.reprinted/1" }
func (TicketReadmitted) Type() string  { return "ticket.readmitted/1" }
func (WindowOpened) Type() string      { return "window.opened/1" }
func (WindowClosed) Type() string      { return "window.closed/1" }
func (WindowPaused) Type() string      { return "window.paused/1" }
func (WindowPausing) Type() string     { return "window.pausing/1" }
func (WindowResumed) Type() string     { return "window.resumed/1" }
func (WindowAssigned) Type() string    { return "window.assigned/1" }
func (WindowUndone) Type() string      { return "window.undone/1" }
func (SettingsChanged) Type() string   { return "settings.changed/1" }
func (CatalogueChanged) Type() string  { return "catalogue.changed/1" }
func (PartTaken) Type() string         { return "part.taken/1" }
func (PartReleased) Type() string      { return "part.released/1" }
func (EpochStarted) Type() string      { return "epoch.started/1" }
func (DayOpened) Type() string         { return "day.opened/1" }
func (DayClosed) Type() string         { return "day.closed/1" }
func (DayReopened) Type() string       { return "day.reopened/1" }
func (PhaseChanged) Type() string      { return "phase.changed/1" }
func (HallStopped) Type() string       { return "hall.stopped/1" }
func (HallResumed) Type() string       { return "hall.resumed/1" }
func (IntakeSet) Type() string         { return "intake.set/1" }
func (QuotaSet) Type() string          { return "quota.set/1" }
func (NoticeSet) Type() string         { return "notice.set/1" }
func (NoticeCleared) Type() string     { return "notice.cleared/1" }
func (ClockAdopted) Type() string      { return "clock.adopted/1" }
func (TicketPaper) Type() string       { return "ticket.paper/1" }
func (TicketAnnounced) Type() string   { return "ticket.announced/1" }
func (TicketPromised) Type() string    { return "ticket.promised/1" }
func (ThemeFull) Type() string         { return "theme.full/1" }
func (DayReported) Type() string       { return "day.reported/1" }
