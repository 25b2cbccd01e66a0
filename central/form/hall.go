package form

import (
	"encoding/json"
	"time"

	"onewindow/wire"
)

// Issued is a number that was drawn.
type Issued struct {
	Ticket wire.Ticket `json:"ticket"`
	// Dup is true when a request with this Idempotency-Key had been answered before:
	// the ticket is that first answer, and nothing was drawn now.
	Dup bool `json:"dup"`
}

// Cancelled is a number that was cancelled.
type Cancelled struct {
	Ticket wire.Ticket `json:"ticket"`
	// Dup is true when this request had been answered before.
	Dup bool `json:"dup"`
}

// State is the full state of one topic of a hall, asked of the hall itself.
type State struct {
	// Topic is what was asked for: menu or hall.
	Topic wire.Topic `json:"topic"`
	// Epoch and Seq say which event of which line of the hall's history it reflects.
	Epoch string `json:"epoch"`
	Seq   uint64 `json:"seq"`
	// At is the hall's clock.
	At time.Time `json:"at"`
	// Data is what the hall offers at its kiosks (topic menu), or what its managers see
	// (topic hall), as the hall said it.
	Data json.RawMessage `json:"data"`
}

// TicketRow is one visit as the centre knows it from the hall's events. It says nothing
// of who the citizen is.
type TicketRow struct {
	// Day is the business day, Number what stands on the paper.
	Day    string `json:"day"`
	Number string `json:"number"`
	// Superseded marks one of a line of history that the hall has left by restoring a
	// backup; it counts no more.
	Superseded bool `json:"superseded,omitempty"`
	// State is where the visit stands: waiting, called, serving, held, missed, done,
	// cancelled, expired, or lost where nobody knows how it ended.
	State string `json:"state"`
	// Themes are those of the visit's parts in their order, Leg the current part from 1.
	Themes []string `json:"themes"`
	Leg    int      `json:"leg"`
	// Items are the codes of what the citizen asked for.
	Items []string `json:"items,omitempty"`
	// Class is ordinary, priority or appointment; Source where the number was drawn.
	Class    string `json:"class"`
	Source   string `json:"source"`
	Language string `json:"language,omitempty"`
	// Issued is when it was drawn, Called when it was first called, Started when its
	// service first began, and Ended when the visit ended.
	Issued  time.Time `json:"issued"`
	Called  time.Time `json:"called,omitzero"`
	Started time.Time `json:"started,omitzero"`
	Ended   time.Time `json:"ended,omitzero"`
	// Wait is from the drawing until the first call, in seconds; absent before it.
	Wait *int `json:"wait,omitempty"`
	// Waiting, Service and Hold are the whole seconds spent so, without a span that
	// still lasts.
	Waiting int `json:"waiting"`
	Service int `json:"service"`
	Hold    int `json:"hold"`
	// Window has or had it last.
	Window string `json:"window,omitempty"`
	// Calls counts calls and recalls, Misses how often it did not come.
	Calls  int `json:"calls"`
	Misses int `json:"misses"`
	// Reason is why it was called when it was, Why how it was cancelled or expired.
	Reason string `json:"reason,omitempty"`
	Why    string `json:"why,omitempty"`
	// Paper is the state of its newest paper, Copies counts the reprints.
	Paper  string `json:"paper,omitempty"`
	Copies int    `json:"copies,omitempty"`
}

// TicketRows are those of a hall's business day in the order of their numbers.
type TicketRows struct {
	Hall    string      `json:"hall"`
	Day     string      `json:"day"`
	Tickets []TicketRow `json:"tickets"`
}

// WindowRows are the windows of a hall.
type WindowRows struct {
	Hall    string       `json:"hall"`
	Windows []WindowFact `json:"windows"`
}

// WindowFact is one window as the hall's events say.
type WindowFact struct {
	ID    string `json:"id"`
	Label string `json:"label"`
	Zone  string `json:"zone,omitempty"`
	// State is closed, idle, calling, serving or paused, or lost where nobody knows.
	State string    `json:"state"`
	Since time.Time `json:"since,omitzero"`
	// Clerk is the id of who works there; told only to tokens with the scope export.
	Clerk string `json:"clerk,omitempty"`
	// Number is who is called or served, Reason why it is paused.
	Number string `json:"number,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Own and Spill are the themes that it serves, and helps out with.
	Own   []string `json:"own"`
	Spill []string `json:"spill,omitempty"`
	// Served counts the visits that ended here on the business day; Open and Busy are
	// the seconds for which it was open and not paused, and had a citizen.
	Served int `json:"served"`
	Open   int `json:"open"`
	Busy   int `json:"busy"`
}

// Statistics are cells of what halls have counted.
type Statistics struct {
	// Dim is by what is counted: hall, theme, item or window.
	Dim string `json:"dim"`
	// From and To are business days, both included.
	From string `json:"from"`
	To   string `json:"to"`
	// Cells are in the order of halls, days, ids and half hours; what counted nothing
	// is left out.
	Cells []Cell `json:"cells"`
}

// Cell is one cell of the statistics.
type Cell struct {
	Hall string `json:"hall"`
	Day  string `json:"day"`
	// ID is that of the theme, item or window; absent for the hall.
	ID string `json:"id,omitempty"`
	// Slot is the half hour of hall time, 18 for 09:00 to 09:30; absent for the whole
	// day.
	Slot *int `json:"slot,omitempty"`
	// Issued counts the numbers drawn.
	Issued int `json:"issued"`
	// Called counts first calls; WaitSeconds is the sum of the waits until then, P50
	// and P90 what half and nine of ten of them do not exceed, in seconds, and Within15
	// how many were at most a quarter of an hour.
	Called      int `json:"called"`
	WaitSeconds int `json:"wait_seconds"`
	P50         int `json:"p50"`
	P90         int `json:"p90"`
	Within15    int `json:"within15"`
	// Picked counts the calls out of turn.
	Picked int `json:"picked"`
	// Served counts visits that were finished. Services counts those whose length is
	// known, and ServiceSeconds is their sum.
	Served         int `json:"served"`
	Services       int `json:"services"`
	ServiceSeconds int `json:"service_seconds"`
	// Missed counts numbers that did not come, Cancelled and Expired visits that ended
	// unserved.
	Missed    int `json:"missed"`
	Cancelled int `json:"cancelled"`
	Expired   int `json:"expired"`
}

// Readiness is whether the centre can serve now.
type Readiness struct {
	Ready bool `json:"ready"`
	// Why says for operators why it is not ready.
	Why string `json:"why,omitempty"`
}
