package voice

import (
	"context"
	"errors"
	"time"
)

// Why something was not said. Whether a part of it was heard is known from
// whether Say has called started.
var (
	ErrGone      = errors.New("the voice is not connected")
	ErrSilent    = errors.New("the voice does not answer")
	ErrRejected  = errors.New("the voice refuses the text")
	ErrRestarted = errors.New("the voice lost its power and started anew")
	ErrBusy      = errors.New("the voice still says something that it was told before")
	ErrStuck     = errors.New("the voice does not come to an end")
	ErrPlay      = errors.New("the sound could not be played")
	ErrNothing   = errors.New("nothing of it can be said")
)

// Fault is what is wrong with a voice.
type Fault string

// Faults.
const (
	FaultNone   Fault = ""
	FaultGone   Fault = "gone"   // unplugged, or its port or command cannot be opened
	FaultSilent Fault = "silent" // it does not answer
	FaultError  Fault = "error"  // it answers, and does not do what it should
)

// Health is how a voice is.
type Health struct {
	Fault Fault
	Why   string    // for whoever looks after the machine; empty without a fault
	Since time.Time // when this fault, or its absence, began
}

// become is the health with another fault or reason, and whether it is another.
func (h Health) become(f Fault, why string) (Health, bool) {
	if f == FaultNone {
		why = ""
	}
	if h.Fault == f && h.Why == why {
		return h, false
	}
	if h.Fault != f {
		h.Since = time.Now()
	}
	h.Fault, h.Why = f, why
	return h, true
}

// Speaker is a voice. A Speaker says one utterance at a time.
type Speaker interface {
	// Say says u and returns when it is over. It calls started once, from another
	// goroutine or its own, when the sound begins. An error before that means that
	// nothing was heard; an error after it, that the rest was not.
	Say(ctx context.Context, u Utterance, m Manner, started func()) error
}

// faultOf is the fault that an error of Say shows.
func faultOf(err error) Fault {
	switch {
	case err == nil, errors.Is(err, ErrNothing), errors.Is(err, ErrRestarted), errors.Is(err, context.Canceled):
		return FaultNone
	case errors.Is(err, ErrSilent):
		return FaultSilent
	case errors.Is(err, ErrGone):
		return FaultGone
	}
	return FaultError
}
