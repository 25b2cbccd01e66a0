package district

import (
	"image"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/figures"
	"onewindow/kiosk/overview"
	"onewindow/kiosk/tui"
	"onewindow/queue"
	"onewindow/wire"
)

// Screen is the district's screen, a tui.Screen. It is used from the event loop only.
type Screen struct {
	tui.Timers

	desk  Desk
	clock func() time.Time
	zone  *time.Location
	lang  queue.Lang

	now   time.Time     // the machine's time of the last message or key
	ahead time.Duration // how far the centre's clock is known to be before the machine's
	link  wire.Link
	cut   bool        // the centre is not heard
	lost  *wire.Error // why not, as far as that is known

	state   *wire.District // the centre's last word; nil before the first
	all     overview.Sum   // of the whole network
	streets []area         // of its streets
	shown   overview.Sum   // of the halls that the table shows
	worst   []row          // the halls that need somebody, the gravest first

	alerts []wire.HallAlert // the gravest first

	tab     tab
	step    int // tells two pages apart
	pages   map[tab]page
	hall    *hallPage    // over the tab; nil for none
	chooser *tui.Chooser // a list over the tab; nil for none
	chose   func(id string) tea.Cmd
	finding bool // what is typed is looked for
	table   table
	size    tui.SizeMsg
}

// page is what a tab, or the hall that is open, shows.
type page interface {
	// keys are its actions, in the order of their keys on the screen.
	keys() []action
	// walk takes the keys that move; names are those of tea.KeyPressMsg.
	walk(key string) tea.Cmd
	// touch opens a row by the two parts of its target's ID: what it is and which.
	touch(kind, name string) tea.Cmd
	// layout are the targets of its rows in r; draw paints the page with them, but not
	// its keys. Both are pure.
	layout(r image.Rectangle) []tui.Target
	draw(c *tui.Canvas, r image.Rectangle, ts []tui.Target)
}

// New makes the screen of a district's manager.
func New(settings Settings, desk Desk) *Screen {
	set := settings.withDefaults()
	s := &Screen{desk: desk, clock: set.Now, zone: set.Zone, lang: set.Lang, now: set.Now(), tab: tabOverview, table: table{order: overview.Order{By: overview.ColState}}}
	s.pages = map[tab]page{tabOverview: &overviewPage{Screen: s}, tabHalls: &hallsPage{Screen: s}, tabAlerts: &alertsPage{Screen: s}, tabReports: &reportPage{Screen: s, period: figures.ByDay, sheet: figures.View{Part: figures.Halls}}}
	return s
}

// page is what is seen.
func (s *Screen) page() page {
	if s.hall != nil {
		return s.hall
	}
	return s.pages[s.tab]
}

// Page tells two pages apart, so that the shell guards against double taps.
func (s *Screen) Page() string { return strconv.Itoa(s.step) }

// Typing reports whether letters and digits are text.
func (s *Screen) Typing() bool { return s.finding }

// guarded are the keys that a held finger must not repeat.
var guarded = append(strings.Split("abcdefghijklmnopqrstuvwxyz0123456789/", ""), "enter")

// GuardedKeys are the keys that a held finger must not repeat; while something is
// typed letters may come in quick succession.
func (s *Screen) GuardedKeys() []string {
	if s.finding {
		return []string{"enter"}
	}
	return guarded
}

// hallMsg is the answer to the question for a hall.
type hallMsg struct {
	page  *hallPage
	reply wire.DistrictHall
	err   *wire.Error
}

// Msg takes the state of the network, the link to the centre, answers and the clock.
func (s *Screen) Msg(m tea.Msg) tea.Cmd {
	s.now = s.clock()
	switch m := m.(type) {
	case wire.District:
		return s.take(m)
	case wire.Link:
		was := s.cut
		s.link, s.cut, s.lost = m, !m.Up, nil
		if was && m.Up {
			return s.renew()
		}
	case Lost:
		if !s.cut {
			s.link, s.cut = wire.Link{Since: s.now}, true
		}
		s.lost = m.Why
	case hallMsg:
		if s.hall == m.page {
			s.hall.answered(m)
		}
	case reportMsg:
		return s.reports().answered(m)
	case tui.SizeMsg:
		s.size = m
	case tui.TimerMsg:
		if m.Name == hallTimer || m.Name == reportTimer {
			return s.renew()
		}
	}
	return nil
}

// renew asks anew for what is shown and not told by itself.
func (s *Screen) renew() tea.Cmd {
	switch {
	case s.state == nil:
	case s.hall != nil:
		return s.hall.ask()
	case s.tab == tabReports:
		return s.reports().refresh()
	}
	return nil
}

// reports is the page of reports.
func (s *Screen) reports() *reportPage { return s.pages[tabReports].(*reportPage) }

