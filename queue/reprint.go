package queue

import (
	"slices"
)

// Roles of terminals that print, as wire.Role says them. Others may not tell what
// became of a paper.
const (
	roleGuide  = "guide"
	roleKiosk  = "kiosk"
	roleWindow = "window"
)

// reprint asks a terminal for another paper.
func (d *decision) reprint(c Reprint) *Refusal {
	t, err := d.liveTicket(c.Number)
	if err != nil {
		return err
	}
	printer, err := d.printer(c)
	if err != nil {
		return err
	}
	d.emit(TicketReprinted{Number: t.Number, Copy: t.Copies + 1, Printer: printer})
	return nil
}

// printer chooses the terminal that prints a copy.
func (d *decision) printer(c Reprint) (terminal string, err *Refusal) {
	if c.Printer != "" {
		if !d.prints(c.Printer, c.Silent) {
			return "", Refuse(CodeNoPrinter, "that terminal has no printer that works; name another, or none for the nearest", "printer", c.Printer)
		}
		return c.Printer, nil
	}
	if d.prints(d.by.Terminal, c.Silent) {
		return d.by.Terminal, nil
	}
	for _, role := range []string{roleGuide, roleKiosk} {
		for i := range d.Devices {
			if v := &d.Devices[i]; v.Role == role && v.works() && !slices.Contains(c.Silent, v.Terminal) {
				return v.Terminal, nil
			}
		}
	}
	return "", Refuse(CodeNoPrinter, "no printer of a guide or kiosk works now; refill one or close its cover, or write the number down")
}

// prints reports whether a terminal is heard and has a printer that works.
func (s *State) prints(terminal string, silent []string) bool {
	return terminal != "" && !slices.Contains(silent, terminal) && slices.ContainsFunc(s.Devices, func(v Device) bool {
		return v.Terminal == terminal && v.works()
	})
}

// works reports whether the device is a printer of numbers that can print.
func (d *Device) works() bool { return d.forPapers() && d.Fault == "" }

// forPapers reports whether the device is a printer whose terminal prints numbers.
func (d *Device) forPapers() bool {
	return d.Kind == DevicePrinter && (d.Role == roleKiosk || d.Role == roleGuide || d.Role == roleWindow)
}

func (s *State) applyReprinted(r *Record, e TicketReprinted) error {
	t, err := s.ticket(e.Number, e.Type())
	if err != nil {
		return err
	}
	t.Copies, t.Rev = e.Copy, r.Seq
	if e.Printer == "" {
		return nil
	}
	s.awaitPaper(r, t, e.Copy, e.Printer)
	return nil
}

// awaitPaper waits for what a terminal tells of a paper.
func (s *State) awaitPaper(r *Record, t *Ticket, copy int, printer string) {
	s.keepPaper(t, Paper{Copy: copy, Printer: printer, State: PaperAsked, At: r.At})
	s.Papers = append(s.notPrinting(t.Number, copy), PaperJob{Number: t.Number, Copy: copy, Terminal: printer, At: r.At})
}

// notPrinting are the jobs but that one, in a new list.
func (s *State) notPrinting(number string, copy int) []PaperJob {
	return without(s.Papers, func(p PaperJob) bool { return p.Number == number && p.Copy == copy })
}
