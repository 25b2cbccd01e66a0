package cli

import (
	"context"

	"onewindow/cli/demo"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/queue"
)

// demoScreens shows the screens of the hall, one at a time. Each has a
// connection of its own, with the rights of its role.
func (a *app) demoScreens(ctx context.Context, h *demoHall, o demoOptions, printer *pretendPrinter) error {
	lang := words.Lang(o.lang)
	theme, _ := tui.ThemeNamed(o.theme)
	var tabs []tui.Tab
	var feeds []tui.Feed
	l := look{lang: queue.Lang(o.lang), theme: o.theme, now: h.clock.Now, exports: "."}
	if printer != nil {
		l.print = printer.print
		feeds = append(feeds, printer.feed)
	}
	for _, d := range []struct {
		key, title string
		t          terminal
	}{
		{"f1", words.T(lang, "demo.citizen"), kioskTerminal},
		{"f2", words.T(lang, "demo.clerk", "pin", demo.PIN), windowTerminal},
		{"f3", words.T(lang, "demo.board"), boardTerminal},
		{"f4", words.T(lang, "demo.manager"), managerTerminal},
		{"f6", words.T(lang, "demo.guide"), guideTerminal},
	} {
		c, err := h.client(ctx, d.t.role)
		if err != nil {
			return err
		}
		defer c.Close()
		id := c.Identity()
		tabs = append(tabs, tui.Tab{
			Key: d.key, Title: d.title,
			Screen: d.t.screen(c, l),
		})
		feeds = append(feeds, feed(c, d.t.topics(id)...))
	}
	return tui.Run(ctx, tui.NewDeck(tabs...), tui.Options{
		Title: "Onewindow demo", Theme: theme, Unlocked: true, Feeds: feeds, TooSmall: words.T(lang, "common.too_small"),
	})
}
