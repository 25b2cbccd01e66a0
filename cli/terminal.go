package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"onewindow/cli/config"
	"onewindow/hall/lan"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// terminal is one of the programs that people touch.
type terminal struct {
	role  wire.Role
	use   string
	short string
	// locked terminals stand in public and cannot be quit from the keyboard.
	locked bool
	// topics are what the screen shows.
	topics func(id lan.Identity) []wire.Topic
	// screen makes it.
	screen func(c *lan.Client, l look) tui.Screen
	// size is the least the screen needs; zero is the toolkit's.
	minWidth, minHeight int
}

// command runs the terminal as this machine's identity.
func (a *app) terminal(t terminal) *cobra.Command {
	c := &cobra.Command{
		Use: t.use, Short: t.short, Args: exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			conf, err := a.load()
			if err != nil {
				return err
			}
			return a.runTerminal(c.Context(), t, conf)
		},
	}
	a.flag(c, "identity", "terminal.identity", "file that keeps who this terminal is")
	a.flag(c, "lang", "terminal.language", "language at the start: zh-Hans, zh-Hant or en")
	a.flag(c, "theme", "terminal.theme", "colours: light, dark or contrast")
	a.flag(c, "log-file", "log.file", "file for the log; the screen never shows it")
	return c
}

func (a *app) runTerminal(ctx context.Context, t terminal, conf config.Config) error {
	id, err := identity(conf.Terminal.Identity, enrolHint)
	if err != nil {
		return failWith(exitConfig, err)
	}
	if id.Role != t.role && id.Role != wire.RoleAdmin {
		return failWith(exitConfig, fmt.Errorf("this machine is enrolled as a %s; start 'onewindow %s', or enrol it anew", id.Role, id.Role))
	}
	if !isTerminal(a.out) {
		return failWith(exitUsage, &noTerminal{errors.New("the output goes elsewhere")})
	}
	log, closeLog, err := openLog(conf.Log, discard{})
	if err != nil {
		return failWith(exitConfig, err)
	}
	defer closeLog()
	large, err := newLargeText(conf.Terminal, log)
	if err != nil {
		return failWith(exitConfig, err)
	}
	epoch := epochFile(conf.Terminal.Identity)
	client, err := lan.Dial(ctx, id, lan.Options{Version: Version(), Log: log, Epoch: epoch.read()})
	if err != nil {
		return failWith(exitConfig, err)
	}
	defer client.Close()
	theme, _ := tui.ThemeNamed(conf.Terminal.Theme) // checked by the configuration
	opt := tui.Options{
		Title: "Onewindow " + t.use, Theme: theme, Unlocked: !t.locked,
		TooSmall: words.T(words.Lang(conf.Terminal.Language), "common.too_small"),
		MinWidth: t.minWidth, MinHeight: t.minHeight, Feeds: []tui.Feed{feed(client, t.topics(id)...), epoch.keep(client, log)},
	}
	l := look{lang: queue.Lang(conf.Terminal.Language), theme: conf.Terminal.Theme, now: client.Now, exports: conf.Manager.Export, board: conf.Board,
		ticketLink: conf.Terminal.TicketLink}
	if t.role == wire.RoleBoard {
		l.boardFace = boardFont(conf.Board.Font, l.lang, log)
	}
	if large != nil && t.role == wire.RoleKiosk {
		l.large = large.set
		opt.Feeds = append(opt.Feeds, large.begin)
	}
	hardware, err := fit(conf, t.role, client, log)
	if err != nil {
		return failWith(exitConfig, err)
	}
	l.print = hardware.print
	opt.Feeds = append(opt.Feeds, hardware.feeds...)
	err = tui.Run(ctx, t.screen(client, l), opt)
	if err != nil && !isTerminal(a.in) {
		return failWith(exitUsage, &noTerminal{err})
	}
	return err
}

// noTerminal is a screen that has nowhere to be drawn, or no keys.
type noTerminal struct{ why error }

func (e *noTerminal) Error() string {
	return "there is no terminal to show the screen on: " + e.why.Error()
}

func (e *noTerminal) Unwrap() error { return e.why }

// Hint says where the screen works.
func (e *noTerminal) Hint() string {
	return "start it in a terminal, or use onewindow ctl from a script"
}

// discard is where a terminal's log goes without a file: its screen is for
// people.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// ask is how long a screen waits for the hall.
const ask = 5 * time.Second
