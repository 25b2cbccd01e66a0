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
	"onewindow/wire"
)

var _ tui.Screen = (*manager.Screen)(nil)

// tap does what the event loop does with a tap and its command.
func tap(s *manager.Screen, ids ...string) {
	for _, id := range ids {
		run(s.Msg, s.Tap(id))
	}
}

// tabs are the pages that are one key away.
var tabs = []string{"overview", "windows", "alerts", "terminals", "devices", "ticket", "settings", "staff", "reports", "changes"}

// forms are ways to every page that lies over a tab.
var forms = []struct {
	name string
	taps []string
}{
	{"intake", []string{"intake"}},
	{"line", []string{"line business"}},
	{"intake why", []string{"line business", "shut"}},
	{"quota", []string{"line business", "quota"}},
	{"window", []string{"win 1"}},
	{"assign", []string{"assign"}},
	{"themes", []string{"assign", "1"}},
	{"ask open", []string{"ask", "3"}},
	{"ask close", []string{"ask", "1"}},
	{"free", []string{"free"}},
	{"free ask", []string{"free", "1"}},
	{"notices", []string{"notice"}},
	{"notice", []string{"notice", "new"}},
	{"notice text", []string{"notice", "new", "en"}},
	{"notice end", []string{"notice", "new", "until"}},
	{"number", []string{"ticket"}},
	{"ticket", []string{"win 1", "ticket"}},
	{"compare", []string{"why", "A", "0", "0", "1", "confirm", "A", "0", "0", "3", "confirm"}},
	{"day", []string{"day"}},
	{"stop why", []string{"stop"}},
	{"stop", []string{"stop", "fire"}},
	{"sign out", []string{"sign"}},
	{"missed", []string{"missed"}},
	{"help", []string{"ack"}},
	{"rule", []string{"tab settings", "rule calls"}},
	{"rule yes no", []string{"tab settings", "rule need_outcome"}},
	{"rule clock", []string{"tab settings", "rule day_opens"}},
	{"rule ask", []string{"tab settings", "rule need_outcome", "1"}},
	{"enrol", []string{"tab terminals", "enrol"}},
	{"token", []string{"tab terminals", "enrol", "kiosk"}},
	{"withdraw", []string{"tab terminals", "withdraw"}},
	{"clerk", []string{"tab staff", "clerk c2"}},
	{"clerk new", []string{"tab staff", "new"}},
	{"clerk rights", []string{"tab staff", "clerk c2", "rights"}},
	{"clerk pin", []string{"tab staff", "clerk c2", "pin"}},
	{"clerk remove", []string{"tab staff", "clerk c2", "remove"}},
}

var langs = []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En}

var sizes = []tuitest.Size{{W: 120, H: 36}, {W: 160, H: 50}, {W: 80, H: 24}}

// full is a hall in which everything that the pages show has happened.
func full(t testing.TB) *fakeHall {
	f := busy(t)
	f.do(t, queue.CallHelp{Kind: queue.HelpStaff, Terminal: "kiosk-0"})
	f.do(t, queue.SetIntake{Theme: "construction", Closed: true, Reason: "staff_short"})
	f.wait(11 * time.Minute)
	f.Hardware(t)
	f.wait(time.Minute)
	f.watch(t)
	for _, id := range []string{"visit/1", "wait/business"} {
		if f.Hall.Hall.State.Alert(id) != nil {
			f.do(t, queue.AcknowledgeAlert{ID: id})
			break
		}
	}
	f.do(t, queue.AskWindow{Window: "3", What: queue.AskOpen, Theme: "business"})
	return f
}

func TestEveryPageFitsEverySize(t *testing.T) {
	all := append([]tuitest.Size{{W: 60, H: 18}, {W: 40, H: 12}}, append(sizes, tuitest.Sizes...)...)
	for _, lang := range langs {
		for _, p := range tabs {
			f := full(t)
			s := newScreen(f, lang)
			tap(s, "tab "+p)
			t.Run(p+" "+string(lang), func(t *testing.T) { tuitest.CheckLayout(t, s, all, 6, 1) })
		}
	}
	for _, p := range forms {
		f := full(t)
		for _, lang := range langs {
			s := newScreen(f, lang)
			tap(s, p.taps...)
			t.Run(p.name+" "+string(lang), func(t *testing.T) { tuitest.CheckLayout(t, s, all, 6, 1) })
		}
	}
}