// take replaces the state.
func (s *Screen) take(m wire.District) tea.Cmd {
	if s.state == nil {
		s.step++
	}
	s.state = &m
	s.ahead = max(s.ahead, m.At.Sub(s.now))
	s.all, s.streets = overview.Sum{}, nil
	today := s.today()
	for i := range m.Halls {
		one := overview.Of(&m.Halls[i], today)
		s.all.Add(one)
		s.addArea(&m.Halls[i], one)
	}
	s.alerts = gravestFirst(m.Alerts)
	s.arrange()
	if s.hall != nil && s.rowOf(s.hall.code) == nil { // it has left the network
		s.closeHall()
	}
	return nil
}

// today is the date of the network's business day.
func (s *Screen) today() string { return s.state.At.In(s.zone).Format(time.DateOnly) }

// centreNow is the centre's time, as far as this machine knows.
func (s *Screen) centreNow() time.Time { return s.now.Add(s.ahead) }

// rowOf is a hall of the state, nil if there is none.
func (s *Screen) rowOf(code string) *wire.HallRow {
	for i := range s.state.Halls {
		if s.state.Halls[i].Hall == code {
			return &s.state.Halls[i]
		}
	}
	return nil
}

// Tap acts on a target.
func (s *Screen) Tap(id string) tea.Cmd {
	s.now = s.clock()
	if s.state == nil {
		return nil
	}
	if t, ok := tabOf(id); ok {
		return s.openTab(t)
	}
	if id == langID {
		s.nextLanguage()
		return nil
	}
	if s.chooser != nil {
		return s.picked(id)
	}
	for _, a := range s.page().keys() {
		if a.id == id {
			return a.do()
		}
	}
	kind, name, _ := strings.Cut(id, " ")
	return s.page().touch(kind, name)
}

// Key takes keys that are no target's.
func (s *Screen) Key(k tea.KeyPressMsg) tea.Cmd {
	s.now = s.clock()
	switch {
	case s.state == nil:
		return nil
	case s.chooser != nil:
		s.chooser.Key(k.String())
		return nil
	case s.finding && s.typed(k):
		return nil
	}
	if i, err := strconv.Atoi(k.String()); err == nil && i >= 1 && i <= len(tabs) { // of a tab for which the bar has no room
		return s.openTab(tabs[i-1])
	}
	if k.String() == "esc" && s.hall == nil && s.tab != tabOverview {
		return s.openTab(tabOverview)
	}
	return s.page().walk(k.String())
}

// openTab shows a tab, and asks for what it needs.
func (s *Screen) openTab(t tab) tea.Cmd {
	s.closeHall()
	s.tab, s.chooser, s.finding = t, nil, false
	s.step++
	if t == tabReports {
		s.Every(reportTimer, renewTime)
		return s.reports().refresh()
	}
	s.Stop(reportTimer)
	return nil
}

// choose lets somebody choose from a list, that of the moment: it does not change under
// a finger.
func (s *Screen) choose(list *tui.Chooser, chose func(id string) tea.Cmd) {
	s.chooser, s.chose = list, chose
	s.step++
}

// picked takes what was tapped in the list.
func (s *Screen) picked(id string) tea.Cmd {
	if s.chooser.Tap(id) {
		return nil
	}
	s.chooser = nil
	s.step++
	if id == "back" {
		return nil
	}
	return s.chose(id)
}

// nextLanguage turns to the next language of the screens.
func (s *Screen) nextLanguage() {
	s.lang = s.otherLanguage()
	s.arrange()
	s.step++
}

// Layout returns the targets.
func (s *Screen) Layout(area image.Rectangle) []tui.Target {
	if s.state == nil {
		return nil
	}
	f := s.frame(area)
	ts := s.layoutTabs(f.tabs)
	if s.chooser != nil {
		return append(ts, s.chooser.Layout(f.body, s.listLabels())...)
	}
	ts = append(ts, layoutKeys(f.keys, s.pageKeys())...)
	return append(ts, s.page().layout(f.body)...)
}

// Draw paints the screen.
func (s *Screen) Draw(c *tui.Canvas, ts []tui.Target) {
	if s.state == nil {
		s.drawConnecting(c)
		return
	}
	f := s.frame(c.Area())
	s.drawTitle(c, f.title)
	s.drawTabs(c, f.tabs, ts)
	s.drawBanner(c, f.banner)
	if s.chooser != nil {
		s.chooser.Draw(c, f.body, s.listLabels())
		for _, t := range ts {
			if _, isTab := tabOf(t.ID); !isTab && !inBar(t.ID) {
				c.Button(t)
			}
		}
		return
	}
	s.page().draw(c, f.body, ts)
	for _, k := range s.pageKeys() {
		if t, ok := tui.Find(ts, k.ID); ok {
			c.Button(t)
		}
	}
}

// body is where the page is drawn now, for keys that move as far as it shows.
func (s *Screen) body() image.Rectangle { return s.frame(image.Rect(0, 0, s.size.W, s.size.H)).body }
