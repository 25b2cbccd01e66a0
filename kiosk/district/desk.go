package district

import (
	"context"
	"errors"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// Desk is what the screen asks of the centre besides what it is fed.
type Desk interface {
	// Hall is one hall in detail. A refusal is a *wire.Error; any other error is no
	// answer. It is called from a command and must return when ctx ends.
	Hall(ctx context.Context, hall string) (wire.DistrictHall, error)
	// Reports is what halls have reported of their closed days, as Hall is asked for; it
	// never has a person in it.
	Reports(ctx context.Context, q Question) (Reported, error)
}

// Settings are how the screen is run.
type Settings struct {
	// Lang is the language at the start; empty is simplified Chinese.
	Lang queue.Lang
	// Now is the machine's clock; nil is the real one.
	Now func() time.Time
	// Zone is where the halls are, in which times are shown; nil is the machine's.
	Zone *time.Location
}

func (s Settings) withDefaults() Settings {
	if s.Lang == "" {
		s.Lang = queue.ZhHans
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Zone == nil {
		s.Zone = time.Local
	}
	return s
}

// Lost tells the screen that the centre is not heard, and why; each failed try may
// tell it anew. A wire.Link that is up ends it.
type Lost struct{ Why *wire.Error }

// Times of the screen.
const (
	// askTime is how long the centre may take for an answer.
	askTime = 5 * time.Second
	// renewTime is how often the hall that is open is asked for again.
	renewTime = 10 * time.Second
)

// asError is an error of the desk as the screen words it; nil for none.
func asError(err error) *wire.Error {
	var e *wire.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return e
	}
	return &wire.Error{Code: wire.CodeUnreachable, Msg: err.Error()}
}
