package apitest

import (
	"context"
	"slices"

	"onewindow/central/network"
)

// Told lets a hall have told something before, which has neither a place nor a key now.
func (c *Centre) Told(hall string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.told = append(c.told, hall)
}

// Known reports whether a hall is there, or was.
func (c *Centre) Known(_ context.Context, hall string) (bool, error) {
	if err := c.failing(); err != nil {
		return false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Contains(c.told, hall) || slices.ContainsFunc(c.places, func(p network.Place) bool { return p.Hall == hall }) ||
		slices.ContainsFunc(c.enrolled, func(e network.Enrolled) bool { return e.Hall == hall }), nil
}
