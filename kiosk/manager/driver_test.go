package manager_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/manager"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// run runs commands to their end, as the event loop does.
func run(msg func(tea.Msg) tea.Cmd, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch m := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range m {
			run(msg, c)
		}
	default:
		run(msg, msg(m))
	}
}

// newScreen is the manager's screen on the hall's clock, with the hall's state
// and what it asks for already heard.
func newScreen(f *fakeHall, lang queue.Lang) *manager.Screen {
	s := manager.New(manager.Settings{Lang: lang, Now: f.now, Terminal: terminal}, f)
	run(s.Msg, s.Msg(tui.TickMsg{Now: tuitest.StartTime}))
	run(s.Msg, s.Msg(wire.Link{Up: true, Since: tuitest.StartTime}))
	run(s.Msg, s.Msg(f.view()))
	return s
}

// driver is a person at the screen of a manager.
type driver struct{ tuitest.Driver }

// TapLine taps the line of the screen that has text.
func (d driver) TapLine(text string) {
	d.Ready()
	for y, line := range strings.Split(d.Wait(text), "\n") {
		if strings.Contains(line, text) {
			d.Tap(4, y)
			return
		}
	}
}

// Show gives the screen the hall's state, as the hall publishes it.
func (d driver) Show(f *fakeHall) {
	d.Ready()
	d.Send(f.view())
}

// start runs the screen as `onewindow` does.
func start(t *testing.T, f *fakeHall, w, h int) driver {
	t.Helper()
	return driver{tuitest.Driver{Harness: tuitest.StartWith(t, newScreen(f, queue.ZhHans), w, h, tui.Options{Unlocked: true})}}
}
