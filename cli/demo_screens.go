package cli

import (
	"context"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"onewindow/cli/demo"
	"onewindow/kiosk/tray"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
)

// demoTab is a screen of the demonstration and the key that brings it up.
type demoTab struct {
	key, title string
	terminal   terminal
}

var demoTabs = []demoTab{
	{"f1", "demo.citizen", kioskTerminal},
	{"f2", "demo.clerk", windowTerminal},
	{"f3", "demo.board", boardTerminal},
	{"f4", "demo.manager", managerTerminal},
	{"f5", "demo.tray", trayScreen},
	{"f6", "demo.guide", guideTerminal},
}

// trayScreen is no terminal of a hall: it shows what comes out of the devices.
var trayScreen = terminal{use: "tray", minWidth: tray.MinWidth, minHeight: tray.MinHeight}

// demoScreenNames are the values of --screen.
func demoScreenNames() string {
	var names []string
	for _, t := range demoTabs {
		names = append(names, t.terminal.use)
	}
	return strings.Join(names, ", ")
}

// demoScreens shows the screens of the hall, one at a time. Each has a
// connection of its own, with the rights of its role.
func (a *app) demoScreens(ctx context.Context, h *demoHall, o demoOptions, dir string) error {
	lang := words.Lang(o.lang)
	theme, _ := tui.ThemeNamed(o.theme)
	l := look{lang: queue.Lang(o.lang), theme: o.theme, now: h.clock.Now, exports: "."}
	if o.boardFont != "" {
		face, err := readFont(o.boardFont, l.lang)
		if err != nil {
			return failWith(exitUsage, err)
		}
		l.boardFace = face
	}
	devices, err := h.devices(o, dir)
	if err != nil {
		return err
	}
	defer devices.close()
	var tabs []tui.Tab
	feeds, err := devices.calls(ctx, h)
	if err != nil {
		return err
	}
	for _, d := range demoTabs {
		tab := tui.Tab{Key: d.key, Title: words.T(lang, d.title, "pin", demo.PIN)}
		if d.terminal.use == trayScreen.use {
			tab.Screen = devices.screen(lang)
			tabs = append(tabs, tab)
			continue
		}
		c, err := h.client(ctx, d.terminal.role)
		if err != nil {
			return err
		}
		defer c.Close()
		own, more, err := devices.at(d.terminal, c, l)
		if err != nil {
			return err
		}
		tab.Screen = d.terminal.screen(c, own)
		tabs = append(tabs, tab)
		feeds = append(append(feeds, feed(c, d.terminal.topics(c.Identity())...)), more...)
	}
	opt := tui.Options{
		Title: "Onewindow demo", Theme: theme, Unlocked: true, Feeds: feeds, TooSmall: words.T(lang, "common.too_small"),
	}
	deck := tui.NewDeck(tabs...)
	if o.screen != "" {
		deck.HideBar()
		i := slices.IndexFunc(demoTabs, func(t demoTab) bool { return t.terminal.use == o.screen })
		deck.Show(tabs[i].Key)
		opt.MinWidth, opt.MinHeight = demoTabs[i].terminal.minWidth, demoTabs[i].terminal.minHeight
	}
	return tui.Run(ctx, watched(deck, devices), opt)
}

// watchedDeck tells the devices whether their tray is the screen that is shown.
type watchedDeck struct {
	*tui.Deck
	tray    string // how the deck's page begins while it is
	devices *demoDevices
}

func watched(d *tui.Deck, devices *demoDevices) tui.Screen {
	i := slices.IndexFunc(demoTabs, func(t demoTab) bool { return t.terminal.use == trayScreen.use })
	w := watchedDeck{d, strconv.Itoa(i) + "/", devices}
	w.look()
	return w
}

func (d watchedDeck) look() {
	if d.devices.bench != nil {
		d.devices.bench.Look(strings.HasPrefix(d.Page(), d.tray))
	}
}

// Tap is where another screen is chosen.
func (d watchedDeck) Tap(id string) tea.Cmd {
	cmd := d.Deck.Tap(id)
	d.look()
	return cmd
}