func TestPicturesOfTheTabs(t *testing.T) {
	f := full(t)
	for _, p := range tabs {
		for _, lang := range langs {
			for _, size := range sizes {
				t.Run(p+" "+size.String()+" "+string(lang), func(t *testing.T) {
					s := newScreen(f, lang)
					tap(s, "tab "+p)
					tuitest.Golden(t, tuitest.Picture(s, size.W, size.H))
				})
			}
		}
	}
}

func TestEveryTabHasItsPlaceAt80Columns(t *testing.T) {
	for _, lang := range langs {
		f := full(t)
		s := newScreen(f, lang)
		for _, width := range []int{80, 100, 120, 160} {
			ts := s.Layout(image.Rect(0, 0, width, 24))
			for i, id := range []string{"overview", "windows", "alerts", "terminals", "ticket", "settings", "staff", "reports", "changes"} {
				if tg, ok := tui.Find(ts, "tab "+id); !ok || !strings.HasPrefix(tg.Label, strconv.Itoa(i+1)) || tg.Rect.Dx() < 6 {
					t.Errorf("%s at %d: the tab of %s is %+v", lang, width, id, tg)
				}
			}
		}
	}
}

func TestPicturesOfTheForms(t *testing.T) {
	f := full(t)
	for _, p := range forms {
		for _, size := range []tuitest.Size{{W: 120, H: 36}, {W: 80, H: 24}} {
			t.Run(p.name+" "+size.String(), func(t *testing.T) {
				s := newScreen(f, queue.ZhHans)
				tap(s, p.taps...)
				tuitest.Golden(t, tuitest.Picture(s, size.W, size.H))
			})
		}
		for _, lang := range langs[1:] {
			t.Run(p.name+" "+string(lang), func(t *testing.T) {
				s := newScreen(f, lang)
				tap(s, p.taps...)
				tuitest.Golden(t, tuitest.Picture(s, 120, 36))
			})
		}
	}
}

// large is a hall of 59 windows in four zones and nine lines.
func large(f *fakeHall) wire.Hall {
	v := f.view()
	v.Windows[0].Amber, v.Windows[0].Red = 60, 10000 // long
	four := v.Windows[:4]
	v.Windows = nil
	for i := range 59 {
		w := four[i%4]
		w.ID, w.Label, w.Zone = strconv.Itoa(i+1), strconv.Itoa(i+1), "z"+strconv.Itoa(1+i/15)
		v.Windows = append(v.Windows, w)
	}
	v.Windows[8].Red = 90 // too long
	line := v.Lines[0]
	v.Lines, v.Trends = nil, wire.Trends{From: f.now().Add(-4 * time.Hour).Truncate(15 * time.Minute), Step: 15, Themes: map[string][]int{}}
	for i := range 9 {
		l := line
		l.Theme, l.Prefix, l.Name = "t"+strconv.Itoa(i), string(rune('A'+i)), text("业务"+string(rune('A'+i)), "業務"+string(rune('A'+i)), "Service "+string(rune('A'+i)))
		l.Waiting, l.Since = 1+i, f.now().Add(-time.Duration(4*i)*time.Minute)
		v.Lines = append(v.Lines, l)
		for k := range 16 {
			v.Trends.Themes[l.Theme] = append(v.Trends.Themes[l.Theme], (k*(i+1))%13)
		}
	}
	return v
}

func TestALargeHallIsSeenAtOnce(t *testing.T) {
	f := full(t)
	for _, lang := range langs {
		s := newScreen(f, lang)
		s.Msg(large(f))
		for _, size := range sizes {
			t.Run(size.String()+" "+string(lang), func(t *testing.T) { tuitest.Golden(t, tuitest.Picture(s, size.W, size.H)) })
		}
		tuitest.CheckLayout(t, s, append(sizes, tuitest.Sizes...), 6, 1)
		for _, size := range sizes[:2] {
			seen := map[string]bool{}
			for _, tg := range s.Layout(image.Rect(0, 0, size.W, size.H)) {
				if strings.HasPrefix(tg.ID, "win ") {
					seen[tg.ID] = true
				}
			}
			if len(seen) != 59 {
				t.Errorf("%s at %s: %d of 59 windows can be touched", lang, size, len(seen))
			}
		}
	}
}

