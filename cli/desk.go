package cli

import (
	"context"
	"encoding/json"
	"fmt"

	"onewindow/cli/devices"
	"onewindow/hall/lan"
	"onewindow/kiosk/take"
	"onewindow/kiosk/window"
	"onewindow/queue"
	"onewindow/wire"
)

// The desks are the hall as each screen asks it, over the terminal's client.
type (
	takeDesk struct {
		c *lan.Client
		// print takes a number that was given; nil without a printer.
		print func(wire.Ticket, devices.Extra)
	}
	windowDesk struct{ c *lan.Client }
)

var (
	_ take.Desk   = takeDesk{}
	_ window.Desk = windowDesk{}
)

// Issue implements take.Desk.
func (d takeDesk) Issue(ctx context.Context, rid string, r wire.IssueRequest, list []queue.Material) (wire.Ticket, error) {
	print := d.print
	if print != nil && len(list) > 0 {
		print = func(t wire.Ticket, x devices.Extra) {
			x.Materials = list
			d.print(t, x)
		}
	}
	return issue(ctx, d.c, rid, r, print)
}

// issue asks for a number and has its paper printed, where there is a printer.
func issue(ctx context.Context, c *lan.Client, rid string, r wire.IssueRequest, print func(wire.Ticket, devices.Extra)) (wire.Ticket, error) {
	var given json.RawMessage
	if err := c.DoRID(ctx, rid, "ticket", "issue", r, &given); err != nil {
		return wire.Ticket{}, err
	}
	t, err := readTicket(given)
	if err == nil && print != nil {
		print(t, devices.Extra{Last4: last4(r.ID)})
	}
	return t, err
}

// last4 are the last four characters of a citizen's number, which may stand on
// paper; none of anything else.
func last4(id string) string {
	if len(id) != 18 {
		return ""
	}
	return id[14:]
}

// readTicket reads the answer to the question for a number. It is no refusal if
// that cannot be read: the hall has given a number, so the request must keep its
// name.
func readTicket(data []byte) (t wire.Ticket, err error) {
	if err = json.Unmarshal(data, &t); err != nil {
		return wire.Ticket{}, fmt.Errorf("ticket.issue: the answer cannot be read, update the terminal: %w", err)
	}
	return t, nil
}

// CallStaff implements take.Desk.
func (d takeDesk) CallStaff(ctx context.Context) (h queue.Help, err error) {
	err = d.c.Do(ctx, "help", "call", wire.HelpRequest{Kind: queue.HelpStaff}, &h)
	return h, err
}

// StaffNotNeeded implements take.Desk.
func (d takeDesk) StaffNotNeeded(ctx context.Context, id string) error {
	return d.c.Do(ctx, "help", "answer", wire.HelpAnswer{ID: id}, nil)
}

// Find implements take.Desk.
func (d takeDesk) Find(ctx context.Context, r wire.NumberRequest) (t wire.TicketsReply, err error) {
	err = d.c.Do(ctx, "ticket", "find", r, &t)
	return t, err
}

// Catalogue implements take.Desk.
func (d takeDesk) Catalogue(ctx context.Context) (wire.CatalogueReply, error) {
	return catalogue(ctx, d.c)
}

// Quickest implements take.Desk.
func (d takeDesk) Quickest(ctx context.Context, items []string) (wire.QuickestReply, error) {
	return quickest(ctx, d.c, items)
}

// quickest asks where else items are served soonest.
func quickest(ctx context.Context, c *lan.Client, items []string) (r wire.QuickestReply, err error) {
	err = c.Do(ctx, "network", "quickest", wire.QuickestRequest{Items: items}, &r)
	return r, err
}

// Do implements window.Desk.
func (d windowDesk) Do(ctx context.Context, verb string, body any) (done wire.Done, err error) {
	err = d.c.Do(ctx, "window", verb, body, &done)
	return done, err
}

// Catalogue implements window.Desk.
func (d windowDesk) Catalogue(ctx context.Context) (wire.CatalogueReply, error) {
	return catalogue(ctx, d.c)
}

func catalogue(ctx context.Context, c *lan.Client) (r wire.CatalogueReply, err error) {
	err = c.Do(ctx, "state", "catalogue", nil, &r)
	return r, err
}
