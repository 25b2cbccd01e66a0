package api

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"onewindow/central/network"
	"onewindow/wire"
)

type exportInput struct {
	File string `path:"file" pattern:"^[0-9]{4}-(0[1-9]|1[0-2])\\.csv$" doc:"The month, in UTC, as a name of a file." example:"2026-11.csv"`
	Hall string `query:"hall" pattern:"^[A-Za-z0-9-]{1,64}$" doc:"One hall; all that the token reaches if absent."`
}

func (a *API) exportRoutes() {
	type output struct{ Body func(huma.Context) }
	add(a, route{
		id: "exportEvents", method: http.MethodGet, path: "/v1/events/{file}", tag: tagCounts, scope: network.ScopeExport,
		summary: "All events of a month as comma-separated values",
		says: "RFC 4180 with a header line: hall, epoch, seq, at, type, superseded and the whole record as JSON (docs/wire.md describes it). By hall, " +
			"and in the order in which they were kept. It is streamed; an answer that is not ended as HTTP wants it is not all.",
		refuses: map[int][]string{http.StatusNotFound: {wire.CodeHallUnknown}},
		stream:  true, sends: "text/csv",
		example: "hall,epoch,seq,at,type,superseded,record\r\nLG-00,0000000001-k3x9,1,2026-11-02T00:30:00Z,day.opened/1,false,\"{\"\"v\"\":1}\"\r\n",
	}, func(ctx context.Context, in *exportInput) (*output, error) {
		r, _ := a.reach(ctx)
		if in.Hall != "" {
			if err := a.known(ctx, in.Hall); err != nil {
				return nil, err
			}
		}
		select {
		case a.exports <- struct{}{}:
		default:
			return nil, refuse(http.StatusServiceUnavailable, wire.CodeOverloaded, "as many exports run as may", "try again when one has ended")
		}
		halls := []string{in.Hall} // "" is all
		if in.Hall == "" && !r.all() {
			halls = r.list()
		}
		return &output{Body: func(c huma.Context) {
			defer func() { <-a.exports }()
			_, w := humago.Unwrap(c)
			a.export(c.Context(), w, strings.TrimSuffix(in.File, ".csv"), in.Hall, halls)
		}}, nil
	})
}

// csvHeader is the first line of an export, for a token that reaches no hall.
const csvHeader = "hall,epoch,seq,at,type,superseded,record\n"

// export writes the events of halls. Once something was sent, a failure can only be told
// by cutting the connection.
func (a *API) export(ctx context.Context, w http.ResponseWriter, month, hall string, halls []string) {
	name := "events-" + month
	if hall != "" {
		name += "-" + hall
	}
	send := &exportWriter{to: &streamWriter{w: w, c: http.NewResponseController(w), within: a.set.paces.write}, begin: func() {
		h := w.Header()
		h.Set("Content-Type", "text/csv; charset=utf-8")
		h.Set("Content-Disposition", `attachment; filename="`+name+`.csv"`)
		w.WriteHeader(http.StatusOK)
	}}
	out := bufio.NewWriterSize(send, 64<<10)
	var err error
	for i, h := range halls {
		to := io.Writer(out)
		if i > 0 {
			to = &headless{w: out}
		}
		if err = a.centre.WriteCSV(ctx, to, h, month); err != nil {
			break
		}
	}
	if err == nil && len(halls) == 0 {
		_, err = out.WriteString(csvHeader)
	}
	if err == nil {
		err = out.Flush()
	}
	switch {
	case err == nil:
		a.note(ctx, "export", hall, month)
	case !send.begun && ctx.Err() == nil:
		a.fail(ctx, "export", err).write(w)
	default:
		if ctx.Err() == nil {
			a.set.Log.Error("api: an export was cut short", "month", month, "hall", hall, "error", err)
		}
		panic(http.ErrAbortHandler)
	}
}

// exportWriter begins the answer with the first bytes.
type exportWriter struct {
	to    *streamWriter
	begin func()
	begun bool
}

func (e *exportWriter) Write(b []byte) (int, error) {
	if !e.begun {
		e.begun = true
		e.begin()
	}
	if err := e.to.send(b); err != nil {
		return 0, err
	}
	return len(b), nil
}

// headless leaves out the first line.
type headless struct {
	w    io.Writer
	past bool
}

func (h *headless) Write(b []byte) (int, error) {
	n := len(b)
	if !h.past {
		_, rest, found := bytes.Cut(b, []byte("\n"))
		if !found {
			return n, nil
		}
		h.past, b = true, rest
	}
	if _, err := h.w.Write(b); err != nil {
		return 0, err
	}
	return n, nil
}
