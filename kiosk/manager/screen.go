package manager

import (
	"image"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

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
}

// page is what the screen shows.
type page string

const (
	pageConnecting page = "connecting" // no state of the hall yet
	pageOverview   page = "overview"
	pageChoose     page = "choose" // one of a list
	pageEnter      page = "enter"  // a text to type
	pageTicket     page = "ticket" // one number's history
)

// Screen is the manager's screen, a tui.Screen. It is used from the event loop
// only.
type Screen struct {
	tui.Timers

	set  Settings
	desk Desk

	view *wire.Hall // the hall's last word; nil before the first
	sys  wire.Sys
	link wire.Link
	cut  bool      // the link is known to be down
	now  time.Time // hall time of the last message
	real time.Time // the machine's time of the last tick
	last time.Time // hall time of the last state

	page page
	step int // tells two pages of one kind apart
	busy bool
	says message

	skip   int // windows above the first one shown
	above  int // lines above the first one shown, where not all fit
	fit    int // lines that the last layout had room for
	list   tui.Chooser
	pick   func(id string) tea.Cmd // what a row of the list does
	from   page                    // where "back" leads from the list
	text   tui.Entry
	typed  func(text string) tea.Cmd // what the text is for
	ticket ticketPage
}

// New makes the screen of a hall manager.
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
func (s *Screen) GuardedKeys() []string { return []string{"enter"} }

// goTo shows a page.
func (s *Screen) goTo(p page) {
	s.page = p
	s.step++
}

// home leaves whatever form is open.
func (s *Screen) home() {
	if s.view == nil {
		s.goTo(pageConnecting)
		return
	}
	s.goTo(pageOverview)
}

// Msg takes the hall's state, the link, answers and the clock.
func (s *Screen) Msg(m tea.Msg) tea.Cmd {
	s.now = s.set.Now()
	switch m := m.(type) {
	case wire.Hall:
		first := s.view == nil
		s.view, s.last = &m, s.now
		if first {
			s.home()
		}
	case wire.Sys:
		s.sys = m
	case wire.Link:
		s.link, s.cut = m, !m.Up
		s.linkAnswers()
	case tui.TickMsg:
		s.real = m.Now
	case answeredMsg:
		return s.answered(m)
	case historyMsg:
		s.gotHistory(m)
	}
	return nil
}

// Tap acts on a target.
func (s *Screen) Tap(id string) tea.Cmd {
	s.now = s.set.Now()
	if s.busy {
		return nil
	}
	switch s.page {
	case pageOverview:
		return s.act(id)
	case pageChoose:
		return s.tapList(id)
	case pageEnter:
		return s.tapEntry(id)
	case pageTicket:
		return s.tapTicket(id)
	}
	return nil
}

// Key takes keys that are no target's.
func (s *Screen) Key(k tea.KeyPressMsg) tea.Cmd {
	s.now = s.set.Now()
	if s.busy {
		return nil
	}
	switch s.page {
	case pageOverview:
		for _, a := range rowKeys {
			if strings.EqualFold(k.String(), a.key) {
				return s.act(a.id)
			}
		}
		s.scrollWindows(k.String())
		s.scrollLines(k.String())
	case pageChoose:
		s.list.Key(k.String())
	case pageEnter:
		s.text.Type(k.Text)
	case pageTicket:
		s.ticket.move(k.String())
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
	case pageOverview:
		ts = s.layoutOverview(f)
	case pageChoose:
		ts = s.nameEnter(s.list.Layout(f.body, s.listLabels()))
	case pageEnter:
		ts = s.text.Layout(f.body, s.entryLabels())
	case pageTicket:
		ts = layoutKeys(f.keys, s.ticketKeys())
	}
	if s.busy {
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
	s.drawTitle(c, f.title)
	switch s.page {
	case pageOverview:
		s.drawOverview(c, f, ts)
	case pageChoose:
		s.list.Draw(c, f.body, s.listLabels())
	case pageEnter:
		s.text.Draw(c, f.body)
	case pageTicket:
		s.drawTicket(c, f)
	}
	s.drawMessage(c, f.message)
	for _, t := range ts {
		if !isRow(t.ID) {
			c.Button(t)
		}
	}
}
