package take

import (
	"context"
	"errors"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/queue"
	"onewindow/wire"
)

// Desk is what the screen asks of the hall. A refusal is a *wire.Error with the
// hall's code, an unreachable hall one with wire.CodeUnreachable, whose parameter
// "sent" is "no" only if nothing left this terminal. After any other error, and
// after wire.CodeInternal or wire.CodeStaleEpoch, nobody knows what the hall did.
// Methods are called from commands and must return when ctx ends.
type Desk interface {
	// Issue asks for a number (ticket.issue) under the name rid. The same rid
	// again returns the first answer and gives no second number. list are the papers
	// to bring that the citizen wants on the ticket; the hall is not told of them.
	Issue(ctx context.Context, rid string, r wire.IssueRequest, list []queue.Material) (wire.Ticket, error)
	// Find looks a number up (ticket.find).
	Find(ctx context.Context, r wire.NumberRequest) (wire.TicketsReply, error)
	// Catalogue is what the hall serves (state.catalogue).
	Catalogue(ctx context.Context) (wire.CatalogueReply, error)
	// Quickest is where else in the network items are served, the soonest hall first
	// (network.quickest). Any error means that nothing is said of other halls.
	Quickest(ctx context.Context, items []string) (wire.QuickestReply, error)
	// CallStaff calls somebody to this terminal (help.call); StaffNotNeeded takes
	// the call of that id back (help.answer).
	CallStaff(ctx context.Context) (queue.Help, error)
	StaffNotNeeded(ctx context.Context, id string) error
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
	// NewRID names a request for a number; nil is the time of the machine.
	NewRID func() string
	// Terminal is who this kiosk is, as wire.Menu.Helping names it.
	Terminal string
	// TicketLink is the address that a number's QR code opens; the number is
	// added to its end. Without it the code says hall, date and number.
	TicketLink string
	// Large tells whoever draws the display that a citizen wants large text, or
	// no longer does; the grid may become smaller thereupon. nil: only the page
	// itself changes.
	Large func(on bool) tea.Cmd
	// OfferAbove is from which wait on the page before the number says in which other
	// halls it is sooner, for matters that any hall may serve; 0 is half an hour, less is
	// never.
	OfferAbove time.Duration
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
	if s.OfferAbove == 0 {
		s.OfferAbove = offerAbove
	}
	if s.NewRID == nil {
		s.NewRID = func() string { return "kiosk-" + strconv.FormatInt(time.Now().UnixNano(), 36) }
	}
	return s
}

// Times of the screen, in real time.
const (
	// offerAbove is Settings.OfferAbove, if nothing is said.
	offerAbove = 30 * time.Minute
	// askTime is how long a request may take.
	askTime = 5 * time.Second
	// againTime is how long after a request without an answer its outcome is
	// asked for, if the link is up.
	againTime = 2 * time.Second
	// idleTime is how long nobody touches before the screen asks, and moreTime
	// how long the question stands. WCAG 2.2.1 wants 20 s at least.
	idleTime = 40 * time.Second
	moreTime = 20 * time.Second
	// helpTime takes the place of idleTime while staff are on their way.
	helpTime = 3 * time.Minute
	// attractTime is how long home waits for somebody before it speaks to who
	// passes by, and attractStep how long each sentence stands.
	attractTime = 60 * time.Second
	attractStep = 8
	// printedTime is how long a number that lies printed in the tray is shown,
	// resultTime any other.
	printedTime = 12 * time.Second
	resultTime  = 60 * time.Second
	// printTime is how long a paper is said to be on its way when nothing is heard of
	// it: a printer begins within 15 s or not at all, and is done a few seconds later.
	printTime = 25 * time.Second
	// noteTime is how long a word on a card or a code stands.
	noteTime = 10 * time.Second
	// steadyTime is how long keys do not leave a number that has just appeared:
	// who presses once more, because nothing seems to happen, must not lose it.
	steadyTime = 3 * time.Second
	// catalogueRetry is how long after a failure the catalogue is asked for
	// again.
	catalogueRetry = 15 * time.Second
)

// asError is an error of a Desk as the screen words it; nil for none. What is no
// answer of the hall, whatever it is, leaves open whether the hall has acted.
func asError(err error) *wire.Error {
	var e *wire.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return e
	}
	return &wire.Error{Code: wire.CodeUnreachable, Msg: err.Error(), Params: map[string]string{"sent": "yes"}}
}
