package wire

import (
	"time"

	"onewindow/queue"
)

// DevicesRequest tells the devices of the terminal that sends it (device.report):
// all of them, each time; one that is missing is there no more. Telling the same
// again changes nothing. The hall fills in Terminal, Role and Since.
type DevicesRequest struct {
	Devices []queue.Device `json:"devices"`
}

// AnnouncedRequest tells that the voice has spoken a call (call.announced).
type AnnouncedRequest struct {
	Number string `json:"number"`
	Window string `json:"window"`
	// Times is which call of the number it was, as in Call.
	Times int `json:"times"`
}

// Signs is what stands over the windows and on the strips of the hall
// (TopicSigns).
type Signs struct {
	Day     Day    `json:"day"`
	Windows []Sign `json:"windows"`
	// Calls are the last calls, newest first, as on the board.
	Calls []SignCall `json:"calls"`
}

// Sign is one window as the hall sees it from outside.
type Sign struct {
	Window string `json:"window"`
	// Label is what stands over it.
	Label string `json:"label"`
	// Zone is the id of where it stands and ZoneName its name.
	Zone     string            `json:"zone"`
	ZoneName queue.Text        `json:"zone_name,omitzero"`
	State    queue.WindowState `json:"state"`
	// Since is when the state began.
	Since time.Time `json:"since"`
	// Number is who is called or served there, and Times how often it was called.
	Number string `json:"number,omitempty"`
	Times  int    `json:"times,omitempty"`
	// Announced is when a voice began to say the call; zero while none has.
	Announced time.Time `json:"announced,omitzero"`
	// Reason is why it is paused.
	Reason string `json:"reason,omitempty"`
}

// SignCall is a call with the id of the zone where its window stands.
type SignCall struct {
	Call
	Zone string `json:"zone"`
}

// Card is an identity card that was put on the terminal's reader. It is made on the
// terminal and never sent: the screen puts the number into the request that it is
// for, and forgets it. A queue.IDNumber does not print itself.
type Card struct {
	Number queue.IDNumber `json:"-"`
}

// Scan is a code that was put before the terminal's scanner. Like Card it is never
// sent.
type Scan struct {
	Text string
}

// CardTrouble tells the screen that a card was put on the reader and gave no number
// that can be used, so that the citizen is told what to do. Like Card it is never
// sent.
type CardTrouble struct {
	// Code is one of the CardTrouble codes.
	Code string
}

// Codes of CardTrouble.
const (
	// CardUnreadable: it could not be read; lying flat and still it often can.
	CardUnreadable = "unreadable"
	// CardTakenAway: it was taken away while it was being read.
	CardTakenAway = "taken_away"
	// CardForeign: it was read, and has a number that this hall cannot use, such as
	// the 15 characters of foreigners' permanent resident cards before 2023.
	CardForeign = "foreign"
)

// Reader tells the screen whether a device of the terminal reads now, so that people
// are asked to use it only then. Like Card it is never sent. Of devices that pretend
// to be keyboards nobody tells.
type Reader struct {
	// Kind is queue.DeviceReader, of cards, or queue.DeviceScanner.
	Kind  queue.DeviceKind
	Ready bool
}
