package tray_test

import (
	"image"
	"strings"
	"testing"
	"time"

	"onewindow/kiosk/tray"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/kiosk/words"
)

// hands are somebody who does what the screen tells.
type hands struct{ did []tray.Act }

func (h *hands) Do(a tray.Act) { h.did = append(h.did, a) }

var all = []tray.Act{tray.Pull, tray.Open, tray.Jam, tray.Silence, tray.Unplug, tray.Restart, tray.Card}

// paper is a ticket of 80 mm with a number, lines of two sizes, a rule and a code.
func paper(n int, number string) tray.Paper {
	code := image.Rect(216, 540, 360, 684)
	top := tray.Line{Text: "龙岗区行政服务大厅", Rect: image.Rect(180, 100, 396, 124)}
	return tray.Paper{
		Number: n, Width: 576, Height: 740, Cut: true, At: tuitest.StartTime.Add(time.Duration(n) * time.Minute),
		Lines: []tray.Line{
			top,
			{Text: "───", Rect: image.Rect(0, 130, 576, 154)},
			{Text: number, Rect: image.Rect(96, 170, 480, 338)},
			{Text: "请到二区等候", Rect: image.Rect(144, 370, 432, 418)},
			{Text: "前面还有4人", Rect: image.Rect(222, 440, 354, 464)},
			{Text: "2026-11-26 10:02取号 尾号123X", Rect: image.Rect(114, 480, 462, 504)},
		},
		Dark: func(x, y int) bool {
			p := image.Pt(x, y)
			return p.In(code) && (x/24+y/24)%2 == 0 || p.In(top.Rect)
		},
	}
}

// state is a hall of four strips in the middle of the morning.
func state() tray.State {
	return tray.State{
		Printer: &tray.Printer{Name: "generic 80 mm, Chinese", Papers: 2, Left: 78_400},
		Papers:  []tray.Paper{paper(1, "A023"), paper(2, "B107")},
		Strips: []tray.Strip{
			{Window: "29", Rows: [][]tray.Span{{{Text: "A037", Colour: "green"}}}},
			{Window: "30", Rows: [][]tray.Span{{{Text: "请A023号", Colour: "yellow"}}}},
			{Window: "31"},
			{Rows: [][]tray.Span{{{Text: "请A023号到30号窗口", Colour: "red"}}, {{Text: "请D039号到36号窗口", Colour: "green"}}}},
		},
		Voice: &tray.Voice{Said: []tray.Said{
			{Text: "请D零三九号，到三十六号窗口。", At: tuitest.StartTime, Broken: true},
			{Text: "请A零二三号，到三十号窗口。请A零二三号，到三十号窗口。", Chime: true, At: tuitest.StartTime.Add(8 * time.Second), Speaking: true},
		}},
		Card: "测试陈秀英", Acts: all,
	}
}

// states are ways in which the devices are.
var states = []struct {
	name   string
	change func(s *tray.State)
}{
	{"papers", func(*tray.State) {}},
	{"no paper yet", func(s *tray.State) { s.Papers, s.Printer.Papers = nil, 0 }},
	{"pulled", func(s *tray.State) {
		s.Printer.PaperEnd, s.Printer.Left = true, 0
		s.Papers[1].Cut = false
	}},
	{"everything wrong", func(s *tray.State) {
		s.Printer.Cover, s.Printer.PaperEnd, s.Printer.Jammed, s.Printer.Stuck = true, true, true, true
		s.Silent, s.Unplugged, s.On = true, true, "测试王芳"
	}},
	{"no printer", func(s *tray.State) { s.Printer, s.Papers, s.Acts = nil, nil, []tray.Act{tray.Card} }},
	{"a printer alone", func(s *tray.State) { *s = tray.State{Printer: s.Printer, Papers: s.Papers, Acts: all[:6]} }},
	{"a voice alone", func(s *tray.State) {
		*s = tray.State{Voice: s.Voice, Acts: []tray.Act{tray.Silence, tray.Unplug, tray.Restart}}
	}},
}

var (
	grids = []tuitest.Size{{W: 78, H: 22}, {W: 65, H: 60}, {W: 100, H: 32}, {W: 120, H: 36}, {W: 160, H: 50}}
	small = []tuitest.Size{{W: 47, H: 15}, {W: 44, H: 40}, {W: 44, H: 20}, {W: 60, H: 20}}
)

// at is the screen in one of the states, or before the first.
func at(lang words.Lang, s *tray.State, desk tray.Desk) *tray.Screen {
	screen := tray.New(tray.Settings{Lang: lang}, desk)
	screen.Msg(tui.SizeMsg{W: 100, H: 32})
	if s != nil {
		screen.Msg(*s)
	}
	return screen
}

