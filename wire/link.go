package wire

import "time"

// Link is whether a terminal reaches its hall. It is made by the terminal's
// client and never sent.
type Link struct {
	// Up is true while the hall answers.
	Up bool
	// Since is when that began, in the terminal's own time.
	Since time.Time
}
