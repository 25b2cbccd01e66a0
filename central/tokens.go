package central

import (
	"context"
	"time"

	"onewindow/central/network"
)

// AddToken keeps a token. Errors are *wire.Error.
func (c *Centre) AddToken(ctx context.Context, t network.Token) error {
	if err := c.archive.AddToken(ctx, t); err != nil {
		return c.storage("keep the token", err)
	}
	c.keeper.change()
	return nil
}

// Token finds one by its id, also one that has expired. Errors are *wire.Error.
func (c *Centre) Token(ctx context.Context, id string) (t network.Token, ok bool, err error) {
	if t, ok, err = c.archive.Token(ctx, id); err != nil {
		return t, false, c.storage("read a token", err)
	}
	return t, ok, nil
}

// Tokens are all that are good or have expired. Errors are *wire.Error.
func (c *Centre) Tokens(ctx context.Context) ([]network.Token, error) {
	all, err := c.archive.Tokens(ctx)
	if err != nil {
		return nil, c.storage("read the tokens", err)
	}
	return all, nil
}

// RemoveToken ends a token; ok is false if there is none of that id. Errors are
// *wire.Error.
func (c *Centre) RemoveToken(ctx context.Context, id string) (ok bool, err error) {
	if ok, err = c.archive.RemoveToken(ctx, id); err != nil {
		return false, c.storage("remove the token", err)
	}
	c.keeper.change()
	return ok, nil
}

// UsedToken notes that a token was used. Errors are *wire.Error.
func (c *Centre) UsedToken(ctx context.Context, id string, at time.Time) error {
	if err := c.archive.UsedToken(ctx, id, at); err != nil {
		return c.storage("note the use of a token", err)
	}
	return nil
}

// Note writes down what somebody has done to the network, for the audit. Errors are
// *wire.Error.
func (c *Centre) Note(ctx context.Context, d network.Deed) error {
	if err := c.archive.Note(ctx, d); err != nil {
		return c.storage("write the audit", err)
	}
	return nil
}

// Deeds are what was done to the network, newest first, at most limit. Errors are
// *wire.Error.
func (c *Centre) Deeds(ctx context.Context, limit int) ([]network.Deed, error) {
	all, err := c.archive.Deeds(ctx, limit)
	if err != nil {
		return nil, c.storage("read the audit", err)
	}
	return all, nil
}
