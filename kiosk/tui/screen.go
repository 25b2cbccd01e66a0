package tui

import (
	"image"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Screen is what one program shows. The shell calls its methods from one
// goroutine only. Methods do no I/O and do not block: they change the screen
// and return a command, which captures values, does one thing with a time-out
// and returns one message.
type Screen interface {
	// Layout returns the touch targets for area. It is pure: what Tap, Key and Msg
	// must know of the screen's size they learn from SizeMsg.
	Layout(area image.Rectangle) []Target
	// Draw paints the screen in program order. It is pure. The targets are
	// Layout's, with Pressed filled in.
	Draw(c *Canvas, targets []Target)
	// Tap acts on an enabled target, touched or reached by its key.
	Tap(id string) tea.Cmd
	// Key takes a key that is no target's.
	Key(k tea.KeyPressMsg) tea.Cmd
	// Msg takes everything else: results of commands, messages of a feed,
	// StartMsg, SizeMsg, TickMsg, TimerMsg, ScanMsg.
	Msg(m tea.Msg) tea.Cmd
}

// Pager is a screen with several pages. When Page changes, an armed target is
// let go, taps are guarded for PageGuard, and After timers of the old page die.
type Pager interface{ Page() string }

// RepeatGuard is a screen that names keys which must not act again while they
// are held down or hit twice (KeyGuard, DoubleGuard), nor on the page that they led to, also if
// it came later (HoldGuard); names are those of tea.KeyPressMsg.String. Without it,
// no key is guarded.
type RepeatGuard interface{ GuardedKeys() []string }

// Urgent is a screen with keys that act whatever is shown: they close no help, act
// behind it, and act where the screen is too small to be drawn. They reach Key.
type Urgent interface{ UrgentKeys() []string }

// Keeper is a screen that sometimes does not end at once by Ctrl+C where that ends a
// program: while KeepsOpen reports true it gets EndAskedMsg, and only the same key
// within EndAgain ends it.
type Keeper interface{ KeepsOpen() bool }

// EndAskedMsg tells a Keeper that it was asked to end and goes on.
type EndAskedMsg struct{}

// Helper is a screen with a help text. F1 (and "?" while not Typing), unless a
// target has that key, shows the lines over the screen, the first of them as
// the title; any key or tap closes it. No lines is no help.
type Helper interface{ Help() []string }

// Titler is a screen that says more in the terminal window's title, which is
// seen in a task bar while another program is in front. "" is Options.Title.
type Titler interface{ WindowTitle() string }

// Typer is a screen that sometimes takes free text. While Typing reports true,
// letters and digits reach Key as they are: they tap no target and never mean
// "help".
type Typer interface{ Typing() bool }

// StartMsg is the first message that a screen gets, after the first TickMsg; it
// answers with its first commands.
type StartMsg struct{}

// SizeMsg is the size of the screen in cells. It is sent before the first Layout and
// at each change, so that a page can be turned by as much as fits.
type SizeMsg struct{ W, H int }

// TickMsg is sent at the start and then once per Options.Tick. It is the
// screen's clock.
type TickMsg struct {
	Now time.Time
	// Idle is how long nobody has touched or typed.
	Idle time.Duration
}

// Inspect is a message that runs f on the screen within the event loop; tests
// use it to look at a screen that a program owns.
func Inspect(f func(Screen)) tea.Msg { return inspectMsg{f} }

type inspectMsg struct{ f func(Screen) }
