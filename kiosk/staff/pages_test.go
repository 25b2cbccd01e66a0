package staff_test

import (
	"image"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
)

func TestBackLeadsOnePageDown(t *testing.T) {
	b := newBare(queue.ZhHans)
	picked, typed := "", ""
	pages := map[string]bool{b.Page(): true}
	b.Choose("哪一个？", []tui.Choice{{ID: "x", Label: "X"}}, func(id string) tea.Cmd {
		picked = id
		b.Enter(tui.Entry{Title: "为什么？", Max: 10}, func(text string) tea.Cmd { typed = text; return nil })
		return nil
	})
	pages[b.Page()] = true
	b.Top().Tap("x")
	pages[b.Page()] = true
	if picked != "x" || !b.Typing() || len(pages) != 3 {
		t.Fatalf("picked %q, typing %v, pages %v", picked, b.Typing(), pages)
	}
	b.Top().Tap("confirm")
	if b.says() != "请先输入" || typed != "" {
		t.Errorf("an empty text: the line says %q", b.says())
	}
	b.Top().Key(tea.KeyPressMsg{Code: 'q', Text: "q"})
	b.Top().Tap("confirm")
	if typed != "q" || b.says() != "" {
		t.Errorf("typed %q, the line says %q", typed, b.says())
	}
	b.Top().Tap("back")
	if b.Typing() || b.Top() == nil {
		t.Fatal("back does not lead to the list")
	}
	b.Top().Tap("back")
	if b.Top() != nil {
		t.Fatal("back does not lead home")
	}
	b.Back()
	b.Home()
}

func TestACitizensNumberIsCheckedWhereItIsTyped(t *testing.T) {
	b := newBare(queue.ZhHans)
	var got queue.IDNumber
	b.EnterID("身份证号码", func(id queue.IDNumber) tea.Cmd { got = id; b.Back(); return nil })
	for _, r := range "11010519491231002" {
		b.Top().Key(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	b.Top().Tap("confirm")
	if b.says() != "身份证号码应为18位" || got != "" {
		t.Fatalf("the line says %q", b.says())
	}
	b.Top().Tap("9")
	b.Top().Tap("confirm")
	if b.says() != "身份证号码不对，请检查" {
		t.Fatalf("the line says %q", b.says())
	}
	b.Top().Tap("delete")
	b.Top().Key(tea.KeyPressMsg{Code: 'x', Text: "x"})
	f := tui.NewCanvas(78, 22, nil)
	b.Top().Draw(f, f.Area(), b.Top().Layout(f.Area()))
	tuitest.Golden(t, f.String())
	b.Top().Tap("confirm")
	if got != "11010519491231002X" || b.Top() != nil {
		t.Fatalf("got %q", got)
	}
}

func TestAQuestionIsAnsweredByOneChoiceAndNotByEnter(t *testing.T) {
	b := newBare(queue.ZhHans)
	done := 0
	b.Confirm("确定吗？", "确定", func() tea.Cmd { done++; return nil })
	c := tui.NewCanvas(78, 22, nil)
	for _, target := range b.Top().Layout(c.Area()) {
		for _, k := range target.Keys() {
			if k == "enter" {
				t.Errorf("Enter taps %s", target.ID)
			}
		}
	}
	b.Top().Tap("yes")
	if done != 1 {
		t.Errorf("done %d times", done)
	}
}

func TestWhoMayDoTheWorkOfADeskStandsFirstWherePeopleSignIn(t *testing.T) {
	f := newHall(t)
	d := newDesk(f, queue.ZhHans)
	first := func(s *staff.Session) string {
		s.SetHall(f.View())
		s.SignIn(nil)
		return d.Top().Layout(image.Rect(0, 0, 98, 28))[0].Label
	}
	if got := first(staff.NewSession(&d.Pages, f, terminal, queue.RightManage)); !strings.HasPrefix(got, "王芳") {
		t.Errorf("%s stands first where c1 manages, though at a window", got)
	}
	if got := first(staff.NewSession(&d.Pages, f, terminal)); !strings.HasPrefix(got, "陈静") {
		t.Errorf("%s stands first where nothing is needed, before who is at no window", got)
	}
}
