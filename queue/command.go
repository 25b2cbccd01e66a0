package queue

import (
	"encoding/json"
	"time"
)

// Command is something that somebody wants to happen. Decide says whether it
// does.
type Command interface{ command() }

// Commands about tickets.
type (
	// Issue gives a number. Items of several themes make ordered legs; no item
	// means Theme in general.
	Issue struct {
		Items    []string  `json:"items,omitempty"`
		Theme    string    `json:"theme,omitempty"`
		Source   Source    `json:"source,omitempty"`
		Class    Class     `json:"class,omitempty"`
		Ground   Ground    `json:"ground,omitempty"` // of priority
		Slot     time.Time `json:"slot,omitzero"`    // of an appointment
		Citizen  Citizen   `json:"-"`
		Agent    *Agent    `json:"agent,omitempty"`
		Language Lang      `json:"language,omitempty"`
	}
	// Return brings back a missed number.
	Return struct {
		Number string `json:"number"`
	}
	// Transfer moves a number to a theme, window or clerk; number and key stay.
	// Window is the acting window; empty when a desk moves a waiting number.
	Transfer struct {
		Window string `json:"window,omitempty"`
		Number string `json:"number,omitempty"` // the window's own if empty
		To     Target `json:"to"`
	}
	// ChangeItems replaces the items of the current and later legs.
	ChangeItems struct {
		Window string   `json:"window,omitempty"`
		Number string   `json:"number,omitempty"`
		Items  []string `json:"items"`
	}
	// Cancel ends a number unserved.
	Cancel struct {
		Window string `json:"window,omitempty"`
		Number string `json:"number,omitempty"`
		Reason string `json:"reason"`
	}
	// Reprint asks for another paper of the number, marked as a copy, at the printer
	// of the terminal Printer; empty is the nearest that works: the asker's own, a
	// guide's, a kiosk's.
	Reprint struct {
		Number  string `json:"number"`
		Printer string `json:"printer,omitempty"`
		// Silent are terminals that are not heard now, and so cannot be asked.
		Silent []string `json:"-"`
	}
	// ReportPaper tells what became of a paper. Only the terminal that was to print
	// it may tell.
	ReportPaper struct {
		Terminal string      `json:"terminal"`
		Number   string      `json:"number"`
		Copy     int         `json:"copy,omitempty"`
		State    PaperState  `json:"state"`
		Reason   PaperReason `json:"reason,omitempty"`
	}
	// Announce tells that the voice has called the number to the window for the
	// Times-th time.
	Announce struct {
		Number string `json:"number"`
		Window string `json:"window"`
		Times  int    `json:"times"`
	}
)

// Commands of a clerk at a window.
type (
	// SignIn opens the window for a clerk.
	SignIn struct {
		Window string `json:"window"`
		Clerk  string `json:"clerk"`
	}
	// SignOut closes the window.
	SignOut struct {
		Window string `json:"window"`
	}
	// Next finishes the current citizen and calls the next.
	Next struct {
		Window string `json:"window"`
	}
	// Call calls one given number; the clerk needs RightPick.
	Call struct {
		Window string `json:"window"`
		Number string `json:"number"`
	}
	// Recall calls the called number again.
	Recall struct {
		Window string `json:"window"`
	}
	// Start says that the called citizen has arrived. Inferred marks an answer
	// given later than the arrival.
	Start struct {
		Window   string `json:"window"`
		Inferred bool   `json:"inferred,omitempty"`
	}
	// Finish ends the current leg. Without Handled, the items asked for count as
	// handled with an unstated outcome.
	Finish struct {
		Window  string    `json:"window"`
		Handled []Handled `json:"handled,omitempty"`
	}
	// NoShow says that the called citizen did not come.
	NoShow struct {
		Window string `json:"window"`
	}
	// HoldTicket puts the served citizen on hold.
	HoldTicket struct {
		Window string    `json:"window"`
		Kind   HoldKind  `json:"kind"`
		Until  time.Time `json:"until,omitzero"`
		Reason string    `json:"reason,omitempty"`
	}
	// TakeBack goes on serving a held number.
	TakeBack struct {
		Window string `json:"window"`
		Number string `json:"number"`
	}
	// Pause pauses the window; After waits until the current citizen is done.
	Pause struct {
		Window string `json:"window"`
		Reason string `json:"reason"`
		After  bool   `json:"after,omitempty"`
	}
	// Resume ends the pause, or calls off one that has not begun.
	Resume struct {
		Window string `json:"window"`
	}
	// Undo takes back the clerk's last action at the window.
	Undo struct {
		Window string `json:"window"`
	}
)

