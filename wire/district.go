package wire

import (
	"time"

	"onewindow/queue"
)

// District is the whole network as its managers see it.
type District struct {
	// Rev rises with each change; At is the centre's clock.
	Rev uint64    `json:"rev"`
	At  time.Time `json:"at"`
	// Name is the centre's.
	Name  string    `json:"name"`
	Halls []HallRow `json:"halls"`
	// Alerts are those of the network, the gravest first: of halls that are away,
	// refused or copied, of long waits, of devices, of threats.
	Alerts []HallAlert `json:"alerts"`
}

// HallStanding says how a hall stands with the centre and with its day.
type HallStanding string

// How a hall can stand.
const (
	HallOpen    HallStanding = "open"    // there, and its business day is open
	HallClosed  HallStanding = "closed"  // there, and its business day is not open
	HallStopped HallStanding = "stopped" // there, in an emergency stop
	HallAway    HallStanding = "away"    // not there; its figures are of Heard
	HallRefused HallStanding = "refused" // there, but the centre takes nothing from it
	HallCopied  HallStanding = "copied"  // two programs speak for it
	HallNever   HallStanding = "never"   // never heard
)

// HallRow is one hall of the network.
type HallRow struct {
	Hall   string      `json:"hall"`
	Name   queue.Text  `json:"name"`
	Level  queue.Level `json:"level"`
	Parent string      `json:"parent,omitempty"`
	// Street is in which the hall lies; empty for the district's.
	Street queue.Text `json:"street,omitzero"`

	Standing HallStanding `json:"standing"`
	// Since is when the hall came or went; Heard when it last said anything, and Why
	// why it is away or refused.
	Since time.Time `json:"since,omitzero"`
	Heard time.Time `json:"heard,omitzero"`
	Why   *Error    `json:"why,omitempty"`
	// Behind counts the events that the hall has and the centre has not.
	Behind uint64 `json:"behind"`

	// Day is the business day that Figures are of, as the hall last said.
	Day     string     `json:"day,omitempty"`
	Figures Figures    `json:"figures"`
	Lines   []LiveLine `json:"lines,omitempty"`
	// Before is how the same weekday a week before stood at this time of day; nil if
	// the centre does not know.
	Before *SameTime `json:"before,omitempty"`

	Alerts int `json:"alerts"`
	Urgent int `json:"urgent"`
	Panics int `json:"panics"`
	Faulty int `json:"faulty"`
	// Advices counts the hall's open advices about windows, and Accuracy is how good its
	// promised waits of Day were so far; nil where the hall has not told of any.
	Advices  int       `json:"advices,omitempty"`
	Accuracy *Accuracy `json:"accuracy,omitempty"`

	// Version is the hall's software, Parts which publications it runs.
	Version string      `json:"version,omitempty"`
	Parts   []PartState `json:"parts,omitempty"`
}

// SameTime is a business day up to a time of day.
type SameTime struct {
	Day string `json:"day"`
	// Until is the half hour up to which is counted, as "10:30".
	Until    string `json:"until"`
	Issued   int    `json:"issued"`
	Served   int    `json:"served"`
	Within15 int    `json:"within15"`
	// Wait is the mean wait until the first call, in seconds.
	Wait int `json:"wait"`
}

// HallAlertKind says what an alert of the network is about.
type HallAlertKind string

// Kinds of alerts of the network.
const (
	AlertHallAway    HallAlertKind = "away"    // an open hall is away for more than a minute
	AlertHallRefused HallAlertKind = "refused" // the centre takes nothing from it
	AlertHallCopied  HallAlertKind = "copied"  // two programs speak for it
	AlertHallPanic   HallAlertKind = "panic"   // somebody calls for help in a threat
	AlertHallStopped HallAlertKind = "stopped" // emergency stop
	AlertHallWait    HallAlertKind = "wait"    // somebody waits too long
	AlertHallUrgent  HallAlertKind = "urgent"  // urgent alerts of its own
	AlertHallDevice  HallAlertKind = "device"  // devices that do not work
	AlertHallPart    HallAlertKind = "part"    // it does not run what is published for it
	AlertHallMachine HallAlertKind = "machine" // alarms of its machine
)

// HallAlert is one alert of the network.
type HallAlert struct {
	Hall  string           `json:"hall"`
	Kind  HallAlertKind    `json:"kind"`
	Level queue.AlertLevel `json:"level"`
	Since time.Time        `json:"since"`
	// Value is what it is about: seconds of AlertHallWait and AlertHallAway, else a
	// count; Code the refusal's or alarm's.
	Value int    `json:"value,omitempty"`
	Code  string `json:"code,omitempty"`
}

// DistrictHall is one hall in detail.
type DistrictHall struct {
	Row HallRow `json:"row"`
	// Themes name the lines of Row.
	Themes []queue.Theme `json:"themes,omitempty"`
	// Windows are those of the hall, as its events say.
	Windows []DistrictWindow `json:"windows,omitempty"`
	// Today and Before are the half hours of the business day, and of the same weekday
	// a week before.
	Today  []HalfHour `json:"today,omitempty"`
	Before []HalfHour `json:"before,omitempty"`
	// Alerts are those of the hall.
	Alerts []HallAlert `json:"alerts,omitempty"`
}

// DistrictWindow is one window of a hall.
type DistrictWindow struct {
	ID     string            `json:"id"`
	Label  string            `json:"label"`
	State  queue.WindowState `json:"state"`
	Since  time.Time         `json:"since,omitzero"`
	Number string            `json:"number,omitempty"`
	Themes []string          `json:"themes,omitempty"`
	Served int               `json:"served"`
}

// HalfHour is one half hour of a day; Slot 18 is 09:00 to 09:30.
type HalfHour struct {
	Slot     int `json:"slot"`
	Issued   int `json:"issued"`
	Served   int `json:"served"`
	Within15 int `json:"within15"`
	Wait     int `json:"wait"`
}
