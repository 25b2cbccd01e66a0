package queue

import "time"

// Advice proposes how many windows should serve a theme until some time, and what
// that would come to. It moves nothing by itself: a manager accepts it with one key,
// which asks the clerk of the window, or refuses it.
type Advice struct {
	// ID is the theme and the sequence of the event that gave it, as in "general-1042";
	// the hall fills it in.
	ID    string  `json:"id"`
	Theme string  `json:"theme"`
	What  AskKind `json:"what"`
	// Window is the one to open or close.
	Window string `json:"window"`
	// Now is how many windows of the theme are open, Then how many would be.
	Now  int `json:"now"`
	Then int `json:"then"`
	// Target is the wait in minutes that counts, Until the end of the time looked at.
	Target int       `json:"target_minutes"`
	Until  time.Time `json:"until"`
	// Share is what percent of those who draw a number until then would wait less
	// than the target with Then windows, ShareLow and ShareHigh the range in which
	// that lies in four of five cases; ShareNow is the same with Now windows.
	Share     int `json:"share"`
	ShareLow  int `json:"share_low"`
	ShareHigh int `json:"share_high"`
	ShareNow  int `json:"share_now"`
	// Minutes are the window minutes that it saves until then; negative if it costs
	// them.
	Minutes int `json:"minutes"`
	// Waiting is how many waited for the theme when it was given.
	Waiting int       `json:"waiting"`
	At      time.Time `json:"at"`
}

// AdviceAnswer is what became of an advice.
type AdviceAnswer string

// Answers to an advice.
const (
	AdviceAccepted AdviceAnswer = "accepted" // the window was asked
	AdviceRefused  AdviceAnswer = "refused"  // a manager said no
	AdviceOver     AdviceAnswer = "over"     // it is no longer so, or the window does it already
)
