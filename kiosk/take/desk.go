package take

import (
	"context"
	"errors"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// Desk is what the screen asks of the hall. A refusal is a *wire.Error with the
// hall's code, an unreachable hall one with wire.CodeUnreachable. Methods are
// called from commands, one at a time, and must return when ctx ends. The desk
// names each request, so that its own retries give one number.
type Desk interface {
	// Issue asks for a number (ticket.issue).
	Issue(ctx context.Context, r wire.IssueRequest) (wire.Ticket, error)
	// Find looks a number up (ticket.find).
	Find(ctx context.Context, r wire.NumberRequest) (wire.TicketsReply, error)
	// Catalogue is what the hall serves (state.catalogue).
	Catalogue(ctx context.Context) (wire.CatalogueReply, error)
}

// Settings are how a kiosk's screen is run.
type Settings struct {
	// Lang is the language that every citizen finds; empty is simplified
	// Chinese.
	Lang queue.Lang
	// Theme is the name of the colours that every citizen finds, see
	// tui.ThemeNames; empty is "light".
	Theme string
	// Now is hall time, which the clock and waits are shown in; nil is the
	// machine's clock.
	Now func() time.Time
}

func (s Settings) withDefaults() Settings {
	if s.Lang == "" {
		s.Lang = queue.ZhHans
	}
	if s.Theme == "" {
		s.Theme = "light"
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	return s
}

// Times of the screen, in real time.
const (
	// askTime is how long a request may take.
	askTime = 5 * time.Second
	// idleTime is how long nobody touches before the screen asks, and moreTime
	// how long the question stands. WCAG 2.2.1 wants 20 s at least.
	idleTime = 40 * time.Second
	moreTime = 20 * time.Second
	// resultTime is how long a number that is not printed is shown.
	resultTime = 60 * time.Second
	// steadyTime is how long keys do not leave a number that has just appeared:
	// who presses once more, because nothing seems to happen, must not lose it.
	steadyTime = 3 * time.Second
	// catalogueRetry is how long after a failure the catalogue is asked for
	// again.
	catalogueRetry = 15 * time.Second
)

// asError is an error of a Desk as the screen words it.
func asError(err error) *wire.Error {
	var e *wire.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return e
	case errors.Is(err, context.DeadlineExceeded):
		return &wire.Error{Code: wire.CodeUnreachable, Msg: "no answer came in time", Params: map[string]string{"sent": "yes"}}
	}
	return &wire.Error{Code: wire.CodeInternal, Msg: err.Error()}
}
