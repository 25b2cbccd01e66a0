package tui

import (
	"image"

	tea "charm.land/bubbletea/v2"
)

// press arms the target at p.
func (s *Shell) press(p image.Point) {
	s.armed, s.lastKey = "", ""
	if len(s.help) > 0 || s.guardedPage() {
		return
	}
	live := Reachable(s.targets)
	if i := Hit(live, p); i >= 0 && !live[i].Disabled {
		s.armed, s.dirty = live[i].ID, true
	}
}

// release acts if the finger is still on the armed target, give or take a cell.
// A neighbour that the finger slipped onto by that cell does not act: what was
// pressed counts.
func (s *Shell) release(p image.Point) tea.Cmd {
	if len(s.help) > 0 {
		s.help, s.dirty = nil, true
		return nil
	}
	id := s.armed
	if id == "" {
		return nil
	}
	s.armed, s.dirty = "", true
	t, ok := Find(Reachable(s.targets), id)
	if !ok || t.Disabled || !near(t, p) {
		return nil
	}
	return s.act(id)
}

// act taps a target and lights it for a moment if its page stays.
func (s *Shell) act(id string) tea.Cmd {
	if id == HelpID && s.showHelp() {
		return nil
	}
	s.lit = id
	s.litGen++
	cmd := s.call(func() tea.Cmd { return s.screen.Tap(id) })
	if s.lit == "" {
		return cmd
	}
	return tea.Batch(cmd, s.wait(flashTime, litEndedMsg{s.litGen}))
}

// guardedPage reports whether the page changed so recently that a tap must be
// the second half of a double tap.
func (s *Shell) guardedPage() bool {
	return !s.pageSince.IsZero() && s.now().Sub(s.pageSince) < PageGuard
}