func TestPictures(t *testing.T) {
	for _, st := range states {
		for _, lang := range words.Langs {
			s := state()
			st.change(&s)
			screen := at(lang, &s, nil)
			for _, g := range grids {
				t.Run(st.name+" "+g.String()+" "+string(lang), func(t *testing.T) {
					screen.Msg(tui.SizeMsg{W: g.W, H: g.H})
					tuitest.Golden(t, tuitest.Picture(screen, g.W, g.H))
				})
			}
			tuitest.CheckPage(t, screen, grids, tuitest.Rules{MinW: 10, MinH: 3, Whole: true})
			tuitest.CheckLayout(t, screen, append(small, tuitest.Sizes...), 8, 1)
			tuitest.CheckContrast(t, screen, grids[2:3])
		}
	}
}

func TestWithoutColoursPapersAndKeysAreToldApart(t *testing.T) {
	s := state()
	tuitest.Golden(t, tuitest.PlainPicture(at(words.ZhHans, &s, nil), 100, 32))
}

func TestBeforeTheDevicesAreThereTheScreenSaysSo(t *testing.T) {
	for screen, want := range map[*tray.Screen]string{
		at(words.En, nil, nil): words.T(words.En, "tray.starting"),
		tray.New(tray.Settings{Lang: words.En, NoLines: true}, nil): words.T(words.En, "tray.no_lines"),
	} {
		if p := strings.Join(strings.Fields(tuitest.Picture(screen, 100, 32)), " "); !strings.Contains(p, want) {
			t.Errorf("the screen does not say %q:\n%s", want, p)
		}
	}
	if p := tuitest.Picture(at(words.En, nil, nil), 44, 12); !strings.Contains(strings.Join(strings.Fields(p), " "), words.T(words.En, "common.too_small")) {
		t.Errorf("a screen that is too small does not say so:\n%s", p)
	}
}

func TestEachKeyDoesWhatIsWrittenOnIt(t *testing.T) {
	for _, c := range []struct {
		key    string
		change func(s *tray.State)
		want   tray.Act
	}{
		{"p", nil, tray.Pull},
		{"p", func(s *tray.State) { s.Printer.PaperEnd = true }, tray.Refill},
		{"o", nil, tray.Open},
		{"o", func(s *tray.State) { s.Printer.Cover = true }, tray.Shut},
		{"t", func(s *tray.State) { s.Acts = []tray.Act{tray.Pull, tray.Tear} }, tray.Tear},
		{"c", nil, tray.Jam},
		{"c", func(s *tray.State) { s.Printer.Stuck = true }, tray.Free},
		{"s", nil, tray.Silence},
		{"s", func(s *tray.State) { s.Silent = true }, tray.Answer},
		{"u", nil, tray.Unplug},
		{"u", func(s *tray.State) { s.Unplugged = true }, tray.Plug},
		{"r", nil, tray.Restart},
		{"i", nil, tray.Card},
	} {
		did := make(doing, 1)
		s := state()
		if c.change != nil {
			c.change(&s)
		}
		h := tuitest.Start(t, tray.New(tray.Settings{Lang: words.En}, did), 100, 32)
		h.Send(s)
		h.Press(c.key)
		select {
		case got := <-did:
			if got != c.want {
				t.Errorf("%s did %q, want %q", c.key, got, c.want)
			}
		case <-time.After(time.Minute):
			t.Errorf("%s did nothing; the screen shows\n%s", c.key, h.Text())
		}
	}
}

// doing tells what was done.
type doing chan tray.Act

func (d doing) Do(a tray.Act) { d <- a }

func TestANewPaperComesToLieOnTop(t *testing.T) {
	s := state()
	screen := at(words.En, &s, &hands{})
	screen.Msg(tui.SizeMsg{W: 78, H: 22})
	screen.Tap("older")
	screen.Tap("down")
	shows := func(text string) {
		t.Helper()
		if p := tuitest.Picture(screen, 78, 22); !strings.Contains(p, text) {
			t.Errorf("the screen does not show %q:\n%s", text, p)
		}
	}
	shows("Paper 1")
	s.Printer.Busy = true // something else changes: what is looked at stays
	screen.Msg(s)
	shows("Paper 1")
	s.Papers = append(s.Papers, paper(3, "A024"))
	screen.Msg(s)
	shows("Paper 3")
	shows("龙岗区行政服务大厅")
}

