package client

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

// Network is the tree of halls with the machines that speak for them.
func (c *Client) Network(ctx context.Context) (form.Network, error) {
	return get[form.Network](ctx, c, "/v1/network", nil)
}

// PutPlace puts a hall into the tree, or moves it.
func (c *Client) PutPlace(ctx context.Context, p network.Place) error {
	return c.ask(ctx, http.MethodPut, place(p.Hall, ""), nil, form.PlaceRequest{Name: p.Name, Level: p.Level, Parent: p.Parent, Street: p.Street}, nil)
}

// RemovePlace takes a hall out of the tree. It is refused while halls lie under it or a
// machine speaks for it.
func (c *Client) RemovePlace(ctx context.Context, hall string) error {
	return c.ask(ctx, http.MethodDelete, place(hall, ""), nil, nil, nil)
}

// Invite makes the token, a secret of one line, with which one machine becomes the
// hall's; it is good for ttl, in whole hours, or a day if that is 0.
func (c *Client) Invite(ctx context.Context, hall string, ttl time.Duration) (wire.TokenReply, error) {
	var t wire.TokenReply
	hours := int((ttl + time.Hour - 1) / time.Hour)
	err := c.ask(ctx, http.MethodPost, place(hall, "/invitation"), nil, form.InvitationRequest{Hours: hours}, &t)
	return t, err
}

// Revoke withdraws the hall's key and its open invitations, and cuts it at once.
func (c *Client) Revoke(ctx context.Context, hall string) error {
	return c.ask(ctx, http.MethodDelete, place(hall, "/key"), nil, nil, nil)
}

// Adopt lets a hall in that the centre refuses, with that line of its history: what the
// centre has beyond it counts no more.
func (c *Client) Adopt(ctx context.Context, hall, epoch string) error {
	return c.ask(ctx, http.MethodPost, place(hall, "/adopt"), nil, form.AdoptRequest{Epoch: epoch}, nil)
}

func place(hall, what string) string { return "/v1/network/halls/" + url.PathEscape(hall) + what }

// Publish publishes a part to halls.
func (c *Client) Publish(ctx context.Context, r form.PublishRequest) (form.PublicationRow, error) {
	var row form.PublicationRow
	err := c.ask(ctx, http.MethodPost, "/v1/publications", nil, r, &row)
	return row, err
}

// Withdraw withdraws what was published of a part for exactly that target.
func (c *Client) Withdraw(ctx context.Context, part queue.Part, target network.Target, note string) (form.PublicationRow, error) {
	return c.Publish(ctx, form.PublishRequest{Part: part, Target: target, Note: note})
}

// Publications are all, newest first, without their bodies.
func (c *Client) Publications(ctx context.Context) (form.Publications, error) {
	return get[form.Publications](ctx, c, "/v1/publications", nil)
}

// MakeToken makes a token of the HTTP interface; its text is told this once.
func (c *Client) MakeToken(ctx context.Context, r form.TokenRequest) (form.NewToken, error) {
	var t form.NewToken
	err := c.ask(ctx, http.MethodPost, "/v1/tokens", nil, r, &t)
	return t, err
}

// Tokens are all, without their secrets.
func (c *Client) Tokens(ctx context.Context) (form.Tokens, error) {
	return get[form.Tokens](ctx, c, "/v1/tokens", nil)
}

// RemoveToken ends a token; within five seconds it opens nothing any more.
func (c *Client) RemoveToken(ctx context.Context, id string) error {
	return c.ask(ctx, http.MethodDelete, "/v1/tokens/"+url.PathEscape(id), nil, nil, nil)
}

// Deeds are what was done to the network, newest first, at most limit.
func (c *Client) Deeds(ctx context.Context, limit int) (form.Deeds, error) {
	q := url.Values{}
	if limit > 0 {
		q.Set("limit", strconv.Itoa(limit))
	}
	return get[form.Deeds](ctx, c, "/v1/deeds", q)
}
