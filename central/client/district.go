package client

import (
	"context"
	"net/http"
	"net/url"

	"onewindow/wire"
)

// District is the whole network now, as far as the token reaches.
func (c *Client) District(ctx context.Context) (wire.District, error) {
	return get[wire.District](ctx, c, "/v1/district", nil)
}

// Hall is one hall in detail.
func (c *Client) Hall(ctx context.Context, hall string) (wire.DistrictHall, error) {
	return get[wire.DistrictHall](ctx, c, "/v1/halls/"+url.PathEscape(hall), nil)
}

func get[A any](ctx context.Context, c *Client, path string, query url.Values) (A, error) {
	var a A
	err := c.ask(ctx, http.MethodGet, path, query, nil, &a)
	return a, err
}

// set sets a parameter that is not empty.
func set(q url.Values, name, value string) {
	if value != "" {
		q.Set(name, value)
	}
}
