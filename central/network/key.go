package network

import (
	"errors"
	"time"
)

// Enrolled is a hall that may connect.
type Enrolled struct {
	Hall string
	// Key is the hall's public user NKey; the seed never leaves the hall.
	Key string
	// Name is of the machine, for people; as given at enrolment.
	Name string
	At   time.Time
}

// Invitation lets one key become the key of a hall.
type Invitation struct {
	// ID is the token's name, Hash the SHA-256 of its secret, which is kept nowhere.
	ID   string
	Hash [32]byte
	Hall string
	// Expires is when it is good no more.
	Expires time.Time
	// Key is the key that has used it; empty while it is open.
	Key string
}

// ErrInvitation is why an enrolment is refused.
var ErrInvitation = errors.New("the invitation is gone, used by another key or for another hall")
