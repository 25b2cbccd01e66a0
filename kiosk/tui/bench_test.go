package tui_test

import (
	"fmt"
	"image"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// hallBoard is a full screen of Chinese: nine buttons, a table, a big number.
type hallBoard struct{ now time.Time }

func (b *hallBoard) Layout(area image.Rectangle) []tui.Target {
	tui.CutTop(&area, 3)
	top := tui.CutTop(&area, 20)
	var ts []tui.Target
	for i, r := range tui.Grid(tui.Inset(top, 2, 1), 9, 3, 2, 1, 4, 0) {
		ts = append(ts, tui.Target{ID: fmt.Sprint("s", i), Rect: r, Label: "户籍业务\n等候12人，约10-15分钟", Key: fmt.Sprint(i + 1)})
	}
	return ts
}

func (b *hallBoard) Draw(c *tui.Canvas, ts []tui.Target) {
	area := c.Area()
	c.Fill(tui.CutTop(&area, 3), tui.Title)
	c.Text(image.Rect(0, 1, area.Dx(), 2), tui.Center, tui.Title|tui.Bold, "市民服务中心自助取号 "+b.now.Format("15:04:05"))
	for _, t := range ts {
		c.Button(t)
	}
	tui.CutTop(&area, 20)
	c.Digits(tui.CutTop(&area, 11), tui.Center, tui.Call, "A012", 0)
	rows := make([]tui.TableRow, 15)
	for i := range rows {
		rows[i].Cells = []string{fmt.Sprintf("A%03d", i), "不动产登记与查询服务", "请到十九号窗口办理"}
	}
	c.Table(area, []tui.Column{{Head: "号码", Width: 8}, {Head: "业务"}, {Head: "窗口"}}, rows)
}

func (b *hallBoard) Tap(string) tea.Cmd          { return nil }
func (b *hallBoard) Key(tea.KeyPressMsg) tea.Cmd { return nil }
func (b *hallBoard) Msg(m tea.Msg) tea.Cmd {
	if t, ok := m.(tui.TickMsg); ok {
		b.now = t.Now
	}
	return nil
}

func BenchmarkDraw160x50(b *testing.B) {
	s := &hallBoard{}
	c := tui.NewCanvas(160, 50, nil)
	ts := s.Layout(c.Area())
	b.ReportAllocs()
	for b.Loop() {
		c.Clear()
		s.Draw(c, ts)
	}
}

func BenchmarkShellViewAfterATick160x50(b *testing.B) {
	sh := tui.NewShell(&hallBoard{}, tui.Options{})
	sh.Update(tea.WindowSizeMsg{Width: 160, Height: 50})
	b.ReportAllocs()
	for b.Loop() {
		sh.Update(struct{}{})
		sh.View()
	}
}

func BenchmarkShellViewUnchanged(b *testing.B) {
	sh := tui.NewShell(&hallBoard{}, tui.Options{})
	sh.Update(tea.WindowSizeMsg{Width: 160, Height: 50})
	b.ReportAllocs()
	for b.Loop() {
		sh.Update(tea.FocusMsg{})
		sh.View()
	}
}

func BenchmarkShellUpdateOneTap(b *testing.B) {
	sh := tui.NewShell(&hallBoard{}, tui.Options{})
	sh.Update(tea.WindowSizeMsg{Width: 160, Height: 50})
	b.ReportAllocs()
	for b.Loop() {
		sh.Update(tea.MouseClickMsg{X: 10, Y: 6, Button: tea.MouseLeft})
		sh.Update(tea.MouseReleaseMsg{X: 10, Y: 6, Button: tea.MouseLeft})
	}
}
