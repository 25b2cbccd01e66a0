package project

import (
	"encoding/json"
	"strings"
	"time"

	"onewindow/queue"
)

// Event is one record of a hall, as far as this build can read it.
type Event struct {
	Head
	// Cause is the request that led to it; empty for what happened by itself.
	Cause string
	// Terminal is where a number was drawn; it is not read of other events.
	Terminal string
	// Event is what happened; nil where a newer hall wrote what this build does not
	// know, or something that is not as its type says. Of a type of which no row
	// tells it is Other.
	Event queue.Event
}

// Other is an event of which no row tells.
type Other string

// Type is the event's type.
func (o Other) Type() string { return string(o) }

// Read reads one record. An unknown type, version or form of the event itself is
// no error; one without a sequence, a type or a time is.
func Read(raw []byte) (Event, error) {
	r, err := Peek(raw)
	if err != nil {
		return Event{}, err
	}
	return r.Read(), nil
}

// Read reads the rest of the record.
func (r Record) Read() Event {
	p := &r.p
	e := Event{Head: p.head, Cause: p.cause}
	read := readers[p.head.Type]
	if read == nil || p.v != 1 {
		return e
	}
	var ok bool
	if e.Event, ok = usual(p.head.Type, p.data); !ok {
		var err error
		if e.Event, err = read(p.data); err != nil {
			e.Event = nil
			return e
		}
	}
	if _, ok := e.Event.(queue.TicketIssued); ok && len(p.by) > 0 {
		var by queue.Actor
		if err := json.Unmarshal(p.by, &by); err != nil {
			e.Event = nil
			return e
		}
		e.Terminal = text(by.Terminal)
	}
	return e
}

// readers read the events of each type; those of which no row tells are only known.
var readers = func() map[string]func([]byte) (queue.Event, error) {
	m := make(map[string]func([]byte) (queue.Event, error), len(queue.EventTypes))
	for _, t := range queue.EventTypes {
		other := queue.Event(Other(t))
		m[t] = func(data []byte) (queue.Event, error) {
			if !json.Valid(data) {
				return nil, errNoJSON
			}
			return other, nil
		}
	}
	tell[queue.TicketCalled](m)
	tell[queue.TicketRecalled](m)
	tell[queue.TicketStarted](m)
	tell[queue.TicketFinished](m)
	tell[queue.TicketMissed](m)
	tell[queue.TicketReturned](m)
	tell[queue.TicketHeld](m)
	tell[queue.TicketTakenBack](m)
	tell[queue.TicketWoken](m)
	tell[queue.TicketTransferred](m)
	tell[queue.TicketChanged](m)
	tell[queue.TicketReleased](m)
	tell[queue.TicketCancelled](m)
	tell[queue.TicketExpired](m)
	tell[queue.TicketReadmitted](m)
	tell[queue.TicketReprinted](m)
	tell[queue.TicketPaper](m)
	tell[queue.WindowOpened](m)
	tell[queue.WindowClosed](m)
	tell[queue.WindowPaused](m)
	tell[queue.WindowPausing](m)
	tell[queue.WindowResumed](m)
	tell[queue.WindowAssigned](m)
	tell[queue.WindowUndone](m)
	tell[queue.SettingsChanged](m)
	tell[queue.EpochStarted](m)
	tell[queue.DayOpened](m)
	tell[queue.DayClosed](m)
	tell[queue.DayReopened](m)
	tell[queue.HallStopped](m)
	tell[queue.HallResumed](m)
	tell[queue.DeviceChanged](m)
	tell[queue.DeviceRemoved](m)
	m[queue.TicketIssued{}.Type()] = readIssued
	m[queue.CatalogueChanged{}.Type()] = readCatalogue
	m[queue.DayReported{}.Type()] = readReported
	return m
}()

// tell reads events of that type in full.
func tell[E queue.Event](m map[string]func([]byte) (queue.Event, error)) {
	var zero E
	m[zero.Type()] = func(data []byte) (queue.Event, error) {
		var e E
		err := json.Unmarshal(data, &e)
		return e, err
	}
}

// readIssued reads of a new ticket what rows tell; nothing of the citizen is.
func readIssued(data []byte) (queue.Event, error) {
	var e struct {
		Ticket struct {
			Day      string       `json:"day"`
			Number   string       `json:"number"`
			Legs     []queue.Leg  `json:"legs"`
			Class    queue.Class  `json:"class"`
			Source   queue.Source `json:"source"`
			Language queue.Lang   `json:"language"`
		} `json:"ticket"`
	}
	err := json.Unmarshal(data, &e)
	t := &e.Ticket
	return queue.TicketIssued{Ticket: queue.Ticket{Day: t.Day, Number: t.Number, Legs: t.Legs, Class: t.Class, Source: t.Source, Language: t.Language}}, err
}

// readCatalogue reads of a catalogue what rows tell, its hash.
func readCatalogue(data []byte) (queue.Event, error) {
	var e struct {
		Hash string `json:"hash"`
	}
	err := json.Unmarshal(data, &e)
	return queue.CatalogueChanged{Hash: e.Hash}, err
}

// name is a type as text: that of the table, if it is there, so that none is made
// anew for each event.
func name(b []byte) string {
	if t, ok := names[string(b)]; ok {
		return t
	}
	return string(b)
}

var names = func() map[string]string {
	m := make(map[string]string, len(queue.EventTypes))
	for _, t := range queue.EventTypes {
		m[t] = t
	}
	return m
}()

// Text is s without what a database refuses to keep as text: a zero byte.
func Text(s string) string {
	if strings.IndexByte(s, 0) < 0 {
		return s
	}
	return strings.ReplaceAll(s, "\x00", "")
}

func text(s string) string { return Text(s) }

// milliseconds is a time as rows keep it: since 1970 in UTC; 0 for none.
func milliseconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}
