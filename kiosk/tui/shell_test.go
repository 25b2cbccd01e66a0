package tui_test

import (
	"errors"
	"fmt"
	"image"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
)

// probe is a screen with two pages that counts what reaches it.
type probe struct {
	tui.Timers
	page   string
	taps   []string
	keys   []string
	fired  []string
	clock  time.Time
	idle   time.Duration
	typing bool
	off    bool
	boom   bool
	asked  bool // a panel is over the page
}

type gonePageMsg struct{ page string }

func (p *probe) Page() string          { return p.page }
func (p *probe) GuardedKeys() []string { return []string{"n"} }
func (p *probe) Typing() bool          { return p.typing }
func (p *probe) Help() []string        { return []string{"帮助", "按 1 取号。"} }

func (p *probe) Layout(area image.Rectangle) []tui.Target {
	if p.page == "ticket" {
		return []tui.Target{{ID: "home", Rect: image.Rect(2, 4, 30, 7), Label: "返回首页", Key: "1 enter"}}
	}
	ts := []tui.Target{
		{ID: "take", Rect: image.Rect(2, 4, 18, 7), Label: "取号", Key: "1"},
		{ID: "next", Rect: image.Rect(20, 4, 36, 7), Label: "下一位", Key: "n"},
		{ID: "shut", Rect: image.Rect(2, 8, 18, 11), Label: "暂停", Key: "3", Disabled: true},
		{ID: "gone", Rect: image.Rect(20, 8, 36, 11), Label: "出错", Disabled: p.off},
		{ID: tui.HelpID, Rect: image.Rect(40, 8, 56, 11), Label: "帮助"},
	}
	if p.asked {
		ts = append(ts, tui.Target{ID: "yes", Rect: image.Rect(10, 5, 24, 8), Label: "继续", Key: "7", Modal: true})
	}
	return ts
}

func (p *probe) Draw(c *tui.Canvas, ts []tui.Target) {
	if p.boom {
		panic("boom")
	}
	c.Text(c.Area(), tui.Left, tui.Ink, fmt.Sprintf("page=%s taps=%d keys=%d fired=%s %s", p.page, len(p.taps), len(p.keys),
		strings.Join(p.fired, ","), p.clock.Format("15:04:05")))
	for _, t := range ts {
		c.Button(t)
	}
}

func (p *probe) Tap(id string) tea.Cmd {
	p.taps = append(p.taps, id)
	switch id {
	case "take":
		p.page = "ticket"
		p.After("home", 12*time.Second)
	case "home":
		p.page = "home"
	}
	return nil
}

func (p *probe) Key(k tea.KeyPressMsg) tea.Cmd {
	p.keys = append(p.keys, k.String())
	return nil
}

func (p *probe) Msg(m tea.Msg) tea.Cmd {
	switch m := m.(type) {
	case tui.StartMsg:
		p.Every("poll", time.Minute)
	case tui.TickMsg:
		p.clock, p.idle = m.Now, m.Idle
	case tui.TimerMsg:
		p.fired = append(p.fired, m.Name)
		if m.Name == "home" {
			p.page = "home"
		}
	case gonePageMsg:
		p.page = m.page
	}
	return nil
}

func start(t *testing.T) (*tuitest.Harness, *probe) {
	t.Helper()
	p := &probe{page: "home"}
	h := tuitest.Start(t, p, 70, 12)
	h.Wait("page=home")
	return h, p
}

// taps are the taps that the screen got so far.
func taps(h *tuitest.Harness, p *probe) string {
	var s string
	h.Inspect(func(tui.Screen) { s = strings.Join(p.taps, " ") })
	return s
}

func wantTaps(t *testing.T, h *tuitest.Harness, p *probe, want string) {
	t.Helper()
	if got := taps(h, p); got != want {
		t.Errorf("the screen got the taps %q, want %q", got, want)
	}
}

func TestATargetActsOnReleaseOverTheSameTarget(t *testing.T) {
	h, p := start(t)
	h.PressAt(25, 5)
	wantTaps(t, h, p, "")
	h.ReleaseAt(30, 6)
	wantTaps(t, h, p, "next")
}

func TestAFingerThatSlidesOffDoesNothing(t *testing.T) {
	h, p := start(t)
	h.PressAt(5, 5)
	h.ReleaseAt(25, 5)
	h.PressAt(25, 5)
	h.ReleaseAt(25, 9)
	wantTaps(t, h, p, "")
}

