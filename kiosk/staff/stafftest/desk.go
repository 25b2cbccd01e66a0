package stafftest

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"onewindow/queue"
	"onewindow/wire"
)

// enter begins a request: it waits for the gate, and fails if it shall.
func (f *Hall) enter(ctx context.Context, verb string) error {
	f.mu.Lock()
	f.verbs = append(f.verbs, verb)
	gate := f.Gate
	f.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	err := f.Err
	f.Err = nil
	return err
}

// may says whether the desk may do what a verb is for.
func (f *Hall) may(verb string) error {
	area, name, _ := strings.Cut(verb, ".")
	v, ok := wire.FindVerb(area, name)
	if !ok || !v.Allows(f.role) {
		return &wire.Error{Code: wire.CodeForbidden}
	}
	if v.Signed(f.role) {
		if _, r := f.Hall.State.Authorise(f.terminal, v.Right); r != nil {
			return Refusal(r)
		}
	}
	return nil
}

// losing is the answer, lost if that shall be.
func (f *Hall) losing(err error) error {
	if f.Lost {
		f.Lost = false
		return &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "yes"}}
	}
	return err
}

// Refusal is a refusal of the rules as the hall sends it.
func Refusal(err error) error {
	var r *queue.Refusal
	if !errors.As(err, &r) {
		return err
	}
	e := &wire.Error{Code: string(r.Code), Msg: r.Hint, Params: r.Params}
	if !r.Until.IsZero() {
		e.Until = &r.Until
	}
	return e
}

// Do implements staff.Desk, for the verbs of a desk.
func (f *Hall) Do(ctx context.Context, verb string, body any) error {
	f.Set(func(f *Hall) { f.Done = append(f.Done, verb) })
	if err := f.enter(ctx, verb); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.may(verb); err != nil {
		return err
	}
	c, ok := body.(queue.Command)
	switch b := body.(type) {
	case wire.DeskRequest:
		c, ok = queue.CloseDesk{Terminal: f.terminal}, true
		if verb == "desk.signin" {
			if clerk := f.Hall.State.Clerk(b.Clerk); clerk == nil || !clerk.CheckPIN(b.PIN) {
				return &wire.Error{Code: wire.CodeWrongPIN}
			}
			c = queue.OpenDesk{Terminal: f.terminal, Clerk: b.Clerk}
		}
	case wire.HelpAnswer:
		c, ok = queue.AnswerHelp{ID: b.ID}, true
	case wire.AlertRequest:
		c, ok = queue.AcknowledgeAlert{ID: b.ID}, true
	}
	if !ok {
		return &wire.Error{Code: wire.CodeBadRequest}
	}
	_, err := f.Hall.Try(c)
	return f.losing(Refusal(err))
}

// Issue implements guide.Desk. The same rid again gets the first answer.
func (f *Hall) Issue(ctx context.Context, rid string, r wire.IssueRequest) (wire.Ticket, error) {
	f.Set(func(f *Hall) { f.RIDs = append(f.RIDs, rid) })
	if err := f.enter(ctx, "ticket.issue"); err != nil {
		return wire.Ticket{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if t, ok := f.given[rid]; ok {
		return t, nil
	}
	if err := f.may("ticket.issue"); err != nil {
		return wire.Ticket{}, err
	}
	f.Asked = append(f.Asked, r)
	c := queue.Issue{Items: r.Items, Theme: r.Theme, Class: r.Class, Ground: r.Ground, Source: queue.SourceGuide, Language: r.Language}
	citizen := func(id string) (queue.Citizen, error) {
		if id == "" {
			return queue.Citizen{}, nil
		}
		n, err := queue.ParseIDNumber(id, f.Hall.Now)
		return n.Citizen(Key), err
	}
	var err error
	if c.Citizen, err = citizen(r.ID); err == nil && r.Agent != nil {
		c.Agent = &queue.Agent{Document: r.Agent.Document}
		c.Agent.For, err = citizen(r.Agent.ForID)
	}
	if err != nil {
		return wire.Ticket{}, Refusal(err)
	}
	rs, err := f.Hall.Try(c)
	if err != nil {
		return wire.Ticket{}, f.losing(Refusal(err))
	}
	number := rs[0].Event.(queue.TicketIssued).Ticket.Number
	t := f.ticket(f.Hall.State.Ticket(number))
	f.given[rid] = t
	return t, f.losing(nil)
}

// Find implements staff.Desk.
func (f *Hall) Find(ctx context.Context, r wire.NumberRequest) (wire.TicketsReply, error) {
	if err := f.enter(ctx, "ticket.find"); err != nil {
		return wire.TicketsReply{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var out wire.TicketsReply
	if r.Number != "" {
		t := f.Hall.State.Ticket(r.Number)
		if t == nil {
			return out, Refusal(queue.Refuse(queue.CodeUnknownNumber, "", "number", r.Number))
		}
		out.Tickets = append(out.Tickets, f.ticket(t))
		return out, nil
	}
	id, err := queue.ParseIDNumber(r.ID, f.Hall.Now)
	if err != nil {
		return out, Refusal(err)
	}
	for _, t := range f.Hall.State.Of(id.Citizen(Key)) {
		out.Tickets = append(out.Tickets, f.ticket(t))
	}
	return out, nil
}

// History implements staff.Desk.
func (f *Hall) History(ctx context.Context, number string) (wire.HistoryReply, error) {
	if err := f.enter(ctx, "ticket.history"); err != nil {
		return wire.HistoryReply{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	t := f.Hall.State.Ticket(number)
	if t == nil {
		return wire.HistoryReply{}, Refusal(queue.Refuse(queue.CodeUnknownNumber, "", "number", number))
	}
	out := wire.HistoryReply{Ticket: f.ticket(t), Spans: slices.Clone(t.Periods)}
	for _, r := range f.Hall.Records {
		b, err := json.Marshal(r)
		if err != nil {
			return out, err
		}
		if strings.Contains(string(b), `"number":"`+number+`"`) {
			out.Events = append(out.Events, r)
		}
	}
	return out, nil
}

// Compare implements staff.Desk.
func (f *Hall) Compare(ctx context.Context, r wire.CompareRequest) (wire.CompareReply, error) {
	if err := f.enter(ctx, "ticket.compare"); err != nil {
		return wire.CompareReply{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	o, refused := queue.Compare(f.Hall.State, r.A, r.B)
	if refused != nil {
		return wire.CompareReply{}, Refusal(refused)
	}
	return wire.CompareReply{Order: o, A: f.ticket(f.Hall.State.Ticket(r.A)), B: f.ticket(f.Hall.State.Ticket(r.B))}, nil
}

// Catalogue implements staff.Desk.
func (f *Hall) Catalogue(ctx context.Context) (wire.CatalogueReply, error) {
	if err := f.enter(ctx, "state.catalogue"); err != nil {
		return wire.CatalogueReply{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.Hall.State
	return wire.CatalogueReply{Hash: s.CatalogueHash, Themes: s.Settings.Themes, Items: s.Catalogue.Items}, nil
}
