package manager_test

import (
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// advices are what an advisor says of the hall: open one window, close another.
func advices(f *fakeHall) []queue.Advice {
	until := f.now().Add(90 * time.Minute)
	return []queue.Advice{
		{Theme: "general", What: queue.AskOpen, Window: "5", Now: 8, Then: 9, Target: 15, Until: until, Share: 93, ShareLow: 88, ShareHigh: 97, ShareNow: 81, Minutes: -90, Waiting: 12},
		{Theme: "business", What: queue.AskClose, Window: "4", Now: 4, Then: 3, Target: 15, Until: until, Share: 96, ShareLow: 91, ShareHigh: 99, ShareNow: 98, Minutes: 75, Waiting: 1},
	}
}

// advised is a busy hall with advice, given long enough ago to be read.
func advised(t testing.TB) *fakeHall {
	f := full(t)
	f.do(t, queue.Advise{Advices: advices(f)})
	return f
}

func TestAdviceSaysWhatWouldComeOfItAndNamesTheWindow(t *testing.T) {
	for lang, want := range map[queue.Lang][]string{
		queue.ZhHans: {"综合服务开9个窗口，11:00前93%（88-97%）等候不到15分钟；开8个则为81%。要多用1.5个窗口小时。", "请5号窗口开窗", "不采纳"},
		queue.ZhHant: {"綜合服務開9個窗口，11:00前93%（88-97%）等候不到15分鐘；開8個則為81%。要多用1.5個窗口小時。", "請5號窗口開窗", "不採納"},
		queue.En:     {"With 9 windows on General services, 93 % (88-97) wait under 15 min until 11:00; with 8, 81 %. It takes 1.5 window hours more.", "Ask window 5 to open", "No"},
	} {
		f := advised(t)
		s := newScreen(f, lang)
		for _, size := range append(sizes, tuitest.Size{W: 100, H: 30}) {
			picture := tuitest.Picture(s, size.W, size.H)
			var text []string
			for _, line := range strings.Split(picture, "\n") {
				text = append(text, strings.TrimSpace(line))
			}
			for _, w := range want {
				if !within(squeezed(strings.Join(text[:9], "")), squeezed(w)) {
					t.Errorf("%s at %s: %q is not there:\n%s", lang, size, w, picture)
				}
			}
		}
	}
}

// within reports whether a text holds another, in its order: what stands beside it may
// come between its rows.
func within(text, part string) bool {
	rs := []rune(part)
	for _, r := range text {
		if len(rs) > 0 && r == rs[0] {
			rs = rs[1:]
		}
	}
	return len(rs) == 0
}

// squeezed is text without blanks and the rims of keys: sentences are broken over rows.
func squeezed(s string) string {
	return strings.NewReplacer("▄", "", "▖", "", "▌", "", "▀", "", "▘", "").Replace(strings.Join(strings.Fields(s), ""))
}

func TestOneKeyAcceptsAdviceAndTheClerksAnswerIsShown(t *testing.T) {
	f := advised(t)
	h := start(t, f, 120, 36)
	h.Wait("请5号窗口开窗")
	f.wait(2 * time.Second)
	h.Press("y")
	h.Wait("已请5号窗口，等窗口人员答复")
	waitHall(h, f, "window 5 is asked to open for general", func(s *queue.State) bool {
		a := s.Window("5").Asked
		return a != nil && a.What == queue.AskOpen && a.Theme == "general"
	})
	h.Show(f)
	h.Wait("5号窗口还没答复")
	f.do(t, queue.AnswerAsk{Window: "5"})
	h.Show(f)
	h.Wait("5号窗口不方便")
}

func TestAcceptingWhatIsSoAlreadySaysThatNobodyWasAsked(t *testing.T) {
	f := advised(t)
	h := start(t, f, 120, 36)
	h.Wait("请5号窗口开窗")
	f.do(t, queue.SignIn{Window: "5", Clerk: "c5"}) // and the screen does not know yet
	f.wait(2 * time.Second)
	h.Press("y")
	h.Wait("5号窗口已经是这样了，没有再请")
	if s := f.Hall.Hall.State; s.Window("5").Asked != nil || s.Advised.Over != 1 {
		t.Errorf("advised %+v, window 5 asked %+v", s.Advised, s.Window("5").Asked)
	}
}

func TestOneKeyRefusesAdvice(t *testing.T) {
	f := advised(t)
	h := start(t, f, 80, 24)
	h.Wait("请5号窗口开窗")
	f.wait(2 * time.Second)
	h.Press("x")
	h.Wait("已不采纳，半小时内不再提出")
	h.Show(f)
	h.Wait("请4号窗口关窗") // the next one
	if s := f.Hall.Hall.State; s.Advised.Refused != 1 || s.Window("5").Asked != nil {
		t.Errorf("advised %+v, window 5 asked %+v", s.Advised, s.Window("5").Asked)
	}
}

func TestAKeyPressedAsTheAdviceChangesAcceptsNothing(t *testing.T) {
	f := advised(t)
	h := start(t, f, 120, 36)
	h.Wait("请5号窗口开窗")
	f.do(t, queue.Advise{Advices: advices(f)[1:]})
	h.Show(f)
	h.Wait("请4号窗口关窗")
	h.Press("y")
	h.Wait("建议刚刚变了，请再看一眼")
	if got := f.sent(); slices.Contains(got, "hall.advice") {
		t.Errorf("the hall got %q", got)
	}
	f.wait(2 * time.Second)
	h.Press("y")
	h.Wait("已请4号窗口")
}

func TestAdviceIsAnsweredOnlyByWhoIsSignedIn(t *testing.T) {
	f := newHall(t)
	f.do(t, queue.Advise{Advices: advices(f)[:1]})
	h := start(t, f, 120, 36)
	h.Wait("请5号窗口开窗")
	f.wait(2 * time.Second)
	h.Press("y")
	h.Wait("请先选自己的名字")
	if got := f.sent(); len(got) != 0 {
		t.Errorf("the hall got %q", got)
	}
}

func TestOfSeveralAdvicesEachCanBeTouched(t *testing.T) {
	f := advised(t)
	s := newScreen(f, queue.ZhHans)
	f.wait(2 * time.Second)
	run(s.Msg, s.Msg(tui.TickMsg{Now: tuitest.StartTime.Add(2 * time.Second)}))
	ts := s.Layout(image.Rect(0, 0, 160, 50))
	id := "refuse " + f.Hall.Hall.State.Advices[1].ID
	if got, ok := tui.Find(ts, id); !ok || got.Rect.Dy() < 3 || got.Key != "" {
		t.Fatalf("the second advice's target is %+v", got)
	}
	tap(s, id)
	if s := f.Hall.Hall.State; len(s.Advices) != 1 || s.Advices[0].What != queue.AskOpen {
		t.Errorf("open advices %+v", s.Advices)
	}
}

func TestNothingIsAdvisedWhileTheHallIsStopped(t *testing.T) {
	f := advised(t)
	h := start(t, f, 120, 36)
	h.Wait("请5号窗口开窗")
	f.do(t, queue.StopHall{Reason: "fire"})
	h.Show(f)
	h.Wait("大厅已紧急停止")
	if text := h.Wait("大厅已紧急停止"); strings.Contains(text, "请5号窗口开窗") {
		t.Errorf("advice stands there:\n%s", text)
	}
	f.wait(2 * time.Second)
	h.Press("y")
	f.do(t, queue.ResumeHall{})
	h.Show(f)
	h.Wait("请5号窗口开窗")
	if got := f.sent(); slices.Contains(got, "hall.advice") {
		t.Errorf("the hall got %q", got)
	}
}

func TestAdviceOfATimeThatHasPassedIsNotShown(t *testing.T) {
	f := advised(t)
	f.wait(90 * time.Minute)
	if text := tuitest.Picture(newScreen(f, queue.ZhHans), 120, 36); strings.Contains(text, "请5号窗口开窗") {
		t.Errorf("advice stands there:\n%s", text)
	}
}

// unsure are advices of which the figures alone say little.
func unsure(f *fakeHall) []queue.Advice {
	as := advices(f)
	as[0].Now, as[0].Then, as[0].ShareNow, as[0].Share, as[0].ShareLow, as[0].ShareHigh = 8, 10, 17, 22, 6, 71
	as[1] = as[0]
	as[1].Theme, as[1].Window, as[1].Share, as[1].ShareLow, as[1].ShareHigh = "business", "6", 69, 39, 100
	return as
}

// cardsSay holds what stands on the cards of those advices against sentences of each
// language, and whole screens of those sizes against their pictures.
func cardsSay(t *testing.T, advices func(*fakeHall) []queue.Advice, sentences map[queue.Lang][]string, pictures ...tuitest.Size) {
	t.Helper()
	for lang, want := range sentences {
		f := full(t)
		f.do(t, queue.Advise{Advices: advices(f)})
		picture := tuitest.Picture(newScreen(f, lang), 160, 50)
		for _, w := range want {
			if !within(squeezed(picture), squeezed(w)) {
				t.Errorf("%s: %q is not there:\n%s", lang, w, picture)
			}
		}
		for _, size := range pictures {
			t.Run(size.String()+" "+string(lang), func(t *testing.T) {
				s := newScreen(f, lang)
				tuitest.CheckLayout(t, s, append(sizes, tuitest.Sizes...), 6, 1)
				tuitest.Golden(t, tuitest.Picture(s, size.W, size.H))
			})
		}
	}
}

func TestAdviceOfWhichLittleIsKnownSaysSo(t *testing.T) {
	cardsSay(t, unsure, map[queue.Lang][]string{
		queue.ZhHans: {"综合服务窗口不够，能开的都开也不够。开10个，11:00前约22%的人等候不到15分钟，开8个约17%；其他人也会少等一些。要2个窗口，先请5号。",
			"商事登记开10个窗口，11:00前约69%等候不到15分钟，开8个约17%。说不准，39%到100%都可能。要2个窗口，先请6号。"},
		queue.ZhHant: {"要2個窗口，先請5號。", "說不準，39%到100%都可能"},
		queue.En: {"General services needs more windows than can open. With 10, about 22 % wait under 15 min until 11:00; with 8, about 17 %. The others wait less too. Window 5 is the first of these 2.",
			"anything from 39 to 100 % may come."},
	}, tuitest.Size{W: 80, H: 24}, tuitest.Size{W: 100, H: 30}, tuitest.Size{W: 160, H: 50})
}

// late are advices in a hall that has far too few windows: in one line a few more are in
// time, in another nearly nobody either way.
func late(f *fakeHall) []queue.Advice {
	as := advices(f)
	as[0].Now, as[0].Then, as[0].ShareNow, as[0].Share, as[0].ShareLow, as[0].ShareHigh, as[0].Wait, as[0].WaitNow = 8, 10, 1, 4, 0, 6, 48, 69
	as[1] = as[0]
	as[1].Theme, as[1].Window, as[1].ShareNow, as[1].Share, as[1].Wait, as[1].WaitNow = "business", "6", 2, 2, 101, 158
	return as
}

func TestWhereTooFewAreCalledInTimeTheWaitsAreSaid(t *testing.T) {
	cardsSay(t, late, map[queue.Lang][]string{
		queue.ZhHans: {"综合服务窗口不够，能开的都开也不够。开10个，平均约等48分钟，开8个约69分钟；11:00前约4%的人等候不到15分钟，开8个约1%。要2个窗口，先请5号。",
			"商事登记窗口不够，能开的都开也不够。开10个，平均约等101分钟，开8个约158分钟；11:00前等候不到15分钟的都只有约2%。要2个窗口，先请6号。"},
		queue.ZhHant: {"開10個，平均約等48分鐘，開8個約69分鐘；11:00前約4%的人等候不到15分鐘，開8個約1%。", "11:00前等候不到15分鐘的都只有約2%。要2個窗口，先請6號。"},
		queue.En: {"General services needs more windows than can open. With 10, people wait about 48 min on average instead of 69; about 4 % wait under 15 min until 11:00; with 8, about 1 %. Window 5 is the first of these 2.",
			"needs more windows than can open. With 10 instead of 8, people wait about 101 min on average instead of 158; only about 2 % wait under 15 min until 11:00 either way. Window 6 is the first of these 2."},
	}, tuitest.Size{W: 80, H: 24}, tuitest.Size{W: 160, H: 50})
}

// Where the share is half or more it stands as ever, and the waits behind it.
func TestTheWaitsStandBehindAShareThatSaysSomething(t *testing.T) {
	cardsSay(t, func(f *fakeHall) []queue.Advice {
		a := advices(f)[0]
		a.Share, a.ShareLow, a.ShareHigh, a.ShareNow, a.Wait, a.WaitNow = 66, 61, 74, 58, 12, 14
		return []queue.Advice{a}
	}, map[queue.Lang][]string{
		queue.ZhHans: {"综合服务开9个窗口，11:00前66%（61-74%）等候不到15分钟；开8个则为58%。开9个平均约等12分钟，开8个约14分钟。要多用1.5个窗口小时。"},
		queue.ZhHant: {"開8個則為58%。開9個平均約等12分鐘，開8個約14分鐘。要多用1.5個窗口小時。"},
		queue.En:     {"With 9 windows on General services, 66 % (61-74) wait under 15 min until 11:00; with 8, 58 %. With 9, people wait about 12 min on average; with 8, 14. It takes 1.5 window hours more."},
	})
}

func TestPromisesOnTheOverviewAreNeverCutBeforeTheirFigure(t *testing.T) {
	f := busy(t)
	f.accuracy = []wire.Accuracy{{Date: "2026-11-25", Told: 127, Held: 81, Kept: 96, Error: 126, Bias: 124},
		{Date: "2026-11-24", Told: 940, Held: 70, Kept: 56, Error: 406, Bias: -380}}
	for _, lang := range langs {
		for _, size := range []tuitest.Size{{W: 100, H: 30}, {W: 120, H: 36}, {W: 160, H: 50}} {
			s := newScreen(f, lang)
			picture := tuitest.Picture(s, size.W, size.H)
			for _, figure := range []string{"96 %", "56 %"} {
				if !strings.Contains(strings.ReplaceAll(picture, " %", "%"), strings.ReplaceAll(figure, " %", "%")) {
					t.Errorf("%s at %s: %q is not there:\n%s", lang, size, figure, picture)
				}
			}
			t.Run(size.String()+" "+string(lang), func(t *testing.T) { tuitest.Golden(t, picture) })
		}
	}
	s := newScreen(f, queue.ZhHans)
	tap(s, "tab alerts")
	if picture := squeezed(tuitest.Picture(s, 120, 36)); !strings.Contains(picture, "只算已经叫到的号") {
		t.Errorf("of whom the figure is not said:\n%s", picture)
	}
}

func TestPicturesOfAdvice(t *testing.T) {
	f := advised(t)
	f.accuracy = []wire.Accuracy{{Date: "2026-11-25", Told: 127, Held: 81, Kept: 83, Error: 126, Bias: 24},
		{Date: "2026-11-24", Told: 940, Held: 70, Kept: 56, Error: 406, Bias: -380}}
	for _, lang := range langs {
		for _, size := range append(sizes, tuitest.Size{W: 100, H: 30}) {
			t.Run(size.String()+" "+string(lang), func(t *testing.T) {
				s := newScreen(f, lang)
				tuitest.CheckLayout(t, s, append(sizes, tuitest.Sizes...), 6, 1)
				tuitest.Golden(t, tuitest.Picture(s, size.W, size.H))
			})
		}
	}
}
