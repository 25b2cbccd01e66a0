package wire

import (
	"time"

	"onewindow/queue"
)

// Place says where something is in the hall.
type Place struct {
	// Window is the window's id, Label what stands over it.
	Window string     `json:"window,omitempty"`
	Label  string     `json:"label,omitempty"`
	Zone   queue.Text `json:"zone,omitzero"`
}

// Ticket is a ticket as its holder, a guide or a kiosk sees it. It carries
// nothing personal.
type Ticket struct {
	Number string            `json:"number"`
	Day    string            `json:"day"`
	State  queue.TicketState `json:"state"`
	Class  queue.Class       `json:"class"`
	Theme  string            `json:"theme"`
	// ThemeName and Items name what the current leg is for.
	ThemeName queue.Text   `json:"theme_name"`
	Items     []queue.Text `json:"items,omitempty"`
	// Legs is how many parts the visit has, Leg the current one from 1.
	Leg  int `json:"leg"`
	Legs int `json:"legs"`
	// Route names the themes of all parts, in their order, if there is more than one.
	Route []queue.Text `json:"route,omitempty"`
	// Estimate is the wait from now on, people ahead included.
	Estimate queue.Estimate `json:"estimate"`
	// Before is when the citizen will very likely have been called.
	Before time.Time `json:"before,omitzero"`
	// Later says why it will likely be later than was told when the number was drawn;
	// empty while that holds.
	Later queue.Later `json:"later,omitempty"`
	// Zones are where to wait, Windows the labels of the windows that serve it.
	Zones   []queue.Text `json:"zones,omitempty"`
	Windows []string     `json:"windows,omitempty"`
	Issued  time.Time    `json:"issued"`
	// At is where it was called or is served, and Reason why it was called.
	At       Place        `json:"at,omitzero"`
	Reason   queue.Reason `json:"reason,omitzero"`
	Language queue.Lang   `json:"language,omitempty"`
	Copies   int          `json:"copies,omitempty"`
	// Paper is what is known of its newest paper; nil if nothing is.
	Paper *TicketPaper `json:"paper,omitempty"`
	// Hold is how it is on hold, and HoldUntil until when.
	Hold      queue.HoldKind `json:"hold,omitempty"`
	HoldUntil time.Time      `json:"hold_until,omitzero"`
	// CallsBefore is how many calls of its theme a returned number still lets
	// pass.
	CallsBefore int `json:"calls_before,omitempty"`
	// MayReturn says that a missed number may be brought back.
	MayReturn bool `json:"may_return,omitempty"`
}

// Line is the line of one theme.
type Line struct {
	Theme   string     `json:"theme"`
	Name    queue.Text `json:"name"`
	Prefix  string     `json:"prefix"`
	Special bool       `json:"special,omitempty"`
	// Serves are what people come to this line for besides its items.
	Serves  []queue.Service `json:"serves,omitempty"`
	Waiting int             `json:"waiting"`
	// Since is from when the wait of the longest waiting counts, see
	// queue.State.WaitsSince; zero if nobody waits.
	Since time.Time `json:"since,omitzero"`
	// Estimate is the wait of a number drawn now.
	Estimate queue.Estimate `json:"estimate"`
	// Windows is how many windows serve it now.
	Windows int `json:"windows"`
	// Closed says why no number is given; nil if one is.
	Closed *queue.Refusal `json:"closed,omitempty"`
	// Given is how many numbers of the day were given, Quota the one in force for
	// it, and GivenSlots how many were given in each of its slots.
	Given      int         `json:"given"`
	Quota      queue.Quota `json:"quota,omitzero"`
	GivenSlots []int       `json:"given_slots,omitempty"`
}

// Notice is a sentence for the waiting hall.
type Notice = queue.Notice

// Day is the business day as every screen needs it.
type Day struct {
	Hall string     `json:"hall"`
	Name queue.Text `json:"name"`
	Date string     `json:"date"`
	Open bool       `json:"open"`
	// MayReopen tells that the day was closed and that hall.openday would let it go on.
	MayReopen bool        `json:"may_reopen,omitempty"`
	Phase     queue.Phase `json:"phase"`
	// Hours are the sessions of the day, and UTCOffset hall time's distance from
	// UTC in minutes.
	Hours     []queue.Session `json:"hours"`
	UTCOffset int             `json:"utc_offset_minutes"`
	// Stopped is the reason of an emergency stop; empty if there is none.
	Stopped string   `json:"stopped,omitempty"`
	Notices []Notice `json:"notices,omitempty"`
}

