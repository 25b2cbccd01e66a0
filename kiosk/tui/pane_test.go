package tui_test

import (
	"strings"
	"testing"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
)

func TestTheTitleBarNeverCutsWhetherTheHallIsHeard(t *testing.T) {
	got := tuitest.Picture(&picture{draw: func(c *tui.Canvas) {
		c.TitleBar(c.Area(), strings.Repeat("long ", 20), "No link 0:12", tui.BadFill)
	}}, 40, 1)
	if !strings.Contains(got, " No link 0:12") || !strings.Contains(got, " long long") {
		t.Errorf("the bar is %q", got)
	}
}

func TestLinesAreBrokenAndEndWithTheRoom(t *testing.T) {
	got := tuitest.Picture(&picture{draw: func(c *tui.Canvas) {
		c.Lines(c.Area(), []tui.TextLine{{Text: "one two three four five six seven eight nine ten"}, {}, {Text: "last"}, {Text: "too much"}})
	}}, 30, 4)
	if !strings.Contains(got, "last") || strings.Contains(got, "too much") || !strings.Contains(got, "ten") {
		t.Errorf("the lines are\n%s", got)
	}
}
