package window

import (
	"image"
	"slices"
	"strings"

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
	if s.own == pageSignIn && slices.Equal(rows, s.clerks.Rows) {
		return
	}
	s.clerks = tui.Chooser{Title: s.T("staff.choose_name"), Rows: rows, At: -1, NoBack: true, Airy: true,
		More: []tui.Target{{ID: "type", Key: "i 0", Label: s.T("window.type_clerk")}}}
}

// tapStaff acts on a name, or on the key for whoever is not on the list.
func (s *Screen) tapStaff(id string) tea.Cmd {
	switch {
	case s.clerks.Tap(id):
	case id == "type":
		s.enter(tui.Entry{Title: s.T("staff.enter_clerk"), Max: pinLength}, func(clerk string) tea.Cmd {
			s.askPIN(clerk, s.Person(clerk))
			return nil
		})
	case id == "decline":
		return s.declineWish()
	default:
		clerk := strings.TrimPrefix(id, "clerk ")
		s.askPIN(clerk, s.Person(clerk))
	}
	return nil
}

func (s *Screen) askPIN(clerk, name string) {
	s.Hush()
	s.pinOf = name
	s.enter(tui.Entry{Title: s.T("staff.pin_of", "name", name), Max: pinLength, Secret: true}, func(pin string) tea.Cmd {
		return s.send("signin", wire.SignInRequest{Clerk: clerk, PIN: pin})
	})
}

// signInHalves part the sign-in: the card that says which window this is, and
// the names or the keypad.
func (s *Screen) signInHalves(r image.Rectangle) (card, list image.Rectangle) {
	card = tui.CutLeft(&r, r.Dx()*42/100)
	tui.CutLeft(&r, 2)
	return card, r
}

func (s *Screen) layoutSignIn(f frame) []tui.Target {
	ts := s.nameKeys(s.clerks.Layout(f.body, s.ListLabels()))
	for _, t := range s.layoutWish(f) {
		if t.ID == "decline" {
			ts = append(ts, t)
		}
	}
	return ts
}

// drawSignIn writes the names of those who may sign in.
func (s *Screen) drawSignIn(c *tui.Canvas, f frame, ts []tui.Target) {
	s.clerks.Draw(c, f.body, s.ListLabels())
	for _, t := range ts {
		c.Button(t)
	}
}

// drawWindowCard writes which window this is, what it serves, and how many wait
// for that.
func (s *Screen) drawWindowCard(c *tui.Canvas, card image.Rectangle) {
	if card.Empty() {
		return
	}
	v := s.view
	c.Fill(card, tui.Card)
	strip := tui.CutTop(&card, 1)
	c.Fill(strip, tui.NeutralFill)
	c.Text(tui.Inset(strip, 1, 0), tui.Left, tui.NeutralFill|tui.Bold, s.stateWords())
	r := tui.Inset(card, 2, 0)
	tui.CutTop(&r, 1)
	if r.Dy() >= 16 {
		tui.CutBottom(&r, 1)
		s.drawTiles(c, tui.CutBottom(&r, tileRows))
		tui.CutBottom(&r, 1)
	}
	c.Text(tui.CutTop(&r, 1), tui.Left, tui.CardMuted, s.T("window.this_window"))
	used := c.Digits(tui.CutTop(&r, min(max(4, r.Dy()-6), maxDigits)), tui.Left, tui.Accent|tui.OnCard, v.Label, 0)
	r.Min.Y = used.Max.Y + 1
	var names []string
	for _, l := range v.Own {
		names = append(names, s.In(l.Name))
	}
	c.Wrap(r, tui.Left, tui.Ink|tui.OnCard|tui.Bold, strings.Join(names, s.T("window.and")))
}
