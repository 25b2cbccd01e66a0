package cli

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"

	"onewindow/cli/config"
	"onewindow/cli/devices"
	"onewindow/hall/lan"
	"onewindow/kiosk/board"
	"onewindow/kiosk/guide"
	"onewindow/kiosk/manager"
	"onewindow/kiosk/take"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/window"
	"onewindow/queue"
	"onewindow/wire"
)

// look is how a screen begins.
type look struct {
	lang  queue.Lang
	theme string
	// now is hall time.
	now func() time.Time
	// exports is the folder of what is written into files.
	exports string
	// board is how a board is run, and boardFace its font.
	board     config.Board
	boardFace *tui.Face
	// ticketLink is what the code of a number opens.
	ticketLink string
	// large has the kiosk's display drawn larger; nil if that cannot be.
	large func(on bool) tea.Cmd
	// print takes a number that the terminal was given; nil without a printer.
	print func(wire.Ticket, devices.Extra)
}

// The terminals that a hall has.
var (
	kioskTerminal = terminal{
		role: wire.RoleKiosk, use: "kiosk", short: "The citizens' kiosk: take a number", locked: true,
		topics: func(lan.Identity) []wire.Topic { return []wire.Topic{wire.TopicMenu} },
		screen: func(c *lan.Client, l look) tui.Screen {
			return take.New(take.Settings{
				Lang: l.lang, Theme: l.theme, Now: l.now, NewRID: lan.NewRID, Terminal: c.Identity().Terminal,
				TicketLink: l.ticketLink, Large: l.large,
			}, takeDesk{c, l.print})
		},
	}
	windowTerminal = terminal{
		role: wire.RoleWindow, use: "window", short: "A clerk's window: call, serve, finish",
		topics: func(id lan.Identity) []wire.Topic { return []wire.Topic{wire.WindowTopic(id.Window)} },
		screen: func(c *lan.Client, l look) tui.Screen {
			return window.New(window.Settings{Lang: l.lang, Now: l.now, Terminal: c.Identity().Terminal}, windowDesk{c})
		},
		minWidth: window.MinWidth, minHeight: window.MinHeight,
	}
	guideTerminal = terminal{
		role: wire.RoleGuide, use: "guide", short: "The guide's desk: give, look up and explain numbers", locked: true,
		topics: func(lan.Identity) []wire.Topic { return []wire.Topic{wire.TopicHall} },
		screen: func(c *lan.Client, l look) tui.Screen {
			return guide.New(guide.Settings{Lang: l.lang, Now: l.now, NewRID: lan.NewRID, Terminal: c.Identity().Terminal}, guideDesk{staffDesk{c}, l.print})
		},
	}
	boardTerminal = terminal{
		role: wire.RoleBoard, use: "board", short: "The waiting hall's board: who is called where", locked: true,
		topics: func(lan.Identity) []wire.Topic { return []wire.Topic{wire.TopicBoard} },
		screen: func(_ *lan.Client, l look) tui.Screen {
			return board.New(board.Settings{Lang: l.lang, Now: l.now, Zones: l.board.Zones, Rows: l.board.Rows, Face: l.boardFace})
		},
	}
	managerTerminal = terminal{
		role: wire.RoleManager, use: "manager", short: "The hall manager's screen",
		topics: func(lan.Identity) []wire.Topic { return []wire.Topic{wire.TopicHall} },
		screen: func(c *lan.Client, l look) tui.Screen {
			return manager.New(manager.Settings{Lang: l.lang, Now: l.now, Terminal: c.Identity().Terminal}, managerDesk{staffDesk{c}, l.exports, l.lang})
		},
	}
)

// terminals are the subcommands of all of them.
func (a *app) terminals() []*cobra.Command {
	var cs []*cobra.Command
	for _, t := range []terminal{kioskTerminal, windowTerminal, guideTerminal, boardTerminal} {
		cs = append(cs, a.terminal(t))
	}
	return append(cs, a.managerCommand())
}