func TestAllOfAPaperCanBeScrolledTo(t *testing.T) {
	s := state()
	for _, g := range grids {
		screen := at(words.En, &s, &hands{})
		screen.Msg(tui.SizeMsg{W: g.W, H: g.H})
		var seen strings.Builder
		for range 20 {
			seen.WriteString(tuitest.Picture(screen, g.W, g.H))
			screen.Tap("down")
		}
		for _, l := range s.Papers[1].Lines {
			if strings.Contains(l.Text, "─") || l.Text == "B107" || l.Rect.Dy() > 24 {
				continue // drawn large
			}
			if !strings.Contains(seen.String(), l.Text) {
				t.Errorf("%v never shows %q", g, l.Text)
			}
		}
		for range 20 {
			screen.Tap("up")
		}
		if p := tuitest.Picture(screen, g.W, g.H); !strings.Contains(p, "龙岗区行政服务大厅") {
			t.Errorf("%v: after going back up the paper's head is not seen:\n%s", g, p)
		}
	}
}

func TestAnythingAtAllCanBeAPaper(t *testing.T) {
	dark := func(x, y int) bool { return x == y }
	for _, p := range []tray.Paper{
		{Number: 1, Dark: dark},
		{Number: 1, Width: 8, Height: 1, Dark: dark},
		{Number: 1, Width: 576, Height: 9000, Dark: dark},
		{Number: 1, Width: 384, Height: 100, Dark: dark, Lines: []tray.Line{
			{Text: "A", Rect: image.Rect(-50, -50, 900, 900)}, {Text: "─", Rect: image.Rect(380, 90, 384, 100)}, {Text: "", Rect: image.Rect(0, 0, 20, 20)},
		}},
	} {
		s := tray.State{Printer: &tray.Printer{}, Papers: []tray.Paper{p}, Acts: all}
		screen := at(words.ZhHans, &s, &hands{})
		for _, g := range append(small, grids...) {
			screen.Msg(tui.SizeMsg{W: g.W, H: g.H})
			screen.Tap("down")
			tuitest.Picture(screen, g.W, g.H)
		}
	}
}

// narrow are screens with room for papers or devices: those of a portrait screen and
// of the smallest one, with and without the bar of tabs.
var narrow = []tuitest.Size{{W: 44, H: 39}, {W: 44, H: 20}, {W: 44, H: 18}, {W: 60, H: 20}, {W: 65, H: 24}}

func TestANarrowScreenShowsPapersAndDevicesInTurn(t *testing.T) {
	byHand := func(s *tray.State) {
		s.Printer.Hangs, s.Acts = true, append([]tray.Act{tray.Pull, tray.Open, tray.Tear}, all[3:]...)
	}
	for _, lang := range words.Langs {
		for name, change := range map[string]func(*tray.State){"well": func(*tray.State) {}, "by hand": byHand, "everything wrong": states[3].change} {
			s := state()
			change(&s)
			screen := at(lang, &s, &hands{})
			for _, g := range narrow {
				screen.Msg(tui.SizeMsg{W: g.W, H: g.H})
				for _, page := range []string{"papers", "devices"} {
					t.Run(name+" "+page+" "+g.String()+" "+string(lang), func(t *testing.T) {
						tuitest.Golden(t, tuitest.Picture(screen, g.W, g.H))
					})
					tuitest.CheckPage(t, screen, []tuitest.Size{g}, tuitest.Rules{MinW: 10, MinH: 1, Whole: true})
					screen.Tap("turn")
				}
			}
		}
	}
}

func TestWhatIsChosenOnANarrowScreenStaysChosen(t *testing.T) {
	h := tuitest.Start(t, tray.New(tray.Settings{Lang: words.En}, &hands{}), 44, 20)
	s := state()
	h.Send(s)
	h.Wait("Paper 2")
	h.Press("d")
	h.Wait("Window 30")
	s.Papers = append(s.Papers, paper(3, "A024"))
	h.Send(s)
	h.Press("d")
	h.Wait("Paper 3")
}

func TestAllOfAPaperCanBeReadOnANarrowScreen(t *testing.T) {
	s := state()
	for _, g := range narrow {
		screen := at(words.En, &s, &hands{})
		screen.Msg(tui.SizeMsg{W: g.W, H: g.H})
		var seen strings.Builder
		for range 20 {
			seen.WriteString(tuitest.Picture(screen, g.W, g.H))
			screen.Tap("down")
		}
		for _, text := range []string{"龙岗区行政服务大厅", "前面还有4人", "2026-11-26 10:02取号 尾号123X"} {
			if !strings.Contains(seen.String(), text) {
				t.Errorf("%v never shows %q", g, text)
			}
		}
	}
}
