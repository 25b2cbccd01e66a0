package manager_test

import (
	"image"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/manager"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/queue/report"
)

// reportParts are the kinds of figures of the page of reports.
var reportParts = []string{"lines", "items", "windows", "clerks", "dates", "halves", "order", "accuracy", "devices"}

// worked is a hall that has had a morning, with promises kept and broken, and a
// report of the day before.
func worked(t testing.TB) *fakeHall {
	f := full(t)
	promise := func(number string, low, median, likely, high int) {
		f.do(t, queue.PromiseWait{Number: number, Promise: queue.Promise{At: f.now(), Low: low, Median: median, Likely: likely, High: high}})
	}
	for i := range 6 {
		n := f.issue(t, queue.Issue{Theme: "general"})
		promise(n, 60, 300+60*i, 600, 900)
		f.wait(time.Minute)
	}
	f.do(t, queue.SignIn{Window: "5", Clerk: "c5"})
	for range 4 {
		f.do(t, queue.Next{Window: "5"})
		f.do(t, queue.Start{Window: "5"})
		f.wait(4 * time.Minute)
		f.do(t, queue.Finish{Window: "5"})
	}
	day := report.Of(f.Hall.Hall.State)
	day.Date, day.Closed = "2026-11-24", f.now().Add(-20*time.Hour)
	f.days = []*report.Day{day}
	f.planned = []string{"business", "construction", "general"}
	return f
}

// report opens the page of reports.
func openReports(f *fakeHall, lang queue.Lang) *manager.Screen {
	s := newScreen(f, lang)
	tap(s, "tab reports")
	return s
}

func TestPicturesOfReports(t *testing.T) {
	f := worked(t)
	for _, part := range reportParts {
		for _, lang := range langs {
			for _, size := range append(sizes, tuitest.Size{W: 100, H: 30}) {
				if lang != queue.ZhHans && size.W != 120 {
					continue
				}
				t.Run(part+" "+size.String()+" "+string(lang), func(t *testing.T) {
					s := openReports(f, lang)
					tap(s, "by "+part)
					tuitest.Golden(t, tuitest.Picture(s, size.W, size.H))
				})
			}
		}
	}
}

func TestEveryPartOfAReportFitsEverySize(t *testing.T) {
	f := worked(t)
	all := append([]tuitest.Size{{W: 60, H: 18}, {W: 40, H: 12}}, append(sizes, tuitest.Sizes...)...)
	for _, lang := range langs {
		s := openReports(f, lang)
		for _, part := range reportParts {
			tap(s, "by "+part)
			t.Run(part+" "+string(lang), func(t *testing.T) { tuitest.CheckLayout(t, s, all, 6, 1) })
		}
	}
}

func TestAReportIsOfTheDayTheWeekOrTheMonth(t *testing.T) {
	f := worked(t)
	h := start(t, f, 120, 36)
	h.Press("8")
	h.Wait("2026年11月25日 星期三")
	h.Wait("今天还在进行")
	h.Press("-")
	h.Wait("2026年11月24日 星期二")
	h.Press("-")
	h.Wait("没有记录")
	h.Press("+", "p")
	h.Wait("2026年11月23日 星期一到2026年11月29日 星期日")
	h.Wait("有记录的2天")
	h.Press("p")
	h.Wait("2026年11月1日 星期日到2026年11月30日 星期一")
	h.Press("+")
	h.Wait("这已经是最近的")
	h.Press("b", "b", "b", "b")
	h.Wait("2026-11-24 星期二")
}

func TestDaysThatTheHallCannotReadAreSaid(t *testing.T) {
	f := worked(t)
	f.unread = []string{"2026-11-03"}
	h := start(t, f, 120, 36)
	h.Press("8", "p", "p")
	h.Wait("有记录的2天  1天的报表读不出来")
}

