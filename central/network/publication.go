package network

import (
	"encoding/json"
	"time"

	"onewindow/queue"
)

// Publication is one version of a part that the centre wants halls to run.
type Publication struct {
	// Version counts all publications of the network, from 1.
	Version uint64     `json:"version"`
	Part    queue.Part `json:"part"`
	Target  Target     `json:"target"`
	// Hash is the SHA-256 of Body, as hex.
	Hash string `json:"hash"`
	// Body is the part, as wire.DesiredPart has it; null withdraws what was published
	// for exactly that target before.
	Body json.RawMessage `json:"body,omitempty"`
	// Bytes is the size of Body where that is left out.
	Bytes int `json:"-"`
	// By is who published it, Note why, At when.
	By   string    `json:"by"`
	Note string    `json:"note,omitempty"`
	At   time.Time `json:"at"`
}

// Target says which halls a publication is for: "all", "level:street", "below:LG-PH"
// (that hall and all under it) or "hall:LG-PH-09". The narrower prevails over the
// wider, in the order hall, below (the nearest one above), level, all; among those
// of one target the newest.
type Target string

// All is the target of every hall.
const All Target = "all"