func TestAReleaseOneCellBesideTheTargetCounts(t *testing.T) {
	h, p := start(t)
	h.PressAt(35, 6)
	h.ReleaseAt(36, 7)
	wantTaps(t, h, p, "next")
}

func TestTheGapBelongsToTheNearerButton(t *testing.T) {
	h, p := start(t)
	h.Tap(19, 5)
	wantTaps(t, h, p, "next")
	h.Tap(18, 5)
	wantTaps(t, h, p, "next take")
}

func TestATapByTheBytesOfTheTerminalActs(t *testing.T) {
	h, _ := start(t)
	h.RawTap(5, 5)
	h.Wait("page=ticket")
}

func TestTheSecondHalfOfADoubleTapIsSwallowed(t *testing.T) {
	h, p := start(t)
	h.Tap(5, 5)
	h.TapNow(5, 5)
	h.Clock.Advance(tui.PageGuard - time.Millisecond)
	h.TapNow(5, 5)
	wantTaps(t, h, p, "take")
	h.Clock.Advance(time.Millisecond)
	h.TapNow(5, 5)
	wantTaps(t, h, p, "take home")
}

func TestAKeyThatBroughtUpAPageDoesNotActOnItAtOnce(t *testing.T) {
	h, p := start(t)
	h.PressNow("1")
	h.PressNow("1")
	wantTaps(t, h, p, "take")
	h.PressNow("enter") // another key is meant
	wantTaps(t, h, p, "take home")
}

func TestADisabledTargetIsDeadToTouchAndKey(t *testing.T) {
	h, p := start(t)
	h.Tap(5, 9)
	h.Press("3")
	wantTaps(t, h, p, "")
}

func TestATargetThatWasDisabledUnderTheFingerDoesNotAct(t *testing.T) {
	h, p := start(t)
	h.PressAt(25, 9)
	h.Inspect(func(tui.Screen) { p.off = true })
	h.ReleaseAt(25, 9)
	wantTaps(t, h, p, "")
}

func TestAPageThatCameUpUnderTheFingerIsNotTapped(t *testing.T) {
	h, p := start(t)
	h.PressAt(5, 5)
	h.Send(gonePageMsg{"ticket"})
	h.ReleaseAt(5, 5)
	wantTaps(t, h, p, "")
}

func TestAKeyDoesTheSameAsItsTarget(t *testing.T) {
	h, p := start(t)
	h.Press("N")
	wantTaps(t, h, p, "next")
}

func TestAHeldGuardedKeyActsOnce(t *testing.T) {
	h, p := start(t)
	for range 20 {
		h.PressNow("n")
		h.Advance(30 * time.Millisecond)
	}
	wantTaps(t, h, p, "next")
	h.Press("n")
	wantTaps(t, h, p, "next next")
}

// opener is a screen of lists: the key n opens the next one, at once or when the
// hall has answered, and is a row's of it too.
type opener struct {
	probe
	lists int
}

func (o *opener) Page() string { return fmt.Sprint(o.lists) }

func (o *opener) Tap(id string) tea.Cmd {
	if id == "next" {
		o.lists++
	}
	return o.probe.Tap(id)
}

func (o *opener) Msg(m tea.Msg) tea.Cmd {
	if _, ok := m.(gonePageMsg); ok {
		o.lists++
	}
	return o.probe.Msg(m)
}

func TestAKeyThatIsHeldDownPicksNothingFromWhatItOpened(t *testing.T) {
	for name, late := range map[string]bool{"at once": false, "later": true} {
		t.Run(name, func(t *testing.T) {
			o := &opener{probe: probe{page: "home"}}
			h := tuitest.Start(t, o, 70, 14)
			h.Press("n")
			if late {
				h.Send(gonePageMsg{"home"})
			}
			before := len(o.taps)
			h.Advance(660 * time.Millisecond) // a keyboard's longest wait before it repeats
			h.HoldKey("n", 60)
			if len(o.taps) != before {
				t.Errorf("the key that was held acted %d times on what it opened", len(o.taps)-before)
			}
			h.Press("n")
			if len(o.taps) != before+1 {
				t.Error("pressed anew, it does not act")
			}
		})
	}
}

// The releases of two keys by the kitty keyboard protocol, which sends a character
// for each press and repetition of its key.
const releaseOfN, releaseOfKeypad1 = "\x1b[110;1:3u", "\x1b[57400;129:3u"

