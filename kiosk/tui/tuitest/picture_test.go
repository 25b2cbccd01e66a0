package tuitest

import (
	"image"
	"image/color"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// drawing is a screen that only draws.
type drawing func(c *tui.Canvas)

func (d drawing) Layout(image.Rectangle) []tui.Target { return nil }
func (d drawing) Draw(c *tui.Canvas, _ []tui.Target)  { d(c) }
func (d drawing) Tap(string) tea.Cmd                  { return nil }
func (d drawing) Key(tea.KeyPressMsg) tea.Cmd         { return nil }
func (d drawing) Msg(tea.Msg) tea.Cmd                 { return nil }

func TestAStyledPictureTellsStylesByLetters(t *testing.T) {
	Golden(t, StyledPicture(drawing(func(c *tui.Canvas) {
		c.TitleBar(image.Rect(0, 0, 40, 1), "大厅", "已连接", tui.TitleMuted)
		c.Text(image.Rect(0, 1, 40, 2), tui.Left, tui.Ink, "请取号 A")
		c.Text(image.Rect(20, 1, 40, 2), tui.Left, tui.Bad, "停")
		c.Button(tui.Target{Rect: image.Rect(1, 3, 19, 6), Label: "户政", Key: "1"})
		c.Button(tui.Target{Rect: image.Rect(20, 3, 38, 6), Label: "社保", Key: "2", Pressed: true})
	}), 40, 7))
}

func TestAPlainPictureHasFrames(t *testing.T) {
	if got := PlainPicture(&hello{}, 40, 12); !strings.Contains(got, "┌──────────┐") {
		t.Errorf("got\n%s", got)
	}
}

func TestTheToolkitsOwnTextCanBeRead(t *testing.T) {
	CheckContrast(t, &hello{}, Sizes)
	CheckContrast(t, drawing(func(c *tui.Canvas) {
		c.Text(c.Area(), tui.Left, tui.Ink, "市民服务中心")
		c.Panel(image.Rect(4, 2, 30, 8), "还在吗？") // what it dims is not asked about
	}), Sizes)
}

func TestTextThatCannotBeReadIsFound(t *testing.T) {
	white, grey := color.RGBA{255, 255, 255, 255}, color.RGBA{0x80, 0x80, 0x80, 255}
	for content, want := range map[string]bool{"市": false, "a": false, " ": true, "█": true, "─": true, "": true} {
		if got := canBeRead(content, grey, white, LeastContrast("light")); got != want {
			t.Errorf("%q in grey on white can be read: %v", content, got)
		}
	}
	if !canBeRead("市", color.RGBA{A: 255}, white, LeastContrast("contrast")) {
		t.Error("black on white cannot be read")
	}
}
