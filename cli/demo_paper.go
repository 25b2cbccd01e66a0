package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"onewindow/cli/devices"
	"onewindow/wire"
)

// pretendPrinter stands in for the kiosk's printer in the demonstration: it
// prints nothing, and says of each number what a printer in that state would.
type pretendPrinter struct {
	fault wire.PrinterFault
	jobs  chan string
}

// printTime is how long a paper takes.
const printTime = 1200 * time.Millisecond

// printerStates are the values of --printer.
var printerStates = []string{"none", "ready", "out", "cover", "cutter", "silent"}

// newPretendPrinter makes one in that state; nil is a kiosk without a printer.
func newPretendPrinter(state string) (*pretendPrinter, error) {
	p := &pretendPrinter{jobs: make(chan string, 8)}
	switch state {
	case "none":
		return nil, nil
	case "ready":
	case "out":
		p.fault = wire.FaultPaperOut
	case "cover":
		p.fault = wire.FaultCover
	case "cutter":
		p.fault = wire.FaultCutter
	case "silent":
		p.fault = wire.FaultSilent
	default:
		return nil, fmt.Errorf("--printer %q: %s", state, strings.Join(printerStates, ", "))
	}
	return p, nil
}

// print takes a number that was given. More than it can remember are not
// printed: a demonstration has one kiosk.
func (p *pretendPrinter) print(t wire.Ticket, _ devices.Extra) {
	select {
	case p.jobs <- t.Number:
	default:
	}
}

// feed tells the kiosk's screen of the printer and of each paper.
func (p *pretendPrinter) feed(ctx context.Context, send func(tea.Msg)) {
	send(wire.Paper{Fault: p.fault})
	for {
		select {
		case <-ctx.Done():
			return
		case number := <-p.jobs:
			if !p.printed(ctx, number, send) {
				return
			}
		}
	}
}

// printed tells of one paper; false if the program ended meanwhile.
func (p *pretendPrinter) printed(ctx context.Context, number string, send func(tea.Msg)) bool {
	switch p.fault {
	case "":
		send(wire.Print{Number: number, State: wire.Printing})
		select {
		case <-ctx.Done():
			return false
		case <-time.After(printTime):
		}
		send(wire.Print{Number: number, State: wire.Printed})
	case wire.FaultSilent:
		send(wire.Print{Number: number, State: wire.Unconfirmed, Fault: p.fault})
	default:
		send(wire.Print{Number: number, State: wire.Unprinted, Fault: p.fault})
	}
	return true
}
