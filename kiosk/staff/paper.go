package staff

import (
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

// Printer is what people call the terminal that prints a paper; empty if nobody said
// which one that is.
func (k *Talk) Printer(id, name string) string {
	if id == "" {
		return ""
	}
	return k.terminalAt(place{name: name}, id)
}

// PaperReason is why there is no paper, or why nobody knows; empty for none.
func (k *Talk) PaperReason(r queue.PaperReason) string {
	if r == "" {
		return ""
	}
	if key := "staff.paper_reason." + string(r); words.Has(key) {
		return k.T(key)
	}
	return k.Fault(queue.DeviceFault(r))
}

// Paper says how far a number's newest paper is, why, and where.
func (k *Talk) Paper(p wire.TicketPaper) string {
	key := "staff.paper." + string(p.State)
	if !words.Has(key) {
		return string(p.State)
	}
	printer := k.Printer(p.Printer, p.Name)
	if _, known := k.names.terminals[p.Printer]; p.State == queue.PaperPrinted && p.Name == "" && p.Printer != k.here && !known {
		printer = "" // the hall names who prints only as long as somebody may have to go there
	}
	params := []any{"printer", printer, "reason", k.PaperReason(p.Reason)}
	if p.Copy == 0 {
		return k.T(key, params...)
	}
	return k.T("staff.paper_copy", "n", p.Copy, "paper", k.T(key, params...))
}

// Lacks reports whether it is known of a paper that there is none, or not known
// whether there is one.
func Lacks(p *wire.TicketPaper) bool {
	return p != nil && (p.State == queue.PaperUnprinted || p.State == queue.PaperUnconfirmed)
}
