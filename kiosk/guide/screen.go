package guide

import (
	"image"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// Settings are how a guide's screen is run.
type Settings struct {
	// Lang is the guide's language; empty is simplified Chinese. Each citizen's is
	// chosen with the number.
	Lang queue.Lang
	// Now is hall time, which waits are measured in; nil is the machine's clock.
	Now func() time.Time
	// NewRID names a request for a number; nil is the time of the machine.
	NewRID func() string
	// Terminal is this desk's name in the hall, by which it knows who is signed in
	// here.
	Terminal string
}

// Screen is the guide's screen, a tui.Screen. It is used from the event loop only.
type Screen struct {
	tui.Timers
	staff.Pages

	desk    Desk
	newRID  func() string
	session *staff.Session
	tickets *staff.Tickets

	hall  wire.Hall  // the hall's last word
	print wire.Print // the last word of this desk's own printer
	skip  int        // lines before the first one shown, where not all fit
	size  tui.SizeMsg
}

// New makes the screen of a guide's desk.
func New(settings Settings, desk Desk) *Screen {
	s := &Screen{Pages: staff.NewPages(staff.NewTalk(settings.Lang, settings.Now)), desk: desk, newRID: settings.NewRID}
	if s.newRID == nil {
		s.newRID = func() string { return "guide-" + strconv.FormatInt(time.Now().UnixNano(), 36) }
	}
	s.session = staff.NewSession(&s.Pages, desk, settings.Terminal)
	s.tickets = staff.NewTickets(&s.Pages, desk, s.session)
	return s
}

// leftTime is how long nobody touches the desk before it goes back to its first
// page: what was typed for a citizen must not stand there for the next.
const leftTime = 3 * time.Minute

// Msg takes the hall's state, the link, answers and the clock.
func (s *Screen) Msg(m tea.Msg) tea.Cmd {
	cmd := s.Receive(m)
	switch m := m.(type) {
	case wire.Hall:
		if s.HasState() {
			cmd = tea.Batch(cmd, s.ring(s.hall, m))
		}
		s.hall = m
		s.SetDay(m.Day, staff.NamesOfHall(m))
		s.session.SetHall(m)
		s.tickets.SetHall(m)
	case wire.Print:
		s.print = m
	case tui.SizeMsg:
		s.size = m
	case tui.TickMsg:
		_, open := s.Top().(*unknown)
		if m.Idle >= leftTime && s.Top() != nil && !open && !s.Busy() {
			s.Hush()
			s.Home()
		}
	}
	cmd = tea.Batch(cmd, s.tickets.Hear(m))
	if u, ok := s.Top().(*unknown); ok {
		cmd = tea.Batch(cmd, u.hear(m))
	}
	return cmd
}

// Tap acts on a target.
func (s *Screen) Tap(id string) tea.Cmd {
	switch {
	case !s.Touch():
		return nil
	case s.Top() != nil:
		return s.Top().Tap(id)
	}
	return s.tapHome(id)
}

// Key takes keys that are no target's.
func (s *Screen) Key(k tea.KeyPressMsg) tea.Cmd {
	switch {
	case !s.Touch() || !s.HasState():
		return nil
	case s.Top() != nil:
		return s.Top().Key(k)
	}
	return nil
}

// Layout returns the targets.
func (s *Screen) Layout(area image.Rectangle) []tui.Target {
	if !s.HasState() {
		return nil
	}
	_, page, _ := staff.FrameOf(area)
	s.cutBanners(&page)
	if s.Top() != nil {
		return s.Alive(s.Top().Layout(page))
	}
	return s.Alive(s.layoutHome(page))
}

// Draw paints the screen.
func (s *Screen) Draw(c *tui.Canvas, ts []tui.Target) {
	if !s.HasState() {
		s.DrawConnecting(c)
		return
	}
	title, page, message := staff.FrameOf(c.Area())
	s.DrawTitle(c, title, s.title(title.Dx()), true)
	s.drawBanners(c, s.cutBanners(&page))
	if s.Top() != nil {
		s.Top().Draw(c, page, ts)
		s.DrawMessage(c, message, tui.TextLine{})
		return
	}
	s.drawHome(c, page, ts)
	s.DrawMessage(c, message, s.hint())
}

// title says where this is and who is signed in.
func (s *Screen) title(width int) string {
	who := s.T("guide.nobody")
	if w, ok := s.session.Who(); ok {
		who = w.Name
	}
	name := s.T("guide.title")
	if width >= 90 {
		name += "  " + s.In(s.Day().Name)
	}
	return name + "  " + who
}

// hint is what the message line says while there is nothing else to say.
func (s *Screen) hint() tui.TextLine {
	if ns := s.Day().Notices; len(ns) > 0 {
		return tui.TextLine{Style: tui.Muted, Text: s.T("guide.notice", "text", s.In(ns[len(ns)-1].Text))}
	}
	return tui.TextLine{Style: tui.Muted, Text: s.T("guide.hint")}
}

// Help lists the keys.
func (s *Screen) Help() []string {
	lines := []string{s.T("common.help"), "1-9  " + s.T("guide.does.issue"), "F    " + s.T("guide.does.item")}
	for _, a := range homeActions {
		lines = append(lines, a.shown+"    "+s.T("guide.does."+a.id))
	}
	return append(lines, "A    "+s.T("guide.does.alerts"), s.T("guide.help_more"))
}
