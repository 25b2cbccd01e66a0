package window

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// pinLength is the longest PIN, see queue.HashPIN.
const pinLength = 32

// listStaff lists who may sign in here. A list that has not changed stays as it
// stands under the clerk's finger.
func (s *Screen) listStaff() {
	var rows []tui.Choice
	for _, m := range s.view.Staff {
		rows = append(rows, tui.Choice{ID: "clerk " + m.ID, Label: m.Name, Note: m.ID})
	}
	rows = append(rows, tui.Choice{ID: "type", Label: s.t("window.type_clerk"), Keys: "i"})
	if s.page == pageSignIn && slices.Equal(rows, s.list.Rows) {
		return
	}
	s.list, s.pick = tui.Chooser{Title: s.t("window.choose_name"), Rows: rows, At: -1, NoBack: true}, s.pickStaff
}

func (s *Screen) pickStaff(id string) tea.Cmd {
	if id == "type" {
		s.enter(tui.Entry{Title: s.t("window.enter_clerk"), Max: 32}, func(clerk string) tea.Cmd {
			s.askPIN(clerk, clerk)
			return nil
		})
		return nil
	}
	for _, m := range s.view.Staff {
		if id == "clerk "+m.ID {
			s.askPIN(m.ID, m.Name)
		}
	}
	return nil
}

func (s *Screen) askPIN(clerk, name string) {
	s.enter(tui.Entry{Title: s.t("window.pin_of", "name", name), Max: pinLength, Secret: true}, func(pin string) tea.Cmd {
		return s.send("signin", wire.SignInRequest{Clerk: clerk, PIN: pin})
	})
}

// drawConnecting says that the hall has not been heard yet.
func (s *Screen) drawConnecting(c *tui.Canvas) {
	text := s.t("common.connecting")
	if s.cut {
		text = s.t("common.no_link")
	}
	c.Wrap(c.Area(), tui.Center|tui.Middle, tui.Ink, text)
}
