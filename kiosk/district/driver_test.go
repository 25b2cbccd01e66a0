package district_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/district"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

var _ tui.Screen = (*district.Screen)(nil)

// still is the screen without a program, led by taps and keys whose commands run at
// once.
type still struct {
	*district.Screen
	centre *centre
	now    *time.Time
}

// at is the screen on which the network was heard, and those targets were tapped.
func at(t testing.TB, lang queue.Lang, taps ...string) still {
	t.Helper()
	now := morning
	s := still{centre: &centre{d: network(t)}, now: &now}
	s.Screen = district.New(district.Settings{Lang: lang, Zone: zone, Now: func() time.Time { return now }}, s.centre)
	s.tell(tui.TickMsg{Now: now})
	s.tell(wire.Link{Up: true, Since: now})
	s.tell(s.centre.d)
	s.tap(taps...)
	return s
}

func (s still) tell(m tea.Msg) { s.run(s.Msg(m)) }

func (s still) tap(ids ...string) {
	for _, id := range ids {
		s.run(s.Tap(id))
	}
}

// size tells the screen its size, as the shell does.
func (s still) size(w, h int) still {
	s.tell(tui.SizeMsg{W: w, H: h})
	return s
}

// press presses keys that are no target's.
func (s still) press(t testing.TB, keys ...string) {
	t.Helper()
	for _, name := range keys {
		k, err := tuitest.Key(name)
		if err != nil {
			t.Fatal(err)
		}
		s.run(s.Key(k))
	}
}

// run runs a command and what it leads to.
func (s still) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch m := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range m {
			s.run(c)
		}
	default:
		s.tell(m)
	}
}

// start runs the screen as `onewindow` does, with the network heard.
func start(t *testing.T, w, h int) (tuitest.Driver, *centre) {
	t.Helper()
	s := at(t, queue.ZhHans)
	return tuitest.Driver{Harness: tuitest.StartWith(t, s.Screen, w, h, tui.Options{Unlocked: true})}, s.centre
}

// newScreen is a screen that has heard nothing yet, like another one.
func newScreen(s still) *district.Screen {
	return district.New(district.Settings{Zone: zone, Now: func() time.Time { return *s.now }}, s.centre)
}