func TestThePictureOfTrouble(t *testing.T) {
	f := busy(t)
	f.do(t, queue.SetIntake{Theme: "business", Closed: true, Reason: "system_down"})
	f.do(t, queue.StopHall{Reason: "fire"})
	f.do(t, queue.CallHelp{Kind: queue.HelpPanic, Terminal: "window-2", Window: "2"})
	for _, lang := range langs {
		s := newScreen(f, lang)
		s.Msg(wire.Sys{Alarms: []wire.Error{
			{Code: "clock_jumped", Params: map[string]string{"by": "2h0m0s"}},
			{Code: "something_new", Msg: "a thing happened", Hint: "look at it"},
		}})
		t.Run(string(lang), func(t *testing.T) { tuitest.Golden(t, tuitest.Picture(s, 120, 36)) })
		s.Msg(wire.Link{Since: tuitest.StartTime})
		t.Run("cut "+string(lang), func(t *testing.T) { tuitest.Golden(t, tuitest.Picture(s, 120, 36)) })
	}
}

func TestNoServicesNameIsCutWhereTheHallIsSeenOnOnePage(t *testing.T) {
	f := full(t)
	v := f.view()
	longest := text("综合服务", "綜合服務", "Business registration") // of the catalogue that is delivered
	for i := range v.Lines {
		v.Lines[i].Name, v.Lines[i].Estimate = longest, queue.Estimate{Low: 10, High: 35}
	}
	v.Lines[0].Closed = &queue.Refusal{Code: queue.CodeQuotaSlot}
	for _, lang := range langs {
		s := newScreen(f, lang)
		s.Msg(v)
		for _, size := range sizes {
			picture := tuitest.Picture(s, size.W, size.H)
			if n := strings.Count(picture, " "+longest.In(lang)+" "); n < len(v.Lines) {
				t.Errorf("%s at %s: the name is whole in %d of %d lines:\n%s", lang, size, n, len(v.Lines), picture)
			}
		}
	}
}

func TestWhereNotAllLinesFitTheWorstComeFirstAndTheRestIsCounted(t *testing.T) {
	f := full(t)
	s := newScreen(f, queue.ZhHans)
	s.Msg(large(f))
	s.Msg(tui.SizeMsg{W: 78, H: 16})
	first := tuitest.Picture(s, 78, 16)
	if !strings.Contains(first, "I 业务I") || strings.Contains(first, "A 业务A") {
		t.Errorf("the worst line is not first:\n%s", first)
	}
	for range 5 { // keys too many do no harm
		s.Key(tea.KeyPressMsg{Code: tea.KeyPgDown})
	}
	if last := tuitest.Picture(s, 78, 16); !strings.Contains(last, "A 业务A") || !strings.Contains(last, "下0项") {
		t.Errorf("the last line is not reached:\n%s", last)
	}
	s.Key(tea.KeyPressMsg{Code: tea.KeyHome})
	if again := tuitest.Picture(s, 78, 16); again != first {
		t.Errorf("Home does not lead back:\n%s", again)
	}
}

func TestNoWordOnAKeyIsCut(t *testing.T) {
	all := append([]tuitest.Size{{W: 44, H: 40}, {W: 78, H: 22}, {W: 100, H: 30}}, sizes...)
	for _, lang := range langs {
		for _, p := range tabs {
			s := newScreen(full(t), lang)
			tap(s, "tab "+p)
			for _, size := range all {
				picture := tuitest.Picture(s, size.W, size.H)
				for _, k := range s.Layout(image.Rect(0, 0, size.W, size.H)) {
					bar := strings.HasPrefix(k.ID, "tab ") || k.ID == "sign"
					if bar && !strings.Contains(picture, k.Label) || !bar && !k.Whole() {
						t.Errorf("%s %s at %s: the key %q is cut in %v:\n%s", lang, p, size, k.Label, k.Rect.Size(), picture)
					}
				}
			}
		}
	}
}
