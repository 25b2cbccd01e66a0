package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/central/project"
	"onewindow/queue"
	"onewindow/wire"
)

func (a *API) windowRoute() {
	add(a, route{
		id: "getWindows", method: http.MethodGet, path: "/v1/halls/{hall}/windows", tag: tagHalls, scope: network.ScopeRead,
		summary: "The windows of a hall",
		says:    "As the hall's events say, also while the hall is away. Who works at a window is told only to tokens that have the scope `export` too.",
	}, func(ctx context.Context, in *HallInput) (*answer[form.WindowRows], error) {
		if err := a.known(ctx, in.Hall); err != nil {
			return nil, err
		}
		list, err := a.centre.Windows(ctx, in.Hall)
		if err != nil {
			return nil, err
		}
		rows := form.WindowRows{Hall: in.Hall, Windows: make([]form.WindowFact, 0, len(list))}
		named := tokenOf(ctx).May(network.ScopeExport)
		for i := range list {
			rows.Windows = append(rows.Windows, windowFact(&list[i], named))
		}
		return &answer[form.WindowRows]{rows}, nil
	})
}

// known refuses a hall that is not there, or that the request's token does not reach.
// The store itself answers nothing for a hall that it does not know.
func (a *API) known(ctx context.Context, hall string) error {
	if r, d := a.reach(ctx); !r.has(hall) || !has(d, hall) {
		return unknownHall(hall)
	}
	return nil
}

func windowFact(w *project.Window, named bool) form.WindowFact {
	f := form.WindowFact{
		ID: w.ID, Label: w.Label, Zone: w.Zone, State: w.State, Since: moment(w.Since), Number: w.Number, Reason: w.Reason,
		Own: strings.Fields(w.Own), Spill: strings.Fields(w.Spill), Served: w.Served, Open: w.Open, Busy: w.Busy,
	}
	if named {
		f.Clerk = w.Clerk
	}
	return f
}

// moment is a time that a row of the store has.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

type dayInput struct {
	HallInput
	Day string `query:"day" required:"true" format:"date" doc:"The business day." example:"2026-11-26"`
}

func (a *API) visitRoute() {
	add(a, route{
		id: "getVisits", method: http.MethodGet, path: "/v1/halls/{hall}/tickets", tag: tagCounts, scope: network.ScopeExport,
		summary: "All numbers of a day",
		says:    "Every visit of a business day with its times, as the hall's events say. Who the citizen is, the centre does not know.",
	}, func(ctx context.Context, in *dayInput) (*answer[form.TicketRows], error) {
		if err := a.known(ctx, in.Hall); err != nil {
			return nil, err
		}
		rows := form.TicketRows{Hall: in.Hall, Day: in.Day, Tickets: []form.TicketRow{}}
		err := a.centre.Tickets(ctx, in.Hall, in.Day, func(t project.Ticket, superseded bool) error {
			row, err := ticketRow(&t, superseded)
			rows.Tickets = append(rows.Tickets, row)
			return err
		})
		if err != nil {
			return nil, err
		}
		return &answer[form.TicketRows]{rows}, nil
	})
}

func ticketRow(t *project.Ticket, superseded bool) (form.TicketRow, error) {
	row := form.TicketRow{
		Day: t.Day, Number: t.Number, Superseded: superseded, State: t.State, Themes: []string{}, Leg: t.Leg + 1,
		Class: t.Class, Source: t.Source, Language: t.Language, Issued: moment(t.Issued), Called: moment(t.FirstCalled), Started: moment(t.FirstServed), Ended: moment(t.Ended),
		Waiting: t.Waiting, Service: t.Service, Hold: t.Hold, Window: t.Window, Calls: t.Calls, Misses: t.Misses, Reason: t.Reason, Why: t.Why, Paper: t.Paper, Copies: t.Copies,
	}
	if t.Wait >= 0 {
		row.Wait = &t.Wait
	}
	var legs []queue.Leg
	if t.Legs != "" {
		if err := json.Unmarshal([]byte(t.Legs), &legs); err != nil {
			return row, err
		}
	}
	for _, l := range legs {
		row.Themes = append(row.Themes, l.Theme)
		row.Items = append(row.Items, l.Items...)
	}
	return row, nil
}

type stateInput struct {
	HallInput
	Topic wire.Topic `query:"topic" required:"true" enum:"menu,hall" doc:"menu is what the hall's kiosks offer, hall what its managers see."`
}

func (a *API) stateRoute() {
	add(a, route{
		id: "getState", method: http.MethodGet, path: "/v1/halls/{hall}/state", tag: tagHalls, scope: network.ScopeRead,
		summary: "The full state of a topic, asked of the hall itself",
		says: "`menu` has the lines with what they wait and why one is closed, as a page or a telephone needs it before a number is drawn. " +
			"`hall` names members of staff, so it needs the scope `export` too.",
		refuses: commanded(),
	}, func(ctx context.Context, in *stateInput) (*answer[form.State], error) {
		if err := a.within(ctx, in.Hall); err != nil {
			return nil, err
		}
		if in.Topic == wire.TopicHall && !tokenOf(ctx).May(network.ScopeExport) {
			return nil, refuse(http.StatusForbidden, wire.CodeForbidden, "the topic hall needs the scope export too", "ask the centre's administrator for a token that has")
		}
		var m wire.Message
		if _, err := a.ask(ctx, in.Hall, "state", "get", "", wire.TopicRequest{Topic: in.Topic}, &m); err != nil {
			return nil, err
		}
		return &answer[form.State]{form.State{Topic: in.Topic, Epoch: m.Epoch, Seq: m.Seq, At: m.At, Data: m.Data}}, nil
	})
	// What data is depends on the topic; the hall's own words are passed on.
	s := a.huma.OpenAPI().Components.Schemas.SchemaFromRef(a.schema(form.State{}).Ref)
	s.Properties["data"] = &huma.Schema{AnyOf: []*huma.Schema{a.schema(wire.Menu{}), a.schema(wire.Hall{})}}
}
