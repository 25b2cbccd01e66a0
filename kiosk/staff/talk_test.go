package staff_test

import (
	"context"
	"errors"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// bare is a screen with nothing of its own.
type bare struct{ staff.Pages }

func newBare(lang queue.Lang) *bare {
	b := &bare{staff.NewPages(staff.NewTalk(lang, func() time.Time { return tuitest.StartTime }))}
	b.Receive(tui.TickMsg{Now: tuitest.StartTime})
	b.Receive(wire.Link{Up: true, Since: tuitest.StartTime})
	b.SetDay(wire.Day{Open: true, UTCOffset: 480}, staff.NamesOfHall(wire.Hall{
		Lines:   []wire.Line{{Theme: "business", Name: queue.Text{ZhHans: "商事登记", En: "Business"}, Prefix: "A"}, {Theme: "general", Prefix: "AB"}},
		Windows: []wire.WindowRow{{ID: "w3", Label: "3", Clerk: "c3", Name: "王芳"}},
		Staff:   []wire.Member{{ID: "wang", Name: "王磊"}},
	}))
	return b
}

// says is the message line.
func (b *bare) says() string { return b.Message(tui.TextLine{}).Text }

// run does what the event loop does with a command.
func run(hear func(tea.Msg) tea.Cmd, cmd tea.Cmd) {
	for cmd != nil {
		cmd = hear(cmd())
	}
}

func ask(b *bare, v int, err error, got *[]int) tea.Cmd {
	return staff.Ask(&b.Talk, "", func(context.Context) (int, error) { return v, err }, func(v int, e *wire.Error) tea.Cmd {
		if e != nil {
			b.Refuse(e)
			return nil
		}
		*got = append(*got, v)
		return nil
	})
}

func TestNoKeyActsWhileTheHallIsAsked(t *testing.T) {
	b := newBare(queue.ZhHans)
	var got []int
	cmd := ask(b, 7, nil, &got)
	if b.Touch() || !b.Busy() || b.says() != "请稍候" {
		t.Fatalf("busy is %v, the line says %q", b.Busy(), b.says())
	}
	ts := b.Alive([]tui.Target{{ID: "a"}})
	if !ts[0].Disabled {
		t.Error("a target is alive")
	}
	run(b.Receive, cmd)
	if !slices.Equal(got, []int{7}) || !b.Touch() || b.says() != "" {
		t.Errorf("got %v, the line says %q", got, b.says())
	}
}

func TestAnAnswerReachesOnlyWhoAsked(t *testing.T) {
	b, other := newBare(queue.ZhHans), newBare(queue.ZhHans)
	var got []int
	m := ask(b, 7, nil, &got)()
	run(other.Receive, func() tea.Msg { return m })
	if len(got) != 0 {
		t.Fatal("another screen took the answer")
	}
	run(b.Receive, func() tea.Msg { return m })
	if len(got) != 1 {
		t.Fatal("the screen that asked did not get it")
	}
}

func TestAQuietQuestionLeavesTheKeysAlive(t *testing.T) {
	b := newBare(queue.ZhHans)
	got := 0
	cmd := staff.AskQuietly(&b.Talk, func(context.Context) (int, error) { return 3, nil }, func(v int, _ *wire.Error) tea.Cmd { got = v; return nil })
	if !b.Touch() {
		t.Error("keys are dead")
	}
	var loud []int
	slow := ask(b, 1, nil, &loud)
	run(b.Receive, cmd)
	if got != 3 || !b.Busy() {
		t.Errorf("got %d; busy is %v though a request is under way", got, b.Busy())
	}
	run(b.Receive, slow)
}

func TestNothingIsSentWhileTheLinkIsDownAndTheLinkTakesThatBack(t *testing.T) {
	b := newBare(queue.ZhHans)
	b.Receive(wire.Link{Since: tuitest.StartTime})
	var got []int
	if cmd := ask(b, 7, nil, &got); cmd != nil {
		t.Fatal("something was sent")
	}
	if cmd := staff.AskQuietly(&b.Talk, func(context.Context) (int, error) { return 0, nil }, nil); cmd != nil {
		t.Fatal("something was asked")
	}
	if !strings.Contains(b.says(), "操作没有发出") || !strings.Contains(b.Banner(), "以下是09:05的情况") {
		t.Errorf("the line says %q, the banner %q", b.says(), b.Banner())
	}
	b.Receive(wire.Link{Up: true})
	if b.says() != "" || b.Banner() != "" {
		t.Errorf("the line says %q, the banner %q", b.says(), b.Banner())
	}
}

func TestEveryWayNotToGetAnAnswerIsSaid(t *testing.T) {
	soon := tuitest.StartTime.Add(15 * time.Second)
	later := tuitest.StartTime.Add(2 * time.Hour)
	for _, c := range []struct {
		err  error
		want string
	}{
		{errors.New("a broken wire"), "没有应答"},
		{context.DeadlineExceeded, "没有应答"},
		{&wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "yes"}}, "没有应答"},
		{&wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "no"}}, "操作没有发出"},
		{&wire.Error{Code: "intake_closed", Params: map[string]string{"reason": "staff_short"}}, "窗口人手不足"},
		{&wire.Error{Code: "clerk_busy", Params: map[string]string{"window": "w3"}}, "您已在3号窗口签到"},
		{&wire.Error{Code: "too_soon", Until: &soon}, "刚刚呼叫过，请稍等（还要等15秒）"},
		{&wire.Error{Code: wire.CodeWrongPIN, Until: &soon}, "密码不对，请重新输入（还要等15秒）"},
		{&wire.Error{Code: "quota_day", Until: &later}, "请11:05再来"},
		{&wire.Error{Code: "quite_new"}, "quite_new"},
	} {
		b := newBare(queue.ZhHans)
		var got []int
		run(b.Receive, ask(b, 0, c.err, &got))
		if !strings.Contains(b.says(), c.want) || len(got) != 0 {
			t.Errorf("%v: the line says %q, want %q", c.err, b.says(), c.want)
		}
	}
}

