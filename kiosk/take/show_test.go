//go:build pictures

package take_test

import (
	"context"
	"os"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/take"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// TestShow shows a kiosk where one line takes long and other halls are sooner, for
// photographs, until it is ended: go test -c -tags pictures, and run it. SHOW_LANG is
// the language.
func TestShow(t *testing.T) {
	s := slow(true)
	begun := time.Now()
	s.Screen = take.New(take.Settings{Lang: queue.Lang(os.Getenv("SHOW_LANG")), Terminal: "k1",
		Now: func() time.Time { return tuitest.StartTime.Add(time.Since(begun)) }}, s.desk)
	feed := func(_ context.Context, send func(tea.Msg)) {
		send(wire.Link{Up: true, Since: begun})
		send(s.menu)
	}
	if err := tui.Run(t.Context(), s.Screen, tui.Options{Unlocked: true, Feeds: []tui.Feed{feed}}); err != nil {
		t.Fatal(err)
	}
}
