package guide_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/guide"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

var _ tui.Screen = (*guide.Screen)(nil)

// tap does what the event loop does with a tap and its command, and gives the
// screen the hall's state after it.
func tap(s *guide.Screen, f *fakeHall, ids ...string) {
	for _, id := range ids {
		for cmd := s.Tap(id); cmd != nil; {
			cmd = s.Msg(cmd())
		}
		s.Msg(f.View())
	}
}

// typed presses keys that are text.
func typed(s *guide.Screen, text string) {
	for _, r := range text {
		s.Key(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// pages are ways to every page of the screen.
var pages = []struct {
	name     string
	taps     []string
	text     string // typed at last
	unsigned bool
}{
	{name: "home"},
	{name: "home unsigned", unsigned: true},
	{name: "slip", taps: []string{"line business"}},
	{name: "slip full", taps: []string{"item", "item A-1", "item A-2", "confirm", "ground elderly", "agent", "mandate", "back", "lang"}},
	{name: "slip for any hall", taps: []string{"item", "item C-1", "confirm"}},
	{name: "elsewhere", taps: []string{"item", "item C-1", "confirm", "elsewhere"}},
	{name: "items", taps: []string{"item"}, text: "gs"},
	{name: "agent", taps: []string{"line general", "agent"}},
	{name: "id", taps: []string{"line general", "id"}, text: "110105194912"},
	{name: "given", taps: []string{"line general", "ground pregnant", "issue"}},
	{name: "look", taps: []string{"look"}, text: "A0"},
	{name: "waiting", taps: []string{"look", "A", "0", "0", "5", "confirm"}},
	{name: "missed", taps: []string{"row number A002"}},
	{name: "held", taps: []string{"row number A003"}},
	{name: "serving", taps: []string{"look", "A", "0", "0", "1", "confirm"}},
	{name: "move", taps: []string{"look", "A", "0", "0", "5", "confirm", "move"}},
	{name: "cancel", taps: []string{"look", "A", "0", "0", "5", "confirm", "cancel"}},
	{name: "why", taps: []string{"why", "A", "0", "0", "5", "confirm", "A", "0", "0", "4", "confirm"}},
	{name: "missed list", taps: []string{"missed"}},
	{name: "held list", taps: []string{"held"}},
	{name: "calls", taps: []string{"calls"}},
	{name: "sign in", taps: []string{"sign"}, unsigned: true},
	{name: "pin", taps: []string{"sign", "clerk c6"}, text: "12", unsigned: true},
	{name: "sign out", taps: []string{"sign"}},
}

var langs = []queue.Lang{queue.ZhHans, queue.ZhHant, queue.En}

// grids are those that a guide's desk stands on.
var grids = []tuitest.Size{{W: 100, H: 32}, {W: 120, H: 36}, {W: 80, H: 24}, {W: 78, H: 22}}

// at is the screen on one of the pages.
func at(t testing.TB, i int, lang queue.Lang) *guide.Screen {
	t.Helper()
	f := busy(t)
	f.Elsewhere = otherHalls()
	if !pages[i].unsigned {
		f.Command(t, queue.OpenDesk{Terminal: terminal, Clerk: "c6"})
	}
	s := newScreen(f, lang)
	tap(s, f, pages[i].taps...)
	typed(s, pages[i].text)
	return s
}

func TestPictures(t *testing.T) {
	for i, p := range pages {
		for _, lang := range langs {
			s := at(t, i, lang)
			for _, g := range grids {
				t.Run(p.name+" "+g.String()+" "+string(lang), func(t *testing.T) { tuitest.Golden(t, tuitest.Picture(s, g.W, g.H)) })
			}
			t.Run(p.name+" fits "+string(lang), func(t *testing.T) { fits(t, s, lang) })
		}
	}
}

// fits checks the page that the screen shows at every size: every label is whole
// at those of a guide's desk, and every text can be read.
func fits(t *testing.T, s *guide.Screen, lang queue.Lang) {
	t.Helper()
	sizes := append([]tuitest.Size{{W: 60, H: 24}, {W: 40, H: 24}}, tuitest.Sizes...)
	tuitest.CheckLayout(t, s, sizes, 6, 1)
	tuitest.CheckPage(t, s, grids, tuitest.Rules{MinW: 6, MinH: 1, Whole: true})
	if lang == queue.ZhHans {
		tuitest.CheckContrast(t, s, grids[:1])
	}
}

// troubles are what the first page looks like when not all is well.
var troubles = []struct {
	name string
	make func(t testing.TB, f *fakeHall, s *guide.Screen)
}{
	{"connecting", nil},
	{"cut", func(_ testing.TB, f *fakeHall, s *guide.Screen) {
		s.Msg(wire.Link{Since: tuitest.StartTime})
		tap(s, f, "line general", "issue")
	}},
	{"stopped", func(t testing.TB, f *fakeHall, _ *guide.Screen) { f.Command(t, queue.StopHall{Reason: "fire"}) }},
	{"day closed", func(t testing.TB, f *fakeHall, _ *guide.Screen) { f.Command(t, queue.CloseDay{}) }},
	{"alerts", func(t testing.TB, f *fakeHall, _ *guide.Screen) {
		f.Wait(25 * time.Minute)
		f.Command(t, queue.SetIntake{Theme: "construction", Closed: true, Reason: "staff_short"}, queue.SetNotice{ID: "n1", Text: text("下午两点系统升级", "下午兩點系統升級", "System upgrade at two")},
			queue.WatchAlerts{})
	}},
	{"stopped slip", func(t testing.TB, f *fakeHall, s *guide.Screen) {
		tap(s, f, "line general")
		f.Command(t, queue.StopHall{Reason: "fire"})
	}},
	{"stopped story", func(t testing.TB, f *fakeHall, s *guide.Screen) {
		tap(s, f, "look", "A", "0", "0", "5", "confirm")
		f.Command(t, queue.StopHall{Reason: "fire"})
	}},
	{"unknown", func(_ testing.TB, f *fakeHall, s *guide.Screen) {
		f.Lost = true
		tap(s, f, "line general", "issue")
		s.Msg(wire.Link{Since: tuitest.StartTime})
	}},
	{"one paper", func(t testing.TB, f *fakeHall, _ *guide.Screen) {
		f.Paper(t, "A005", queue.PaperUnprinted, "paper_out")
	}},
	{"papers", lacking},
	{"papers list", func(t testing.TB, f *fakeHall, s *guide.Screen) {
		lacking(t, f, s)
		s.Msg(f.View())
		tap(s, f, "papers")
	}},
	{"paper story", func(t testing.TB, f *fakeHall, s *guide.Screen) {
		lacking(t, f, s)
		s.Msg(f.View())
		tap(s, f, "row number A005")
	}},
	{"given printing", func(_ testing.TB, f *fakeHall, s *guide.Screen) {
		tap(s, f, "line general", "issue")
		s.Msg(wire.Print{Number: "C004", State: wire.Unprinted, Fault: wire.FaultPaperOut})
	}},
	{"refused", func(t testing.TB, f *fakeHall, s *guide.Screen) {
		tap(s, f, "line business")
		f.Command(t, queue.SetIntake{Theme: "business", Closed: true, Reason: "system_down"})
		tap(s, f, "issue")
	}},
}

// lacking is a hall in which devices need somebody and three have no paper that is
// certain.
func lacking(t testing.TB, f *fakeHall, _ *guide.Screen) {
	f.Paper(t, "A004", queue.PaperUnconfirmed, queue.PaperRestarted)
	f.Wait(time.Minute)
	f.Paper(t, "C001", queue.PaperUnprinted, "cutter")
	f.Wait(2 * time.Minute)
	f.Paper(t, "A005", queue.PaperUnprinted, "paper_out")
	f.Hardware(t)
	f.Command(t, queue.WatchAlerts{})
	f.Wait(time.Minute)
}

func TestPicturesOfTrouble(t *testing.T) {
	for _, p := range troubles {
		for _, lang := range langs {
			f := busy(t)
			f.Command(t, queue.OpenDesk{Terminal: terminal, Clerk: "c6"})
			s := guide.New(guide.Settings{Lang: lang, Now: f.Now, Terminal: terminal}, f)
			if p.make != nil {
				s = newScreen(f, lang)
				p.make(t, f, s)
				s.Msg(f.View())
			}
			for _, g := range []tuitest.Size{{W: 100, H: 32}, {W: 78, H: 22}} {
				t.Run(p.name+" "+g.String()+" "+string(lang), func(t *testing.T) { tuitest.Golden(t, tuitest.Picture(s, g.W, g.H)) })
			}
			fits(t, s, lang)
		}
	}
}
