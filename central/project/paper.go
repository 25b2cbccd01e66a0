package project

import "onewindow/queue"

// printer is a device that prints numbers.
type printer struct {
	Terminal string `json:"terminal"`
	ID       string `json:"id"`
}

// prints reports whether the terminal prints the numbers that are drawn there.
func (s *State) prints(terminal string) bool {
	for p := range s.printers {
		if p.Terminal == terminal && terminal != "" {
			return true
		}
	}
	return false
}

// device keeps which terminals print numbers: those of citizens and of staff do.
func (s *State) device(d *queue.Device) {
	p := printer{text(d.Terminal), text(d.ID)}
	if d.Kind == queue.DevicePrinter && (d.Role == "kiosk" || d.Role == "guide" || d.Role == "window") {
		s.printers[p] = true
	} else {
		delete(s.printers, p)
	}
}

func (s *State) reprinted(e *Event, v queue.TicketReprinted) bool {
	t := s.tickets[v.Number]
	if t == nil {
		return false
	}
	t.copies, t.rev = v.Copy, e.Seq
	if v.Printer != "" {
		t.paper, t.paperCopy = string(queue.PaperAsked), v.Copy
	}
	s.touch(t)
	return true
}

// told notes what became of the newest paper; of older ones no row tells.
func (s *State) told(v queue.TicketPaper) bool {
	t := s.tickets[v.Number]
	if t == nil {
		return false
	}
	if v.Copy >= t.paperCopy || t.paper == "" {
		t.paper, t.paperCopy = text(string(v.State)), v.Copy
		s.touch(t)
	}
	return true
}
