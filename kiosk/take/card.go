package take

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"onewindow/queue"
	"onewindow/wire"
)

// reader takes whether a device reads now.
func (s *Screen) reader(m wire.Reader) {
	switch m.Kind {
	case queue.DeviceReader:
		s.cards = m.Ready
	case queue.DeviceScanner:
		s.codes = m.Ready
	}
}

// attend notes that somebody used a reader, and reports whether the page takes what
// was read. A page that shows a number just given, or waits for one, keeps it: who
// leaves the card lying loses nothing.
func (s *Screen) attend() bool {
	s.now = s.set.Now()
	s.used, s.calm = s.real, 0
	if s.busy || s.menu == nil {
		return false
	}
	s.stillHere()
	if s.page == pageResult || s.page == pageUnknown {
		return false
	}
	s.closeNote()
	s.openHelp(false)
	return true
}

// card takes an ID card. Where the number is asked for it is as if it was typed; on
// the way to a number it is noted; elsewhere it leads to the numbers that its holder
// has.
func (s *Screen) card(id queue.IDNumber) tea.Cmd {
	if !s.attend() {
		return nil
	}
	switch {
	case s.page == pageForID && id == s.visit.id:
		s.tellOf(note{code: "own"})
	case s.page == pageID && id == s.visit.forID:
		s.tellOf(note{code: "theirs"})
	case s.page == pageID || s.page == pageForID:
		s.typed, s.open, s.fault = string(id), false, nil
		s.confirmID()
	case s.choosing():
		s.cardOnTheWay(id)
	default:
		return s.findCard(id)
	}
	return nil
}

// cardOnTheWay notes a card that was put on unasked: the citizen's own, or, of an
// agent whose own is known, that of the person concerned.
func (s *Screen) cardOnTheWay(id queue.IDNumber) {
	v := &s.visit
	code := "self"
	switch {
	case id == v.id:
	case v.agent != "" && id == v.forID:
		code = "principal"
	case v.agent != "" && v.id != "" && v.forID == "":
		v.forID, code = id, "principal"
	case v.agent != "" && v.id != "":
		s.tellOf(note{code: "both"})
		return
	default:
		v.id, v.offered = id, false
	}
	switch {
	case code == "principal":
		s.tellOf(note{code: code, id: id})
	case s.page == pageOffer && s.elderly():
	case s.page == pageOffer:
		s.backTo(pageVisit)
	case s.page != pageVisit:
		s.tellOf(note{code: code, id: id})
	default:
		s.offer()
	}
}

// cardTrouble says what to do with a card that gave no number.
func (s *Screen) cardTrouble(code string) {
	if !s.attend() {
		return
	}
	switch code {
	case wire.CardTakenAway, wire.CardForeign:
	default:
		code = wire.CardUnreadable
	}
	s.tellOf(note{code: code})
}

// findCard asks which numbers the holder of a card has. The number of the card is in
// this one question only.
func (s *Screen) findCard(id queue.IDNumber) tea.Cmd {
	if s.cut {
		s.tellOf(note{err: &wire.Error{Code: wire.CodeUnreachable}})
		return nil
	}
	s.busy = true
	desk := s.desk
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), askTime)
		defer cancel()
		r, err := desk.Find(ctx, wire.NumberRequest{ID: string(id)})
		return cardMsg{id, r, asError(err)}
	}
}

// cardMsg is the answer to the question of findCard.
type cardMsg struct {
	id    queue.IDNumber
	reply wire.TicketsReply
	err   *wire.Error
}

// foundCard shows the numbers that still count. Without any the card is that of the
// number which the citizen came to take.
func (s *Screen) foundCard(m cardMsg) {
	s.busy = false
	if m.err != nil {
		s.tellOf(note{err: m.err})
		return
	}
	live := slices.DeleteFunc(slices.Clone(m.reply.Tickets), func(t wire.Ticket) bool { return !t.State.Live() })
	if len(live) > 0 {
		s.showFound(live)
		return
	}
	if s.page == pageFind || s.page == pageFailed {
		s.tellOf(note{code: "none"})
		return
	}
	if s.page != pageHome {
		s.goHome()
	}
	if !s.usable() { // nothing can be taken
		s.tellOf(note{code: "none"})
		return
	}
	s.visit.id, s.visit.offered = m.id, false
}

// elderly reports whether priority by age is to be offered: the citizen is old
// enough, has not said why else, and a number can be had.
func (s *Screen) elderly() bool {
	v := s.visit
	_, shut := s.shutLine()
	return v.id != "" && v.ground == "" && !shut && v.id.Age(s.local(s.now)) >= s.priorityAge()
}

// offer offers priority by age once for each ID number, and reports whether it did.
func (s *Screen) offer() bool {
	if s.visit.offered || !s.elderly() {
		return false
	}
	s.visit.offered = true
	s.goTo(pageOffer)
	return true
}
