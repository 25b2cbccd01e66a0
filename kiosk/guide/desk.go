package guide

import (
	"context"

	"onewindow/kiosk/staff"
	"onewindow/wire"
)

// Desk is what the screen asks of the hall. Errors are as staff.Desk says.
// Beside what staff.Desk names, Do is asked for help.answer and hall.acknowledge.
type Desk interface {
	staff.Desk
	// Issue asks for a number (ticket.issue) under the name rid. The same rid again
	// returns the first answer and gives no second number.
	Issue(ctx context.Context, rid string, r wire.IssueRequest) (wire.Ticket, error)
	// Quickest is where else in the network items are served, the soonest hall first
	// (network.quickest).
	Quickest(ctx context.Context, items []string) (wire.QuickestReply, error)
}
