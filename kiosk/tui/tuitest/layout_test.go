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
		"cut":      {[]tui.Target{{ID: "a", Rect: good.Rect, Label: "不动产登记"}}, "is cut in 10x3"},
		"low row":  {[]tui.Target{{ID: "a", Rect: image.Rect(0, 0, 10, 1), Look: tui.Quiet}}, "smaller than 10x2"},
	} {
		t.Run(name, func(t *testing.T) {
			faults := faultsOf(tc.targets, Size{40, 12}, Rules{MinW: 10, MinH: 3, Quiet: 2, Whole: true})
			if len(faults) == 0 || !strings.Contains(strings.Join(faults, "\n"), tc.fault) {
				t.Errorf("faults are %q, want one with %q", faults, tc.fault)
			}
		})
	}
	if faults := faultsOf([]tui.Target{good}, Size{40, 12}, Rules{MinW: 10, MinH: 3, Whole: true}); len(faults) != 0 {
		t.Errorf("a good layout has faults %q", faults)
	}
}

func TestAPanelMayCoverThePageAndUseItsKeys(t *testing.T) {
	page := tui.Target{ID: "a", Rect: image.Rect(0, 0, 10, 3), Key: "1"}
	panel := tui.Target{ID: "b", Rect: image.Rect(5, 1, 15, 4), Key: "1", Modal: true}
	if faults := faultsOf([]tui.Target{page, panel}, Size{40, 12}, Rules{MinW: 10, MinH: 3}); len(faults) != 0 {
		t.Errorf("faults are %q", faults)
	}
}

func TestSmallTargetsMayBeNamed(t *testing.T) {
	small := tui.Target{ID: "a", Rect: image.Rect(0, 0, 4, 1)}
	if faults := faultsOf([]tui.Target{small}, Size{40, 12}, Rules{MinW: 10, MinH: 3, Except: []string{"a"}}); len(faults) != 0 {
		t.Errorf("faults are %q", faults)
	}
}
