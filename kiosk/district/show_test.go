//go:build pictures

package district_test

import (
	"cmp"
	"context"
	"os"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/district"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// TestShow shows the network of the tests on this terminal, for photographs, until
// Ctrl+C: go test -c -tags pictures, and run it. SHOW_LANG is the language, SHOW_THEME
// the colours; with SHOW_LOST the centre is lost after two seconds.
func TestShow(t *testing.T) {
	c := &centre{d: network(t)}
	begun := time.Now()
	s := district.New(district.Settings{Lang: queue.Lang(os.Getenv("SHOW_LANG")), Zone: zone,
		Now: func() time.Time { return morning.Add(time.Since(begun)) }}, c)
	theme, _ := tui.ThemeNamed(cmp.Or(os.Getenv("SHOW_THEME"), "light"))
	feed := func(ctx context.Context, send func(tea.Msg)) {
		send(wire.Link{Up: true, Since: morning})
		send(c.d)
		if os.Getenv("SHOW_LOST") == "" {
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(2 * time.Second):
			send(wire.Link{Since: morning.Add(2 * time.Second)})
		}
	}
	if err := tui.Run(t.Context(), s, tui.Options{Unlocked: true, Theme: theme, Feeds: []tui.Feed{feed}}); err != nil {
		t.Fatal(err)
	}
}
