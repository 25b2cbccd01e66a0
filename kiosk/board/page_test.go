package board_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/board"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// at is a board as it stands at the start, after those messages.
func at(set board.Settings, msgs ...any) *board.Screen {
	if set.Now == nil {
		set.Now = func() time.Time { return tuitest.StartTime }
	}
	s := board.New(set)
	for _, m := range msgs {
		s.Msg(m)
	}
	return s
}

func show(t *testing.T, s *board.Screen, texts ...string) {
	t.Helper()
	p := tuitest.Picture(s, 160, 50)
	for _, text := range texts {
		if !strings.Contains(p, text) {
			t.Errorf("the board does not show %q:\n%s", text, p)
		}
	}
}

func TestBeforeTheFirstStateTheBoardSaysSo(t *testing.T) {
	show(t, at(board.Settings{}), "正在连接大厅", "Connecting to the hall")
}

func TestTheBoardSaysWhatHoldsForTheWholeHall(t *testing.T) {
	b := state()
	b.Day.Stopped = "消防演习"
	s := at(board.Settings{}, b)
	large(t, s, 160, 50, "暂停办理", 15)
	large(t, s, 160, 50, "The hall is stopped", 6)
	show(t, s, "Reason: 消防演习")

	b.Day.Stopped = "power"
	s = at(board.Settings{}, b)
	large(t, s, 160, 50, "原因：停电", 6)
	show(t, s, "Reason: no electricity", "已取的号仍有效", "Please follow the staff")

	b = state()
	b.Day.Phase = queue.PhaseLunch
	lunch := func() time.Time { return tuitest.StartTime.Add(3 * time.Hour) }
	s = at(board.Settings{Now: lunch}, b)
	large(t, s, 160, 50, "午休", 6)
	large(t, s, 160, 50, "开始办理", 6)
	show(t, s, "Lunch break", "已取的号下午继续有效")

	b.Day.Phase = queue.PhaseIntake
	early := func() time.Time { return tuitest.StartTime.Add(-10 * time.Minute) }
	s = at(board.Settings{Now: early}, b)
	large(t, s, 160, 50, "开始办理", 6)
	large(t, s, 160, 50, "Windows open", 6)
	show(t, s, "办公时间 09:00-12:00  14:00-18:00")

	b.Day.Phase = queue.PhaseClosed
	s = at(board.Settings{}, b)
	large(t, s, 160, 50, "今日已停止取号", 6)
	show(t, s, "No more numbers today", "Numbers already taken are served")

	b.Day.Open = false
	s = at(board.Settings{}, b)
	large(t, s, 160, 50, "现在不是办公时间", 6)
	large(t, s, 160, 50, "The hall is closed", 6)
	show(t, s, "Opening hours")
}

func TestAFireAlarmTellsInLargeWordsOnEveryScreenToLeave(t *testing.T) {
	b := state(call("A001", "2", 0))
	b.Day.Stopped = "fire"
	for lang, words := range map[queue.Lang][]string{
		queue.ZhHans: {"火警 请离开", "火警", "请离开"},
		queue.ZhHant: {"火警 請離開", "火警", "請離開"},
	} {
		s := at(board.Settings{Lang: lang}, b)
		for _, size := range sizes {
			if size.W < 2*size.H { // in two lines, where they are larger so
				large(t, s, size.W, size.H, words[1], size.H/6)
				large(t, s, size.W, size.H, words[2], size.H/6)
				continue
			}
			large(t, s, size.W, size.H, words[0], size.H/5)
		}
	}
	large(t, at(board.Settings{Lang: queue.En}, b), 160, 50, "Please leave", 8)
}

func TestNobodyIsToldToComeWhenCalledWhileNobodyIsCalled(t *testing.T) {
	b := state()
	b.Day.Stopped = "power"
	s := at(board.Settings{}, b)
	if p := tuitest.Picture(s, 160, 50); strings.Contains(p, "请尽快到窗口") {
		t.Errorf("the stopped board tells people to come to the windows:\n%s", p)
	}
	b.Day.Notices = []wire.Notice{{ID: "1", Text: queue.Text{ZhHans: "请从东门离开"}}}
	show(t, at(board.Settings{}, b), "请从东门离开")
}

