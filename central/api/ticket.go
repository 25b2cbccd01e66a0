package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"time"

	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

// commandTime is how long a hall has to answer.
const commandTime = 10 * time.Second

type issueInput struct {
	HallInput
	Key  string `header:"Idempotency-Key" required:"true" pattern:"^[A-Za-z0-9-]{8,64}$" doc:"Names the request: made before the first try and kept for each other one. 8 to 64 of [A-Za-z0-9-], such as a UUID." example:"6f0c7c1e-8f5b-4f3a-9a55-2f9a3a3f1c11"`
	Body wire.IssueRequest
}

// NumberInput is the number in the path; exported as HallInput is.
type NumberInput struct {
	HallInput
	Number string `path:"number" pattern:"^[A-Za-z0-9-]{1,16}$" doc:"The number, as it stands on the paper." example:"A001"`
}

type cancelInput struct {
	NumberInput
	Reason string `query:"reason" required:"true" minLength:"1" maxLength:"200" doc:"Why, for the hall's own record, such as \"cancelled by the citizen\". Nothing of a citizen belongs here: addresses end in logs."`
	Key    string `header:"Idempotency-Key" pattern:"^[A-Za-z0-9-]{8,64}$" doc:"As for drawing a number; may be absent, because a number is cancelled only once."`
}

func (a *API) ticketRoutes() {
	add(a, route{
		id: "issueTicket", method: http.MethodPost, path: "/v1/halls/{hall}/tickets", tag: tagTickets, scope: network.ScopeTickets,
		summary: "Draw a number", status: http.StatusCreated, also: http.StatusOK,
		says: `Asks the hall for a number, for one or several items or for a theme in general. The hall decides as it does at its kiosks.

The answer is 201 with the ticket. A request whose Idempotency-Key was answered before gets that first answer again, with 200 and
` + "`dup`" + `: nothing more is drawn, even if the body is another one. A key counts for one token and one hall.

` + "`id`" + ` is the citizen's number, where one was given; the hall hashes it at once, and nobody keeps it. With it the hall can refuse a
second number for the same thing; such a refusal (` + "`same_item`, `too_many`" + `) names the citizen's number in another hall only where
that hall is within the token's part of the network.`,
		refuses: commanded(queue.CodeNoItem, queue.CodeUnknownItem, queue.CodeUnknownTheme, queue.CodeBadGround, queue.CodeBadSlot, queue.CodeHallStopped,
			queue.CodeDayClosed, queue.CodeTooEarly, queue.CodeTooLate, queue.CodeIntakeClosed, queue.CodeQuotaDay, queue.CodeQuotaSlot, queue.CodeFull,
			queue.CodeSameItem, queue.CodeTooMany, queue.CodeIDLength, queue.CodeIDDigits, queue.CodeIDDate, queue.CodeIDCheck),
		asks: wire.IssueRequest{Items: []string{"RL-001"}, Language: queue.ZhHans}, example: exampleIssued, other: form.Issued{Ticket: exampleTicket, Dup: true},
	}, a.issue)
	add(a, route{
		id: "findTicket", method: http.MethodGet, path: "/v1/halls/{hall}/tickets/{number}", tag: tagTickets, scope: network.ScopeTickets,
		summary: "Where a number stands",
		says:    "Asks the hall itself: state, people ahead, minutes. Only numbers of the hall's business day are known.",
		refuses: commanded(queue.CodeUnknownNumber), example: exampleTicket,
	}, a.find)
	add(a, route{
		id: "cancelTicket", method: http.MethodDelete, path: "/v1/halls/{hall}/tickets/{number}", tag: tagTickets, scope: network.ScopeTickets,
		summary: "Cancel a number", status: http.StatusOK,
		says:    "Ends a number that waits, is on hold or was missed. One at a window is that window's.",
		refuses: commanded(queue.CodeUnknownNumber, queue.CodeEnded, queue.CodeOtherWindow, queue.CodeReasonNeeded),
	}, a.cancelTicket)
}

type issueOutput struct {
	Status int
	Body   form.Issued
}

func (a *API) issue(ctx context.Context, in *issueInput) (*issueOutput, error) {
	if err := a.within(ctx, in.Hall); err != nil {
		return nil, err
	}
	var t wire.Ticket
	dup, err := a.command(ctx, in.Hall, "issue", requestID(ctx, "issue", in.Key), in.Body, &t)
	if err != nil {
		return nil, a.unplaced(ctx, err)
	}
	// Who drew it is found by its number; the citizen is named nowhere.
	a.set.Log.Info("api: a number was drawn", "hall", in.Hall, "number", t.Number, "day", t.Day, "token", tokenOf(ctx).ID, "dup", dup)
	out := &issueOutput{Status: http.StatusCreated, Body: form.Issued{Ticket: t, Dup: dup}}
	if dup {
		out.Status = http.StatusOK
	}
	return out, nil
}