// Menu is what a kiosk offers (TopicMenu).
type Menu struct {
	Day   Day    `json:"day"`
	Lines []Line `json:"lines"`
	// Catalogue is the hash of the catalogue in force; see state.catalogue.
	Catalogue string `json:"catalogue"`
	// PriorityAge is from which age priority is offered.
	PriorityAge int `json:"priority_age"`
	// Helping are the terminals from which staff were called and not yet come.
	Helping []string `json:"helping,omitempty"`
}

// Call is one call on the board.
type Call struct {
	Number string    `json:"number"`
	Place  Place     `json:"place"`
	At     time.Time `json:"at"`
	// Times is how often it was called.
	Times int `json:"times"`
	// State tells a call that is still open from one that was answered.
	State queue.TicketState `json:"state"`
}

// Board is what the waiting hall sees (TopicBoard): the last calls, newest
// first, so that a board that was away misses none.
type Board struct {
	Day   Day    `json:"day"`
	Calls []Call `json:"calls"`
	Lines []Line `json:"lines"`
}

// Window is what a clerk sees of the own window (WindowTopic).
type Window struct {
	Day    Day               `json:"day"`
	ID     string            `json:"id"`
	Label  string            `json:"label"`
	State  queue.WindowState `json:"state"`
	Since  time.Time         `json:"since"`
	Clerk  string            `json:"clerk,omitempty"`
	Name   string            `json:"name,omitempty"`
	Rights []queue.Right     `json:"rights,omitempty"`
	// Staff are those who may sign in here, while nobody is.
	Staff []Member `json:"staff,omitempty"`
	// Reason is why it is paused, PauseAfter why it will be.
	Reason     string `json:"reason,omitempty"`
	PauseAfter string `json:"pause_after,omitempty"`
	Served     int    `json:"served"`
	// Ticket is who is called or served here.
	Ticket *Visit `json:"ticket,omitempty"`
	// Own and Spill are the lines that it calls from.
	Own   []Line `json:"own"`
	Spill []Line `json:"spill,omitempty"`
	// Next are those whom it would call, in order.
	Next []Queued `json:"next,omitempty"`
	// Held are those on hold who may come back here, Missed those who may be
	// brought back.
	Held   []Queued `json:"held,omitempty"`
	Missed []Queued `json:"missed,omitempty"`
	// Undo is the last action, and UndoUntil until when it can be taken back.
	Undo      string    `json:"undo,omitempty"`
	UndoUntil time.Time `json:"undo_until,omitzero"`
	// Themes and Windows are where a citizen can be transferred to.
	Themes  []queue.Theme `json:"themes,omitempty"`
	Windows []Place       `json:"windows,omitempty"`
	// Colleagues are the clerks to whom a citizen can be transferred: those who
	// are signed in at another window.
	Colleagues []Colleague `json:"colleagues,omitempty"`
	// NeedOutcome says that outcomes must be stated to finish.
	NeedOutcome bool `json:"need_outcome,omitempty"`
	// Asked is what a manager asks of this window, also once it has accepted; not
	// what it declined.
	Asked *queue.Ask `json:"asked,omitempty"`
	// Help is the clerk's own call for help, while nobody has answered it.
	Help *queue.Help `json:"help,omitempty"`
}

// Member is a member of staff by name. Rights are told where somebody may sign in,
// so that a desk lists first who can do there what it is for.
type Member struct {
	ID     string        `json:"id"`
	Name   string        `json:"name"`
	Rights []queue.Right `json:"rights,omitempty"`
}

// Colleague is a clerk signed in at another window, Label what stands over it.
type Colleague struct {
	Member
	Label string `json:"label"`
}

