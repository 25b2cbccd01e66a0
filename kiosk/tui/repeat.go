package tui

import (
	"slices"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"
)

// keyPress is what is known of a guarded key: when it came last, and whether it has
// not been let go since, as far as the terminal tells.
type keyPress struct {
	at   time.Time
	down bool
}

// repeated reports whether k must be swallowed as a repetition. A terminal that
// tells when keys are let go tells a key that is held from one that is pressed
// again, so that only the second half of a hurried double press is left to the
// clock. Enter is let go in silence also there (the kitty keyboard protocol without
// "all keys as escape codes", which input methods would not survive): for it, and
// where the terminal tells nothing, time alone decides.
func (s *Shell) repeated(k tea.KeyPressMsg, name string) bool {
	now := s.now()
	if name != s.lastKey {
		s.lastKey, s.pageKey = name, ""
	}
	g, ok := s.screen.(RepeatGuard)
	if !ok || !slices.Contains(g.GuardedKeys(), name) {
		return false
	}
	last, seen := s.keyAt[name]
	since := now.Sub(last.at)
	var swallow bool
	switch {
	case s.tellsReleases && tellsRelease(name):
		held := k.IsRepeat || seen && last.down && since < HoldGuard // a release may get lost
		if swallow = held || seen && since < s.doubleGuard(name); swallow && !held {
			s.keyAt[name] = keyPress{last.at, true} // a third press is meant
			return true
		}
	case s.pageKey == name && name != "enter":
		swallow = k.IsRepeat || seen && since < HoldGuard
	default:
		swallow = k.IsRepeat || seen && since < KeyGuard
	}
	s.keyAt[name] = keyPress{now, true}
	return swallow
}

// keyReleased notes that a key was let go. A key with Shift may have another name
// when it is let go: a release without a press is of whatever is down.
func (s *Shell) keyReleased(k tea.KeyReleaseMsg) {
	if !unicode.IsPrint(k.Code) && k.Text == "" {
		if p, ok := s.keyAt[k.String()]; ok {
			s.keyAt[k.String()] = keyPress{p.at, false}
		}
		return
	}
	s.tellsReleases = true
	if p, ok := s.keyAt[k.String()]; ok && p.down {
		s.keyAt[k.String()] = keyPress{p.at, false}
		return
	}
	for name, p := range s.keyAt {
		s.keyAt[name] = keyPress{p.at, false}
	}
}

// tellsRelease reports whether a terminal that tells of releases does so of this
// key: not of those that a line editor needs to work.
func tellsRelease(name string) bool { return name != "enter" && name != "tab" && name != "backspace" }

// doubleGuard is how soon after a key the same one is the second half of a double
// press, where the terminal tells a held key from a pressed one. Keys without a
// letter call the next citizen, or send off what was typed: for them it is longer.
func (s *Shell) doubleGuard(name string) time.Duration {
	if len(name) > 1 {
		return KeyGuard
	}
	return DoubleGuard
}

// doubledOnPage reports whether a key that led to this page comes so soon after it
// that it must be the second half of a double press.
func (s *Shell) doubledOnPage(name string) bool {
	if s.tellsReleases && tellsRelease(name) {
		return s.now().Sub(s.pageSince) < s.doubleGuard(name)
	}
	return s.guardedPage()
}