// unplaced is a refusal of a number that does not tell where outside of the token's reach
// the citizen holds one: whoever may draw numbers in a part of the network would learn
// of anybody where they are.
func (a *API) unplaced(ctx context.Context, err error) error {
	var f *failure
	if !errors.As(err, &f) || f.why.Params["hall"] == "" || a.within(ctx, f.why.Params["hall"]) == nil {
		return err
	}
	less := *f
	less.why.Params = maps.Clone(f.why.Params)
	for _, name := range []string{"hall", "name", "number"} {
		delete(less.why.Params, name)
	}
	return &less
}

func (a *API) find(ctx context.Context, in *NumberInput) (*answer[wire.Ticket], error) {
	if err := a.within(ctx, in.Hall); err != nil {
		return nil, err
	}
	var list wire.TicketsReply
	if _, err := a.command(ctx, in.Hall, "find", "", wire.NumberRequest{Number: in.Number}, &list); err != nil {
		return nil, err
	}
	if len(list.Tickets) > 0 {
		return &answer[wire.Ticket]{list.Tickets[0]}, nil
	}
	return nil, refuse(http.StatusNotFound, string(queue.CodeUnknownNumber), "the hall does not know the number", "only numbers of the hall's business day are known")
}

func (a *API) cancelTicket(ctx context.Context, in *cancelInput) (*answer[form.Cancelled], error) {
	if err := a.within(ctx, in.Hall); err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(in.Reason)
	if reason == "" {
		return nil, refuse(http.StatusUnprocessableEntity, string(queue.CodeReasonNeeded), "no reason was given", "give ?reason=")
	}
	key := in.Key
	if key == "" {
		key = rand.Text()
	}
	var t wire.Ticket
	dup, err := a.command(ctx, in.Hall, "cancel", requestID(ctx, "cancel", key), queue.Cancel{Number: in.Number, Reason: reason}, &t)
	if err != nil {
		return nil, err
	}
	if !dup {
		a.note(ctx, "ticket.cancel", in.Hall, t.Number)
	}
	return &answer[form.Cancelled]{form.Cancelled{Ticket: t, Dup: dup}}, nil
}

// requestID is the rid of a request with that Idempotency-Key. Those of different tokens
// and for different things never meet: who counts from 1 gets nobody else's number.
func requestID(ctx context.Context, what, key string) string {
	sum := sha256.Sum256([]byte(tokenOf(ctx).ID + "\n" + what + "\n" + key))
	return "api-" + hex.EncodeToString(sum[:16])
}

// command asks a hall about tickets and reads its answer into reply.
func (a *API) command(ctx context.Context, hall, verb, rid string, data, reply any) (dup bool, _ error) {
	return a.ask(ctx, hall, "ticket", verb, rid, data, reply)
}

func (a *API) ask(ctx context.Context, hall, area, verb, rid string, data, reply any) (dup bool, _ error) {
	r, err := a.centre.Do(ctx, hall, area, verb, rid, time.Now().Add(commandTime), data)
	if err != nil {
		return false, err
	}
	if !r.OK {
		if r.Err == nil {
			return false, unreadable(hall)
		}
		return false, refused(r.Err)
	}
	if err := json.Unmarshal(r.Data, reply); err != nil {
		a.set.Log.Error("api: the answer of a hall cannot be read", "hall", hall, "verb", area+"."+verb, "error", err)
		return false, unreadable(hall)
	}
	return r.Dup, nil
}

func unreadable(hall string) *failure {
	return refuse(http.StatusBadGateway, wire.CodeInternal, fmt.Sprintf("the answer of hall %s cannot be read", hall), "update the older side")
}

// noteTime is how long the keeping of a deed may take.
const noteTime = 5 * time.Second

// note keeps a deed of the request's token. That it failed undoes nothing.
func (a *API) note(ctx context.Context, what, hall, detail string) {
	d := network.Deed{At: a.set.clock().UTC(), By: by(tokenOf(ctx)), What: what, Hall: hall, Detail: detail}
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteTime)
	defer cancel()
	if err := a.centre.Note(within, d); err != nil {
		a.set.Log.Error("api: a deed was not kept", "what", what, "hall", hall, "by", d.By, "error", err)
	}
}

// by names a token for people.
func by(t network.Token) string { return "token " + t.ID + " (" + t.Name + ")" }