func TestATerminalThatTellsReleasesNeedsNoPauseBetweenPresses(t *testing.T) {
	o := &opener{probe: probe{page: "home"}}
	h := tuitest.Start(t, o, 70, 14)
	h.Send(tea.KeyReleaseMsg{Code: 'x'}) // as any key before
	press := func() int {
		before := len(o.taps)
		h.PressNow("n")
		h.Send(tea.KeyReleaseMsg{Code: 'n'})
		return len(o.taps) - before
	}
	for i := range 4 {
		h.Advance(250 * time.Millisecond)
		if press() != 1 {
			t.Errorf("press %d, a quarter of a second after the one before, does not act", i+1)
		}
	}
	h.Advance(150 * time.Millisecond)
	if press() != 0 {
		t.Error("the second half of a double press acts")
	}
}

func TestATerminalThatTellsReleasesShowsAHeldKeyAsOne(t *testing.T) {
	o := &opener{probe: probe{page: "home"}}
	h := tuitest.Start(t, o, 70, 14)
	h.Send(tea.KeyReleaseMsg{Code: 'x'})
	h.PressNow("n")
	h.Advance(500 * time.Millisecond)
	for range 40 {
		h.PressNow("n")
		h.Advance(40 * time.Millisecond)
	}
	h.Send(tea.KeyPressMsg{Code: 'n', Text: "n", IsRepeat: true})
	if len(o.taps) != 1 {
		t.Errorf("a key that is held acts %d times", len(o.taps))
	}
	h.Send(tea.KeyReleaseMsg{Code: 'n'})
	h.Advance(tui.DoubleGuard)
	h.PressNow("n")
	if len(o.taps) != 2 {
		t.Error("pressed anew, it does not act")
	}
	h.Advance(tui.HoldGuard) // its release got lost
	h.PressNow("n")
	if len(o.taps) != 3 {
		t.Error("a key of which a release got lost is dead")
	}
}

func TestTheBytesOfReleasesAreUnderstoodAndActNowhere(t *testing.T) {
	o := &opener{probe: probe{page: "home"}}
	h := tuitest.Start(t, o, 70, 14)
	h.Type("n" + releaseOfN)
	h.Wait("taps=1")
	h.Advance(250 * time.Millisecond)
	h.Type("n" + releaseOfN + releaseOfKeypad1)
	h.Wait("taps=2")
	h.Advance(250 * time.Millisecond)
	h.Type("n" + releaseOfN)
	h.Wait("taps=3")
	if len(o.taps) != 3 {
		t.Errorf("acted %v", o.taps)
	}
}

// alarm is a screen with a key that acts whatever is shown.
type alarm struct{ probe }

func (a *alarm) UrgentKeys() []string { return []string{"f9"} }

func TestAnUrgentKeyActsBehindTheHelpAndWhereTheScreenIsTooSmall(t *testing.T) {
	a := &alarm{probe{page: "home"}}
	h := tuitest.Start(t, a, 70, 14)
	h.Press("?")
	h.Wait("按 1 取号。")
	h.Press("f9", "f9")
	h.Wait("按 1 取号。")
	h.Press("esc")
	h.WaitGone("按 1 取号。")
	h.Resize(20, 5)
	h.Press("f9", "f8")
	h.Resize(70, 14)
	h.Wait("keys=3")
	if got := strings.Join(a.keys, " "); got != "f9 f9 f9" {
		t.Errorf("the screen got %q", got)
	}
}

// sized notes what it is told and asked, in order.
type sized struct {
	probe
	notes []string
}

func (s *sized) Msg(m tea.Msg) tea.Cmd {
	if m, ok := m.(tui.SizeMsg); ok {
		s.notes = append(s.notes, fmt.Sprintf("told %dx%d", m.W, m.H))
	}
	return s.probe.Msg(m)
}

func (s *sized) Layout(area image.Rectangle) []tui.Target {
	if note := fmt.Sprintf("asked %dx%d", area.Dx(), area.Dy()); s.notes == nil || s.notes[len(s.notes)-1] != note {
		s.notes = append(s.notes, note)
	}
	return s.probe.Layout(area)
}

