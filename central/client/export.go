package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"onewindow/wire"
)

// Export writes the events of a month ("2026-11", UTC) of a hall, or of all halls if
// hall is empty, as comma-separated values with a header line. It may take long. An
// error that is not w's own means that what was written is not all.
func (c *Client) Export(ctx context.Context, w io.Writer, month, hall string) error {
	q := url.Values{}
	set(q, "hall", hall)
	resp, err := c.send(ctx, http.MethodGet, "/v1/events/"+url.PathEscape(month)+".csv", q, nil)
	if err != nil {
		return err
	}
	return copied(ctx, w, resp)
}

// copied writes a file that comes as an answer.
func copied(ctx context.Context, w io.Writer, resp *http.Response) error {
	defer func() { _ = resp.Body.Close() }()
	own := &writer{w: w}
	_, err := io.Copy(own, resp.Body)
	switch {
	case err == nil:
		return nil
	case own.err != nil:
		return fmt.Errorf("client: write the file: %w", own.err)
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &wire.Error{Code: wire.CodeUnreachable, Msg: "the file was cut short", Hint: "what was written is not all; ask again"}
	}
	return unreachable(http.MethodGet, err)
}

// writer remembers its own error.
type writer struct {
	w   io.Writer
	err error
}

func (w *writer) Write(b []byte) (int, error) {
	n, err := w.w.Write(b)
	if err != nil {
		w.err = err
	}
	return n, err
}