// Visit is the citizen at a window, as the clerk needs to see the visit.
type Visit struct {
	Ticket
	// Last4 are the last four characters of the citizen's number, so that the
	// clerk can compare them with the card.
	Last4 string `json:"last4,omitempty"`
	// Ground is why the citizen has priority; the clerk asks for the proof.
	Ground queue.Ground `json:"ground,omitempty"`
	// Agent is the document of an agent, one of queue's codes or the text that
	// was given, and "-" for an agent of whom nothing was said; For4 the last four characters of the
	// number of whom the agent comes for.
	Agent string `json:"agent,omitempty"`
	For4  string `json:"for4,omitempty"`
	// Wanted are the items of the current leg with their papers.
	Wanted []queue.Item `json:"wanted,omitempty"`
	// Later are the parts of the visit after the current one, in order.
	Later []Leg `json:"later,omitempty"`
	// Waited is in seconds.
	Waited int `json:"waited"`
	// Amber and Red are the lengths, in seconds, that three of four and nineteen
	// of twenty such visits do not exceed; see queue.Usual.
	Amber int `json:"amber,omitempty"`
	Red   int `json:"red,omitempty"`
	// Announced is when the voice had spoken the last call; zero while it has not.
	Announced time.Time `json:"announced,omitzero"`
	// VoiceBy is by when the voice will have spoken it at latest; zero once it has, and
	// where no voice works.
	VoiceBy time.Time `json:"voice_by,omitzero"`
	// Called is how often it was called, RecallAt when it may be called again,
	// and MissedAt when it may be marked missed; zero if that needs more calls. Both
	// count from when the citizen could hear the call.
	Called   int       `json:"called"`
	Calls    int       `json:"calls"`
	RecallAt time.Time `json:"recall_at,omitzero"`
	MissedAt time.Time `json:"missed_at,omitzero"`
}

// Leg is a later part of a visit: the theme that will serve it, and what for.
type Leg struct {
	Theme     string     `json:"theme"`
	ThemeName queue.Text `json:"theme_name"`
	// Items are the names of the items, Codes their codes, in the same order.
	Items []queue.Text `json:"items,omitempty"`
	Codes []string     `json:"codes,omitempty"`
}

// Queued is one ticket in a clerk's or guide's lists.
type Queued struct {
	Number string            `json:"number"`
	Theme  string            `json:"theme"`
	State  queue.TicketState `json:"state"`
	Class  queue.Class       `json:"class"`
	// Since is when it was drawn, or, on hold, since when it is.
	Since time.Time `json:"since"`
	// Flags are "sent" (to this window or clerk), "returned", "leg" (a later
	// part of a visit).
	Flags []string       `json:"flags,omitempty"`
	Hold  queue.HoldKind `json:"hold,omitempty"`
	Until time.Time      `json:"until,omitzero"`
}

// Hall is what a manager or guide sees (TopicHall).
type Hall struct {
	Day     Day         `json:"day"`
	Figures Figures     `json:"figures"`
	Lines   []Line      `json:"lines"`
	Windows []WindowRow `json:"windows"`
	Missed  []Queued    `json:"missed,omitempty"`
	Held    []Queued    `json:"held,omitempty"`
	// Unserved are the numbers that the closed day left.
	Unserved []string `json:"unserved,omitempty"`
	// Alerts are the conditions that a manager must know of, the most pressing
	// first; Helps the calls for staff, panics first.
	Alerts []queue.Alert `json:"alerts,omitempty"`
	Helps  []HelpCall    `json:"helps,omitempty"`
	// Devices are those of all terminals, and Unpapered the numbers in the hall without
	// a paper that is certain, newest first, at most 50.
	Devices   []queue.Device `json:"devices,omitempty"`
	Unpapered []Unpapered    `json:"unpapered,omitempty"`
	// Names are what people call the terminals of Devices, by their ids; one that has
	// no name is left out.
	Names map[string]string `json:"names,omitempty"`
	// Trends are how many waited through the day.
	Trends Trends `json:"trends,omitzero"`
	// Staff are those who may sign in at a desk, Desks where who is signed in.
	Staff []Member  `json:"staff,omitempty"`
	Desks []Session `json:"desks,omitempty"`
	// Managed tells that somebody of the staff may act as manager; as long as nobody
	// may, desks act without a sign-in.
	Managed bool `json:"managed"`
	// Catalogue is the hash of the catalogue in force; see state.catalogue.
	Catalogue string `json:"catalogue,omitempty"`
	// PriorityAge is from which age priority is offered.
	PriorityAge int `json:"priority_age,omitempty"`
	// Advices are the open advices about windows, the most pressing first.
	Advices []queue.Advice `json:"advices,omitempty"`
	// Accuracy is how good the promises were: today's so far, and those of the last
	// business day before it; each is left out if there were none.
	Accuracy []Accuracy `json:"accuracy,omitempty"`
}

