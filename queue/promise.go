package queue

import "time"

// Promise is what a citizen was told about the wait when the number was drawn: the
// one that stands on the paper. It is kept so that what was foreseen can be held
// against what came. Later estimates are shown and not kept.
type Promise struct {
	// At is when it was made.
	At time.Time `json:"at"`
	// Ahead is how many were before.
	Ahead int `json:"ahead"`
	// Low, Median, Likely and High are the waits, in seconds from At until the first
	// call, that one, five, eight and nine of ten such waits do not exceed.
	Low    int `json:"low"`
	Median int `json:"median"`
	Likely int `json:"likely"`
	High   int `json:"high"`
	// Rough marks one by formula, made when no simulation was at hand.
	Rough bool `json:"rough,omitempty"`
}

// By is when the citizen was told to have very likely been called.
func (p *Promise) By() time.Time { return p.At.Add(time.Duration(p.Likely) * time.Second) }
