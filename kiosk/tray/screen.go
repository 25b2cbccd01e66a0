package tray

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
)

// The smallest screen on which everything can be seen, on narrow and low ones papers
// and devices in turn.
const (
	MinWidth  = 44
	MinHeight = 18
)

// Settings are how the screen is run.
type Settings struct {
	// Lang is the language, empty is simplified Chinese.
	Lang words.Lang
	// Port, if not empty, stands in the bar on top: where the only device is.
	Port string
	// NoLines: the system has no pseudo terminals, and so there are no devices.
	NoLines bool
}

// Screen is the tray, a tui.Screen. It is used from the event loop only.
type Screen struct {
	tui.Timers
	set  Settings
	desk Desk

	told   bool // a State has come
	state  State
	sheets []sheet // of state.Papers
	// back is how many papers newer than the first shown one there are, and down how
	// many rows of the shown ones are above the edge.
	back, down int
	// devices: they are shown, where there is room for them or the papers.
	devices bool
	w, h    int
}

// New makes a tray.
func New(set Settings, desk Desk) *Screen {
	if set.Lang == "" {
		set.Lang = words.ZhHans
	}
	return &Screen{set: set, desk: desk}
}

func (s *Screen) t(key string, params ...any) string { return words.T(s.set.Lang, key, params...) }

// Msg takes the newest state.
func (s *Screen) Msg(m tea.Msg) tea.Cmd {
	switch m := m.(type) {
	case tui.SizeMsg:
		s.w, s.h = m.W, m.H
		s.redraw()
		s.hold()
	case State:
		s.take(m)
	}
	return nil
}

// take shows a state. A paper that comes out comes to lie on top.
func (s *Screen) take(m State) {
	newest := func(ps []Paper) int {
		if len(ps) == 0 {
			return 0
		}
		return ps[len(ps)-1].Number
	}
	if newest(m.Papers) != newest(s.state.Papers) {
		s.back, s.down = 0, 0
	}
	sheets := make([]sheet, len(m.Papers))
	for i, p := range m.Papers {
		if j := slices.IndexFunc(s.state.Papers, func(o Paper) bool { return o.Number == p.Number }); j >= 0 {
			sheets[i] = s.sheets[j]
		} else {
			sheets[i] = sheetOf(p, s.w-sheetEdges)
		}
	}
	s.told, s.state, s.sheets = true, m, sheets
	s.hold()
}

// redraw draws the papers again that have another width on a screen of this one.
func (s *Screen) redraw() {
	for i, p := range s.state.Papers {
		if s.sheets[i].cell != cellOf(p, s.w-sheetEdges) {
			s.sheets[i] = sheetOf(p, s.w-sheetEdges)
		}
	}
}

// hold keeps what is shown within what there is.
func (s *Screen) hold() {
	s.back = min(max(s.back, 0), max(len(s.sheets)-1, 0))
	s.down = min(max(s.down, 0), s.deepest())
}

// Tap does something to a device, or moves what is shown.
func (s *Screen) Tap(id string) tea.Cmd {
	switch id {
	case "older":
		s.back, s.down = s.back+1, 0
	case "newer":
		s.back, s.down = s.back-1, 0
	case "up":
		s.down -= s.page()
	case "down":
		s.down += s.page()
	case turn:
		s.devices = !s.devices
	default:
		desk := s.desk
		return func() tea.Msg { desk.Do(Act(id)); return nil }
	}
	s.hold()
	return nil
}

// Key scrolls by rows.
func (s *Screen) Key(k tea.KeyPressMsg) tea.Cmd {
	switch k.String() {
	case "k", "ctrl+p":
		s.down--
	case "j", "ctrl+n":
		s.down++
	case "home":
		s.down = 0
	case "end":
		s.down = s.deepest()
	}
	s.hold()
	return nil
}

// GuardedKeys are those that do something to a device: a key that is held down does
// it once.
func (s *Screen) GuardedKeys() []string {
	keys := make([]string, 0, len(actKeys))
	for _, k := range actKeys {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
