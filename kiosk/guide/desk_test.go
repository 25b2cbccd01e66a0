package guide_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"onewindow/hall/view"
	"onewindow/kiosk/guide"
	"onewindow/kiosk/tui"
	"onewindow/kiosk/tui/tuitest"
	"onewindow/queue"
	"onewindow/wire"
)

// enter begins a request: it waits for the gate, and fails if it shall.
func (f *fakeHall) enter(ctx context.Context, verb string) error {
	f.mu.Lock()
	f.verbs = append(f.verbs, verb)
	gate := f.gate
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
	err := f.err
	f.err = nil
	return err
}

// may says whether the desk may do what a verb is for.
func (f *fakeHall) may(verb string) error {
	area, name, _ := strings.Cut(verb, ".")
	v, ok := wire.FindVerb(area, name)
	if !ok || !v.Allows(wire.RoleGuide) {
		return &wire.Error{Code: wire.CodeForbidden}
	}
	if v.Signed(wire.RoleGuide) {
		if _, r := f.hall.State.Authorise(terminal, v.Right); r != nil {
			return refusal(r)
		}
	}
	return nil
}

// losing is the answer, lost if that shall be.
func (f *fakeHall) losing(err error) error {
	if f.lost {
		f.lost = false
		return &wire.Error{Code: wire.CodeUnreachable, Params: map[string]string{"sent": "yes"}}
	}
	return err
}

func refusal(err error) error {
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

func (f *fakeHall) Do(ctx context.Context, verb string, body any) error {
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
		c, ok = queue.CloseDesk{Terminal: terminal}, true
		if verb == "desk.signin" {
			if clerk := f.hall.State.Clerk(b.Clerk); clerk == nil || !clerk.CheckPIN(b.PIN) {
				return &wire.Error{Code: wire.CodeWrongPIN}
			}
			c = queue.OpenDesk{Terminal: terminal, Clerk: b.Clerk}
		}
	case wire.HelpAnswer:
		c, ok = queue.AnswerHelp{ID: b.ID}, true
	case wire.AlertRequest:
		c, ok = queue.AcknowledgeAlert{ID: b.ID}, true
	}
	if !ok {
		return &wire.Error{Code: wire.CodeBadRequest}
	}
	_, err := f.hall.Try(c)
	return f.losing(refusal(err))
}

func (f *fakeHall) Issue(ctx context.Context, rid string, r wire.IssueRequest) (wire.Ticket, error) {
	f.set(func(f *fakeHall) { f.rids = append(f.rids, rid) })
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
	f.asked = append(f.asked, r)
	c := queue.Issue{Items: r.Items, Theme: r.Theme, Class: r.Class, Ground: r.Ground, Source: queue.SourceGuide, Language: r.Language}
	citizen := func(id string) (queue.Citizen, error) {
		if id == "" {
			return queue.Citizen{}, nil
		}
		n, err := queue.ParseIDNumber(id, f.hall.Now)
		return n.Citizen(key), err
	}
	var err error
	if c.Citizen, err = citizen(r.ID); err == nil && r.Agent != nil {
		c.Agent = &queue.Agent{Document: r.Agent.Document}
		c.Agent.For, err = citizen(r.Agent.ForID)
	}
	if err != nil {
		return wire.Ticket{}, refusal(err)
	}
	rs, err := f.hall.Try(c)
	if err != nil {
		return wire.Ticket{}, f.losing(refusal(err))
	}
	number := rs[0].Event.(queue.TicketIssued).Ticket.Number
	t := view.Of(f.hall.State, f.hall.Now).Ticket(f.hall.State.Ticket(number))
	f.given[rid] = t
	return t, f.losing(nil)
}

func (f *fakeHall) Find(ctx context.Context, r wire.NumberRequest) (wire.TicketsReply, error) {
	if err := f.enter(ctx, "ticket.find"); err != nil {
		return wire.TicketsReply{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	id, err := queue.ParseIDNumber(r.ID, f.hall.Now)
	if err != nil {
		return wire.TicketsReply{}, refusal(err)
	}
	var out wire.TicketsReply
	for _, t := range f.hall.State.Of(id.Citizen(key)) {
		out.Tickets = append(out.Tickets, view.Of(f.hall.State, f.hall.Now).Ticket(t))
	}
	return out, nil
}

func (f *fakeHall) History(ctx context.Context, number string) (wire.HistoryReply, error) {
	if err := f.enter(ctx, "ticket.history"); err != nil {
		return wire.HistoryReply{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	t := f.hall.State.Ticket(number)
	if t == nil {
		return wire.HistoryReply{}, refusal(queue.Refuse(queue.CodeUnknownNumber, "", "number", number))
	}
	out := wire.HistoryReply{Ticket: view.Of(f.hall.State, f.hall.Now).Ticket(t), Spans: slices.Clone(t.Periods)}
	for _, r := range f.hall.Records {
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

func (f *fakeHall) Compare(ctx context.Context, r wire.CompareRequest) (wire.CompareReply, error) {
	if err := f.enter(ctx, "ticket.compare"); err != nil {
		return wire.CompareReply{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	o, refused := queue.Compare(f.hall.State, r.A, r.B)
	if refused != nil {
		return wire.CompareReply{}, refusal(refused)
	}
	v := view.Of(f.hall.State, f.hall.Now)
	return wire.CompareReply{Order: o, A: v.Ticket(f.hall.State.Ticket(r.A)), B: v.Ticket(f.hall.State.Ticket(r.B))}, nil
}

func (f *fakeHall) Catalogue(ctx context.Context) (wire.CatalogueReply, error) {
	if err := f.enter(ctx, "state.catalogue"); err != nil {
		return wire.CatalogueReply{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.hall.State
	return wire.CatalogueReply{Hash: s.CatalogueHash, Themes: s.Settings.Themes, Items: s.Catalogue.Items}, nil
}

// newScreen is the guide's screen on the hall's clock, with the hall's state
// already heard.
func newScreen(f *fakeHall, lang queue.Lang) *guide.Screen {
	s := guide.New(guide.Settings{Lang: lang, Now: f.now, Terminal: terminal}, f)
	s.Msg(tui.TickMsg{Now: tuitest.StartTime})
	s.Msg(wire.Link{Up: true, Since: tuitest.StartTime})
	s.Msg(f.view())
	return s
}

// driver uses the screen as a person does.
type driver struct {
	tuitest.Driver
	hall *fakeHall
}

// start runs the screen as `onewindow` does, beside those of other tests.
func start(t *testing.T, f *fakeHall, w, h int) driver {
	t.Helper()
	t.Parallel()
	return driver{tuitest.Driver{Harness: tuitest.Start(t, newScreen(f, queue.ZhHans), w, h)}, f}
}

// Show gives the screen the hall's state, as the hall publishes it.
func (d driver) Show() {
	d.Ready()
	d.Send(d.hall.view())
}
