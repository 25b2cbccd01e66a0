package queue

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Record is an event with its place in history.
type Record struct {
	Hall  string
	Epoch Epoch
	// Seq is gapless within the hall, from 1.
	Seq uint64
	// At is hall time.
	At time.Time
	By Actor
	// Cause is the id of the request that led to the event; empty for what
	// happened by itself.
	Cause string
	Event Event
}

// envelope is the written form of a Record. Data is an Event to write and raw
// JSON to read.
type envelope[Data any] struct {
	V     int       `json:"v"`
	Hall  string    `json:"hall"`
	Epoch Epoch     `json:"epoch"`
	Seq   uint64    `json:"seq"`
	Type  string    `json:"type"`
	At    time.Time `json:"at"`
	By    Actor     `json:"by,omitzero"`
	Cause string    `json:"cause,omitempty"`
	Data  Data      `json:"data"`
}

// recordVersion is the envelope's version.
const recordVersion = 1

// Encode writes the record as docs/wire.md describes it. It is MarshalJSON
// without the second look that json.Marshal takes at what a MarshalJSON wrote.
func (r Record) Encode() ([]byte, error) {
	if r.Event == nil {
		return nil, errors.New("a record without an event")
	}
	return json.Marshal(envelope[Event]{recordVersion, r.Hall, r.Epoch, r.Seq, r.Event.Type(), r.At, r.By, r.Cause, r.Event})
}

// MarshalJSON is Encode.
func (r Record) MarshalJSON() ([]byte, error) { return r.Encode() }

// UnmarshalJSON reads a record. An unknown type or version is an error: a hall
// whose history cannot be read whole must not open.
func (r *Record) UnmarshalJSON(b []byte) error {
	var e envelope[json.RawMessage]
	if err := json.Unmarshal(b, &e); err != nil {
		return err
	}
	if e.V != recordVersion {
		return fmt.Errorf("event %d: envelope version %d, this build reads %d", e.Seq, e.V, recordVersion)
	}
	read, ok := readers[e.Type]
	if !ok {
		return fmt.Errorf("event %d: type %q is not known to this build; a newer one wrote it", e.Seq, e.Type)
	}
	ev, err := read(e.Data)
	if err != nil {
		return fmt.Errorf("event %d, %s: %w", e.Seq, e.Type, err)
	}
	*r = Record{e.Hall, e.Epoch, e.Seq, e.At, e.By, e.Cause, ev}
	return nil
}

// readers decode each type of event.
var readers = map[string]func([]byte) (Event, error){}

// known registers the event type E.
func known[E Event]() string {
	var zero E
	readers[zero.Type()] = func(b []byte) (Event, error) {
		var e E
		err := json.Unmarshal(b, &e)
		return e, err
	}
	return zero.Type()
}

// EventTypes are all types of events that this build reads, in the order of
// their declaration.
var EventTypes = []string{
	known[TicketIssued](), known[TicketCalled](), known[TicketRecalled](), known[TicketStarted](),
	known[TicketFinished](), known[TicketMissed](), known[TicketReturned](), known[TicketHeld](),
	known[TicketTakenBack](), known[TicketWoken](), known[TicketTransferred](), known[TicketChanged](),
	known[TicketReleased](), known[TicketCancelled](), known[TicketExpired](), known[TicketReprinted](),
	known[WindowOpened](), known[WindowClosed](), known[WindowPaused](), known[WindowPausing](),
	known[WindowResumed](), known[WindowAssigned](), known[WindowUndone](),
	known[SettingsChanged](), known[CatalogueChanged](), known[EpochStarted](),
	known[DayOpened](), known[DayClosed](), known[PhaseChanged](), known[HallStopped](), known[HallResumed](),
	known[IntakeSet](), known[QuotaSet](), known[NoticeSet](), known[NoticeCleared](), known[ClockAdopted](),
	known[HelpCalled](), known[HelpAnswered](), known[DeskOpened](), known[DeskClosed](),
	known[AlertRaised](), known[AlertCleared](), known[AlertAcknowledged](), known[WindowAsked](), known[WindowAnswered](),
	known[TicketReadmitted](), known[DayReopened](), known[WindowReplied](),
	known[DeviceChanged](), known[DeviceRemoved](), known[TicketPaper](), known[TicketAnnounced](),
	known[PartTaken](), known[PartReleased](),
	known[TicketPromised](), known[ThemeFull](), known[AdviceGiven](), known[AdviceAnswered](), known[DayReported](),
}
