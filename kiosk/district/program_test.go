package district_test

import (
	"image"
	"strings"
	"testing"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

func TestAManagerFindsAHallByKeys(t *testing.T) {
	d, _ := start(t, 100, 32)
	d.Wait("需要关注的大厅")
	d.Press("/")
	d.Wait("查找：_")
	d.Press("b", "n", "k")
	d.Wait("显示1个大厅")
	d.Press("enter")
	d.Wait("查找：bnk ")
	d.Press("enter")
	d.Wait("LG-PH-02")
	d.Wait("A 综合服务")
	d.Press("esc")
	d.Wait("显示1个大厅")
	d.Press("c")
	d.Wait("显示127个大厅")
	d.Press("esc")
	d.Wait("需要关注的大厅")
}

func TestDigitsAndLettersAreTextWhileAHallIsLookedFor(t *testing.T) {
	d, _ := start(t, 100, 32)
	d.Press("2")
	d.Wait("[2 大厅(127)]")
	d.Press("f")
	d.Wait("查找：_")
	d.Press("3", "l", "t")
	d.Wait("查找：3lt_")
	d.Press("esc")
	d.Wait("显示127个大厅")
}

func TestHeadingsAndRowsAreTouched(t *testing.T) {
	d, _ := start(t, 160, 50)
	d.TapID("tab halls")
	d.TapID("sort waiting")
	d.Wait("￬等候")
	d.TapID("sort waiting")
	d.Wait("￪等候")
	d.TapID("sort state")
	d.TapID("hall LG-NW")
	d.Wait("Esc 返回")
	d.Wait("南湾街道行政服务大厅")
}

func TestHelpNamesTheKeysOfThePage(t *testing.T) {
	d, _ := start(t, 100, 32)
	d.Press("?")
	d.Wait("Ctrl+C 退出")
	d.Press("esc")
	d.WaitGone("Ctrl+C 退出")
	d.Press("2")
	d.Press("?")
	d.Wait("右键展开，左键收起")
}

func TestTheHelpOfEveryPageFitsTheSmallestScreen(t *testing.T) {
	for _, p := range pages {
		for _, lang := range langs {
			s := at(t, lang, p.taps...)
			c := tui.NewCanvas(78, 22, nil)
			lines := s.Help()
			r := c.TextPanel(lines)
			rows := 4
			for _, l := range lines[1:] {
				rows += max(1, len(tui.WrapLines(l, 72)))
			}
			if rows > 22 {
				t.Errorf("%s in %s: the help has %d rows in %v", p.name, lang, rows, r)
			}
		}
	}
}

func TestNoWordOnAKeyIsCut(t *testing.T) {
	for _, lang := range langs {
		for _, p := range pages {
			s := at(t, lang, p.taps...)
			for _, g := range grids {
				picture := tuitest.Picture(s, g.W, g.H)
				for _, k := range s.Layout(image.Rect(0, 0, g.W, g.H)) {
					bar := strings.HasPrefix(k.ID, "tab ") || k.ID == "lang" || k.ID == tui.HelpID
					if bar && !strings.Contains(picture, k.Label) || !bar && k.Key != "" && k.Look != tui.Quiet && !k.Whole() {
						t.Errorf("%s in %s at %v: the key %q is cut in %v", p.name, lang, g, k.Label, k.Rect.Size())
					}
				}
			}
		}
	}
}

func TestAResizeStormDoesNoHarm(t *testing.T) {
	d, c := start(t, 160, 50)
	d.Press("2")
	d.ResizeStorm(60, 100, 32)
	for range 5 {
		d.Send(c.d)
	}
	d.Wait("显示127个大厅")
}

func TestTheLinkIsLostAndComesBackInTheProgram(t *testing.T) {
	d, c := start(t, 100, 32)
	d.Send(wire.Link{Since: morning})
	d.Wait("连不上中心，显示的是10:24的情况")
	d.Send(wire.Link{Up: true, Since: morning})
	d.Send(c.d)
	d.WaitGone("连不上中心")
}

// BenchmarkTheTable draws 127 halls at 160x50, as every state of the network makes
// the shell do; BenchmarkANewState is that state itself, sorted.
func BenchmarkTheTable(b *testing.B) { benchmark(b, "tab halls") }

func BenchmarkTheOverview(b *testing.B) { benchmark(b) }

func BenchmarkOneHall(b *testing.B) { benchmark(b, "worst LG-00") }

func benchmark(b *testing.B, taps ...string) {
	s := at(b, queue.ZhHans, taps...)
	c := tui.NewCanvas(160, 50, nil)
	area := image.Rect(0, 0, 160, 50)
	for b.Loop() {
		c.Clear()
		s.Draw(c, s.Layout(area))
	}
}

func BenchmarkANewState(b *testing.B) {
	s := at(b, queue.ZhHans, "tab halls", "tree")
	for b.Loop() {
		s.Msg(s.centre.d)
	}
}
