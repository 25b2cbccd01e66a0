package district_test

import (
	"image"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/district"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

func TestAHallThatIsAwayIsPaleAndInNoSum(t *testing.T) {
	d := network(t)
	s := at(t, queue.ZhHans, "tab halls")
	before := lineWith(t, s, "合计")
	h := rowOf(t, d, "LG-PH-03")
	h.Figures.Waiting, h.Figures.Issued = 5000, 5000
	old := rowOf(t, d, "LG-BJ-05")
	old.Figures.Waiting = 7000
	s.tell(d)
	if after := lineWith(t, s, "合计"); after != before {
		t.Errorf("figures of halls that are away change the sum:\n%s%s", before, after)
	}
	if row := lineWith(t, s, "LG-PH-03"); !strings.Contains(row, "5000") || !strings.Contains(row, "失联 12分钟") {
		t.Errorf("the row does not say what it said last: %s", row)
	}
	if row := lineWith(t, s, "LG-BJ-05"); strings.Contains(row, "7000") {
		t.Errorf("figures of yesterday stand there as today's: %s", row)
	}
}

func TestTheChangeIsToldByASignAndAWord(t *testing.T) {
	d := network(t)
	for i, tc := range []struct {
		issued, before int
		want           string
	}{{120, 100, "￪20% 多"}, {80, 100, "￬20% 少"}, {100, 100, "= 持平"}, {5, 0, "-"}, {0, 0, "= 持平"}} {
		h := rowOf(t, d, "LG-PH")
		h.Figures.Issued, h.Before = tc.issued, &wire.SameTime{Issued: tc.before}
		s := at(t, queue.ZhHans, "tab halls", "find")
		s.tell(d)
		s.press(t, "l", "g", "-", "p", "h")
		if row := lineWith(t, s, "LG-PH "); !strings.Contains(row, tc.want) {
			t.Errorf("case %d: %q does not say %q", i, row, tc.want)
		}
	}
}

func TestNothingIsToldByColourAlone(t *testing.T) {
	s := at(t, queue.ZhHans, "tab halls")
	p := tuitest.PlainPicture(s, 160, 50)
	for _, want := range []string{"!! 报警", "!! 失联", "47分!!", "21分!", "66%!!"} {
		if !strings.Contains(p, want) {
			t.Errorf("without colours %q is missing:\n%s", want, p)
		}
	}
}

func TestANetworkWithoutHallsIsShownToo(t *testing.T) {
	s := at(t, queue.ZhHans)
	for _, d := range []wire.District{{}, {At: morning, Halls: []wire.HallRow{{Hall: "X", Standing: wire.HallNever}}}} {
		s.tell(d)
		for _, tap := range []string{"tab overview", "tab halls", "tree", "tree", "tab alerts", "open", "tab overview", "open"} {
			s.tap(tap)
			s.press(t, "down", "up", "pgdown", "end", "left", "right", "enter")
			for _, size := range grids {
				tuitest.Picture(s, size.W, size.H)
			}
		}
		s.tap("back")
	}
}

func TestAllIsSaidToBeWellOnlyOfHallsThatAreThere(t *testing.T) {
	hall := func(id string, st wire.HallStanding) wire.HallRow {
		return wire.HallRow{Hall: id, Standing: st, Day: "2026-11-25"}
	}
	for want, halls := range map[string][]wire.HallRow{
		"没有在线的大厅":  {hall("a", wire.HallNever), hall("b", wire.HallNever)},
		"在线的大厅都正常": {hall("a", wire.HallOpen), hall("b", wire.HallNever)},
		"所有大厅正常":   {hall("a", wire.HallOpen), hall("b", wire.HallClosed)},
	} {
		s := at(t, queue.ZhHans)
		s.tell(wire.District{At: morning, Halls: halls})
		see(t, s, want)
	}
}

func TestBeforeTheCentreIsHeardNothingCanBeTouched(t *testing.T) {
	s := at(t, queue.ZhHans)
	fresh := still{Screen: newScreen(s), centre: s.centre, now: s.now}
	see(t, fresh, "正在连接中心平台")
	if ts := fresh.Layout(image.Rect(0, 0, 100, 32)); len(ts) != 0 {
		t.Errorf("%v can be touched", ts)
	}
	fresh.press(t, "enter", "1", "/", "down")
	fresh.tap("open")
	fresh.tell(wire.Link{Since: morning})
	see(t, fresh, "连不上中心平台")
	if len(fresh.Help()) != 0 {
		t.Error("there is a help text about nothing")
	}
}

func TestALostLinkIsSaidWithTheAgeOfWhatIsShown(t *testing.T) {
	s := at(t, queue.ZhHans)
	*s.now = morning.Add(3 * time.Minute)
	s.tell(wire.Link{Since: *s.now})
	*s.now = morning.Add(5 * time.Minute)
	s.tell(tui.TickMsg{Now: *s.now})
	see(t, s, "连不上中心，显示的是10:24的情况（5分钟前）", "连不上中心 2:00")
	s.tap("tab halls")
	see(t, s, "显示的是10:24的情况")
	d := network(t)
	d.At = *s.now
	s.tell(d)
	s.tell(wire.Link{Up: true, Since: *s.now})
	unseen(t, s, "显示的是10:24的情况")
	see(t, s, "已连接中心")
}

func TestTheLanguageIsChangedByOneKey(t *testing.T) {
	s := at(t, queue.ZhHans)
	for _, want := range []string{"全區大廳", "District", "全区大厅"} {
		s.tap("lang")
		see(t, s, want)
	}
}

func TestWhyTheCentreIsNotHeardIsSaidWhereSomebodyMustAct(t *testing.T) {
	s := at(t, queue.ZhHans)
	s.tell(district.Lost{Why: &wire.Error{Code: wire.CodeUnreachable}})
	see(t, s, "连不上中心，显示的是10:24的情况")
	unseen(t, s, "没有回音：", "令牌")
	s.tell(district.Lost{Why: &wire.Error{Code: wire.CodeTokenRefused}})
	for _, g := range grids {
		if p := tuitest.Picture(s, g.W, g.H); !strings.Contains(p, "中心不认本机的令牌") {
			t.Errorf("at %v it is cut:\n%s", g, p)
		}
	}
	s.tell(wire.Link{Up: true, Since: morning})
	unseen(t, s, "令牌", "连不上中心")
	fresh := still{Screen: newScreen(s), centre: s.centre, now: s.now}
	fresh.tell(district.Lost{Why: &wire.Error{Code: wire.CodeShuttingDown}})
	see(t, fresh, "连不上中心平台，正在重连", "中心正在重启")
	for code, why := range map[string]string{wire.CodeTokenRefused: "中心不认本机的令牌", wire.CodeForbidden: "令牌没有看全区的权限"} {
		fresh.tell(district.Lost{Why: &wire.Error{Code: code}})
		see(t, fresh, "中心平台拒绝了请求："+why, "请找中心平台管理员")
		unseen(t, fresh, "连不上")
	}
}
