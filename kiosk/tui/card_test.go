package tui

import (
	"image"
	"strings"
	"testing"
)

func TestACardLeavesTheSameRoomWithAndWithoutColours(t *testing.T) {
	for _, colours := range []Colours{Many, Few, None} {
		c := NewCanvas(20, 5, nil)
		c.UseColours(colours)
		if in := c.Card(c.Area(), "业务"); in != image.Rect(1, 1, 19, 5) {
			t.Errorf("inside is %v", in)
		}
		if !strings.Contains(c.String(), "业务") {
			t.Errorf("no title in\n%s", c)
		}
	}
	if in := NewCanvas(20, 5, nil).Card(image.Rect(0, 0, 20, 5), ""); in != image.Rect(1, 0, 19, 5) {
		t.Errorf("without a title inside is %v", in)
	}
}

func TestAChipIsAsWideAsItSays(t *testing.T) {
	c := NewCanvas(10, 1, nil)
	if w := c.Chip(c.Area(), WarnFill, "超时"); w != 6 || w != ChipWidth("超时") || c.String() != " 超时" {
		t.Errorf("%d cells: %q", w, c)
	}
	c.UseColours(None)
	c.Chip(c.Area(), WarnFill, "超时")
	if got := c.String(); got != "[超时]" {
		t.Errorf("without colours it is %q", got)
	}
}

func TestAFigureIsLargeWhereThereIsRoom(t *testing.T) {
	f := Figure{Label: "最长等候", Value: "33", Unit: "分钟", Note: "商事登记", Style: Bad}
	c := NewCanvas(24, 6, nil)
	c.KeyValue(c.Area(), f)
	large := c.String()
	for _, want := range []string{"最长等候", "█", "分钟", "商事登记"} {
		if !strings.Contains(large, want) {
			t.Errorf("%q is missing in\n%s", want, large)
		}
	}
	c = NewCanvas(24, 2, nil)
	f.Note = ""
	c.KeyValue(c.Area(), f)
	if got := c.String(); got != " 最长等候\n 33 分钟" {
		t.Errorf("got\n%s", got)
	}
}
