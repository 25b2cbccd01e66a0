package cli

import (
	"context"
	"fmt"
	"strings"

	"onewindow/cli/devices"
	"onewindow/hall/lan"
	"onewindow/kiosk/guide"
	"onewindow/kiosk/staff"
	"onewindow/wire"
)

// staffDesk is the hall as the desks of guide and manager ask it.
type staffDesk struct{ c *lan.Client }

// guideDesk is the guide's, which gives numbers too.
type guideDesk struct {
	staffDesk
	// print takes a number that was given; nil without a printer.
	print func(wire.Ticket, devices.Extra)
}

var (
	_ staff.Desk = staffDesk{}
	_ guide.Desk = guideDesk{}
)

// Do implements staff.Desk.
func (d staffDesk) Do(ctx context.Context, verb string, body any) error {
	area, name, ok := strings.Cut(verb, ".")
	if !ok {
		return fmt.Errorf("verb %q: want area.verb", verb)
	}
	return d.c.Do(ctx, area, name, body, nil)
}

// Find implements staff.Desk.
func (d staffDesk) Find(ctx context.Context, r wire.NumberRequest) (t wire.TicketsReply, err error) {
	err = d.c.Do(ctx, "ticket", "find", r, &t)
	return t, err
}

// History implements staff.Desk.
func (d staffDesk) History(ctx context.Context, number string) (h wire.HistoryReply, err error) {
	err = d.c.Do(ctx, "ticket", "history", wire.NumberRequest{Number: number}, &h)
	return h, err
}

// Compare implements staff.Desk.
func (d staffDesk) Compare(ctx context.Context, r wire.CompareRequest) (c wire.CompareReply, err error) {
	err = d.c.Do(ctx, "ticket", "compare", r, &c)
	return c, err
}

// Catalogue implements staff.Desk.
func (d staffDesk) Catalogue(ctx context.Context) (wire.CatalogueReply, error) {
	return catalogue(ctx, d.c)
}

// Issue implements guide.Desk.
func (d guideDesk) Issue(ctx context.Context, rid string, r wire.IssueRequest) (wire.Ticket, error) {
	return issue(ctx, d.c, rid, r, d.print)
}

// Quickest implements guide.Desk.
func (d guideDesk) Quickest(ctx context.Context, items []string) (wire.QuickestReply, error) {
	return quickest(ctx, d.c, items)
}
