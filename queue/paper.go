package queue

import (
	"slices"
	"time"
)

// PaperState is what is known of a number's paper.
type PaperState string

// States of a paper. A terminal tells one of the last three, once the printer has
// answered.
const (
	PaperAsked       PaperState = "asked"       // a terminal is to print it, and nothing is known yet
	PaperPrinted     PaperState = "printed"     // the printer said so after the cut
	PaperUnprinted   PaperState = "unprinted"   // it is not proved that it came out, and a fault stopped it
	PaperUnconfirmed PaperState = "unconfirmed" // nobody knows
)

// PaperReason is why there is no paper, or why nobody knows: a DeviceFault of the
// printer, or one of these.
type PaperReason string

// Reasons that are no fault of a printer's present state.
const (
	PaperRestarted PaperReason = "restarted" // the printer was switched on anew meanwhile
	PaperLate      PaperReason = "late"      // it could not begin in time
	PaperFull      PaperReason = "full"      // too many papers waited for the printer
	PaperStopped   PaperReason = "stopped"   // the terminal's program ended meanwhile
)

// Paper is one paper of a number.
type Paper struct {
	// Copy is 0 for the first, which the terminal prints at which the number was
	// drawn, and else counts the reprints.
	Copy int `json:"copy"`
	// Printer is the terminal at whose printer it is, or should be, printed; empty
	// for a copy of which a hall before printers were known did not say.
	Printer string      `json:"printer,omitempty"`
	State   PaperState  `json:"state"`
	Reason  PaperReason `json:"reason,omitempty"`
	// At is when it was asked for, and then when its terminal told the state.
	At time.Time `json:"at"`
}

// PaperJob is a paper of which a terminal has to tell what became, until it does, and
// at most for PaperWithin: a copy that it is asked to print, or the first paper, Copy
// 0, of a number that was drawn there while it had a printer.
type PaperJob struct {
	Number string `json:"number"`
	Copy   int    `json:"copy"`
	// Terminal is the one that prints.
	Terminal string    `json:"terminal"`
	At       time.Time `json:"at"`
}

// PaperWithin is how long a terminal has to say what became of a paper. After that
// the hall itself says that nobody knows; what the terminal tells later still counts.
const PaperWithin = time.Minute

// Paper is the number's newest paper, or nil if nothing was ever said of one.
func (t *Ticket) Paper() *Paper {
	if len(t.Papers) == 0 {
		return nil
	}
	return &t.Papers[len(t.Papers)-1]
}

// paperOf is the paper of that copy, or nil.
func (t *Ticket) paperOf(copy int) *Paper {
	for i := range t.Papers {
		if t.Papers[i].Copy == copy {
			return &t.Papers[i]
		}
	}
	return nil
}

// keptPapers bounds the papers that a ticket remembers.
const keptPapers = 8

// keepPaper puts a paper into a new list of the ticket's.
func (s *State) keepPaper(t *Ticket, p Paper) {
	left := without(t.Papers, func(o Paper) bool { return o.Copy == p.Copy })
	i := len(left)
	for i > 0 && left[i-1].Copy > p.Copy {
		i--
	}
	left = slices.Insert(left, i, p)
	t.Papers = left[max(0, len(left)-keptPapers):]
}

// reportPaper notes what became of a paper, if its terminal tells it and it is news.
func (d *decision) reportPaper(c ReportPaper) *Refusal {
	t, err := d.findTicket(c.Number)
	if err != nil {
		return err
	}
	switch c.State {
	case PaperPrinted, PaperUnprinted, PaperUnconfirmed:
	default:
		return Refuse(CodeBadKind, "a paper is printed, unprinted or unconfirmed", "kind", string(c.State))
	}
	if !word(string(c.Reason)) {
		return Refuse(CodeBadKind, "a reason is one word of [a-z_], or empty", "number", c.Number)
	}
	printer, old := t.Terminal, t.paperOf(c.Copy)
	switch {
	case old != nil:
		printer = old.Printer
	case c.Copy != 0:
		return Refuse(CodeUnknownPaper, "nobody asked for that copy, or it is long ago", "number", c.Number)
	}
	if c.Terminal != printer {
		return Refuse(CodeOtherTerminal, "only the terminal that was to print a paper tells what became of it", "number", c.Number)
	}
	if c.State == PaperPrinted {
		c.Reason = ""
	}
	if old == nil || old.State != PaperPrinted && (old.State != c.State || old.Reason != c.Reason) {
		d.emit(TicketPaper{Number: c.Number, Copy: c.Copy, State: c.State, Reason: c.Reason, Printer: printer})
	}
	return nil
}

// applyPaper leaves the ticket's revision as it is: a clerk may still take back the
// last action, and that leaves the papers as they are.
func (s *State) applyPaper(r *Record, e TicketPaper) error {
	t, err := s.ticket(e.Number, e.Type())
	if err != nil {
		return err
	}
	s.keepPaper(t, Paper{Copy: e.Copy, Printer: e.Printer, State: e.State, Reason: e.Reason, At: r.At})
	s.Papers = s.notPrinting(e.Number, e.Copy)
	return nil
}
