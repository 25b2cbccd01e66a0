package queue

import "time"

// A theme gives no more numbers once it is not likely enough that whoever draws one
// now is called before the hall closes, and gives them again once it is so by a
// margin, so that it does not flicker. Both are percent.
const (
	FullBelow = 90
	FitsFrom  = 95
)

// Outlook is how likely it is, in percent, that a number of the theme drawn now is
// called before the hall closes for the day.
type Outlook struct {
	Theme string `json:"theme"`
	Fits  int    `json:"fits"`
}

// Full says since when a theme gives no more numbers because the day does not hold
// them, and how likely it then was, in percent, that it would.
type Full struct {
	Since time.Time `json:"since"`
	Fits  int       `json:"fits"`
}