func TestAScreenIsToldItsSizeBeforeEachLayoutOfAnother(t *testing.T) {
	a := &sized{probe: probe{page: "home"}}
	h := tuitest.Start(t, tui.NewDeck(tui.Tab{Key: "f1", Title: "取号", Screen: a}), 70, 14)
	h.Resize(80, 24)
	h.Wait("page=home")
	h.Inspect(func(tui.Screen) {
		if got := strings.Join(a.notes, ", "); got != "told 70x13, asked 70x13, told 80x23, asked 80x23" {
			t.Errorf("the screen was %s", got)
		}
	})
}

func TestAnAfterTimerFiresOnce(t *testing.T) {
	h, _ := start(t)
	h.TapLabel("取号")
	h.Wait("page=ticket")
	h.Advance(12 * time.Second)
	h.Wait("page=home taps=1 keys=0 fired=home")
	h.Advance(12 * time.Second)
	h.Wait("fired=home 09:05:24")
}

func TestATimerOfAPageThatWasLeftNeverFires(t *testing.T) {
	h, p := start(t)
	h.TapLabel("取号")
	h.Advance(5 * time.Second)
	h.TapLabel("返回")
	h.TapLabel("取号")
	h.Advance(8 * time.Second) // the first timer is due, the second is not
	h.Wait("09:05:13")
	h.Inspect(func(tui.Screen) {
		if len(p.fired) != 0 {
			t.Errorf("fired %v", p.fired)
		}
	})
	h.Advance(4 * time.Second)
	h.Wait("page=home taps=3 keys=0 fired=home")
}

func TestAnEveryTimerGoesOnAcrossPages(t *testing.T) {
	h, _ := start(t)
	h.Advance(time.Minute)
	h.Wait("fired=poll ")
	h.Send(gonePageMsg{"ticket"})
	h.Advance(time.Minute)
	h.Wait("fired=poll,poll ")
}

func TestAStoppedTimerNeverFires(t *testing.T) {
	h, p := start(t)
	h.Inspect(func(tui.Screen) { p.Stop("poll") })
	h.Advance(time.Minute)
	h.Wait("fired= 09:06:00")
}

func TestTheClockTicksOnceASecondAndTellsIdleness(t *testing.T) {
	h, p := start(t)
	h.Press("x")
	h.Advance(41 * time.Second)
	h.Wait("09:05:41")
	h.Inspect(func(tui.Screen) {
		if p.idle < 40*time.Second || p.idle > 41*time.Second {
			t.Errorf("idle for %v", p.idle)
		}
	})
}

func TestFreeTextTapsNoTargetAndAsksForNoHelp(t *testing.T) {
	h, p := start(t)
	h.Inspect(func(tui.Screen) { p.typing = true })
	h.Press("1", "?", "q")
	wantTaps(t, h, p, "")
	h.Wait("keys=3")
}

func TestHelpIsShownAndClosedByAnyTap(t *testing.T) {
	h, p := start(t)
	h.Press("f1")
	h.Wait("按 1 取号。")
	h.Tap(5, 5)
	h.WaitGone("按 1 取号。")
	wantTaps(t, h, p, "")
}

func TestHelpIsReachedByTouch(t *testing.T) {
	h, p := start(t)
	h.TapID(tui.HelpID)
	h.Wait("按 1 取号。")
	h.Tap(5, 5)
	h.WaitGone("按 1 取号。")
	wantTaps(t, h, p, "")
}

func TestUnderAPanelNothingActs(t *testing.T) {
	h, p := start(t)
	h.PressAt(5, 5)
	h.Inspect(func(tui.Screen) { p.asked = true })
	h.ReleaseAt(5, 5) // the panel came up under the finger
	h.Tap(5, 5)
	h.Press("1")
	h.Tap(45, 9)
	wantTaps(t, h, p, "")
	h.Tap(12, 6)
	h.Press("7")
	wantTaps(t, h, p, "yes yes")
}

func TestALockedProgramCannotBeQuit(t *testing.T) {
	h, _ := start(t)
	h.Press("ctrl+c", "q", "ctrl+z", "esc")
	h.Send(tea.QuitMsg{})
	h.Send(tea.InterruptMsg{})
	h.Send(tea.SuspendMsg{})
	h.TapLabel("取号")
	h.Wait("page=ticket")
}

func TestAnUnlockedProgramEndsOnCtrlCAndOnNoLetter(t *testing.T) {
	h := tuitest.StartWith(t, &probe{page: "home"}, 70, 12, tui.Options{Unlocked: true})
	h.Press("q", "esc")
	h.TapLabel("取号")
	h.Wait("page=ticket")
	h.Press("ctrl+c")
	if !h.Ended() {
		t.Error("the program still runs")
	}
}

