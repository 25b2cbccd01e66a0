package wire

import "onewindow/queue"

// Done is the answer to what a window did: what the window is doing now, and
// with whom. The window's whole view follows on its topic.
type Done struct {
	Window string            `json:"window"`
	State  queue.WindowState `json:"state"`
	// Ticket is who is at the window now; nil if nobody is, as after a next with
	// nobody waiting.
	Ticket *Visit `json:"ticket,omitempty"`
	// Printer is the terminal that was asked to print, and PrinterName what people call
	// it; set by a reprint only.
	Printer     string `json:"printer,omitempty"`
	PrinterName string `json:"printer_name,omitempty"`
}