func TestOnceNobodyWaitsTheDayIsOver(t *testing.T) {
	late := func() time.Time { return tuitest.StartTime.Add(9*time.Hour + 25*time.Minute) }
	c := call("A001", "2", 0)
	c.State = queue.Done
	b := state(c)
	b.Day.Phase = queue.PhaseClosed
	large(t, at(board.Settings{Now: late}, b), 160, 50, "今日已停止取号", 6)
	for i := range b.Lines {
		b.Lines[i].Waiting = 0
	}
	large(t, at(board.Settings{Now: late}, b), 160, 50, "今日已结束", 6)
	show(t, at(board.Settings{Now: late}, b), "Closed for today", "Opening hours")
	large(t, at(board.Settings{Now: late}, b), 80, 24, "已结束", 6)
	if p := tuitest.Picture(at(board.Settings{Now: late}, b), 80, 24); !strings.Contains(p, "Open 09:00-12:00  14:00-18:00") {
		t.Errorf("the small board does not tell the hours:\n%s", p)
	}

	b.Calls[0].State = queue.Held
	if s := at(board.Settings{Now: late}, b); strings.Contains(tuitest.Picture(s, 160, 50), "Closed for today") {
		t.Error("the day is over though somebody is to come back to a window")
	}
}

func TestBeforeTheFirstCallTheLinesHaveTheRoomOfTheCalls(t *testing.T) {
	s := at(board.Settings{}, state())
	for _, size := range sizes {
		if p := tuitest.Picture(s, size.W, size.H); strings.Contains(p, "最近呼叫") {
			t.Errorf("the board of %v heads an empty list:\n%s", size, p)
		}
	}
	lines := strings.Split(tuitest.Picture(s, 160, 50), "\n")
	for i, l := range lines {
		if strings.Contains(l, "B 工程建设") && strings.Contains(lines[i+1], "Construction projects") {
			return
		}
	}
	t.Errorf("the names in both languages do not stand below each other:\n%s", strings.Join(lines, "\n"))
}

func TestAllLinesAreNamedInBothLanguagesOrNone(t *testing.T) {
	for _, name := range []string{"busy", "before opening", "last calls"} {
		make := situations()[name]
		for _, size := range sizes {
			for _, lang := range []queue.Lang{queue.ZhHans, queue.En} {
				p := tuitest.Picture(make(lang), size.W, size.H)
				named := 0
				all := state().Lines
				for _, l := range all {
					if strings.Contains(p, l.Name.ZhHans) && strings.Contains(p, l.Name.En) {
						named++
					}
				}
				if named != 0 && named != len(all) {
					t.Errorf("%s at %v in %s names %d of %d lines in both languages:\n%s", name, size, lang, named, len(all), p)
				}
			}
		}
	}
	if p := tuitest.Picture(situations()["busy"](queue.ZhHans), 160, 50); !strings.Contains(p, "Construction projects") {
		t.Errorf("the usual board names its lines in one language:\n%s", p)
	}
}

func TestNoVoiceIsPromised(t *testing.T) {
	s := at(board.Settings{}, state())
	large(t, s, 160, 50, "请留意屏幕", 6)
	if p := tuitest.Picture(s, 160, 50); strings.Contains(p, "广播") || strings.Contains(p, "听到") {
		t.Errorf("the board tells people to listen to a voice that there is not:\n%s", p)
	}
}

func TestWithoutALinkTheBoardKeepsWhatItHadAndSaysOfWhen(t *testing.T) {
	s := at(board.Settings{}, state(call("A001", "2", 0)), wire.Link{Up: false})
	show(t, s, "显示的是09:05的信息", "Information of 09:05", "正在呼叫", "请A001号到2号窗口")
	s.Msg(wire.Link{Up: true})
	if p := tuitest.Picture(s, 160, 50); strings.Contains(p, "显示的是") {
		t.Errorf("the link is up and the board still says that it is not:\n%s", p)
	}
}

func TestTheHallsHeartbeatKeepsTheBoardsInformationFresh(t *testing.T) {
	now := tuitest.StartTime
	s := at(board.Settings{Now: func() time.Time { return now }}, state())
	now = now.Add(20 * time.Minute)
	s.Msg(wire.Sys{})
	now = now.Add(20 * time.Minute)
	s.Msg(wire.Link{})
	show(t, s, "显示的是09:25的信息")
}

func TestNoticesFollowOneAnotherAndEnd(t *testing.T) {
	b := state()
	b.Day.Notices = []wire.Notice{
		{ID: "1", Text: queue.Text{ZhHans: "请带好身份证", En: "Please have your ID card ready"}},
		{ID: "2", Text: queue.Text{ZhHans: "三楼电梯维修"}, Until: tuitest.StartTime.Add(10 * time.Second)},
	}
	h := start(t, b, 160, 50)
	h.Wait("请带好身份证")
	h.Wait("Please have your ID card ready")
	h.Advance(8 * time.Second)
	h.Wait("三楼电梯维修")
	h.Advance(8 * time.Second)
	h.Wait("请带好身份证")
	h.Advance(8 * time.Second)
	h.Wait("请带好身份证")
	h.Send(state())
	h.Wait("过号请到导办台")
}

