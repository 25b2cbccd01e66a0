package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Times of the guards.
const (
	// PageGuard is how long taps are swallowed after a change of page, so that
	// the second half of a double tap does not hit what came up under the finger.
	PageGuard = 300 * time.Millisecond
	// KeyGuard is how long after a guarded key the same key is swallowed. Each
	// swallowed one counts anew, so a key that is held down stays quiet.
	KeyGuard = 300 * time.Millisecond
	// DoubleGuard is KeyGuard for keys with one character, where the terminal tells
	// when a key is let go: people who know their way press the same digit twice in
	// 250 ms or more, a hurried double press is over in less than 200.
	DoubleGuard = 200 * time.Millisecond
	// HoldGuard is how long after a guarded key led to another page the same key is
	// swallowed there, each swallowed one counting anew: keyboards wait up to 660 ms
	// before they repeat a key that is held down, and what came up under the finger
	// must not take it. Terminals that tell when a key is let go need it only
	// where that got lost. Enter is excepted: people who know their way press it twice.
	HoldGuard = 700 * time.Millisecond
	// EndAgain is how soon Ctrl+C must be pressed again where a screen is a Keeper.
	EndAgain = 3 * time.Second
	// flashTime is how long a target stays lit after it acted: the kiosk's
	// terminal tells of a touch only when the finger lifts.
	flashTime = 150 * time.Millisecond
	// endPatience is how long a program that must end may go on drawing.
	endPatience = 2 * time.Second
)

// Feed brings messages from outside to the screen. It runs in a goroutine of
// Run's, must return soon after ctx is done, and is waited for. Send blocks
// until the screen has taken the message before; a feed that is faster than the
// screen must itself keep only the newest state.
type Feed func(ctx context.Context, send func(tea.Msg))

// Options are how a program is run.
type Options struct {
	// Title is the terminal window's title.
	Title string
	// Theme is the first theme; nil is the light one. See UseTheme.
	Theme *Theme
	// Tick is the time between two TickMsg; 0 is one second, the least allowed.
	Tick time.Duration
	// MinWidth and MinHeight are the smallest screen that is drawn on; 0 is
	// MinWidth and MinHeight of the package.
	MinWidth, MinHeight int
	// TooSmall is shown instead on a smaller screen; "" is an English sentence.
	TooSmall string
	// Unlocked lets Ctrl+C end the program, and SIGINT. No letter does: clerks
	// press letters all day. It is for programs of staff and demonstrations;
	// machines for the public stay locked.
	Unlocked bool
	// Feeds run beside the screen.
	Feeds []Feed
	// Clock is nil but in tests.
	Clock Clock
}

func (o Options) withDefaults() Options {
	if o.Theme == nil {
		o.Theme = themes[0]
	}
	o.Tick = max(o.Tick, time.Second)
	if o.MinWidth == 0 {
		o.MinWidth = MinWidth
	}
	if o.MinHeight == 0 {
		o.MinHeight = MinHeight
	}
	if o.Clock == nil {
		o.Clock = wallClock{}
	}
	return o
}

// UseTheme is a command that changes the theme; an unknown name changes
// nothing.
func UseTheme(name string) tea.Cmd {
	return func() tea.Msg { return themeChosenMsg{name} }
}

type themeChosenMsg struct{ name string }
