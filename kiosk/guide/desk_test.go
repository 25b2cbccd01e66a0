package guide_test

import (
	"testing"

	"onewindow/kiosk/guide"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// newScreen is the guide's screen on the hall's clock, with the hall's state
// already heard.
func newScreen(f *fakeHall, lang queue.Lang) *guide.Screen {
	s := guide.New(guide.Settings{Lang: lang, Now: f.Now, Terminal: terminal}, f)
	s.Msg(tui.TickMsg{Now: tuitest.StartTime})
	s.Msg(wire.Link{Up: true, Since: tuitest.StartTime})
	s.Msg(f.View())
	return s
}

// driver uses the screen as a person does.
type driver struct {
	tuitest.Driver
	hall *fakeHall
}

// start runs the screen as `onewindow` does, beside those of other tests.
func start(t *testing.T, f *fakeHall, w, h int) driver {
	t.Helper()
	t.Parallel()
	return driver{tuitest.Driver{Harness: tuitest.Start(t, newScreen(f, queue.ZhHans), w, h)}, f}
}

// Show gives the screen the hall's state, as the hall publishes it.
func (d driver) Show() {
	d.Ready()
	d.Send(d.hall.View())
}
