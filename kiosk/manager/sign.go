package manager

import (
	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
)

// signLabel says who is signed in, with the key that changes it.
func (s *Screen) signLabel(short bool) string {
	switch who, ok := s.session.Who(); {
	case ok && short:
		return tui.Truncate(who.Name, clerkCells) + " L"
	case ok:
		return s.T("manager.signed_in", "name", tui.Truncate(who.Name, 16))
	case !s.view.Managed:
		return s.T("manager.no_sign_needed")
	case short:
		return s.T("manager.signed_out_short")
	}
	return s.T("manager.signed_out")
}

// openSign signs in, or asks whether to sign out.
func (s *Screen) openSign() tea.Cmd {
	s.Hush()
	who, ok := s.session.Who()
	if !ok {
		s.session.SignIn(nil)
		return nil
	}
	s.Confirm(s.T("manager.sign_out_ask", "name", who.Name), s.T("manager.sign_out"), s.session.SignOut)
	return nil
}

// signed reports whether this terminal may act: somebody is signed in, or nobody
// needs to be.
func (s *Screen) signed() bool {
	_, ok := s.session.Who()
	return ok || !s.view.Managed
}
