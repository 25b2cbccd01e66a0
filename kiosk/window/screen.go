package window

import (
	"image"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// The smallest screen that the window works on, for tui.Options: a strip beside
// the business system.
const (
	MinWidth  = 40
	MinHeight = 6
)

// Settings are how a window's screen is run.
type Settings struct {
	// Lang is the clerk's language; empty is simplified Chinese.
	Lang queue.Lang
	// Now is hall time, which waits and countdowns are measured in; nil is the
	// machine's clock.
	Now func() time.Time
}

// page is what the screen shows.
type page string

const (
	pageConnecting page = "connecting" // no state of the hall yet
	pageSignIn     page = "signin"
	pageWork       page = "work"
	pageAnswer     page = "answer" // did the called citizen come?
	pageChoose     page = "choose" // one of a list
	pageEnter      page = "enter"  // a text to type
	pageFinish     page = "finish" // items and outcomes
	pageItems      page = "items"  // items of the catalogue
	pageHelp       page = "help"   // all keys
)

// Screen is the clerk's screen, a tui.Screen. It is used from the event loop
// only.
type Screen struct {
	tui.Timers

	set  Settings
	desk Desk

	view *wire.Window // the hall's last word; nil before the first
	link wire.Link
	cut  bool      // the link is known to be down
	now  time.Time // hall time of the last message
	real time.Time // the machine's time of the last tick
	last time.Time // hall time of the last state

	page  page
	step  int       // tells two pages of one kind apart
	busy  string    // the words for the request under way; "" if there is none
	begun time.Time // the machine's time when it began
	says  message

	pressed   string // the key of the first half of a call for help in danger
	pressedAt time.Time
	ticks     map[string]bool // the papers that the clerk has seen of this citizen
	helpAt    int             // the page of the help

	about string // the number that the open form is about; "" if none
	list  tui.Chooser
	pick  func(id string) tea.Cmd // what a row of the list does
	text  tui.Entry
	typed func(text string) tea.Cmd // what the text is for
	done  finishing
	items itemList
}

// New makes the screen of one window.
func New(settings Settings, desk Desk) *Screen {
	if settings.Lang == "" {
		settings.Lang = queue.ZhHans
	}
	if settings.Now == nil {
		settings.Now = time.Now
	}
	return &Screen{set: settings, desk: desk, page: pageConnecting, now: settings.Now()}
}

// Page names the page shown, so that the shell guards against double taps.
func (s *Screen) Page() string { return string(s.page) + strconv.Itoa(s.step) }

// Typing reports whether letters and digits are text.
func (s *Screen) Typing() bool { return s.page == pageEnter }

// GuardedKeys are the keys that a held finger must not repeat.
func (s *Screen) GuardedKeys() []string {
	if s.page == pageWork || s.page == pageAnswer {
		return workKeys
	}
	return []string{"enter"}
}

// goTo shows a page.
func (s *Screen) goTo(p page) {
	s.page = p
	s.step++
}

// home leaves whatever form is open.
func (s *Screen) home() {
	s.about, s.text = "", tui.Entry{} // a PIN is not kept
	switch {
	case s.view == nil:
		s.goTo(pageConnecting)
	case s.view.State == queue.Closed:
		s.listStaff()
		s.goTo(pageSignIn)
	default:
		s.goTo(pageWork)
	}
}

// Msg takes the hall's state, the link, answers and the clock.
func (s *Screen) Msg(m tea.Msg) tea.Cmd {
	s.now = s.set.Now()
	switch m := m.(type) {
	case wire.Window:
		s.take(m)
	case wire.Link:
		s.link, s.cut = m, !m.Up
		s.linkAnswers()
	case tui.TickMsg:
		s.real = m.Now
	case answeredMsg:
		s.answered(m)
	case catalogueMsg:
		s.gotCatalogue(m)
	case helpMsg:
		s.helped(m)
	}
	return nil
}

// take replaces the state, and leaves a page that the new state makes
// pointless.
func (s *Screen) take(w wire.Window) {
	was := s.view
	s.view, s.last = &w, s.now
	if was != nil {
		if s.outdated(was, &w) {
			s.says = message{}
		}
		s.helpAnswered(was, &w)
	}
	if was == nil || was.Ticket == nil || s.number() != was.Ticket.Number {
		s.ticks = map[string]bool{}
	}
	switch {
	case was == nil:
		s.home()
	case w.State == queue.Closed && was.State != queue.Closed:
		s.home()
		if s.busy == "" {
			s.say(tui.Warn, "window.closed_elsewhere")
		}
	case w.State != queue.Closed && was.State == queue.Closed:
		s.says = message{}
		s.home()
	case s.page == pageSignIn:
		s.listStaff()
	case s.page == pageAnswer && w.State != queue.Calling:
		s.home()
	case s.about != "" && s.number() != s.about:
		number := s.about
		s.home()
		s.say(tui.Warn, "window.gone", "number", number)
	}
}

// outdated reports whether the new state answers what the screen says.
func (s *Screen) outdated(was, w *wire.Window) bool {
	if s.says.key == "window.nobody_waits" {
		return len(w.Next) > 0
	}
	return s.says.err != nil && (was.State != w.State || was.Day.Stopped != w.Day.Stopped || was.Day.Open != w.Day.Open)
}

// number is who is at the window; "" if nobody is.
func (s *Screen) number() string {
	if s.view == nil || s.view.Ticket == nil {
		return ""
	}
	return s.view.Ticket.Number
}

// Tap acts on a target.
func (s *Screen) Tap(id string) tea.Cmd {
	s.now = s.set.Now()
	if s.busy != "" {
		return nil
	}
	switch s.page {
	case pageWork, pageAnswer:
		return s.act(id)
	case pageSignIn, pageChoose:
		return s.tapList(id)
	case pageEnter:
		return s.tapEntry(id)
	case pageFinish:
		return s.tapFinish(id)
	case pageItems:
		return s.tapItems(id)
	case pageHelp:
		return s.tapHelp(id)
	}
	return nil
}

// Key takes keys that are no target's.
func (s *Screen) Key(k tea.KeyPressMsg) tea.Cmd {
	s.now = s.set.Now()
	if cmd, taken := s.panicKey(k.String()); taken {
		return cmd
	}
	if s.busy != "" {
		return nil
	}
	switch s.page {
	case pageHelp:
		return s.tapHelp("back")
	case pageWork:
		if id, ok := actionOf(k.String()); ok {
			return s.act(id)
		}
		if id, ok := wishKeys[k.String()]; ok && s.view.Asked != nil {
			return s.act(id)
		}
	case pageSignIn, pageChoose:
		s.list.Key(k.String())
	case pageEnter:
		return s.typeKey(k.Text)
	case pageFinish:
		s.done.list.Key(k.String())
	case pageItems:
		s.items.list.Key(k.String())
	}
	return nil
}

// Layout returns the targets.
func (s *Screen) Layout(area image.Rectangle) []tui.Target {
	if s.page == pageConnecting {
		return nil
	}
	f := s.frame(area)
	var ts []tui.Target
	switch s.page {
	case pageWork, pageAnswer:
		ts = s.layoutKeys(f)
	case pageSignIn, pageChoose:
		ts = s.nameKeys(s.list.Layout(f.body, s.listLabels()))
	case pageEnter:
		ts = s.text.Layout(f.body, s.entryLabels())
	case pageFinish:
		ts = s.nameKeys(s.layoutFinish(f.body))
	case pageItems:
		ts = s.nameKeys(s.items.list.Layout(f.body, s.listLabels()))
	case pageHelp:
		ts = s.layoutHelp(f)
	}
	if s.busy != "" {
		for i := range ts {
			ts[i].Disabled = true
		}
	}
	return ts
}

// Draw paints the screen.
func (s *Screen) Draw(c *tui.Canvas, ts []tui.Target) {
	if s.page == pageConnecting {
		s.drawConnecting(c)
		return
	}
	f := s.frame(c.Area())
	s.drawTitle(c, f)
	s.drawBanner(c, f)
	s.drawWish(c, f, ts)
	switch s.page {
	case pageWork, pageAnswer:
		s.drawWork(c, f)
	case pageEnter:
		s.text.Draw(c, f.body)
	case pageFinish:
		s.done.list.Draw(c, f.body, s.listLabels())
	case pageItems:
		s.items.list.Draw(c, f.body, s.listLabels())
	case pageHelp:
		s.drawHelp(c, f)
	default:
		s.list.Draw(c, f.body, s.listLabels())
	}
	s.drawMessage(c, f)
	for _, t := range ts {
		c.Button(t)
	}
}
