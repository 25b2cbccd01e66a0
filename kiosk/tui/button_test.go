package tui

import (
	"fmt"
	"image"
	"strings"
	"testing"
)

// states are the states that a button of a screen can be in.
var states = map[string]func(*Target){
	"plain":    func(*Target) {},
	"pressed":  func(b *Target) { b.Pressed = true },
	"selected": func(b *Target) { b.Selected = true },
	"closed":   func(b *Target) { b.Closed = true },
}

func TestTheStatesOfAButtonDifferInShapeWithAnyColours(t *testing.T) {
	for _, colours := range []Colours{Many, Few, None} {
		for _, h := range []int{5, 3, 1} {
			seen := map[string]string{}
			for name, change := range states {
				b := Target{Rect: image.Rect(0, 0, 16, h), Label: "取号", Key: "1"}
				change(&b)
				c := NewCanvas(16, h, nil)
				c.UseColours(colours)
				c.Button(b)
				shape := c.String() + fmt.Sprint(c.buf.CellAt(12, h/2).Style.Attrs)
				if other, same := seen[shape]; same {
					t.Errorf("with colours %d at %d rows %s looks like %s:\n%s", colours, h, name, other, c)
				}
				seen[shape] = name
			}
		}
	}
}

func TestADisabledButtonLooksLikeAClosedOne(t *testing.T) {
	draw := func(b Target) string {
		c := NewCanvas(12, 3, nil)
		b.Rect, b.Label = c.Area(), "取号"
		c.Button(b)
		return c.render()
	}
	if draw(Target{Disabled: true}) != draw(Target{Closed: true}) {
		t.Error("they differ")
	}
}

func TestASelectedButtonHasAHeavyFrame(t *testing.T) {
	c := NewCanvas(10, 3, nil)
	c.Button(Target{Rect: c.Area(), Label: "是", Selected: true})
	want := "█▀▀▀▀▀▀▀▀█\n█   是   █\n█▄▄▄▄▄▄▄▄█"
	if got := c.String(); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestAMarkStandsOnTheUpperEdge(t *testing.T) {
	c := NewCanvas(14, 3, nil)
	c.Button(Target{Rect: c.Area(), Label: "是", Mark: "已选"})
	if got, _, _ := strings.Cut(c.String(), "\n"); got != "▄▄▄▄▄▄▄ 已选 ▖" {
		t.Errorf("the upper edge is %q", got)
	}
}

func TestTheEdgesOfASlabLetThroughWhatLiesBelow(t *testing.T) {
	c := NewCanvas(10, 3, nil)
	c.Fill(c.Area(), Title)
	c.Button(Target{Rect: c.Area(), Label: "是"})
	edge := c.buf.CellAt(1, 0).Style
	if edge.Fg != c.Theme().Pair(Button).Paper || edge.Bg != c.Theme().Pair(Title).Paper {
		t.Errorf("the edge is %v on %v", edge.Fg, edge.Bg)
	}
}

func TestTheBadgeNeverCutsTheName(t *testing.T) {
	for w := 10; w < 30; w++ {
		for _, look := range []Look{Plain, Quiet} {
			c := NewCanvas(w, 3, nil)
			c.Button(Target{Rect: c.Area(), Label: "户政", Key: "7", Look: look})
			if !strings.Contains(c.String(), "户政") || !strings.Contains(c.String(), "7 ") {
				t.Errorf("at %d cells:\n%s", w, c)
			}
		}
	}
}

func TestNotesMayBeAsWideAsTheButton(t *testing.T) {
	c := NewCanvas(24, 4, nil)
	c.Button(Target{Rect: c.Area(), Label: "综合服务\n等候9人，约15-45分钟", Key: "3"})
	want := "▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▖\n" +
		"  3   综合服务         ▌\n" +
		"   等候9人，约15-45分钟▌\n" +
		"▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▘"
	if got := c.String(); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestAButtonShowsItsKeyNameAndNotes(t *testing.T) {
	c := NewCanvas(24, 5, nil)
	c.Button(Target{Rect: c.Area(), Label: "户籍业务\n等候3人\n约10-15分钟", Key: "1 f1"})
	want := "" +
		"▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▖\n" +
		"  1   户籍业务         ▌\n" +
		"      等候3人          ▌\n" +
		"      约10-15分钟      ▌\n" +
		"▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▘"
	if got := c.String(); got != want {
		t.Errorf("got\n%s", got)
	}
}

func TestALongLabelIsBrokenIfThereIsRoomAndElseShortened(t *testing.T) {
	for h, want := range map[int]string{
		6: `
┌──────────┐
│不动产登记│
│ 与查询号 │
│等候3人， │
│ 约5分钟  │
└──────────┘`,
		4: `
┌──────────┐
│不动产登..│
│等候3人.. │
└──────────┘`,
	} {
		c := NewCanvas(12, h, nil)
		c.UseColours(None)
		c.Button(Target{Rect: c.Area(), Label: "不动产登记与查询号\n等候3人，约5分钟"})
		if got := "\n" + c.String(); got != want {
			t.Errorf("at %d rows got%s", h, got)
		}
	}
}

func TestALabelThatIsCutIsKnown(t *testing.T) {
	for _, tc := range []struct {
		t    Target
		want bool
	}{
		{Target{Label: "不动产登记", Rect: image.Rect(0, 0, 12, 3)}, true},
		{Target{Label: "不动产登记", Rect: image.Rect(0, 0, 11, 3)}, false},
		{Target{Label: "不动产登记", Rect: image.Rect(0, 0, 11, 4)}, true}, // two lines
		{Target{Label: "不动产登记", Key: "1", Rect: image.Rect(0, 0, 14, 3)}, true},
		{Target{Label: "不动产登记", Key: "1", Rect: image.Rect(0, 0, 13, 3)}, false},
		{Target{Label: "户政\n等候3人", Rect: image.Rect(0, 0, 12, 4)}, true},
		{Target{Label: "户政\n等候3人", Rect: image.Rect(0, 0, 12, 3)}, false},
		{Target{Label: "户政\n等候3人，约15分钟", Rect: image.Rect(0, 0, 12, 4)}, false},
		{Target{Label: "户政", Look: Quiet, Rect: image.Rect(0, 0, 6, 1)}, true},
	} {
		c := NewCanvas(20, 6, nil)
		c.Button(tc.t)
		if got := tc.t.Whole(); got != tc.want || got && strings.Contains(c.String(), "..") {
			t.Errorf("%q in %v is whole: %v\n%s", tc.t.Label, tc.t.Rect, got, c)
		}
	}
}
