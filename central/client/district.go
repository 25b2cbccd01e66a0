package client

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"onewindow/central/form"
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

// Quickest is where items are served soonest; from is the hall that asks, or empty.
func (c *Client) Quickest(ctx context.Context, from string, r wire.QuickestRequest) (wire.QuickestReply, error) {
	q := url.Values{"item": r.Items}
	set(q, "from", from)
	if r.Most > 0 {
		q.Set("most", strconv.Itoa(r.Most))
	}
	return get[wire.QuickestReply](ctx, c, "/v1/quickest", q)
}

// StatisticsQuery says which statistics are wanted: of one hall, or of all if Hall is
// empty, by hall, theme, item or window, of the business days From to To, both
// included; Halves asks for half hours instead of whole days.
type StatisticsQuery struct {
	Hall, Dim, From, To string
	Halves              bool
}

// Statistics are what halls have counted.
func (c *Client) Statistics(ctx context.Context, s StatisticsQuery) (form.Statistics, error) {
	q := url.Values{"dim": {s.Dim}, "from": {s.From}, "to": {s.To}}
	set(q, "hall", s.Hall)
	if s.Halves {
		q.Set("halves", "true")
	}
	return get[form.Statistics](ctx, c, "/v1/statistics", q)
}

// Ready reports whether the centre can serve now; the error is why it cannot be asked.
func (c *Client) Ready(ctx context.Context) (form.Readiness, error) {
	ctx, cancel := context.WithTimeout(ctx, c.opts.Timeout)
	defer cancel()
	var r form.Readiness
	resp, err := c.roundTrip(ctx, http.MethodGet, "/readyz", nil, nil)
	if err != nil {
		return r, err
	}
	defer drop(resp)
	err = json.NewDecoder(io.LimitReader(resp.Body, maxRefusal)).Decode(&r)
	if err != nil || !r.Ready && r.Why == "" {
		return r, notOurs(resp, err)
	}
	return r, nil
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
