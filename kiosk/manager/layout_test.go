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
		for cmd := s.Tap(id); cmd != nil; {
			cmd = s.Msg(cmd())
		}
	}
}

// pages are ways to every page of the screen.
var pages = []struct {
	name string
	taps []string
}{
	{"overview", nil},
	{"intake", []string{"intake"}},
	{"line", []string{"line business"}},
	{"intake why", []string{"line business", "shut"}},
	{"window", []string{"win 1"}},
	{"assign", []string{"assign"}},
	{"themes", []string{"assign", "1"}},
	{"free", []string{"free"}},
	{"free ask", []string{"free", "1"}},
	{"notices", []string{"notice"}},
	{"notice", []string{"notice", "new"}},
	{"number", []string{"ticket"}},
	{"ticket", []string{"win 1", "ticket"}},
	{"waiting ticket", []string{"ticket", "A", "0", "0", "3", "confirm"}},
	{"move", []string{"ticket", "A", "0", "0", "3", "confirm", "move"}},
	{"cancel", []string{"ticket", "A", "0", "0", "3", "confirm", "cancel"}},
	{"day", []string{"day"}},
	{"stop why", []string{"stop"}},
	{"stop", []string{"stop", "fire"}},
}

var langs = []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En}

func TestEveryPageFitsEverySize(t *testing.T) {
	sizes := append([]tuitest.Size{{W: 120, H: 36}, {W: 80, H: 24}, {W: 60, H: 18}, {W: 40, H: 12}}, tuitest.Sizes...)
	for _, p := range pages {
		f := busy(t)
		for _, lang := range langs {
			s := newScreen(f, lang)
			tap(s, p.taps...)
			t.Run(p.name+" "+string(lang), func(t *testing.T) { tuitest.CheckLayout(t, s, sizes, 6, 1) })
		}
	}
}

func TestPictures(t *testing.T) {
	for _, p := range pages {
		for _, size := range []tuitest.Size{{W: 120, H: 36}, {W: 80, H: 24}} {
			t.Run(p.name+" "+size.String(), func(t *testing.T) {
				s := newScreen(busy(t), queue.ZhHans)
				tap(s, p.taps...)
				tuitest.Golden(t, tuitest.Picture(s, size.W, size.H))
			})
		}
	}
	for _, lang := range langs[1:] {
		for _, p := range []string{"overview", "ticket"} {
			t.Run(p+" "+string(lang), func(t *testing.T) {
				s := newScreen(busy(t), lang)
				if p == "ticket" {
					tap(s, "win 1", "ticket")
				}
				tuitest.Golden(t, tuitest.Picture(s, 120, 36))
			})
		}
	}
}

func TestThePictureOfALargeHall(t *testing.T) {
	f := busy(t)
	v := f.view()
	for i := len(v.Windows); i < 59; i++ {
		w := v.Windows[i%4]
		w.ID, w.Label = strconv.Itoa(i+1), strconv.Itoa(i+1)
		v.Windows = append(v.Windows, w)
	}
	s := newScreen(f, queue.ZhHans)
	s.Msg(v)
	for _, size := range []tuitest.Size{{W: 120, H: 36}, {W: 80, H: 24}, {W: 160, H: 50}} {
		t.Run(size.String(), func(t *testing.T) { tuitest.Golden(t, tuitest.Picture(s, size.W, size.H)) })
	}
	tuitest.CheckLayout(t, s, tuitest.Sizes, 6, 1)
}

func TestThePicturesOfNumbersPutAside(t *testing.T) {
	f := aside(t)
	for _, page := range []struct{ name, tap string }{{"overview", ""}, {"missed", "aside missed"}, {"held", "aside held"}} {
		for _, lang := range langs {
			s := newScreen(f, lang)
			if page.tap != "" {
				tap(s, page.tap)
			}
			tuitest.CheckLayout(t, s, tuitest.Sizes, 6, 1)
			t.Run(page.name+" "+string(lang), func(t *testing.T) { tuitest.Golden(t, tuitest.Picture(s, 80, 24)) })
		}
	}
}

