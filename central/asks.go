package central

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// Ask answers what a hall asks of the centre; it makes Centre a halls.Asks.
func (c *Centre) Ask(ctx context.Context, hall, what string, req wire.Request) wire.Reply {
	var data any
	var err error
	select {
	case <-c.begun:
	case <-ctx.Done():
		return wire.Reply{Err: &wire.Error{Code: wire.CodeOverloaded, Msg: "the centre is starting", Hint: "ask again"}}
	}
	switch what {
	case wire.AskDesired:
		data, err = answer(req, func(r wire.DesiredRequest) (wire.DesiredReply, error) { return c.desired(ctx, hall, r) })
	case wire.AskQuickest:
		data, err = answer(req, func(r wire.QuickestRequest) (wire.QuickestReply, error) { return c.Quickest(ctx, hall, r, nil) })
	case wire.AskClaim:
		data, err = answer(req, func(r wire.ClaimRequest) (wire.ClaimReply, error) { return c.claim(ctx, hall, r) })
	case wire.AskClaimed:
		data, err = answer(req, func(r wire.ClaimedRequest) (struct{}, error) { return struct{}{}, c.claimed(ctx, hall, r) })
	default:
		err = &wire.Error{Code: wire.CodeUnknownVerb, Msg: fmt.Sprintf("the centre answers no question %q", what), Hint: "update the centre"}
	}
	rep := wire.Reply{V: wire.Version, OK: err == nil}
	if err == nil {
		rep.Data, err = json.Marshal(data)
	}
	if err != nil {
		rep.OK = false
		if !errors.As(err, &rep.Err) {
			rep.Err = &wire.Error{Code: wire.CodeInternal, Msg: "the centre did not finish the answer", Hint: "ask again"}
		}
	}
	return rep
}

// answer reads a question's data and has it answered.
func answer[Q, A any](req wire.Request, do func(Q) (A, error)) (any, error) {
	var q Q
	if err := json.Unmarshal(req.Data, &q); err != nil {
		return nil, &wire.Error{Code: wire.CodeBadRequest, Msg: "the question cannot be read: " + err.Error(), Hint: "see docs/wire.md"}
	}
	return do(q)
}

// desired says what the centre wants of a hall, and keeps what the hall has.
func (c *Centre) desired(ctx context.Context, hall string, r wire.DesiredRequest) (wire.DesiredReply, error) {
	none := wire.DesiredReply{}
	if len(r.Have) > len(queue.Parts) {
		return none, &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("%d parts; there are %d", len(r.Have), len(queue.Parts)), Hint: "see docs/wire.md"}
	}
	r.Have, r.KeyID = plain(r.Have), short(r.KeyID)
	if err := c.archive.NoteParts(ctx, hall, r, time.Now().UTC()); err != nil {
		return none, c.storage("note what a hall has", err)
	}
	c.board.noted(hall, r.Have)
	version, err := c.archive.Published(ctx)
	if _, newest := c.board.publications(); err == nil && version != newest {
		err = c.refresh(ctx) // another process has published something
	}
	if err != nil {
		return none, c.storage("read the publications", err)
	}
	reply := wire.DesiredReply{Parts: c.board.wants(hall).parts(r.Have)}
	if key := c.key.Load(); r.KeyID != key.ID {
		reply.Key = key
	}
	return reply, nil
}

// Quickest says in which halls items are served soonest, of those that are open, give
// numbers for all of them, and were heard within half a minute. from is the hall that
// asks: it is left out, halls of its street are near, and only items that any hall may
// serve lead elsewhere; with "" nobody in particular asks. Only halls that are within
// are named; nil is all. Errors are *wire.Error.
func (c *Centre) Quickest(ctx context.Context, from string, r wire.QuickestRequest, within func(hall string) bool) (wire.QuickestReply, error) {
	if len(r.Items) == 0 || len(r.Items) > wire.QuickestItems || r.Most < 0 || r.Most > wire.QuickestMost {
		return wire.QuickestReply{}, &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("%d items, %d halls", len(r.Items), r.Most),
			Hint: fmt.Sprintf("1 to %d items, and at most %d halls", wire.QuickestItems, wire.QuickestMost)}
	}
	serving, err := c.archive.Serving(ctx, r.Items)
	if err != nil {
		return wire.QuickestReply{}, c.storage("read which halls serve the items", err)
	}
	return wire.QuickestReply{Halls: quickest(from, r.Most, within, serving, c.board.network(), c.halls.State, time.Now())}, nil
}

// claim says whether a citizen may take a number in that hall.
func (c *Centre) claim(ctx context.Context, hall string, r wire.ClaimRequest) (wire.ClaimReply, error) {
	if e := r.Check(); e != nil {
		return wire.ClaimReply{}, e
	}
	if r.KeyID != c.key.Load().ID {
		return wire.ClaimReply{}, &wire.Error{Code: wire.CodeBadRequest, Msg: "the claim is not under the network's key", Hint: "the hall takes the key at its next business day"}
	}
	reply, err := c.archive.Claim(ctx, hall, r, time.Now().UTC())
	if err != nil {
		return reply, c.storage("claim", err)
	}
	return reply, nil
}

// claimed takes what became of a claim.
func (c *Centre) claimed(ctx context.Context, hall string, r wire.ClaimedRequest) error {
	if e := r.Check(); e != nil {
		return e
	}
	if err := c.archive.Claimed(ctx, hall, r, time.Now().UTC()); err != nil {
		return c.storage("claimed", err)
	}
	return nil
}
