package virtual

import (
	"slices"
	"time"
)

// State is a printer as somebody sees it who stands before it.
type State struct {
	Powered, Unplugged bool
	Online             bool // can print
	Cover              bool // stands open
	PaperEnd, NearEnd  bool
	CutterError        bool
	Hot, Broken        bool
	Asking             bool // waits for the feed button
	Silent, Lying      bool
	Paper              int  // millimetres left on the roll
	Mouth              int  // millimetres of strip that no cut has parted yet
	Hangs              bool // something printed stands out in front of the knife or the edge
	Buffered           int  // bytes received and not yet interpreted
	// Idle: everything received is printed, and nothing moves.
	Idle bool
	// Tickets are the pieces that came out since the device was made, Swallowed
	// those that a lying device says it printed.
	Tickets, Swallowed int
	Bytes              int // received
	Lines              int // printed or fed
	Beeps, Pulses      int // of the buzzer, of the drawer's pulse
	Restarts           int
	Findings           int
}

// State is what holds now.
func (d *Device) State() State {
	d.mu.Lock()
	defer d.mu.Unlock()
	return State{
		Powered: d.powered, Unplugged: d.unplugged, Online: d.powered && !d.hang && !d.offline(),
		Cover: d.cover, PaperEnd: d.paper.left == 0, NearEnd: d.nearEnd || d.paper.left < d.paper.near,
		CutterError: d.cutError, Hot: d.hot, Broken: d.broken, Asking: d.asking, Silent: d.silent, Lying: d.lie,
		Paper: d.paper.left / DotsPerMM, Mouth: d.paper.rows / DotsPerMM, Hangs: d.paper.hangs(), Buffered: len(d.rx),
		Idle:    d.wants == want{} && len(d.rx) == 0 && len(d.todo) == 0 && time.Now().After(d.busy),
		Tickets: d.count.tickets, Swallowed: d.count.swallowed, Bytes: d.count.bytes, Lines: d.count.lines,
		Beeps: d.count.beeps, Pulses: d.count.pulses, Restarts: d.count.restarts, Findings: d.count.findings,
	}
}

// Tickets are the pieces with numbers above after that are still kept, oldest
// first.
func (d *Device) Tickets(after int) []Ticket {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []Ticket
	for _, t := range d.kept {
		if t.Number > after {
			out = append(out, t)
		}
	}
	return out
}

// Finding is something in the bytes that the printer could not follow.
type Finding struct {
	Byte int // how many bytes had come in, less those that still wait
	What string
}

// keptFindings bounds the list of findings; State counts all of them.
const keptFindings = 256

// Findings are the first findings since the device was made.
func (d *Device) Findings() []Finding {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.found)
}

func (d *Device) find(what string) {
	d.count.findings++
	if len(d.found) < keptFindings {
		d.found = append(d.found, Finding{d.count.bytes - len(d.rx), what})
	}
}

// Watch tells of changes: of the state, of paper that came out, of findings. The
// channel holds one hint; however slow its reader is, many changes become one
// hint, nothing waits for it, and what it then asks for is complete. stop ends
// it; the channel is not closed.
func (d *Device) Watch() (hint <-chan struct{}, stop func()) {
	c := make(chan struct{}, 1)
	d.mu.Lock()
	d.watchers[c] = struct{}{}
	d.mu.Unlock()
	return c, func() {
		d.mu.Lock()
		delete(d.watchers, c)
		d.mu.Unlock()
	}
}

// tell hints to the watchers.
func (d *Device) tell() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for c := range d.watchers {
		nudge(c)
	}
}