// Accuracy is how good the promised waits of a day were, over the numbers that were
// given a promise and have been called, as the day's report has them. What was said by
// formula, and so said to be rough, is not in it; the report has it apart.
type Accuracy struct {
	Date string `json:"date"`
	// Told is how many there are.
	Told int `json:"told"`
	// Held is the share, in percent, whose wait lay between low and high, and Kept the
	// share called by the time on their paper.
	Held int `json:"held"`
	Kept int `json:"kept"`
	// Error is the mean distance of the wait from the promised median, and Bias the mean
	// of promise less wait, so that more than 0 is promised too long; both in seconds.
	Error int `json:"error"`
	Bias  int `json:"bias"`
}

// HelpCall is a call for staff, with what stands over the window it came from.
type HelpCall struct {
	queue.Help
	// Label is the window's, Name the terminal's or clerk's for people.
	Label string `json:"label,omitempty"`
	Name  string `json:"name,omitempty"`
}

// Trends are how many waited at each step of the day.
type Trends struct {
	// From is the moment of the first value, Step minutes from one to the next.
	// The last value is the last full step; now is in the figures.
	From time.Time `json:"from,omitzero"`
	Step int       `json:"step_minutes,omitempty"`
	// All counts the whole hall, Themes each theme by its id.
	All    []int            `json:"all,omitempty"`
	Themes map[string][]int `json:"themes,omitempty"`
}

// Session is a member of staff signed in at a guide's or manager's terminal.
type Session struct {
	Terminal string        `json:"terminal"`
	Clerk    string        `json:"clerk"`
	Name     string        `json:"name"`
	Rights   []queue.Right `json:"rights,omitempty"`
	Since    time.Time     `json:"since"`
}

// Figures are the day so far, as the day's report counts it.
type Figures struct {
	// Issued counts the numbers drawn today, without those kept from the day before.
	Issued  int `json:"issued"`
	Waiting int `json:"waiting"`
	// Called counts the numbers that were called at least once today, and NoShow is the
	// share of them, in percent, who did not come and have not come back since.
	// Missed counts those who did not come at least once.
	Called    int `json:"called"`
	NoShow    int `json:"no_show"`
	Served    int `json:"served"`
	Missed    int `json:"missed"`
	Cancelled int `json:"cancelled"`
	// Open, Serving and Paused count windows.
	Open    int `json:"open"`
	Serving int `json:"serving"`
	Paused  int `json:"paused"`
	// Longest is the longest wait now, from when Line.Since counts; P50 and P90 the waits until the first
	// call today, all in seconds.
	Longest int `json:"longest"`
	P50     int `json:"p50"`
	P90     int `json:"p90"`
	// Within15 is the share, in percent, called within 15 minutes.
	Within15 int `json:"within15"`
	// Picked counts calls out of turn.
	Picked int `json:"picked"`
	// Occupancy is the share, in percent, of the time for which windows were open
	// today and not paused in which a citizen was called or served there.
	Occupancy int `json:"occupancy"`
}

// WindowRow is one window in the manager's grid.
type WindowRow struct {
	ID    string            `json:"id"`
	Label string            `json:"label"`
	Zone  string            `json:"zone"`
	State queue.WindowState `json:"state"`
	Since time.Time         `json:"since"`
	// Clerk is the id of who is signed in, Name the name.
	Clerk  string   `json:"clerk,omitempty"`
	Name   string   `json:"name,omitempty"`
	Number string   `json:"number,omitempty"`
	Reason string   `json:"reason,omitempty"`
	Own    []string `json:"own"`
	Spill  []string `json:"spill,omitempty"`
	Served int      `json:"served"`
	// Theme is what the citizen there is served for, Amber and Red as in Visit.
	Theme string `json:"theme,omitempty"`
	Amber int    `json:"amber,omitempty"`
	Red   int    `json:"red,omitempty"`
	// Asked is what a manager asks of it, with the clerk's answer; a no is shown for
	// queue.NoLasts.
	Asked *queue.Ask `json:"asked,omitempty"`
}