func TestMotionWheelAndPasteNeverReachTheScreen(t *testing.T) {
	h, p := start(t)
	h.Send(tea.MouseMotionMsg{X: 5, Y: 5})
	h.Send(tea.MouseWheelMsg{X: 5, Y: 5})
	h.Send(tea.PasteMsg{Content: "1"})
	wantTaps(t, h, p, "")
}

func TestAScreenThatIsTooSmallSaysSoAndTakesNoTaps(t *testing.T) {
	h, p := start(t)
	h.Resize(39, 12)
	h.Wait("Screen too small: 39x12")
	h.Tap(5, 5)
	h.Press("1")
	wantTaps(t, h, p, "")
	h.Resize(60, 20)
	h.Wait("page=home")
	h.TapLabel("取号")
	wantTaps(t, h, p, "take")
}

func TestTheThemeChangesWhileRunning(t *testing.T) {
	h, _ := start(t)
	before := len(h.Raw())
	h.Send(tui.UseTheme("contrast")())
	h.WaitFor("black paper is painted", func(string) bool { return strings.Contains(h.Raw()[before:], "48;2;0;0;0") })
}

func TestWithoutColoursTheTerminalKeepsItsPaper(t *testing.T) {
	s := tui.NewShell(&probe{page: "home"}, tui.Options{Clock: tuitest.NewClock()})
	s.Update(tea.WindowSizeMsg{Width: 70, Height: 12})
	if s.View().BackgroundColor == nil {
		t.Error("with colours, the theme's paper is not set")
	}
	s.Update(tea.ColorProfileMsg{Profile: colorprofile.ASCII})
	if s.View().BackgroundColor != nil {
		t.Error("without colours, the terminal's paper is changed, and its ink may vanish")
	}
}

func TestTheTerminalIsRestoredAtTheEnd(t *testing.T) {
	h := tuitest.StartWith(t, &probe{page: "home"}, 70, 12, tui.Options{Unlocked: true})
	h.Wait("page=home")
	h.Press("ctrl+c")
	if !h.Ended() || !strings.Contains(h.Raw(), "\x1b[?1049l") || !strings.Contains(h.Raw(), "\x1b[?25h") {
		t.Error("the alternate screen was not left, or the cursor not shown")
	}
}

func TestTheViewIsDrawnOnlyAfterAChange(t *testing.T) {
	p := &probe{page: "home"}
	s := tui.NewShell(p, tui.Options{Clock: tuitest.NewClock()})
	s.Update(tea.WindowSizeMsg{Width: 40, Height: 12})
	first := s.View().Content
	p.boom = true // drawing again would panic
	s.Update(tea.MouseMotionMsg{X: 1, Y: 1})
	s.Update(tea.FocusMsg{})
	if s.View().Content != first {
		t.Error("the view changed without a change")
	}
}

func TestRunWithoutATerminalIsAnError(t *testing.T) {
	err := tui.Run(t.Context(), &probe{}, tui.Options{})
	if err == nil || errors.Is(err, tui.ErrWideTerminal) {
		t.Errorf("Run without a terminal returned %v", err)
	}
}

// titled is a screen that has something for the task bar.
type titled struct {
	tui.Screen
	title string
}

func (t titled) WindowTitle() string { return t.title }

func TestAScreenSaysWhatStandsInTheTaskBar(t *testing.T) {
	for title, want := range map[string]string{"": "Onewindow", "3 waiting\x1b]0;x\x07": "3 waiting"} {
		s := tui.NewShell(titled{Screen: tui.NewDeck(), title: title}, tui.Options{Title: "Onewindow"})
		if got := s.View().WindowTitle; got != want {
			t.Errorf("the title is %q, want %q", got, want)
		}
		s.Close()
	}
}

func TestF3ArrivesAlsoInTheFormThatReadsLikeAPosition(t *testing.T) {
	p := &probe{page: "home"}
	h := tuitest.Start(t, p, 70, 12)
	h.Wait("page=home")
	h.Type("\x1b[1;1:1R") // pressed, as foot 1.13 says it
	h.WaitFor("the screen gets F3", func(string) bool {
		got := ""
		h.Inspect(func(tui.Screen) { got = strings.Join(p.keys, " ") })
		return strings.Contains(got, "f3")
	})
}
