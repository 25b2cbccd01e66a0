package window

import (
	"image"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
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
	// Terminal is this terminal's id, by which the screen knows its own printer.
	Terminal string
}

// page is what the screen shows of its own; lists, forms and the help lie over
// it.
type page uint8

const (
	pageConnecting page = iota // no state of the hall yet
	pageSignIn
	pageWork
	pageAnswer // did the called citizen come?
)

// Screen is the clerk's screen, a tui.Screen. It is used from the event loop
// only.
type Screen struct {
	tui.Timers
	staff.Pages

	desk Desk

	view   *wire.Window // the hall's last word; nil before the first
	ticked time.Time    // the machine's time of the last tick
	heard  time.Time    // hall time of the last state
	begun  time.Time    // the machine's time when the request under way began

	own        page
	clerks     tui.Chooser     // who may sign in here
	about      string          // the number that the open form is about; "" if none
	ticks      map[string]bool // the papers that the clerk has seen of this citizen
	refusedNow bool            // what the screen says is a refusal of the hall

	alarm    alarmKey
	endAsked time.Time // the machine's time when the program was asked to end and did not
	pinOf    string    // whose PIN is typed
	withdrew string    // the call for staff that was taken back here
	printer  string    // where the copy that was asked for last comes out
	waiters  int       // how many were next in the last state
	counted  bool      // there was one
}

// New makes the screen of one window.
func New(settings Settings, desk Desk) *Screen {
	s := &Screen{Pages: staff.NewPages(staff.NewTalk(settings.Lang, settings.Now)), desk: desk, ticks: map[string]bool{}}
	s.At(settings.Terminal)
	return s
}

// GuardedKeys are the keys that a held finger must not repeat.
func (s *Screen) GuardedKeys() []string {
	if s.working() {
		return workKeys
	}
	return s.Pages.GuardedKeys()
}

// UrgentKeys call for help in danger whatever is shown.
func (s *Screen) UrgentKeys() []string { return alarmKeys }

// working reports whether the page of work is seen.
func (s *Screen) working() bool {
	return s.Top() == nil && (s.own == pageWork || s.own == pageAnswer)
}

// goTo shows a page of the screen's own.
func (s *Screen) goTo(p page) {
	s.about = ""
	s.own = p
	s.Home() // a PIN is not kept
}

// home leaves whatever form is open.
func (s *Screen) home() {
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
	cmd := s.Receive(m)
	switch m := m.(type) {
	case wire.Window:
		return tea.Batch(cmd, s.take(m))
	case tui.TickMsg:
		s.ticked = m.Now
		s.forgetAlarm()
		s.forgetEnd()
	case tui.EndAskedMsg:
		s.askEnd()
	}
	return cmd
}

// take replaces the state, and leaves a page that the new state makes
// pointless.
func (s *Screen) take(w wire.Window) tea.Cmd {
	was := s.view
	s.view, s.heard = &w, s.Now()
	s.SetDay(w.Day, staff.NamesOfWindow(w))
	if was != nil {
		if s.outdated(was, &w) {
			s.Hush()
		}
		s.helpAnswered(was, &w)
		s.becamePaper(was.Ticket, w.Ticket)
	}
	if was == nil || was.Ticket == nil || s.number() != was.Ticket.Number {
		s.ticks = map[string]bool{}
	}
	switch {
	case was == nil:
		s.home()
	case w.State == queue.Closed && was.State != queue.Closed:
		s.home()
		if !s.Busy() {
			s.Say(tui.Warn, "window.closed_elsewhere")
		}
	case w.State != queue.Closed && was.State == queue.Closed:
		s.Hush()
		s.home()
	case s.own == pageSignIn:
		s.listStaff()
	case s.own == pageAnswer && w.State != queue.Calling:
		s.home()
	case s.Top() != nil && s.about != "" && s.number() != s.about:
		number := s.about
		s.home()
		s.Say(tui.Warn, "window.gone", "number", number)
	}
	return s.ring()
}

// outdated reports whether the new state answers what the screen says.
func (s *Screen) outdated(was, w *wire.Window) bool {
	switch s.Saying() {
	case "":
		return false
	case "window.nobody_waits":
		return len(w.Next) > 0
	}
	return s.refusedNow && (was.State != w.State || was.Day.Stopped != w.Day.Stopped || was.Day.Open != w.Day.Open)
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
	if !s.Touch() {
		return nil
	}
	switch top := s.Top(); {
	case top != nil:
		return top.Tap(id)
	case s.own == pageSignIn:
		return s.tapStaff(id)
	case s.own == pageConnecting:
		return nil
	}
	return s.act(id)
}

// Key takes keys that are no target's.
func (s *Screen) Key(k tea.KeyPressMsg) tea.Cmd {
	alive := s.Touch()
	if cmd, taken := s.alarmed(k.String()); taken || !alive {
		return cmd
	}
	switch top := s.Top(); {
	case top != nil:
		if s.keypadMinus(k.Text) {
			return nil
		}
		return top.Key(k)
	case s.own == pageSignIn && k.String() == "d":
		return s.declineWish()
	case s.own == pageSignIn:
		s.clerks.Key(k.String())
	case s.own == pageAnswer:
		if id, _ := actionOf(k.String()); id == "help" {
			s.openHelp()
		}
	case s.own == pageWork && k.String() == "pgdown" && s.view.State == queue.WindowServing && !s.callsNobody():
		s.askNext()
	case s.own == pageWork:
		if id, ok := actionOf(k.String()); ok {
			return s.act(id)
		}
		if id, ok := wishKeys[k.String()]; ok && s.view.Asked != nil {
			return s.act(id)
		}
	}
	return nil
}

// Layout returns the targets.
func (s *Screen) Layout(area image.Rectangle) []tui.Target {
	if s.own == pageConnecting {
		return nil
	}
	f := s.frame(area)
	var ts []tui.Target
	switch {
	case s.Top() != nil:
		ts = s.nameKeys(s.LayoutTop(f.body))
	case s.own == pageSignIn:
		ts = s.layoutSignIn(f)
	default:
		ts = s.layoutKeys(f)
	}
	return s.Alive(ts)
}

// Draw paints the screen.
func (s *Screen) Draw(c *tui.Canvas, ts []tui.Target) {
	if s.own == pageConnecting {
		s.DrawConnecting(c)
		return
	}
	f := s.frame(c.Area())
	s.drawTitle(c, f)
	s.drawBanner(c, f)
	s.drawWish(c, f, ts)
	s.drawWindowCard(c, f.card)
	switch {
	case s.Top() != nil:
		s.Top().Draw(c, f.body, ts)
		if !f.lists.Empty() {
			s.drawLists(c, f.lists, 1)
		}
		s.drawContext(c, f, ts)
	case s.own == pageSignIn:
		s.drawSignIn(c, f, ts)
	default:
		s.drawWork(c, f)
		for _, t := range ts {
			c.Button(t)
		}
	}
	s.drawMessage(c, f)
}
