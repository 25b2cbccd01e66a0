package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// key takes one key: the shell's own keys first, then the guards, then the
// targets, then the screen.
func (s *Shell) key(k tea.KeyPressMsg) tea.Cmd {
	name := k.String()
	if s.opt.Unlocked && name == "ctrl+c" {
		return s.askedToEnd()
	}
	if u, ok := s.screen.(Urgent); ok && (len(s.help) > 0 || s.tooSmall()) && slices.Contains(u.UrgentKeys(), name) {
		return s.call(func() tea.Cmd { return s.screen.Key(k) })
	}
	if len(s.help) > 0 {
		s.help, s.dirty = nil, true
		return nil
	}
	if s.repeated(k, name) || s.tooSmall() {
		return nil
	}
	if (name == "f1" || name == "?" && !s.typing()) && !s.hasKey(name) && s.showHelp() {
		return nil
	}
	if t, ok := s.keyTarget(name); ok && !(s.typing() && k.Text != "") {
		return s.keyTap(t, name)
	}
	return s.call(func() tea.Cmd { return s.screen.Key(k) })
}

// askedToEnd ends the program, of a Keeper perhaps only when it is asked again.
func (s *Shell) askedToEnd() tea.Cmd {
	k, ok := s.screen.(Keeper)
	if !ok || !k.KeepsOpen() || !s.endAsked.IsZero() && s.now().Sub(s.endAsked) <= EndAgain {
		return tea.Quit
	}
	s.endAsked, s.help = s.now(), nil
	return s.tell(EndAskedMsg{})
}

// showHelp shows the screen's help, if it has one.
func (s *Shell) showHelp() bool {
	h, ok := s.screen.(Helper)
	if !ok {
		return false
	}
	s.help = h.Help()
	if len(s.help) == 0 {
		return false
	}
	s.armed, s.dirty = "", true
	return true
}

// keyTap acts on a target by its key. The same key again, right after the page
// that it brought up, is the second half of a double press.
func (s *Shell) keyTap(t Target, name string) tea.Cmd {
	if t.Disabled || s.pageKey == name && s.doubledOnPage(name) {
		return nil
	}
	return s.act(t.ID)
}

func (s *Shell) typing() bool {
	t, ok := s.screen.(Typer)
	return ok && t.Typing()
}

func (s *Shell) hasKey(name string) bool {
	_, ok := s.keyTarget(name)
	return ok
}

// keyTarget finds the target of a key: one with that very key, else one with
// the same letter in the other case.
func (s *Shell) keyTarget(name string) (Target, bool) {
	var folded *Target
	live := Reachable(s.targets)
	for i, t := range live {
		for _, f := range t.Keys() {
			if f == name {
				return t, true
			}
			if folded == nil && len(name) == 1 && strings.EqualFold(f, name) {
				folded = &live[i]
			}
		}
	}
	if folded != nil {
		return *folded, true
	}
	return Target{}, false
}
