package tui

import (
	"image"
	"strings"
	"testing"
)

func TestAPanelDimsWhatLiesUnderItOnly(t *testing.T) {
	c := NewCanvas(30, 9, nil)
	c.Text(c.Area(), Left, Ink, "市民服务中心")
	before := *c.buf.CellAt(2, 0)
	in := c.Panel(image.Rect(5, 2, 25, 7), "还在吗？")
	after := *c.buf.CellAt(2, 0)
	if after.Content != before.Content || after.Style.Bg == before.Style.Bg || after.Style.Fg == before.Style.Fg {
		t.Errorf("%v became %v", before, after)
	}
	if bg := c.buf.CellAt(in.Min.X, in.Min.Y).Style.Bg; bg != c.Theme().Pair(Card).Paper {
		t.Errorf("the panel's paper is %v", bg)
	}
	if !strings.Contains(c.String(), "还在吗？") || in != image.Rect(7, 3, 23, 6) {
		t.Errorf("inside is %v:\n%s", in, c)
	}
}

func TestAPanelHasAFrameWithoutColours(t *testing.T) {
	c := NewCanvas(14, 3, nil)
	c.UseColours(None)
	c.Panel(c.Area(), "问")
	if got := c.String(); got != "┌─ 问 ───────┐\n│            │\n└────────────┘" {
		t.Errorf("got\n%s", got)
	}
}

func TestATextPanelShowsWhatFits(t *testing.T) {
	lines := []string{"帮助"}
	for range 40 {
		lines = append(lines, "按 1 取号。")
	}
	for _, size := range []image.Point{{40, 12}, {78, 22}, {10, 3}} {
		for _, colours := range []Colours{Many, None} {
			c := NewCanvas(size.X, size.Y, nil)
			c.UseColours(colours)
			if r := c.TextPanel(lines); !r.In(c.Area()) || !strings.Contains(c.String(), "帮助") {
				t.Errorf("at %v it is at %v:\n%s", size, r, c)
			}
		}
	}
	c := NewCanvas(24, 7, nil)
	c.UseColours(None)
	c.TextPanel([]string{"帮助", "按 1 取号。"})
	want := "" +
		"   ┌─ 帮助 ────────┐\n" +
		"   │               │\n" +
		"   │  按 1 取号。  │\n" +
		"   │               │\n" +
		"   └───────────────┘"
	if got := strings.Trim(c.String(), "\n"); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestWithAPanelOnlyItsTargetsCanBeReached(t *testing.T) {
	page := Target{ID: "page", Rect: image.Rect(0, 0, 10, 3)}
	panel := Target{ID: "panel", Rect: image.Rect(4, 1, 8, 2), Modal: true}
	if got := Reachable([]Target{page}); len(got) != 1 || got[0].ID != "page" {
		t.Errorf("without a panel: %v", got)
	}
	if got := Reachable([]Target{page, panel}); len(got) != 1 || got[0].ID != "panel" {
		t.Errorf("with a panel: %v", got)
	}
}
