package take

import (
	"onewindow/kiosk/tui"
	"onewindow/kiosk/words"
	"onewindow/wire"
)

// paperFault is why the printer gives no paper; empty also without a printer.
func (s *Screen) paperFault() wire.PrinterFault {
	if s.paper == nil {
		return ""
	}
	return s.paper.Fault
}

// printed takes how far the paper of the number is.
func (s *Screen) printed(m wire.Print) {
	if m.Number == "" || s.asked == nil && m.Number != s.ticket.Number {
		return
	}
	s.told(func() { s.print = m })
}

// told has something change that the paper depends on. When more is known of it the
// number stays as long as that needs: what is not printed must be written down.
func (s *Screen) told(change func()) {
	before := s.paperState()
	change()
	if after := s.paperState(); s.page == pageResult && after != before && after != wire.Printing {
		s.stay()
	}
}

// paperState is what is known of the paper of the number on the screen; empty
// without a printer. A paper of which nothing more is heard does not stay on its way
// for ever: then nobody knows.
func (s *Screen) paperState() wire.PrintState {
	known := s.print.Number != "" && s.print.Number == s.ticket.Number
	switch {
	case known && s.print.State != wire.Printing:
		return s.print.State
	case !known && s.paper == nil:
		return ""
	case !known && s.paper.Fault != "":
		return wire.Unprinted
	case s.page == pageResult && !s.real.Before(s.given.Add(printTime)):
		return wire.Unconfirmed
	}
	return wire.Printing
}

// paperReason is why there is no paper, in a sentence.
func (s *Screen) paperReason() string {
	why := s.paperFault()
	if s.print.Number == s.ticket.Number {
		why = s.print.Fault
	}
	if key := "take.unprinted." + string(why); why != "" && words.Has(key) {
		return s.t(key)
	}
	return s.t("take.unprinted_why")
}

// paperLines say how the paper is, and what to do without it: first what happened,
// then what is to be done, on a band with a row of air below it. code is whether the
// number's code is on the screen.
func (s *Screen) paperLines(code bool) []styled {
	band := func(st tui.Style, texts ...string) (out []styled) {
		for _, t := range texts {
			out = append(out, styled{style: st | tui.Bold, band: true, text: t})
		}
		return append(out, styled{})
	}
	note := s.t("take.note_number")
	if code {
		note = s.t("take.note_code")
	}
	switch s.paperState() {
	case wire.Printing:
		return []styled{{style: tui.Accent | tui.Bold, text: s.t("take.printing")}, {}}
	case wire.Printed:
		return band(tui.GoodFill, s.t("take.printed"))
	case wire.Unprinted:
		return band(tui.WarnFill, s.paperReason(), note)
	case wire.Unconfirmed:
		return band(tui.WarnFill, s.t("take.unconfirmed"), note)
	}
	if code {
		return band(tui.WarnFill, s.t("take.note_it"))
	}
	return band(tui.WarnFill, s.t("take.note_it_only"))
}
