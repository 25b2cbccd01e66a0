package take

import "onewindow/kiosk/tui"

// qrText is what the code of a number says: the address of its page, or what
// anybody needs who reads it.
func (s *Screen) qrText() string {
	t := s.ticket
	switch {
	case t.Number == "":
		return ""
	case s.set.TicketLink != "":
		return s.set.TicketLink + t.Number
	case s.menu == nil:
		return t.Number
	}
	return s.menu.Day.Hall + " " + t.Day + " " + t.Number
}

// codeSize is the size in cells that the code takes at least, 0 if there is none.
func codeSize(text string) (w, h int) {
	w, h, err := tui.QRSize(text)
	if err != nil {
		return 0, 0
	}
	return w, h
}
