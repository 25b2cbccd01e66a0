package apitest

import (
	"context"
	"slices"
	"time"

	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

// Places are the tree.
func (c *Centre) Places(context.Context) ([]network.Place, error) { return c.list(), c.failing() }

// PutPlaces puts halls into the tree.
func (c *Centre) PutPlaces(_ context.Context, places ...network.Place) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range places {
		if p.Parent != "" && !slices.ContainsFunc(c.places, func(q network.Place) bool { return q.Hall == p.Parent }) {
			return &wire.Error{Code: wire.CodeBadRequest, Msg: "there is no hall " + p.Parent, Hint: "put it first"}
		}
		c.places = append(slices.DeleteFunc(c.places, func(q network.Place) bool { return q.Hall == p.Hall }), p)
	}
	return c.fails
}

// RemovePlace takes a hall out of it.
func (c *Centre) RemovePlace(_ context.Context, hall string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if slices.ContainsFunc(c.places, func(q network.Place) bool { return q.Parent == hall }) {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: "halls lie under " + hall, Hint: "move them first"}
	}
	c.places = slices.DeleteFunc(c.places, func(q network.Place) bool { return q.Hall == hall })
	return c.fails
}

// Enrolled are the machines of two halls.
func (c *Centre) Enrolled(context.Context) ([]network.Enrolled, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.enrolled), c.fails
}

// Invite makes a token.
func (c *Centre) Invite(_ context.Context, hall string, ttl time.Duration) (wire.TokenReply, error) {
	if ttl == 0 {
		ttl = 24 * time.Hour
	}
	return wire.TokenReply{Token: "owh1." + hall, Expires: At.Add(ttl)}, c.failing()
}

// Revoke cuts a hall.
func (c *Centre) Revoke(_ context.Context, hall string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	before := len(c.enrolled)
	if c.enrolled = slices.DeleteFunc(c.enrolled, func(e network.Enrolled) bool { return e.Hall == hall }); len(c.enrolled) == before {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: "no machine speaks for " + hall, Hint: "see the list"}
	}
	return c.fails
}

// Adopt does nothing.
func (c *Centre) Adopt(context.Context, string, string) error { return c.failing() }

// Publish keeps a publication; the body `"bad"` is refused.
func (c *Centre) Publish(_ context.Context, p network.Publication) (network.Publication, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if string(p.Body) == `"bad"` {
		return p, &wire.Error{Code: string(queue.CodeBadCatalogue), Msg: "it is no catalogue", Hint: "correct it"}
	}
	p.Version, p.At, p.Hash = uint64(len(c.parts)+1), At, "00"
	if p.Body == nil {
		p.Hash = ""
	}
	c.parts = slices.Insert(c.parts, 0, p)
	return p, c.fails
}

// Publications are all, without their bodies.
func (c *Centre) Publications(context.Context) ([]network.Publication, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := slices.Clone(c.parts)
	for i := range all {
		all[i].Body, all[i].Bytes = nil, len(all[i].Body)
	}
	return all, c.fails
}

// Publication is one.
func (c *Centre) Publication(_ context.Context, version uint64) (network.Publication, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.parts {
		if p.Version == version {
			return p, true, c.fails
		}
	}
	return network.Publication{}, false, c.fails
}

// AddToken keeps a token.
func (c *Centre) AddToken(_ context.Context, t network.Token) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tokens[t.ID] = t
	return c.fails
}

// Token is one.
func (c *Centre) Token(_ context.Context, id string) (network.Token, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t, ok := c.tokens[id]
	return t, ok, c.fails
}

// Tokens are all.
func (c *Centre) Tokens(context.Context) ([]network.Token, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []network.Token
	for _, t := range c.tokens {
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b network.Token) int { return len(a.Name) - len(b.Name) })
	return all, c.fails
}

// RemoveToken ends one.
func (c *Centre) RemoveToken(_ context.Context, id string) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, ok := c.tokens[id]
	delete(c.tokens, id)
	return ok, c.fails
}

// UsedToken notes a use.
func (c *Centre) UsedToken(_ context.Context, id string, at time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.used[id] = at
	return c.fails
}

// Used is when a token was last noted as used.
func (c *Centre) Used(id string) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.used[id]
}

// Note keeps a deed.
func (c *Centre) Note(_ context.Context, d network.Deed) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deeds = slices.Insert(c.deeds, 0, d)
	return c.fails
}

// Deeds are the newest.
func (c *Centre) Deeds(_ context.Context, limit int) ([]network.Deed, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.deeds[:min(limit, len(c.deeds))]), c.fails
}

// NotReady lets the centre be not ready for that reason; nil ends that.
func (c *Centre) NotReady(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.notReady = err
}

// Ready says so.
func (c *Centre) Ready(context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.notReady
}
