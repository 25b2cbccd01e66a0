package manager_test

import (
	"image"
	"strconv"
	"strings"
	"testing"
	"time"

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
	h.Wait("4/3!")
	h.Press("p")
	h.Wait("2026年11月26日 星期四到2026年12月2日 星期三")
	h.Press("p", "+", "+")
	h.Wait("不是工作日")
	h.Press("-", "-", "-", "-")
	h.Wait("2026年11月26日 星期四")
	h.Press("n")
	h.Wait("今天还在进行")
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