func TestThePictureOfTrouble(t *testing.T) {
	f := busy(t)
	f.do(t, queue.SetIntake{Theme: "business", Closed: true, Reason: "system_down"})
	f.do(t, queue.StopHall{Reason: "fire"})
	s := newScreen(f, queue.ZhHans)
	s.Msg(wire.Sys{Alarms: []wire.Error{
		{Code: "clock_jumped", Params: map[string]string{"by": "2h0m0s"}},
		{Code: "something_new", Msg: "a thing happened", Hint: "look at it"},
	}})
	tuitest.Golden(t, tuitest.Picture(s, 120, 36))
}

// nine is a hall of nine lines, of which the last but one has waited longest.
func nine(t *testing.T, lang queue.Lang) *manager.Screen {
	f := busy(t)
	v := f.view()
	line := v.Lines[1]
	v.Lines = nil
	for i := range 9 {
		l := line
		l.Theme, l.Prefix, l.Name = "t"+strconv.Itoa(i), string(rune('A'+i)), text("业务"+string(rune('A'+i)), "業務"+string(rune('A'+i)), "Service "+string(rune('A'+i)))
		l.Waiting, l.Since = 1+i, f.now().Add(-time.Duration(i)*time.Minute)
		v.Lines = append(v.Lines, l)
	}
	v.Lines[7].Since = f.now().Add(-26 * time.Minute)
	s := newScreen(f, lang)
	s.Msg(v)
	return s
}

func TestWhereNotAllLinesFitTheWorstComeFirstAndTheRestIsCounted(t *testing.T) {
	for _, size := range []tuitest.Size{{W: 78, H: 22}, {W: 44, H: 40}, {W: 44, H: 24}} {
		t.Run(size.String(), func(t *testing.T) {
			s := nine(t, queue.ZhHans)
			tuitest.Golden(t, tuitest.Picture(s, size.W, size.H))
			tuitest.CheckLayout(t, s, []tuitest.Size{size}, 6, 1)
		})
	}
	s := nine(t, queue.ZhHans)
	first := tuitest.Picture(s, 78, 22)
	if !strings.Contains(first, "H 业务H") || !strings.Contains(first, "26分钟!") || strings.Contains(first, "A 业务A") {
		t.Errorf("the worst line is not first:\n%s", first)
	}
	for range 3 { // once is enough; keys too many do no harm
		s.Key(tea.KeyPressMsg{Code: tea.KeyPgDown})
	}
	if last := tuitest.Picture(s, 78, 22); !strings.Contains(last, "A 业务A") || !strings.Contains(last, "上4下0项") {
		t.Errorf("the last line is not reached:\n%s", last)
	}
	s.Key(tea.KeyPressMsg{Code: tea.KeyPgUp})
	if again := tuitest.Picture(s, 78, 22); again != first {
		t.Errorf("one page up does not lead back:\n%s", again)
	}
}

func TestAllIsWellIsNotSaidBesideALongWait(t *testing.T) {
	s := nine(t, queue.ZhHans)
	if p := tuitest.Picture(s, 120, 36); strings.Contains(p, "一切正常") || !strings.Contains(p, "! 业务H最长等候26分钟") {
		t.Errorf("the longest wait is not said:\n%s", p)
	}
}

func TestNoWordOnAKeyIsCut(t *testing.T) {
	for _, lang := range langs {
		for _, page := range [][]string{nil, {"ticket", "A", "0", "0", "3", "confirm"}} {
			f := busy(t)
			s := newScreen(f, lang)
			tap(s, page...)
			for _, size := range []tuitest.Size{{W: 40, H: 24}, {W: 44, H: 40}, {W: 78, H: 22}, {W: 100, H: 30}, {W: 100, H: 40}, {W: 120, H: 36}} {
				p := tuitest.Picture(s, size.W, size.H)
				for _, k := range s.Layout(image.Rect(0, 0, size.W, size.H)) {
					if k.Label != "" && !strings.Contains(p, k.Label) {
						t.Errorf("%s at %s: the key %q is cut:\n%s", lang, size, k.Label, p)
					}
				}
			}
		}
	}
}
