package take

import (
	"onewindow/kiosk/tui"
	"onewindow/wire"
)

// paperFault is why the printer gives no paper; empty also without a printer.
func (s *Screen) paperFault() wire.PrinterFault {
	if s.paper == nil {
		return ""
	}
	return s.paper.Fault
}

// printed takes how far the paper of the number is. What is not printed stays
// longer, because the citizen must write it down.
func (s *Screen) printed(m wire.Print) {
	if m.Number == "" || s.asked == nil && m.Number != s.ticket.Number {
		return
	}
	before := s.paperState()
	s.print = m
	if s.page == pageResult && s.paperState() != before && m.State != wire.Printing {
		s.stay()
	}
}

// paperState is what is known of the paper of the number on the screen; empty
// without a printer.
func (s *Screen) paperState() wire.PrintState {
	switch {
	case s.print.Number != "" && s.print.Number == s.ticket.Number:
		return s.print.State
	case s.paper == nil:
		return ""
	case s.paper.Fault != "":
		return wire.Unprinted
	}
	return wire.Printing
}

// paperLines say how the paper is, and what to do without it. What is to be done
// stands on a band, with a row of air below it.
func (s *Screen) paperLines() []styled {
	band := func(st tui.Style, key string) []styled {
		return []styled{{style: st | tui.Bold, band: true, text: s.t(key)}, {}}
	}
	switch s.paperState() {
	case wire.Printing:
		return []styled{{style: tui.Accent | tui.Bold, text: s.t("take.printing")}, {}}
	case wire.Printed:
		return band(tui.GoodFill, "take.printed")
	case wire.Unprinted:
		return band(tui.WarnFill, "take.unprinted")
	case wire.Unconfirmed:
		return band(tui.WarnFill, "take.unconfirmed")
	}
	return band(tui.WarnFill, "take.note_it")
}
