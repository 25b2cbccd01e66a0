package take_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/take"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// wait is how it stands at another hall.
func wait(hall, name, en string, waiting, mean int) wire.HallWait {
	w := wire.HallWait{Hall: hall, Name: queue.Text{ZhHans: name, ZhHant: name, En: en}, Waiting: waiting, Windows: 3}
	if mean > 0 {
		w.Estimate = queue.Estimate{Ahead: waiting, Low: mean - 2, Mean: mean, High: mean + 4}
	}
	return w
}

// others are halls that serve the item, the soonest first.
func others() []wire.HallWait {
	return []wire.HallWait{
		wait("LG-NW", "南湾街道行政服务大厅", "Nanwan Street Hall", 4, 9),
		wait("LG-BJ-01", "布吉社区党群服务中心政务服务大厅", "Buji Community Hall", 0, 0),
		wait("LG-JH", "吉华街道行政服务大厅", "Jihua Street Hall", 11, 25),
	}
}

// slow is a hall in which the line takes an hour, and of which any hall may serve one
// item: MZ-001.
func slow(anyHall bool) still {
	m := menu(9)
	m.Lines[2].Waiting, m.Lines[2].Estimate = 31, queue.Estimate{Ahead: 31, Low: 45, Mean: 55, High: 65}
	all := items()
	all[0].AnyHall = anyHall
	s := still{desk: &desk{items: all, elsewhere: others()}, menu: m}
	s.Screen = take.New(take.Settings{Terminal: "k1", Now: func() time.Time { return tuitest.StartTime }}, s.desk)
	s.tell(tui.TickMsg{Now: tuitest.StartTime})
	s.tell(wire.Link{Up: true})
	s.tell(m)
	return s
}

// chosenItem are the taps to the page before the number, with one item.
var chosenItem = []string{"line/general", "add", "item/MZ-001"}

func TestOtherHallsThatAreMuchSoonerAreNamedBeforeTheNumber(t *testing.T) {
	s := slow(true)
	s.tap(chosenItem...)
	see(t, s, "现在这些大厅更快", "南湾街道行政服务大厅：等候4人，约5-15分", "：无人等候，无需等待")
	unseen(t, s, "吉华")
	if len(s.desk.sought) != 1 || strings.Join(s.desk.sought[0], " ") != "MZ-001" {
		t.Errorf("asked for %v", s.desk.sought)
	}
	s.tap("take")
	see(t, s, "您的号码")
	unseen(t, s, "更快")
}

func TestTheNumberHereStaysTheFirstAndBiggestButton(t *testing.T) {
	for _, size := range tuitest.Sizes {
		with, without := slow(true), slow(false)
		with.tap(chosenItem...)
		without.tap(chosenItem...)
		a, _ := tui.Find(with.Layout(rect(size)), "take")
		b, _ := tui.Find(without.Layout(rect(size)), "take")
		if a.Rect != b.Rect || a.Rect.Empty() {
			t.Errorf("at %v the button for a number stands at %v with other halls, at %v without", size, a.Rect, b.Rect)
		}
		if p := tuitest.Picture(with, size.W, size.H); !strings.Contains(p, "南湾") && size.H > 15 {
			t.Errorf("at %v no other hall is named:\n%s", size, p)
		}
	}
}

func TestNothingIsSaidOfOtherHallsWhereItHelpsNobody(t *testing.T) {
	for name, change := range map[string]func(s *still){
		"short here":        func(s *still) { s.menu.Lines[2].Estimate = queue.Estimate{Low: 20, Mean: 25, High: 30} },
		"not open yet":      func(s *still) { s.menu.Day.Phase = queue.PhaseIntake },
		"nobody serves it":  func(s *still) { s.menu.Lines[2].Windows = 0 },
		"not much sooner":   func(s *still) { s.desk.elsewhere = []wire.HallWait{wait("X", "某大厅", "Some", 9, 40)} },
		"wide there":        func(s *still) { s.desk.elsewhere = others()[:1]; s.desk.elsewhere[0].Estimate.High = 70 },
		"unknown there":     func(s *still) { s.desk.elsewhere = others()[:1]; s.desk.elsewhere[0].Estimate = queue.Estimate{} },
		"no window there":   func(s *still) { s.desk.elsewhere = others()[:1]; s.desk.elsewhere[0].Windows = 0 },
		"no other hall":     func(s *still) { s.desk.elsewhere = nil },
		"the centre away":   func(s *still) { s.desk.seekNo = &wire.Error{Code: wire.CodeCentreAway} },
		"an older hall":     func(s *still) { s.desk.seekNo = &wire.Error{Code: wire.CodeUnknownVerb} },
		"no answer":         func(s *still) { s.desk.seekNo = &wire.Error{Code: wire.CodeUnreachable} },
		"only in this hall": func(s *still) { s.desk.items[0].AnyHall = false },
	} {
		t.Run(name, func(t *testing.T) {
			s := slow(true)
			change(&s)
			s.tell(s.menu)
			s.tap(chosenItem...)
			unseen(t, s, "更快")
			see(t, s, "取号")
		})
	}
}

