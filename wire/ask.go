package wire

import (
	"strings"
	"time"
)

// What a hall asks of the centre besides hello and segments: a Request to
// up.<hall>.ask.<what>, answered with a Reply. None of it is needed for anything that
// the hall does; a question without an answer is given up after AskWithin.
const (
	// AskWithin is how long a hall waits for the answer to a question.
	AskWithin = 5 * time.Second

	// SubjectAsks is what the centre's service listens to.
	SubjectAsks = "up.*.ask.*"

	// AskDesired is what the centre wants the hall to be (DesiredRequest, DesiredReply).
	AskDesired = "desired"
	// AskQuickest is where items are served soonest (QuickestRequest, QuickestReply).
	AskQuickest = "quickest"
	// AskClaim is whether a citizen holds a number elsewhere (ClaimRequest, ClaimReply).
	AskClaim = "claim"
	// AskClaimed tells which number a claim became (ClaimedRequest), or that it became
	// none.
	AskClaimed = "claimed"
)

// Asks are all that a hall may ask.
var Asks = []string{AskDesired, AskQuickest, AskClaim, AskClaimed}

// AskSubject is where hall asks the centre for what.
func AskSubject(hall, what string) string { return "up." + hall + ".ask." + what }

// ParseAskSubject splits a subject made by AskSubject; ok is false for any other.
func ParseAskSubject(subject string) (hall, what string, ok bool) {
	t := strings.Split(subject, ".")
	if len(t) != 4 || t[0] != "up" || t[2] != "ask" {
		return "", "", false
	}
	return t[1], t[3], true
}

// ChangedSubject is where the centre tells hall, without asking for an answer, that
// what it wants of the hall has changed; the hall then asks for it (AskDesired). A
// hint that is lost is made good by the next connection, and by the hall's own asking
// every ten minutes.
func ChangedSubject(hall string) string { return DownSubject(hall, "network", "changed") }
