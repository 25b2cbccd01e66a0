package manager_test

import (
	"image"
	"slices"
	"strings"
	"testing"
	"time"

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

// pace is how far apart two keys of a person are: far enough that no guard against
// a held key takes the second.
const pace = time.Second

// driver presses keys as a person does: not before the screen takes them again.
type driver struct{ *tuitest.Harness }

// ready waits until no request is under way: then some key is alive.
func (d driver) ready() {
	d.WaitFor("the keys are alive", func(string) bool {
		alive := false
		d.Inspect(func(s tui.Screen) {
			ts := s.Layout(image.Rect(0, 0, 100, 40))
			alive = len(ts) == 0 || slices.ContainsFunc(ts, func(t tui.Target) bool { return !t.Disabled })
		})
		return alive
	})
}

func (d driver) Press(keys ...string) {
	for _, k := range keys {
		d.ready()
		d.Clock.Advance(pace)
		d.Harness.Press(k)
	}
}

func (d driver) TapID(id string) {
	d.ready()
	d.Harness.TapID(id)
}

func (d driver) TapLabel(text string) {
	d.ready()
	d.Harness.TapLabel(text)
}

// TapLine taps the line of the screen that has text.
func (d driver) TapLine(text string) {
	d.ready()
	for y, line := range strings.Split(d.Wait(text), "\n") {
		if strings.Contains(line, text) {
			d.Tap(4, y)
			return
		}
	}
}

// Show gives the screen the hall's state, as the hall publishes it.
func (d driver) Show(f *fakeHall) {
	d.ready()
	d.Send(f.view())
}

// start runs the screen as `onewindow` does.
func start(t *testing.T, f *fakeHall, w, h int) driver {
	t.Helper()
	return driver{tuitest.StartWith(t, newScreen(f, queue.ZhHans), w, h, tui.Options{Unlocked: true})}
}
