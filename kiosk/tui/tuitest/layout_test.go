package tuitest

import (
	"image"
	"strings"
	"testing"

	"onewindow/kiosk/tui"
)

func TestLayoutFaultsAreNamed(t *testing.T) {
	good := tui.Target{ID: "a", Rect: image.Rect(0, 0, 10, 3), Key: "1"}
	for name, tc := range map[string]struct {
		targets []tui.Target
		fault   string
	}{
		"no ID":    {[]tui.Target{{Rect: good.Rect}}, "has no ID"},
		"outside":  {[]tui.Target{{ID: "a", Rect: image.Rect(35, 0, 45, 3)}}, "not inside"},
		"small":    {[]tui.Target{{ID: "a", Rect: image.Rect(0, 0, 9, 3)}}, "smaller than 10x3"},
		"twice":    {[]tui.Target{good, {ID: "a", Rect: image.Rect(10, 0, 20, 3)}}, "two targets"},
		"overlap":  {[]tui.Target{good, {ID: "b", Rect: image.Rect(9, 2, 20, 6)}}, "overlaps"},
		"same key": {[]tui.Target{good, {ID: "b", Rect: image.Rect(10, 0, 20, 3), Key: "2 1"}}, "same key 1"},
	} {
		t.Run(name, func(t *testing.T) {
			faults := layoutFaults(tc.targets, Size{40, 12}, 10, 3)
			if len(faults) == 0 || !strings.Contains(strings.Join(faults, "\n"), tc.fault) {
				t.Errorf("faults are %q, want one with %q", faults, tc.fault)
			}
		})
	}
	if faults := layoutFaults([]tui.Target{good}, Size{40, 12}, 10, 3); len(faults) != 0 {
		t.Errorf("a good layout has faults %q", faults)
	}
}
