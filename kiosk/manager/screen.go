package manager

import (
	"image"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/figures"
	"onewindow/kiosk/staff"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// Settings are how a manager's screen is run.
type Settings struct {
	// Lang is the manager's language; empty is simplified Chinese.
	Lang queue.Lang
	// Now is hall time, which waits are measured in; nil is the machine's clock.
	Now func() time.Time
	// Terminal is this terminal's id, by which the hall says who is signed in here.
	Terminal string
}

// Screen is the manager's screen, a tui.Screen. It is used from the event loop
// only.
type Screen struct {
	tui.Timers
	staff.Pages

	desk     Desk
	terminal string // this one's id
	session  *staff.Session
	tickets  *staff.Tickets

	view *wire.Hall // the hall's last word; nil before the first
	last time.Time  // hall time of it
	sys  wire.Sys
	known
	advised advised
	reports reports

	tab   tab // the open one
	pages map[tab]page
	size  tui.SizeMsg
}

// New makes the screen of a hall manager.
func New(settings Settings, desk Desk) *Screen {
	s := &Screen{Pages: staff.NewPages(staff.NewTalk(settings.Lang, settings.Now)), desk: desk, terminal: settings.Terminal, tab: tabOverview, reports: reports{period: figures.ByDay}}
	s.session = staff.NewSession(&s.Pages, desk, settings.Terminal, queue.RightManage)
	s.tickets = staff.NewTickets(&s.Pages, desk, s.session)
	s.pages = newPages(s)
	return s
}

// page is that of the open tab.
func (s *Screen) page() page { return s.pages[s.tab] }

// Msg takes the hall's state, the link, answers and the clock.
func (s *Screen) Msg(m tea.Msg) tea.Cmd {
	cut := s.Cut()
	cmd := tea.Batch(s.Receive(m), s.tickets.Hear(m))
	switch m := m.(type) {
	case wire.Hall:
		first := s.view == nil
		if !first {
			cmd = tea.Batch(cmd, s.ring(s.view.Helps, m.Helps))
		}
		s.view, s.last = &m, s.Now()
		s.hearAdvices()
		s.SetDay(m.Day, staff.NamesOfHall(m))
		s.session.SetHall(m)
		s.tickets.SetHall(m)
		if first {
			s.Turn()
			return tea.Batch(cmd, s.poll())
		}
	case wire.Sys:
		s.sys = m
	case tui.SizeMsg:
		s.size = m
	case wire.Link:
		if cut && m.Up {
			return tea.Batch(cmd, s.poll())
		}
	case tui.StartMsg:
		s.Every(pollTimer, pollEvery)
	case tui.TimerMsg:
		if m.Name == pollTimer && s.polling == 0 {
			return tea.Batch(cmd, s.poll())
		}
	}
	return cmd
}

// Tap acts on a target.
func (s *Screen) Tap(id string) tea.Cmd {
	if !s.Touch() {
		return nil
	}
	if t, ok := tabOf(id); ok {
		return s.openTab(t)
	}
	if id == signID {
		return s.openSign()
	}
	if s.Top() != nil {
		return s.Top().Tap(id)
	}
	return s.act(id)
}

// Key takes keys that are no target's.
func (s *Screen) Key(k tea.KeyPressMsg) tea.Cmd {
	if !s.Touch() || s.view == nil {
		return nil
	}
	if s.Top() != nil {
		return s.Top().Key(k)
	}
	return s.pageKey(k.String())
}

// Layout returns the targets.
func (s *Screen) Layout(area image.Rectangle) []tui.Target {
	if s.view == nil {
		return nil
	}
	f := s.frame(area)
	ts := s.layoutTabs(f.tabs)
	if s.Top() != nil {
		ts = append(ts, s.LayoutTop(f.body)...)
	} else {
		ts = append(ts, layoutKeys(f.keys, s.pageKeys())...)
		ts = append(ts, s.page().layout(f.body)...)
	}
	return s.Alive(ts)
}

// body is where the open page is drawn now, for keys that move as far as it shows.
func (s *Screen) body() image.Rectangle { return s.frame(image.Rect(0, 0, s.size.W, s.size.H)).body }

// Draw paints the screen.
func (s *Screen) Draw(c *tui.Canvas, ts []tui.Target) {
	if s.view == nil {
		s.DrawConnecting(c)
		return
	}
	f := s.frame(c.Area())
	s.drawTitle(c, f.title)
	bar, rest := splitTargets(ts)
	s.drawTabs(c, f.tabs, bar)
	s.drawBanners(c, f.banner)
	if s.Top() != nil {
		s.Top().Draw(c, f.body, rest)
	} else {
		s.page().draw(c, f.body, rest)
		s.drawKeys(c, rest)
	}
	s.DrawMessage(c, f.message, s.hint())
}

// splitTargets parts the targets of the bar of tabs from those of the page.
func splitTargets(ts []tui.Target) (bar, page []tui.Target) {
	n := 0
	for n < len(ts) {
		if _, ok := tabOf(ts[n].ID); !ok && ts[n].ID != signID {
			break
		}
		n++
	}
	return ts[:n], ts[n:]
}

// hint is what the message line says while there is nothing else.
func (s *Screen) hint() tui.TextLine {
	if s.Top() != nil {
		return tui.TextLine{}
	}
	return tui.TextLine{Style: tui.Muted, Text: s.T("manager.help_hint")}
}
