// Package outcome is the rule for a request whose answer was lost: the hall may
// have done it, and nobody must lose what it gave, or get it twice. The name of
// the request is kept; once the hall can be reached it is asked again under that
// name, once by itself and then only by hand, and the hall gives its first answer.
//
// It sends nothing and knows no clock: a screen asks it what to do. What was not
// sent at all has no outcome and is no business of this package.
package outcome

import "onewindow/wire"

// Request is a request by its name. The zero value has none.
type Request struct {
	// RID is the name under which it is sent, each time the same.
	RID string

	unknown bool // it may have reached the hall, which did not answer
	again   bool // the outcome was asked for since the link came up last
}

// Answered takes an answer, nil for one that gives what was asked for. It reports
// whether the outcome is known now.
func (r *Request) Answered(e *wire.Error) (known bool) {
	if !Lost(e) && !(r.unknown && e.Open()) {
		r.unknown = false
		return true
	}
	r.unknown = true
	if e.Code == wire.CodeUnreachable && !Lost(e) {
		r.again = false // that question never left
	}
	return false
}

// Due reports whether the screen shall ask for the outcome by itself, as soon as
// the link is up.
func (r *Request) Due() bool { return r.unknown && !r.again }

// Asking says that the outcome is asked for now, under RID.
func (r *Request) Asking() { r.again = true }

// Asked reports whether the outcome was asked for and is still not known.
func (r *Request) Asked() bool { return r.unknown && r.again }

// Lost reports whether the hall may have acted without our hearing of it: no
// answer came and the request may have been sent, the hall broke while it acted,
// or the answer came from a history that is not believed.
func Lost(e *wire.Error) bool {
	if e == nil {
		return false
	}
	switch e.Code {
	case wire.CodeUnreachable:
		return e.Params["sent"] != "no"
	case wire.CodeInternal, wire.CodeStaleEpoch:
		return true
	}
	return false
}