func TestANoticeCannotDisturbTheScreen(t *testing.T) {
	b := state()
	b.Day.Notices = []wire.Notice{{ID: "1", Text: queue.Text{ZhHans: "第一行\n\x1b[2J第二行\t第三行"}}}
	show(t, at(board.Settings{}, b), "第一行 第二行 第三行")
}

func TestALabelThatBigLettersCannotWriteStandsAsText(t *testing.T) {
	c := call("A001", "5", 0)
	c.Place.Label = "综合5"
	show(t, at(board.Settings{}, state(c)), "请A001号到综合5号窗口", "  综合5")
}

func TestALineThatNoWindowServesNamesNoMinutes(t *testing.T) {
	b := state()
	b.Lines[2].Windows = 0
	s := at(board.Settings{}, b)
	show(t, s, "暂无窗口办理")
	if p := tuitest.Picture(s, 160, 50); strings.Contains(p, "约8-") {
		t.Errorf("the board tells how long it takes though no window is open:\n%s", p)
	}
}

func TestTheLanguagesAreSettings(t *testing.T) {
	show(t, at(board.Settings{Lang: queue.En}, state(call("A001", "2", 0))),
		"Longgang District Administrative Service Hall", "Now calling", "A001, please go to window 2", "Zone A, floor 1")
	p := tuitest.Picture(at(board.Settings{Lang: queue.ZhHans, Second: queue.ZhHans}, state(call("A001", "2", 0))), 160, 50)
	if strings.Contains(p, "Now calling") || strings.Contains(p, "Longgang") {
		t.Errorf("the board shows a second language though it should not:\n%s", p)
	}
}

// sizes are the screens that boards are made for: a television with a small, a
// usual and a large font, one that hangs upright, a terminal, a kiosk.
var sizes = []tuitest.Size{{W: 320, H: 88}, {W: 160, H: 50}, {W: 120, H: 36}, {W: 90, H: 80}, {W: 80, H: 24}, {W: 44, H: 40}}

// situations are the boards that there can be, each made by messages.
func situations() map[string]func(lang queue.Lang) *board.Screen {
	calls := func() []wire.Call {
		again := call("C012", "27", -50*time.Second)
		again.Times = 2
		old := call("A001", "2", -10*time.Minute)
		old.State = queue.Serving
		out := []wire.Call{call("A1002", "3", -20*time.Second), again, call("B007", "101", -60*time.Second), old}
		for i, number := range []string{"D038", "E029", "J013", "H002", "G111", "A003", "B004", "C005"} {
			c := call(number, strconv.Itoa(3+5*i), -time.Duration(11+i)*time.Minute)
			c.State = queue.Done
			out = append(out, c)
		}
		return out
	}
	with := func(change func(b *wire.Board, now *time.Time), then ...any) func(queue.Lang) *board.Screen {
		return func(lang queue.Lang) *board.Screen {
			now := tuitest.StartTime
			b := state(calls()...)
			change(&b, &now)
			return at(board.Settings{Lang: lang, Now: func() time.Time { return now }}, append([]any{b}, then...)...)
		}
	}
	none := func(*wire.Board, *time.Time) {}
	return map[string]func(queue.Lang) *board.Screen{
		"busy":       with(none),
		"cut":        with(none, wire.Link{}),
		"connecting": func(lang queue.Lang) *board.Screen { return at(board.Settings{Lang: lang}) },
		"quiet":      with(func(b *wire.Board, _ *time.Time) { b.Calls = b.Calls[3:] }),
		"stopped":    with(func(b *wire.Board, _ *time.Time) { b.Day.Stopped = "fire" }),
		"power cut":  with(func(b *wire.Board, _ *time.Time) { b.Day.Stopped = "power" }),
		"day over": with(func(b *wire.Board, now *time.Time) {
			b.Day.Phase, b.Calls, *now = queue.PhaseClosed, b.Calls[4:], now.Add(9*time.Hour+25*time.Minute)
			for i := range b.Lines {
				b.Lines[i].Waiting, b.Lines[i].Closed = 0, queue.Refuse(queue.CodeTooLate, "")
			}
		}),
		"lunch": with(func(b *wire.Board, now *time.Time) {
			b.Day.Phase, b.Calls, *now = queue.PhaseLunch, b.Calls[3:], now.Add(3*time.Hour)
		}),
		"calling at lunch": with(func(b *wire.Board, now *time.Time) {
			b.Day.Phase, b.Calls, *now = queue.PhaseLunch, b.Calls[:1], now.Add(3*time.Hour)
		}),
		"before opening": with(func(b *wire.Board, now *time.Time) {
			b.Day.Phase, b.Calls, *now = queue.PhaseIntake, nil, now.Add(-10*time.Minute)
		}),
		"last calls": with(func(b *wire.Board, _ *time.Time) {
			b.Day.Phase = queue.PhaseClosed
			for i := range b.Lines {
				b.Lines[i].Closed = queue.Refuse(queue.CodeTooLate, "")
			}
		}),
		"closed": with(func(b *wire.Board, _ *time.Time) {
			b.Day.Phase, b.Day.Open, b.Calls = queue.PhaseClosed, false, nil
		}),
	}
}

