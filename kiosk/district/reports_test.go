package district_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/district"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// lastQuestion is what the centre was asked for last.
func (s still) lastQuestion(t *testing.T) district.Question {
	t.Helper()
	if len(s.centre.questions) == 0 {
		t.Fatal("nothing was asked for")
	}
	return s.centre.questions[len(s.centre.questions)-1]
}

func TestTheReportIsOfTheDayTheWeekOrTheMonthAndOfTheHallsThatAreWanted(t *testing.T) {
	s := at(t, queue.ZhHans)
	if len(s.centre.questions) > 0 {
		t.Error("reports are asked for before anybody wants to see them")
	}
	for _, step := range []struct {
		tap  string
		want district.Question
	}{
		{"tab reports", district.Question{From: "2026-11-24", To: "2026-11-24"}},
		{"earlier", district.Question{From: "2026-11-23", To: "2026-11-23"}},
		{"period", district.Question{From: "2026-11-23", To: "2026-11-29"}},
		{"later", district.Question{From: "2026-11-23", To: "2026-11-29"}}, // there is none after today's
		{"earlier", district.Question{From: "2026-11-16", To: "2026-11-22"}},
		{"period", district.Question{From: "2026-11-01", To: "2026-11-30"}},
		{"earlier", district.Question{From: "2026-10-01", To: "2026-10-31"}},
		{"period", district.Question{From: "2026-10-01", To: "2026-10-01"}},
		{"later", district.Question{From: "2026-10-02", To: "2026-10-02"}},
	} {
		if s.tap(step.tap); s.lastQuestion(t) != step.want {
			t.Errorf("after %s it asks for %+v, want %+v", step.tap, s.lastQuestion(t), step.want)
		}
	}
	s = at(t, queue.ZhHans, "tab reports", "reach", "LG-PH")
	if want := (district.Question{From: "2026-11-24", To: "2026-11-24", Below: "LG-PH"}); s.lastQuestion(t) != want {
		t.Errorf("of a street it asks for %+v", s.lastQuestion(t))
	}
	see(t, s, "平湖街道行政服务大厅及下属大厅", "12份日报", "13个大厅中1个没有报齐")
	s.tap("row LG-PH-02")
	if want := (district.Question{From: "2026-11-24", To: "2026-11-24", Hall: "LG-PH-02"}); s.lastQuestion(t) != want {
		t.Errorf("of a hall it asks for %+v", s.lastQuestion(t))
	}
	see(t, s, "白坭坑社区", "1份日报", "窗口")
	n := len(s.centre.questions)
	s.tap("whole")
	see(t, s, "龙岗区  2026年11月24日 星期二")
	if s.lastQuestion(t).Hall != "LG-PH-02" || len(s.centre.questions) != n { // it is known from before
		t.Errorf("of all it asks for %+v", s.lastQuestion(t))
	}
}

func TestWhatWasAskedForAMomentAgoIsNotAskedForAgain(t *testing.T) {
	s := at(t, queue.ZhHans, "tab reports", "earlier", "later", "earlier")
	if n := len(s.centre.questions); n != 2 {
		t.Errorf("two days are asked for %d times", n)
	}
	s.tap("tab halls", "tab reports")
	s.tell(tui.TimerMsg{Name: "reports"})
	if n := len(s.centre.questions); n != 2 {
		t.Errorf("they are asked for again at once: %d times", n)
	}
	*s.now = s.now.Add(6 * time.Minute)
	s.tell(tui.TimerMsg{Name: "reports"})
	if n := len(s.centre.questions); n != 3 {
		t.Errorf("halls may have reported since, and it was asked for %d times", n)
	}
	s.tap("tab halls")
	*s.now = s.now.Add(6 * time.Minute)
	s.tell(tui.TimerMsg{Name: "reports"})
	if n := len(s.centre.questions); n != 3 {
		t.Error("reports are asked for that nobody sees")
	}
}

func TestALateAnswerIsNotTakenForAnother(t *testing.T) {
	s := at(t, queue.ZhHans)
	first := s.Tap("tab reports")
	see(t, s, "请稍候")
	if cmd := s.Tap("earlier"); cmd != nil {
		t.Error("two questions are under way")
	}
	unseen(t, s, "125份日报")
	s.run(first) // it was given up; the other one is asked now
	if want := "2026-11-23"; s.lastQuestion(t).From != want || len(s.centre.questions) != 2 {
		t.Errorf("asked were %+v", s.centre.questions)
	}
	see(t, s, "2026年11月23日", "124份日报")
}

func TestReportsThatCannotBeHadAreSaidAndAskedForAgain(t *testing.T) {
	s := at(t, queue.ZhHans)
	s.centre.refuse = &wire.Error{Code: wire.CodeForbidden, Msg: "the token lacks the scope read"}
	s.tap("tab reports")
	see(t, s, "没有取到报表")
	unseen(t, s, "取号")
	s.centre.refuse = nil
	s.tell(tui.TimerMsg{Name: "reports"})
	see(t, s, "没有取到报表")
	*s.now = s.now.Add(11 * time.Second)
	s.tell(tui.TimerMsg{Name: "reports"})
	see(t, s, "125份日报")
	unseen(t, s, "没有取到报表")
	s.tell(wire.Link{Since: morning})
	s.tap("earlier")
	if n := len(s.centre.questions); n != 2 {
		t.Errorf("without a link it was asked for %d times", n)
	}
	s.tell(wire.Link{Up: true, Since: morning})
	see(t, s, "124份日报")
}

