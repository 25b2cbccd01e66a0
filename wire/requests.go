package wire

import (
	"time"

	"onewindow/queue"
)

// Bodies of requests. Where a body is not listed here it is the JSON form of
// the queue command of that name: window.finish takes queue.Finish, hall.quota
// takes queue.SetQuota. A window terminal need not name its window, and cannot
// name another; an admin names one.

// IssueRequest asks for a number (ticket.issue).
type IssueRequest struct {
	// Items are codes of the catalogue; without any, Theme is asked for in
	// general.
	Items []string `json:"items,omitempty"`
	Theme string   `json:"theme,omitempty"`
	// Class is ordinary, priority or appointment; empty is ordinary.
	Class queue.Class `json:"class,omitempty"`
	// Ground is why the citizen has priority; empty if it was not said.
	Ground queue.Ground `json:"ground,omitempty"`
	// Slot is the time of an appointment.
	Slot time.Time `json:"slot,omitzero"`
	// ID is the citizen's number, where one was given. The hall hashes it at
	// once and keeps neither it nor the request.
	ID string `json:"id,omitempty"`
	// Agent is set when the citizen comes for somebody else.
	Agent    *AgentRequest `json:"agent,omitempty"`
	Language queue.Lang    `json:"language,omitempty"`
}

// MaxDocumentText bounds, in bytes, a mandate that a sender wrote itself.
const MaxDocumentText = 120

// AgentRequest says for whom an agent comes, and with what mandate.
type AgentRequest struct {
	// Document is kinship, mandate, company or none; a text of at most
	// MaxDocumentText bytes is taken as well.
	Document queue.Document `json:"document,omitempty"`
	ForID    string         `json:"for_id,omitempty"`
}

// NumberRequest names a ticket (ticket.find, ticket.history).
type NumberRequest struct {
	Number string `json:"number,omitempty"`
	// ID finds the live tickets of a citizen instead.
	ID string `json:"id,omitempty"`
}

// SignInRequest opens a window for a clerk (window.signin).
type SignInRequest struct {
	Window string `json:"window,omitempty"`
	Clerk  string `json:"clerk"`
	PIN    string `json:"pin"`
}

// TopicRequest asks for the state of a topic (state.get).
type TopicRequest struct {
	Topic Topic `json:"topic"`
}

// EventsRequest asks for a run of events (state.events).
type EventsRequest struct {
	// From is the first sequence wanted.
	From uint64 `json:"from"`
	// Limit is at most 500, which is also what 0 means.
	Limit int `json:"limit,omitempty"`
}

// EventsReply is a run of events; empty past the end.
type EventsReply struct {
	Events []queue.Record `json:"events"`
	// Last is the hall's last sequence.
	Last uint64 `json:"last"`
	// NoClerks tells that reports are without the figures of single clerks, because who
	// asks may not see them.
	NoClerks bool `json:"no_clerks,omitempty"`
}

// StaffRequest adds, changes or removes a member of staff (hall.staff).
type StaffRequest struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	// Rights replaces those of before; none at all is [], nil changes nothing.
	Rights []queue.Right `json:"rights,omitzero"`
	// PIN sets a new one, of 4 to 32 characters; empty keeps the old one.
	PIN    string `json:"pin,omitempty"`
	Remove bool   `json:"remove,omitempty"`
}

// SettingsRequest replaces the settings (hall.settings). Staff without a PIN
// keep the one that they have.
type SettingsRequest struct {
	Settings queue.Settings `json:"settings"`
	// Hash is that of the settings from which these were made, as state.settings
	// gave it. Where others are in force by now the request is refused with
	// settings_changed; empty replaces whatever is in force.
	Hash string `json:"hash,omitempty"`
}

// SettingsReply is the settings in force, without secrets, and their hash
// (state.settings).
type SettingsReply struct {
	queue.Settings
	Hash string `json:"hash"`
	// Parts are those that the centre owns, or has published in vain; the hall does
	// not change the former by itself.
	Parts []PartState `json:"parts,omitempty"`
}

// Published is the version of the part that the centre owns; 0 while it is the hall's.
func (s *SettingsReply) Published(p queue.Part) uint64 {
	for _, has := range s.Parts {
		if has.Part == p {
			return has.Version
		}
	}
	return 0
}

// CatalogueRequest replaces the catalogue.
type CatalogueRequest struct {
	Catalogue queue.Catalogue `json:"catalogue"`
}

// OpenDayRequest opens a business day; an empty date is today.
type OpenDayRequest struct {
	Date string `json:"date,omitempty"`
}

// ForgetRequest destroys a day's identities for good (hall.forget).
type ForgetRequest struct {
	Date string `json:"date"`
}