func TestAKioskThatShallNotNameOtherHallsAsksForNone(t *testing.T) {
	s := slow(true)
	s.Screen = take.New(take.Settings{OfferAbove: -1, Now: func() time.Time { return tuitest.StartTime }}, s.desk)
	s.tell(wire.Link{Up: true})
	s.tell(s.menu)
	s.tap(chosenItem...)
	if len(s.desk.sought) > 0 {
		t.Errorf("asked for %v", s.desk.sought)
	}
}

// held is the command of the question for other halls, not yet run.
func held(s still) (late []tea.Cmd) {
	s.tap(chosenItem[:2]...)
	if c := s.Tap(chosenItem[2]); c != nil {
		late = append(late, c)
	}
	return late
}

func TestASlowAnswerDelaysNothing(t *testing.T) {
	s := slow(true)
	late := held(s)
	see(t, s, "敬老优待证申领")
	unseen(t, s, "更快")
	take, _ := tui.Find(s.Layout(rect(tuitest.Sizes[0])), "take")
	if take.Disabled || take.Closed {
		t.Fatal("no number can be taken while other halls are asked about")
	}
	s.tap("take")
	see(t, s, "您的号码")
	for _, c := range late {
		s.run(c)
	}
	see(t, s, "您的号码")
	unseen(t, s, "更快")
	s.tap("home")
	unseen(t, s, "更快")
}

func TestAnAnswerForWhatIsNoLongerChosenIsNotShown(t *testing.T) {
	s := slow(true)
	late := held(s)
	s.tap("back", "item/MZ-002") // which only this hall serves
	for _, c := range late {
		s.run(c)
	}
	unseen(t, s, "更快")
}

func TestOtherHallsAreAskedAboutOnceAMinute(t *testing.T) {
	s := slow(true)
	s.tap(chosenItem...)
	for i := range 59 {
		s.tell(tui.TickMsg{Now: tuitest.StartTime.Add(time.Duration(i) * time.Second)})
	}
	if n := len(s.desk.sought); n != 1 {
		t.Errorf("asked %d times in a minute", n)
	}
	s.desk.elsewhere = others()[1:]
	s.tell(tui.TickMsg{Now: tuitest.StartTime.Add(61 * time.Second)})
	if n := len(s.desk.sought); n != 2 {
		t.Errorf("asked %d times in the next", n)
	}
	unseen(t, s, "南湾")
	see(t, s, "布吉社区")
}

func TestTheLineThatBecomesShortTakesTheOtherHallsBack(t *testing.T) {
	s := slow(true)
	s.tap(chosenItem...)
	see(t, s, "南湾")
	m := s.menu
	m.Lines = append([]wire.Line(nil), m.Lines...)
	m.Lines[2].Estimate = queue.Estimate{Low: 5, Mean: 8, High: 12}
	s.tell(m)
	unseen(t, s, "更快")
}

func TestWithoutALinkNothingIsAsked(t *testing.T) {
	s := slow(true)
	s.tap(chosenItem[:2]...)
	s.tell(wire.Link{})
	s.tap(chosenItem[2])
	if len(s.desk.sought) > 0 {
		t.Errorf("asked for %v", s.desk.sought)
	}
}

func TestPicturesOfOtherHalls(t *testing.T) {
	for _, size := range tuitest.Sizes {
		t.Run(size.String(), func(t *testing.T) {
			s := slow(true)
			s.tap(chosenItem...)
			tuitest.Golden(t, tuitest.Picture(s, size.W, size.H))
		})
	}
	for _, lang := range []string{"en", "zh-Hant"} {
		t.Run(lang, func(t *testing.T) {
			s := slow(true)
			s.tap(append([]string{"lang/" + lang}, chosenItem...)...)
			tuitest.Golden(t, tuitest.Picture(s, 78, 22))
		})
	}
	s := slow(true)
	s.tap(chosenItem...)
	tuitest.CheckContrast(t, s, []tuitest.Size{{W: 78, H: 22}, {W: 44, H: 40}})
	tuitest.CheckPage(t, s, []tuitest.Size{{W: 78, H: 22}, {W: 65, H: 60}, {W: 100, H: 32}, {W: 160, H: 50}}, tuitest.Rules{MinW: 10, MinH: 3, Whole: true})
}
