package take

import (
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// qrText is what the code of a number says.
func (s *Screen) qrText() string {
	hall := ""
	if s.menu != nil {
		hall = s.menu.Day.Hall
	}
	return wire.CodeOf(s.set.TicketLink, hall, s.ticket)
}

// codeSize is the size in cells that the code takes at least, 0 if there is none.
func codeSize(text string) (w, h int) {
	w, h, err := tui.QRSize(text)
	if err != nil {
		return 0, 0
	}
	return w, h
}