func TestTheBoardLooksAsItShould(t *testing.T) {
	for name, make := range situations() {
		for _, size := range sizes {
			for _, lang := range []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En} {
				if name != "busy" && size.W != 160 && size.W != 44 {
					continue
				}
				t.Run(name+" "+size.String()+" "+string(lang), func(t *testing.T) {
					tuitest.Golden(t, tuitest.Picture(make(lang), size.W, size.H))
				})
			}
		}
	}
}

func TestNoWordIsCut(t *testing.T) {
	for name, make := range situations() {
		for _, size := range sizes[1:] {
			for _, lang := range []queue.Lang{queue.ZhHant, queue.En} {
				s := make(lang)
				for range 2 { // notices and lines in turn
					if p := tuitest.Picture(s, size.W, size.H); strings.Contains(p, "..") {
						t.Fatalf("%s at %v in %s cuts a word:\n%s", name, size, lang, p)
					}
					s.Msg(tui.TimerMsg{Name: "notice"})
				}
			}
		}
	}
}

func TestEveryTextCanBeRead(t *testing.T) {
	for name, make := range situations() {
		t.Run(name, func(t *testing.T) {
			tuitest.CheckContrast(t, make(queue.ZhHans), []tuitest.Size{{W: 160, H: 50}, {W: 44, H: 40}})
		})
	}
}

func TestWithoutColoursTheNewCallIsTold(t *testing.T) {
	p := tuitest.PlainPicture(situations()["busy"](queue.ZhHans), 160, 50)
	if strings.Count(p, "正在呼叫") != 3 {
		t.Errorf("three calls are new, the board without colours shows:\n%s", p)
	}
}

func TestANarrowBoardCutsNoSentenceOfACall(t *testing.T) {
	again := call("C012", "27", 0)
	again.Times = 2
	for _, lang := range []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En} {
		s := at(board.Settings{Lang: lang}, state(call("A002", "3", 0), again, call("B007", "101", 0)))
		for _, size := range []tuitest.Size{{W: 44, H: 40}, {W: 80, H: 24}} {
			p := tuitest.Picture(s, size.W, size.H)
			for _, c := range []wire.Call{call("A002", "3", 0), again, call("B007", "101", 0)} {
				want := words.T(words.Lang(lang), "board.call", "number", c.Number, "window", c.Place.Label)
				if !strings.Contains(p, want) {
					t.Errorf("the board of %v does not show %q:\n%s", size, want, p)
				}
			}
		}
	}
}

func TestEveryCallHasItsPlaceOnALowBoard(t *testing.T) {
	s := at(board.Settings{}, state(call("A003", "3", 0), call("A002", "2", 0), call("A001", "1", 0)))
	for _, size := range []tuitest.Size{{W: 40, H: 12}, {W: 60, H: 13}} {
		p := tuitest.Picture(s, size.W, size.H)
		for _, number := range []string{"A001", "A002", "A003"} {
			if !strings.Contains(p, number) {
				t.Errorf("the board of %v does not show %s:\n%s", size, number, p)
			}
		}
	}
}

func TestTheBoardDrawsOnAnyScreen(t *testing.T) {
	b := state(call("A002", "3", 0), call("A001", "2", 0))
	b.Day.Stopped = "消防演习"
	s := at(board.Settings{}, b, wire.Link{})
	for w := 1; w <= 170; w += 13 {
		for h := 1; h <= 60; h += 7 {
			tuitest.Picture(s, w, h)
		}
	}
}