func TestNamesAreTheHallsAndAnUnknownOneIsItsID(t *testing.T) {
	b := newBare(queue.En)
	for got, want := range map[string]string{
		b.Theme("business"): "Business", b.Theme("other"): "other", b.Window("w3"): "3", b.Window("w4"): "w4",
		b.AtWindow("w3"): "Window 3", b.AtWindow(""): "", b.Person("c3"): "王芳", b.Person("wang"): "王磊", b.Person("li"): "li",
		strings.Join(b.Letters(), ""): "AB", b.Document("kinship"): "Proof of kinship", b.Document("a letter"): "a letter", b.Document(staff.DocumentText("company")): "Letter of a company",
		b.Ground(queue.GroundInfant): "With infant", b.Clock(time.Time{}): "", b.Clock(tuitest.StartTime): "09:05",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	w := staff.NamesOfWindow(wire.Window{ID: "1", Label: "1号", Themes: []queue.Theme{{ID: "x", Name: queue.Text{En: "X"}, Prefix: "C"}},
		Windows: []wire.Place{{Window: "2", Label: "2号"}}, Colleagues: []wire.Colleague{{Member: wire.Member{ID: "li", Name: "Li"}}}})
	b.SetDay(wire.Day{Stopped: "fire"}, w)
	for got, want := range map[string]string{b.Theme("x"): "X", b.Window("1"): "1号", b.Window("2"): "2号", b.Person("li"): "Li", b.Banner(): "The hall is stopped: fire alarm"} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTheFrameIsWholeAtEverySize(t *testing.T) {
	for _, s := range append([]tuitest.Size{{W: 80, H: 24}, {W: 120, H: 36}, {W: 40, H: 12}}, tuitest.Sizes...) {
		area := image.Rect(0, 0, s.W, s.H)
		title, page, message := staff.FrameOf(area)
		if title.Dy() != 1 || message.Empty() || page.Dy() < s.H-4 || page.Max.Y > message.Min.Y || title.Max.Y > page.Min.Y {
			t.Errorf("at %v: %v, %v, %v", s, title, page, message)
		}
	}
}

func TestATerminalIsWordedForPeople(t *testing.T) {
	k := staff.NewTalk(queue.ZhHans, nil)
	call := func(c wire.HelpCall) string { c.Kind = queue.HelpStaff; return k.Call(c) }
	for got, want := range map[string]string{
		call(wire.HelpCall{Help: queue.Help{Terminal: "kiosk-2"}, Name: "vm"}):                                 "求助：终端 vm",
		call(wire.HelpCall{Help: queue.Help{Terminal: "kiosk-2"}}):                                             "求助：终端 kiosk-2",
		call(wire.HelpCall{Help: queue.Help{Terminal: "kiosk-2"}, Name: "二号取号机"}):                              "求助：二号取号机",
		call(wire.HelpCall{Label: "3", Name: "王芳"}):                                                            "求助：3号窗口 王芳",
		k.Alert(queue.Alert{Kind: queue.AlertTerminal, Terminal: "k", Name: "vm", Role: "kiosk"}):              "取号机 vm没有应答",
		k.Alert(queue.Alert{Kind: queue.AlertTerminal, Terminal: "k", Name: "vm", Role: "reader"}):             "终端 vm没有应答",
		k.Alert(queue.Alert{Kind: queue.AlertTerminal, Terminal: "w", Name: "w", Role: "window", Window: "3"}): "3号窗口 w没有应答",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