func TestWhoLacksWhichDaysIsSaidAndNamed(t *testing.T) {
	s := at(t, queue.ZhHans, "tab reports", "period", "by missing")
	see(t, s, "127个大厅中3个没有报齐", "1份日报读不出来", "2026-11-23（软件版本更新）", "辅城坳", "全部")
	s = at(t, queue.ZhHans, "tab reports", "period", "earlier")
	see(t, s, "没有日报的日期（如休息日）：2026-11-22")
	for _, wide := range []int{78, 160} { // on a day off nothing lacks
		if p := tuitest.Picture(s, wide, 50); !strings.Contains(p, "! 127个大厅中2个没有报齐  ") {
			t.Errorf("a Sunday stands among what lacks:\n%s", p)
		}
	}
	for _, more := range []string{"period", "period"} { // by month, then the day
		s.tap(more)
	}
	for !strings.Contains(tuitest.Picture(s, 160, 50), "2026年11月22日") {
		s.tap("later")
	}
	see(t, s, "没有日报的日期（如休息日）：2026-11-22")
	unseen(t, s, "没有报齐", "! ")
	s = at(t, queue.ZhHans, "tab reports", "by missing", "row LG-PH-03")
	see(t, s, "辅城坳", "这段时间没有记录")
	s = at(t, queue.ZhHans, "tab reports")
	for range 12 {
		s.tap("earlier")
	}
	see(t, s, "2026年11月12日", "没有报齐")
}

func TestEveryHallAndEveryTableOfAReportCanBeReached(t *testing.T) {
	size := tuitest.Size{W: 78, H: 22}
	for _, touched := range []bool{true, false} {
		s := at(t, queue.ZhHans, "tab reports", "order").size(size.W, size.H)
		seen := ""
		for range 60 {
			seen += tuitest.Picture(s, size.W, size.H)
			if touched {
				s.tap("rows next")
			} else {
				s.press(t, "pgdown")
			}
		}
		for _, h := range s.centre.d.Halls {
			name := []rune(h.Name.In(queue.ZhHans))
			if h.Standing != wire.HallNever && h.Hall != "LG-PH-03" && !strings.Contains(seen, string(name[:min(len(name), 8)])) {
				t.Errorf("touched %v: nothing of %s", touched, string(name))
			}
		}
		names := []string{}
		for range 9 {
			p := tuitest.Picture(s, size.W, size.H)
			from, to := strings.Index(p, "["), strings.Index(p, "]")
			for i := strings.Index(p, "\n"); from >= 0 && from < i*2; { // not the tab's
				from += 1 + strings.Index(p[from+1:], "[")
				to = from + strings.Index(p[from:], "]")
			}
			names = append(names, p[from:to+1])
			s.press(t, "right")
		}
		slices.Sort(names)
		if n := len(slices.Compact(names)); n != 9 {
			t.Errorf("the keys lead to %d tables: %v", n, names)
		}
	}
}

func TestTheHallWithTheLongestWaitsStandsFirst(t *testing.T) {
	s := at(t, queue.ZhHans, "tab reports")
	rows := func() (all []string) {
		for _, line := range strings.Split(tuitest.Picture(s, 160, 50), "\n") {
			if fs := strings.Fields(line); len(fs) > 6 && strings.HasSuffix(fs[6], "%") {
				all = append(all, fs[5])
			}
		}
		return all
	}
	got := rows()
	if len(got) < 20 || !slices.IsSortedFunc(got, func(a, b string) int { return len(b)*100 + strings.Compare(b, a) - len(a)*100 }) {
		t.Errorf("nine of ten waited up to %v", got)
	}
	s.tap("order")
	if slices.Equal(rows(), got) {
		t.Error("by place they stand as before")
	}
	see(t, s, "按区划排")
}

func TestTheReportOfAHallIsOneKeyFromItsPage(t *testing.T) {
	s := at(t, queue.ZhHans, "worst LG-BT", "hall_reports")
	see(t, s, "[4 报表]", "坂田街道行政服务大厅  2026年11月24日", "1份日报")
	if q := s.lastQuestion(t); q.Hall != "LG-BT" || len(s.centre.questions) != 1 {
		t.Errorf("asked were %+v", s.centre.questions)
	}
}

func TestWhereThereIsLittleRoomNothingOfAReportIsCut(t *testing.T) {
	s := at(t, queue.En, "tab reports", "period")
	p := tuitest.Picture(s, 44, 40)
	for _, want := range []string{"Mean wait 10.7min", "In 15 min 73%", "1 report cannot be read", "Sunday, 29 November 2026", "249 daily", "reports", "Drawn Served Missed   Mean"} {
		if !strings.Contains(p, want) {
			t.Errorf("a small screen lacks %q:\n%s", want, p)
		}
	}
	s = at(t, queue.En, "tab reports", "period", "row LG-PH")
	p = tuitest.Picture(s, 78, 22)
	if !strings.Contains(p, "29 November 2026") {
		t.Errorf("the end of the week is cut:\n%s", p)
	}
}

func TestTheListOfPartsTurnsItsPages(t *testing.T) {
	s := at(t, queue.En, "tab reports", "reach")
	before := tuitest.Picture(s, 78, 22)
	s.press(t, "pgdown")
	if after := tuitest.Picture(s, 78, 22); after == before {
		t.Errorf("PgDn does nothing:\n%s", after)
	}
}
