package wire

import (
	"encoding/json"
	"time"

	"onewindow/queue"
)

// Version is the envelope version that this build speaks. A receiver answers
// CodeUnsupportedVersion to any other.
const Version = 1

// MaxRequest is the largest request, in bytes, that a hall reads; a larger one
// is answered with CodeTooLarge and not parsed.
const MaxRequest = 64 << 10

// MaxDocument is the same for the verbs that bring a whole document, the
// settings or the catalogue; see Verb.Limit.
const MaxDocument = 960 << 10

// MaxAhead is how far in the future a request's Exp may lie. It bounds how long
// a forgotten retry can still take effect.
const MaxAhead = 2 * time.Minute

// Request is the envelope of every request to a hall.
type Request struct {
	// V is the envelope version, see Version.
	V int `json:"v"`
	// RID names the request. The sender makes it before the first try and keeps
	// it for every retry, so that a repeated request returns the first answer
	// and does nothing else. 8 to 64 characters of [A-Za-z0-9-].
	RID string `json:"rid"`
	// Exp is when the request loses its meaning; the hall refuses it from then
	// on. At most MaxAhead in the future.
	Exp time.Time `json:"exp"`
	// Data is the body, by verb; see Verbs.
	Data json.RawMessage `json:"data,omitempty"`
}

// ValidRID reports whether s may name a request: 8 to 64 of [A-Za-z0-9-].
func ValidRID(s string) bool { return len(s) >= 8 && ValidToken(s) }

// EpochCounter returns the counter of an epoch, by which histories are ordered;
// ok is false when epoch has not the form of queue.Epoch.
func EpochCounter(epoch string) (counter uint64, ok bool) {
	e, err := queue.ParseEpoch(epoch)
	return e.Counter(), err == nil
}

// Reply is the envelope of every answer.
type Reply struct {
	// V is the envelope version.
	V int `json:"v"`
	// OK tells an answer from a refusal.
	OK bool `json:"ok"`
	// Dup is true when the request had been answered before: Data or Err is
	// that first answer, and nothing was done now.
	Dup bool `json:"dup,omitempty"`
	// Epoch and Seq say which history, and which event of it, the answer
	// reflects.
	Epoch string `json:"epoch,omitempty"`
	Seq   uint64 `json:"seq,omitempty"`
	// Data is the answer's body, by verb.
	Data json.RawMessage `json:"data,omitempty"`
	// Err is set when OK is false.
	Err *Error `json:"err,omitempty"`
}

// Error is a refusal or a failure that a program can act on and a person can
// understand.
type Error struct {
	// Code is one of the codes of docs/wire.md; words for citizens and clerks
	// are looked up by it.
	Code string `json:"code"`
	// Msg says in English what happened.
	Msg string `json:"msg"`
	// Hint says in English what to do about it.
	Hint string `json:"hint,omitempty"`
	// Until is when trying again makes sense, if that is known.
	Until *time.Time `json:"until,omitempty"`
	// Params are the values that the words for Code need, such as "number".
	Params map[string]string `json:"params,omitempty"`
}

// Error returns the message with its code.
func (e *Error) Error() string {
	if e.Hint == "" {
		return e.Code + ": " + e.Msg
	}
	return e.Code + ": " + e.Msg + " (" + e.Hint + ")"
}

// Open reports whether the question is not answered yet: the hall was not reached in
// time, or was not ready, and asking again makes sense. A refusal of the hall's own is
// an answer.
func (e *Error) Open() bool {
	if e == nil {
		return false
	}
	switch e.Code {
	case CodeUnreachable, CodeOverloaded, CodeShuttingDown, CodeStorage, CodeStorageFull, CodeExpired, CodeStaleEpoch, CodeInternal:
		return true
	}
	return false
}

// Codes of the transport and the node. The codes of the queue's own refusals
// are queue.Code.
const (
	CodeBadRequest         = "bad_request"         // not JSON, a field of the wrong type or out of range
	CodeTooLarge           = "too_large"           // larger than MaxRequest
	CodeUnsupportedVersion = "unsupported_version" // v is not one that the hall speaks
	CodeUnknownVerb        = "unknown_verb"        // no such area.verb
	CodeForbidden          = "forbidden"           // the terminal's role may not do this
	CodeExpired            = "expired"             // exp has passed, or lies too far ahead
	CodeOverloaded         = "overloaded"          // the terminal has too many requests open; nothing happened, try again
	CodeStorage            = "storage"             // the journal could not commit; nothing happened
	CodeStorageFull        = "storage_full"        // as CodeStorage, because the disk is full
	CodeShuttingDown       = "shutting_down"       // the hall is stopping; try again
	CodeUnreachable        = "unreachable"         // no answer came in time, or the hall does not know the outcome; "sent" says whether it may have been done
	CodeStaleEpoch         = "stale_epoch"         // made by the client: the hall answered from an older history
	CodeWrongPIN           = "wrong_pin"           // sign-in refused
	CodeTokenRefused       = "token_refused"       // enrolment: unknown, used or expired token
	CodeInternal           = "internal"            // a defect of ours; logged at the hall
)
