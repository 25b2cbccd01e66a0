package tuitest

import (
	"image"
	"slices"

	"onewindow/kiosk/tui"
)

// Driver uses a screen as a person does: no key and no tap before the screen takes
// them again. A screen whose targets are all disabled is waiting for an answer.
type Driver struct{ *Harness }

// Ready waits until no request is under way: then some target is alive.
func (d Driver) Ready() {
	d.t.Helper()
	d.WaitFor("the keys are alive", func(string) bool {
		alive := false
		d.Inspect(func(s tui.Screen) {
			ts := s.Layout(image.Rect(0, 0, 100, 40))
			alive = len(ts) == 0 || slices.ContainsFunc(ts, func(t tui.Target) bool { return !t.Disabled })
		})
		return alive
	})
}

// Press types keys, each as soon as the screen takes it.
func (d Driver) Press(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		d.Ready()
		d.Harness.Press(k)
	}
}

// TapID taps targets one after the other.
func (d Driver) TapID(ids ...string) {
	d.t.Helper()
	for _, id := range ids {
		d.Ready()
		d.Harness.TapID(id)
	}
}

// TapLabel taps the target whose label contains text.
func (d Driver) TapLabel(text string) {
	d.t.Helper()
	d.Ready()
	d.Harness.TapLabel(text)
}
