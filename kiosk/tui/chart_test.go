package tui

import (
	"image"
	"testing"
)

func TestABarIsDrawnInEighths(t *testing.T) {
	for value, want := range map[int]string{0: "", 1: "▏", 25: "██▌", 100: "██████████", 300: "██████████"} {
		c := NewCanvas(10, 1, nil)
		c.Bar(c.Area(), Good, value, 100)
		if got := c.String(); got != want {
			t.Errorf("%d of 100 is %q, want %q", value, got, want)
		}
	}
	c := NewCanvas(10, 1, nil)
	c.UseColours(None)
	c.Bar(c.Area(), Good, 1, 100)
	if got := c.String(); got != "█─────────" {
		t.Errorf("without colours it is %q", got)
	}
	c.Bar(image.Rect(0, 0, 0, 0), Good, 5, 0)
}

func TestASparklineEndsAtTheRight(t *testing.T) {
	c := NewCanvas(10, 1, nil)
	c.Sparkline(c.Area(), Accent, []int{0, 1, 2, 4, 7})
	if got := c.String(); got != "     ▁▂▃▅█" {
		t.Errorf("got %q", got)
	}
	c.Sparkline(image.Rect(0, 0, 0, 0), Good, []int{1})
}

func TestAChartUsesItsHeightAndStylesEachColumn(t *testing.T) {
	c := NewCanvas(6, 3, nil)
	c.Chart(c.Area(), []int{0, 4, 12, 6, 3, 9}, 12, func(v int) Style {
		if v > 8 {
			return WarnFill
		}
		return Accent
	})
	if got := c.String(); got != "  █  ▂\n  █▄ █\n▁███▆█" {
		t.Errorf("got\n%s", got)
	}
	if fg := c.buf.CellAt(2, 0).Style.Fg; fg != c.Theme().Pair(WarnFill).Paper {
		t.Errorf("the column above the limit is %v", fg)
	}
	if bg := c.buf.CellAt(0, 0).Style.Bg; bg != c.Theme().Pair(Ink).Paper {
		t.Errorf("it stands on %v", bg)
	}
}

func TestAChartWithRoomHasWideColumns(t *testing.T) {
	c := NewCanvas(12, 2, nil)
	c.Chart(c.Area(), []int{1, 2, 1}, 0, func(int) Style { return Accent })
	if got := c.String(); got != "     ███\n ███ ███ ███" {
		t.Errorf("got\n%s", got)
	}
}
