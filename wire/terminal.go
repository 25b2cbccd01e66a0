package wire

import (
	"encoding/json"
	"time"
)

// Terminal is one enrolled device of the hall.
type Terminal struct {
	// ID is made by the hall at enrolment and is the terminal's subject token.
	ID string `json:"id"`
	// Role decides what it may do.
	Role Role `json:"role"`
	// Window is the window a window or rating terminal stands at.
	Window string `json:"window,omitempty"`
	// Name is for people, as given at enrolment.
	Name string `json:"name,omitempty"`
	// Key is the terminal's public NKey. The seed never leaves the terminal.
	Key string `json:"key"`
	// Enrolled is when.
	Enrolled time.Time `json:"enrolled"`
	// Seen is when the hall last heard it; zero if never since the start.
	Seen time.Time `json:"seen,omitzero"`
}

// Desk reports whether the terminal is a guide's or manager's, where members of
// staff sign in to act; see Verb.Signed.
func (t Terminal) Desk() bool { return t.Role == RoleGuide || t.Role == RoleManager }

// TokenRequest asks for a join token (terminal.token).
type TokenRequest struct {
	Role   Role   `json:"role"`
	Window string `json:"window,omitempty"`
	// Minutes is how long the token is good; 0 means 15.
	Minutes int `json:"minutes,omitempty"`
}

// TokenReply carries a join token, a secret to be typed or scanned once.
type TokenReply struct {
	Token   string    `json:"token"`
	Expires time.Time `json:"expires"`
}

// JoinRequest enrols a terminal. It is sent on SubjectJoin over a connection
// that was opened with the token's secret.
type JoinRequest struct {
	V int `json:"v"`
	// Pass is "<token id>.<secret in hex>".
	Pass string `json:"pass"`
	// Key is the terminal's new public NKey (a user key, "U…").
	Key string `json:"key"`
	// Sig is the signature of "join:<token id>" under Key, in base64url without
	// padding: proof that the sender holds the seed.
	Sig string `json:"sig"`
	// Name is for people.
	Name string `json:"name,omitempty"`
}

// JoinReply is the data of a granted JoinRequest.
type JoinReply struct {
	Hall     string   `json:"hall"`
	Terminal Terminal `json:"terminal"`
}

// Heartbeat is what a terminal publishes every five seconds.
type Heartbeat struct {
	V int `json:"v"`
	// Version is the software version of the terminal.
	Version string `json:"version,omitempty"`
	// Revs are the revisions that the terminal shows, by topic.
	Revs map[Topic]uint64 `json:"revs,omitempty"`
}

// Sys is the hall's own heartbeat.
type Sys struct {
	V       int       `json:"v"`
	Hall    string    `json:"hall"`
	Version string    `json:"version"`
	Epoch   string    `json:"epoch"`
	Seq     uint64    `json:"seq"`
	At      time.Time `json:"at"`
	// Alarms are the conditions that staff must look at, by code.
	Alarms []Error `json:"alarms,omitempty"`
	// Notes are what staff may want to know and need not act on, by code.
	Notes []Error `json:"notes,omitempty"`
	// Centre is how the hall's link to its centre is; nil if it has none.
	Centre *CentreLink `json:"centre,omitempty"`
}

// CentreLink is how a hall's link to its centre is, as the hall sees it.
type CentreLink struct {
	// Name is the centre's, for people.
	Name string `json:"name,omitempty"`
	// Up is true while the centre answers and takes what it is told; Since is when
	// that began or ended.
	Up    bool      `json:"up"`
	Since time.Time `json:"since"`
	// Why is why it is not up, for operators.
	Why string `json:"why,omitempty"`
	// Acked is the last event that the centre is known to have, Behind how many more
	// the hall has. Until the centre has answered since the hall started, Acked is 0
	// and Behind counts all.
	Acked  uint64 `json:"acked"`
	Behind uint64 `json:"behind"`
}

// Message is the envelope of every full-state message on a topic and of the
// answer to state.get. A message with a lower Seq of the same Epoch than the one
// shown, or with an older Epoch, is dropped.
type Message struct {
	V     int    `json:"v"`
	Topic Topic  `json:"topic"`
	Epoch string `json:"epoch"`
	// Seq is the revision: the hall's event that the state reflects.
	Seq  uint64          `json:"seq"`
	At   time.Time       `json:"at"`
	Data json.RawMessage `json:"data"`
}
