package tui

import (
	"image"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Tab is one screen of a Deck, with the key that brings it up.
type Tab struct {
	Key, Title string
	Screen     Screen
}

// Deck shows one of several screens of different kinds, and a bar of tabs to
// change between them: a whole hall in one terminal. Every screen lives on while
// another is shown; each gets every message, so that two screens of one package
// must not share a deck.
type Deck struct {
	Timers
	tabs   []Tab
	active int
	bare   bool
}

// NewDeck shows the first tab first.
func NewDeck(tabs ...Tab) *Deck { return &Deck{tabs: tabs} }

// tabID is the target of a tab.
func tabID(i int) string { return "tab/" + strconv.Itoa(i) }

// Page tells pages of different tabs apart.
func (d *Deck) Page() string { return strconv.Itoa(d.active) + "/" + pageOf(d.tabs[d.active].Screen) }

// Layout puts the bar below the active screen. The tabs come first, so that a
// tab's key is the tab's on every screen.
func (d *Deck) Layout(area image.Rectangle) []Target {
	bar := d.cutBar(&area)
	ts := make([]Target, len(d.tabs))
	spare := bar.Dx()
	for i, t := range d.tabs {
		ts[i] = Target{ID: tabID(i), Label: strings.ToUpper(t.Key) + " " + t.Title, Key: t.Key, Selected: i == d.active}
		spare -= Width(ts[i].Label) + 2 // brackets
	}
	if spare < 0 { // not all fit: the others show their keys only
		spare = bar.Dx()
		for i, t := range d.tabs {
			if i != d.active {
				ts[i].Label = strings.ToUpper(t.Key)
			}
			spare -= Width(ts[i].Label) + 2
		}
	}
	for i := range ts {
		left := len(ts) - i
		ts[i].Rect = CutLeft(&bar, Width(ts[i].Label)+2+max(0, spare)/left)
		spare -= max(0, spare) / left
	}
	page := d.tabs[d.active].Screen.Layout(area)
	if slices.ContainsFunc(page, func(t Target) bool { return t.Modal }) {
		for i := range ts { // the bar is above every panel
			ts[i].Modal = true
		}
	}
	return append(ts, page...)
}

// cutBar takes the bar from area; without one it is empty, and so are its tabs.
func (d *Deck) cutBar(area *image.Rectangle) image.Rectangle {
	if d.bare {
		return image.Rectangle{}
	}
	return CutBottom(area, 1)
}

// HideBar leaves the whole area to the active screen. The tabs' keys go on
// changing it.
func (d *Deck) HideBar() { d.bare = true }

// Draw paints the active screen, then the bar.
func (d *Deck) Draw(c *Canvas, ts []Target) {
	n := len(d.tabs)
	area := c.Area()
	d.cutBar(&area)
	d.tabs[d.active].Screen.Draw(c.Within(area), ts[n:])
	if d.bare {
		return
	}
	for _, t := range ts[:n] {
		s, label := Head, t.Label
		if t.Selected {
			s, label = PrimaryButton|Bold, "["+label+"]"
		}
		c.Fill(t.Rect, s)
		c.Text(t.Rect, Center, s, label)
	}
}

// Tap changes the tab or acts on the active screen.
func (d *Deck) Tap(id string) tea.Cmd {
	for i := range d.tabs {
		if id == tabID(i) {
			d.active = i
			return nil
		}
	}
	return d.call(d.active, func(s Screen) tea.Cmd { return s.Tap(id) })
}

// Key goes to the active screen.
func (d *Deck) Key(k tea.KeyPressMsg) tea.Cmd {
	return d.call(d.active, func(s Screen) tea.Cmd { return s.Key(k) })
}

// Msg goes to every screen, but a timer to the one that started it, and a scan to
// the active one. The size is that above the bar.
func (d *Deck) Msg(m tea.Msg) tea.Cmd {
	switch t := m.(type) {
	case TimerMsg:
		return d.fired(t.Name)
	case ScanMsg: // typed by whoever stands before the active screen
		return d.call(d.active, func(s Screen) tea.Cmd { return s.Msg(t) })
	case SizeMsg:
		area := image.Rect(0, 0, t.W, t.H)
		d.cutBar(&area)
		m = SizeMsg{area.Dx(), area.Dy()}
	}
	cmds := make([]tea.Cmd, len(d.tabs))
	for i := range d.tabs {
		cmds[i] = d.call(i, func(s Screen) tea.Cmd { return s.Msg(m) })
	}
	return tea.Batch(cmds...)
}

// GuardedKeys are the active screen's.
func (d *Deck) GuardedKeys() []string {
	if g, ok := d.tabs[d.active].Screen.(RepeatGuard); ok {
		return g.GuardedKeys()
	}
	return nil
}

// UrgentKeys are the active screen's.
func (d *Deck) UrgentKeys() []string {
	if u, ok := d.tabs[d.active].Screen.(Urgent); ok {
		return u.UrgentKeys()
	}
	return nil
}

// Help is the active screen's.
func (d *Deck) Help() []string {
	if h, ok := d.tabs[d.active].Screen.(Helper); ok {
		return h.Help()
	}
	return nil
}

// WindowTitle is the active screen's.
func (d *Deck) WindowTitle() string {
	if len(d.tabs) == 0 {
		return ""
	}
	if t, ok := d.tabs[d.active].Screen.(Titler); ok {
		return t.WindowTitle()
	}
	return ""
}

// Typing is the active screen's.
func (d *Deck) Typing() bool {
	t, ok := d.tabs[d.active].Screen.(Typer)
	return ok && t.Typing()
}

// call does for a screen of the deck what the shell does for the deck: a page
// that was left loses its timers, and new timers begin. They all run as the
// deck's own, which do not end when another tab is shown.
func (d *Deck) call(i int, f func(Screen) tea.Cmd) tea.Cmd {
	s := d.tabs[i].Screen
	page := pageOf(s)
	ts := timersOf(s)
	var before uint64
	if ts != nil {
		before = ts.gen
	}
	cmd := f(s)
	if ts == nil {
		return cmd
	}
	if pageOf(s) != page {
		ts.leavePage(before)
	}
	for _, t := range ts.takeStarted() {
		d.Every(timerID(i, t.name), t.wait)
	}
	return cmd
}

// fired hands a timer to the screen that started it, if it still wants it.
func (d *Deck) fired(id string) tea.Cmd {
	n, name, _ := strings.Cut(id, "/")
	i, err := strconv.Atoi(n)
	if err != nil || i >= len(d.tabs) {
		return nil
	}
	ts := timersOf(d.tabs[i].Screen)
	t, ok := ts.live[name]
	if !ok || !t.every {
		d.Stop(id)
	}
	if !ok {
		return nil
	}
	ts.fire(t)
	return d.call(i, func(s Screen) tea.Cmd { return s.Msg(TimerMsg{name}) })
}

func timerID(i int, name string) string { return strconv.Itoa(i) + "/" + name }

func timersOf(s Screen) *Timers {
	if t, ok := s.(timed); ok {
		return t.timers()
	}
	return nil
}

// Show brings up the tab with that key, as if it had been pressed.
func (d *Deck) Show(key string) {
	if i := slices.IndexFunc(d.tabs, func(t Tab) bool { return t.Key == key }); i >= 0 {
		d.active = i
	}
}