// BackupReply says what a backup holds (hall.backup). It has no identities in
// the clear: the day keys stay in the hall.
type BackupReply struct {
	// Path is on the hall's machine.
	Path   string `json:"path"`
	Epoch  string `json:"epoch"`
	Seq    uint64 `json:"seq"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// CatalogueReply is what the hall serves (state.catalogue).
type CatalogueReply struct {
	Hash   string        `json:"hash"`
	Themes []queue.Theme `json:"themes"`
	Items  []queue.Item  `json:"items"`
}

// TicketsReply lists tickets (ticket.find).
type TicketsReply struct {
	Tickets []Ticket `json:"tickets"`
}

// HistoryReply is one ticket's whole story (ticket.history).
type HistoryReply struct {
	Ticket Ticket         `json:"ticket"`
	Spans  []queue.Period `json:"spans"`
	Events []queue.Record `json:"events"`
}

// TerminalRequest names a terminal (terminal.revoke).
type TerminalRequest struct {
	ID string `json:"id"`
}

// TerminalsReply lists the enrolled terminals (terminal.list).
type TerminalsReply struct {
	Terminals []Terminal `json:"terminals"`
}

// HelpRequest calls staff to the terminal (help.call). A terminal has at most
// one open call of each kind; calling again changes nothing.
type HelpRequest struct {
	Kind queue.HelpKind `json:"kind"`
}

// HelpAnswer ends a call (help.answer): somebody has come. A terminal may
// withdraw its own; desks answer any.
type HelpAnswer struct {
	ID string `json:"id"`
}

// AlertRequest acknowledges an alert (hall.acknowledge).
type AlertRequest struct {
	ID string `json:"id"`
	// Level is the one that was seen. An alert that has risen above it meanwhile is
	// not acknowledged (alert_risen); empty is whatever the level is.
	Level queue.AlertLevel `json:"level,omitempty"`
}

// AssignRequest lets a window serve other themes until the day closes
// (hall.assign).
type AssignRequest struct {
	Window string   `json:"window"`
	Own    []string `json:"own"`
	Spill  []string `json:"spill,omitempty"`
	// Was is what the sender saw the window serve. Where it serves something else
	// by now the request is refused with settings_changed; nil asks nothing.
	Was *Served `json:"was,omitempty"`
}

// Served are the themes that a window serves, as WindowRow names them.
type Served struct {
	Own   []string `json:"own"`
	Spill []string `json:"spill,omitempty"`
}

// AskRequest asks something of a window's clerk (hall.ask); window.answer takes
// it off the screen again.
type AskRequest struct {
	Window string        `json:"window"`
	What   queue.AskKind `json:"what"`
	Theme  string        `json:"theme,omitempty"`
}

// RulesRequest replaces the hall's rules (hall.rules); all other settings stay.
type RulesRequest struct {
	Rules queue.Rules `json:"rules"`
	// Hash is as in SettingsRequest.
	Hash string `json:"hash,omitempty"`
}

// CompareRequest names two numbers of the day (ticket.compare).
type CompareRequest struct {
	A string `json:"a"`
	B string `json:"b"`
}

// CompareReply says which of two numbers comes, or came, first and why.
type CompareReply struct {
	Order queue.Order `json:"order"`
	A     Ticket      `json:"a"`
	B     Ticket      `json:"b"`
}

// DeskRequest signs a member of staff in at a guide's or manager's terminal
// (desk.signin).
type DeskRequest struct {
	Clerk string `json:"clerk"`
	PIN   string `json:"pin"`
}

// ChangesReply lists what staff have changed, newest first (state.changes). The
// hall remembers the last 200.
type ChangesReply struct {
	Changes []queue.Change `json:"changes"`
}

// DayRequest asks for the day's tickets (state.day), in order of drawing.
type DayRequest struct {
	// From is the first wanted, from 1. Limit is at most 500, which is also what
	// 0 means.
	From  int `json:"from,omitempty"`
	Limit int `json:"limit,omitempty"`
}

// DayReply is a run of the day's tickets; empty past the end.
type DayReply struct {
	Date    string      `json:"date"`
	Total   int         `json:"total"`
	Tickets []DayTicket `json:"tickets"`
}

// DayTicket is one row of the day's list. It says nothing of who the citizen is.
type DayTicket struct {
	Number string            `json:"number"`
	State  queue.TicketState `json:"state"`
	Class  queue.Class       `json:"class"`
	Source queue.Source      `json:"source"`
	// Themes are those of its legs in order, Items the codes asked for.
	Themes []string  `json:"themes"`
	Items  []string  `json:"items,omitempty"`
	Issued time.Time `json:"issued"`
	// Called is the first call, Started and Ended the begin and end of being
	// served; zero if that did not happen.
	Called  time.Time `json:"called,omitzero"`
	Started time.Time `json:"started,omitzero"`
	Ended   time.Time `json:"ended,omitzero"`
	// Wait is until the first call, Service the time served, in seconds.
	Wait    int    `json:"wait"`
	Service int    `json:"service"`
	Window  string `json:"window,omitempty"`
	Calls   int    `json:"calls,omitempty"`
	Misses  int    `json:"misses,omitempty"`
	// Reason is why it was called when it was, Why why it ended unserved.
	Reason queue.ReasonCode `json:"reason,omitempty"`
	Why    string           `json:"why,omitempty"`
}