// Commands of managers and of the hall itself.
type (
	// Assign gives a window its themes until the day closes.
	Assign struct {
		Window string   `json:"window"`
		Own    []string `json:"own"`
		Spill  []string `json:"spill,omitempty"`
	}
	// Free returns the ticket of a dead window to the line, in its old place,
	// and closes the window.
	Free struct {
		Window string `json:"window"`
	}
	// StopHall is the emergency stop, ResumeHall its end.
	StopHall struct {
		Reason string `json:"reason"`
	}
	ResumeHall struct{}
	// SetIntake closes the taking of numbers for a theme, or opens it again.
	SetIntake struct {
		Theme  string `json:"theme"`
		Closed bool   `json:"closed"`
		Reason string `json:"reason,omitempty"`
	}
	// SetQuota sets a theme's quota for the rest of the day.
	SetQuota struct {
		Theme string `json:"theme"`
		Quota Quota  `json:"quota"`
	}
	// SetNotice shows a notice; an empty Text removes it.
	SetNotice struct {
		ID    string    `json:"id"`
		Text  Text      `json:"text"`
		Until time.Time `json:"until,omitzero"`
	}
	// OpenDay opens a business day, CloseDay closes it.
	OpenDay struct {
		Date string `json:"date"`
	}
	CloseDay struct{}
	// ChangeSettings and ChangeCatalogue replace what the hall knows of itself.
	// Hash is the content's, made by the sender.
	ChangeSettings struct {
		Settings Settings `json:"settings"`
		Hash     string   `json:"hash"`
	}
	ChangeCatalogue struct {
		Catalogue Catalogue `json:"catalogue"`
		Hash      string    `json:"hash"`
	}
	// TakePart takes the centre's publication Version of a part: the content that Part
	// names, or none of them where the content of Hash is in force already. Hash is
	// the publication's, made by the centre. From then on the centre owns the part.
	TakePart struct {
		Part      Part       `json:"part"`
		Version   uint64     `json:"version"`
		Hash      string     `json:"hash"`
		Catalogue *Catalogue `json:"catalogue,omitempty"`
		Calendar  *Calendar  `json:"calendar,omitempty"`
		Rules     *Rules     `json:"rules,omitempty"`
	}
	// ReleasePart makes a part the hall's own again; what it says stays in force.
	ReleasePart struct {
		Part Part `json:"part"`
	}
	// StartEpoch begins a new line of history and skips Skip numbers of each
	// theme, so that paper of the old line is never matched.
	StartEpoch struct {
		Epoch Epoch `json:"epoch"`
		Skip  int   `json:"skip"`
	}
	// AdoptClock records that hall time has followed a jump of the wall clock.
	AdoptClock struct {
		From time.Time `json:"from"`
		To   time.Time `json:"to"`
	}
)

// Commands about devices.
type (
	// ReportDevices tells all devices of a terminal, in place of those told before.
	// Role is what the terminal is, as wire.Role says it.
	ReportDevices struct {
		Terminal string   `json:"terminal"`
		Role     string   `json:"role,omitempty"`
		Devices  []Device `json:"devices"`
	}
)