func TestTheFiguresOnTheScreenAreThoseOfTheReport(t *testing.T) {
	f := worked(t)
	s := openReports(f, queue.En)
	span, _, err := f.Reports(t.Context(), "2026-11-25", "2026-11-25")
	if err != nil {
		t.Fatal(err)
	}
	tap(s, "by lines")
	picture := tuitest.Picture(s, 160, 50)
	for id, c := range span.Themes {
		name := map[string]string{"business": "Business", "construction": "Construction", "general": "General services"}[id]
		for _, line := range strings.Split(picture, "\n") {
			if fs := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), name)); strings.HasPrefix(strings.TrimSpace(line), name) {
				if got, want := strings.Join(fs[:2], " "), strconv.Itoa(c.Issued)+" "+strconv.Itoa(c.Served); got != want {
					t.Errorf("%s: the screen says %s, the report %s:\n%s", name, got, want, picture)
				}
			}
		}
	}
}

func TestTheAccuracyOfPromisesIsOneKeyAway(t *testing.T) {
	f := worked(t)
	h := start(t, f, 120, 36)
	h.Press("c")
	h.Wait("守时：在小票上的时间前叫到的比例")
	h.Wait("全厅")
}

func TestNothingOfAReportCanBeTouchedByMistake(t *testing.T) {
	s := openReports(worked(t), queue.ZhHans)
	for _, tg := range s.Layout(image.Rect(0, 0, 120, 36)) {
		if strings.HasPrefix(tg.ID, "by ") && tg.Rect.Dx() < 6 {
			t.Errorf("%s is %v wide", tg.ID, tg.Rect.Dx())
		}
	}
}

func TestTheFiguresAreWrittenIntoFiles(t *testing.T) {
	f := worked(t)
	h := start(t, f, 120, 36)
	h.Press("8")
	h.Wait("业务")
	h.Press("e")
	h.Wait("已写入/home/m/onewindow-T-1-report-2026-11-25-2026-11-25（.csv、.xlsx、.html）")
}

func TestAPlanSaysHowManyWindowsWillBeNeeded(t *testing.T) {
	f := worked(t)
	f.learned = 12
	h := start(t, f, 120, 36)
	h.Press("8", "n")
	h.Wait("窗口计划：2026年11月26日 星期四")
	h.Wait("要90%的人等候不到15分钟")
	h.Wait("10 4/3!")     // ten numbers, four windows, three planned
	h.Wait("131 13/13!!") // even all thirteen are too few
	h.Wait("12:30-14:00")
	h.Wait("休息")
	h.Press("p")
	h.Wait("2026年11月26日 星期四到2026年12月2日 星期三")
	h.Press("p", "+", "+")
	h.Wait("不是工作日")
	h.Press("-", "-", "-", "-")
	h.Wait("2026年11月26日 星期四")
	h.Press("n")
	h.Wait("今天还在进行")
}

func TestAPlanOpensOnTheNextWorkingDay(t *testing.T) {
	f := worked(t)
	f.learned, f.off = 12, []string{"2026-11-26", "2026-11-27"}
	h := start(t, f, 120, 36)
	h.Press("8", "n")
	h.Wait("窗口计划：2026年11月30日 星期一")
	h.Wait("要90%的人等候不到15分钟")
	h.Press("-")
	h.Wait("窗口计划：2026年11月29日 星期日")
	h.Wait("不是工作日")
	h.Press("+")
	h.Wait("窗口计划：2026年11月30日 星期一")
}

func TestWithoutRecordsThereIsNoPlan(t *testing.T) {
	h := start(t, worked(t), 80, 24)
	h.Press("8", "n")
	h.Wait("还没有记录")
}

func TestPicturesOfPlans(t *testing.T) {
	f := worked(t)
	f.learned = 12
	for _, lang := range langs {
		for _, size := range append(sizes, tuitest.Size{W: 100, H: 30}) {
			for _, week := range []bool{false, true} {
				t.Run(size.String()+" "+string(lang)+" "+map[bool]string{false: "day", true: "week"}[week], func(t *testing.T) {
					s := openReports(f, lang)
					run(s.Msg, s.Msg(tui.SizeMsg{W: size.W, H: size.H}))
					tap(s, "plan")
					if week {
						tap(s, "plan_kind")
					}
					tuitest.CheckLayout(t, s, []tuitest.Size{size}, 6, 1)
					tuitest.Golden(t, tuitest.Picture(s, size.W, size.H))
				})
			}
		}
	}
}