// Commands of calls for help, of desks, of alerts and of wishes.
type (
	// CallHelp calls staff to a terminal, and to the window there, if any.
	CallHelp struct {
		Kind     HelpKind `json:"kind"`
		Terminal string   `json:"terminal"`
		Window   string   `json:"window,omitempty"`
	}
	// AnswerHelp ends a call. Terminal, where it is set, is one that may withdraw
	// only its own.
	AnswerHelp struct {
		ID       string `json:"id"`
		Terminal string `json:"terminal,omitempty"`
	}
	// OpenDesk signs a member of staff in at a guide's or manager's terminal, in
	// place of whoever is signed in there; CloseDesk signs out.
	OpenDesk struct {
		Terminal string `json:"terminal"`
		Clerk    string `json:"clerk"`
	}
	CloseDesk struct {
		Terminal string `json:"terminal"`
	}
	// WatchAlerts raises and ends alerts as the hall now stands; see Watch.
	WatchAlerts struct {
		Terminals []Silence `json:"-"`
	}
	// AcknowledgeAlert says that a manager has seen an alert, at that level; an
	// empty level is whatever it is.
	AcknowledgeAlert struct {
		ID    string     `json:"id"`
		Level AlertLevel `json:"level,omitempty"`
	}
	// AskWindow asks something of a window's clerk, in place of what was asked
	// before; AnswerAsk accepts or declines.
	AskWindow struct {
		Window string  `json:"window"`
		What   AskKind `json:"what"`
		Theme  string  `json:"theme,omitempty"`
	}
	AnswerAsk struct {
		Window string `json:"window"`
		Accept bool   `json:"accept,omitempty"`
	}
)

// Commands of the hall's own forecasts and of what comes of them.
type (
	// PromiseWait keeps what the citizen was told about the wait. Once a number has a
	// promise, another changes nothing.
	PromiseWait struct {
		Number  string  `json:"number"`
		Promise Promise `json:"promise"`
	}
	// Foretell tells how likely it is for each theme that a number drawn now is still
	// called today; see ThemeState.Full.
	Foretell struct {
		Outlooks []Outlook `json:"outlooks"`
	}
	// Advise tells all that the advisor proposes now, in place of what it proposed
	// before. ID and At are filled in by the hall. What the hall no longer has is
	// passed over, and so is for AdviceRests what a manager refused.
	Advise struct {
		Advices []Advice `json:"advices"`
	}
	// AnswerAdvice accepts an advice, which asks the window's clerk, or refuses it. Shown
	// is the advice with its figures as the manager sees them; nil where they are those
	// given.
	AnswerAdvice struct {
		ID     string  `json:"id"`
		Accept bool    `json:"accept,omitempty"`
		Shown  *Advice `json:"shown,omitempty"`
	}
	// ReportDay keeps the report of a day that is closed. Once a day is reported,
	// another report changes nothing, unless the day was reopened meanwhile. Closed is
	// the sequence of the event that closed the day of which it is the report; if another
	// one did since, the report is refused. 0 is not looked at.
	ReportDay struct {
		Date   string          `json:"date"`
		Report json.RawMessage `json:"report"`
		Closed uint64          `json:"closed,omitempty"`
	}
)

func (Issue) command()            {}
func (Return) command()           {}
func (Transfer) command()         {}
func (ChangeItems) command()      {}
func (Cancel) command()           {}
func (Reprint) command()          {}
func (SignIn) command()           {}
func (SignOut) command()          {}
func (Next) command()             {}
func (Call) command()             {}
func (Recall) command()           {}
func (Start) command()            {}
func (Finish) command()           {}
func (NoShow) command()           {}
func (HoldTicket) command()       {}
func (TakeBack) command()         {}
func (Pause) command()            {}
func (Resume) command()           {}
func (Undo) command()             {}
func (Assign) command()           {}
func (Free) command()             {}
func (StopHall) command()         {}
func (ResumeHall) command()       {}
func (SetIntake) command()        {}
func (SetQuota) command()         {}
func (SetNotice) command()        {}
func (OpenDay) command()          {}
func (CloseDay) command()         {}
func (ChangeSettings) command()   {}
func (ChangeCatalogue) command()  {}
func (TakePart) command()         {}
func (ReleasePart) command()      {}
func (StartEpoch) command()       {}
func (AdoptClock) command()       {}
func (CallHelp) command()         {}
func (AnswerHelp) command()       {}
func (OpenDesk) command()         {}
func (CloseDesk) command()        {}
func (WatchAlerts) command()      {}
func (AcknowledgeAlert) command() {}
func (AskWindow) command()        {}
func (AnswerAsk) command()        {}
func (ReportDevices) command()    {}
func (ReportPaper) command()      {}
func (Announce) command()         {}
func (PromiseWait) command()      {}
func (Foretell) command()         {}
func (Advise) command()           {}
func (AnswerAdvice) command()     {}
func (ReportDay) command()        {}