func TestAReportThatIsLongerThanThePageSaysHowToGoOn(t *testing.T) {
	size := tuitest.Size{W: 80, H: 24}
	f := worked(t)
	for i := range 18 {
		f.days[0].HalfHours = append(f.days[0].HalfHours[:i:i], f.days[0].HalfHours[0])
		f.days[0].HalfHours[i].At = queue.Clock(9*60 + 30*i)
	}
	s := openReports(f, queue.ZhHans)
	run(s.Msg, s.Msg(tui.SizeMsg{W: size.W, H: size.H}))
	tap(s, "earlier", "by halves")
	first := tuitest.Picture(s, size.W, size.H)
	if !strings.Contains(first, "PgDn") {
		t.Fatalf("nothing leads on:\n%s", first)
	}
	for _, touched := range []bool{true, false} {
		seen := ""
		for range 4 {
			seen += tuitest.Picture(s, size.W, size.H)
			turn(s, size, touched, "rows next", "pgdown")
		}
		if !strings.Contains(seen, "17:30") {
			t.Errorf("touched %v: the last rows are not there:\n%s", touched, seen)
		}
	}
}

// nineServices are the lines of a large hall.
var nineServices = []queue.Text{
	text("商事登记", "商事登記", "Business"), text("工程建设", "工程建設", "Construction"), text("综合服务", "綜合服務", "General services"),
	text("出入境", "出入境", "Exit and entry"), text("户政", "戶政", "Household"), text("社会保险", "社會保險", "Social insurance"),
	text("出件咨询", "出件諮詢", "Documents and enquiries"), text("不动产登记", "不動產登記", "Real estate"), text("公积金", "公積金", "Housing fund"),
}

// planOf opens the plan of a hall of nine services.
func planOf(t testing.TB, lang queue.Lang, size tuitest.Size) *manager.Screen {
	f := worked(t)
	f.learned = 12
	v := large(f)
	f.planned = nil
	for i := range v.Lines {
		v.Lines[i].Name = nineServices[i]
		f.planned = append(f.planned, v.Lines[i].Theme)
	}
	s := openReports(f, lang)
	run(s.Msg, s.Msg(tui.SizeMsg{W: size.W, H: size.H}))
	s.Msg(v)
	tap(s, "plan")
	return s
}

func TestEachLineAndEachHalfHourOfAPlanCanBeReached(t *testing.T) {
	for _, lang := range langs {
		for _, size := range []tuitest.Size{{W: 80, H: 24}, {W: 100, H: 30}, {W: 120, H: 36}, {W: 160, H: 50}} {
			for _, touched := range []bool{false, true} {
				s := planOf(t, lang, size)
				seen := ""
				for range 9 {
					for range 3 {
						seen += tuitest.Picture(s, size.W, size.H)
						turn(s, size, touched, "rows next", "pgdown")
					}
					turn(s, size, touched, "lines next", "right")
				}
				for _, name := range nineServices {
					if n := []rune(name.In(lang)); !strings.Contains(seen, string(n[:min(len(n), 9)])) {
						t.Errorf("%s at %s: nothing of %s", lang, size, string(n))
					}
				}
				for _, at := range []string{"09:00-09:30", "12:00-12:30", "12:30-14:00", "17:30-18:00"} {
					if !strings.Contains(seen, at) {
						t.Errorf("%s at %s: nothing of %s:\n%s", lang, size, at, seen)
					}
				}
			}
			t.Run(size.String()+" "+string(lang), func(t *testing.T) {
				s := planOf(t, lang, size)
				tuitest.CheckLayout(t, s, []tuitest.Size{size}, 6, 1)
				tuitest.Golden(t, tuitest.Picture(s, size.W, size.H))
			})
		}
	}
}

// turn turns a page that has more than is shown, if it says so.
func turn(s *manager.Screen, size tuitest.Size, touched bool, id, key string) {
	if touched {
		if _, ok := tui.Find(s.Layout(image.Rect(0, 0, size.W, size.H)), id); ok {
			tap(s, id)
		}
		return
	}
	code := map[string]rune{"pgdown": tea.KeyPgDown, "right": tea.KeyRight}[key]
	run(s.Msg, s.Key(tea.KeyPressMsg{Code: code}))
}
