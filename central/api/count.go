package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/central/project"
)

// How much may be asked for at a time.
const (
	maxDays     = 400
	maxHalfDays = 31
	maxCells    = 20000
)

type countInput struct {
	Dim    string `query:"dim" required:"true" enum:"hall,theme,item,window" doc:"By what is counted."`
	From   string `query:"from" required:"true" format:"date" doc:"The first business day." example:"2026-11-01"`
	To     string `query:"to" required:"true" format:"date" doc:"The last business day, included." example:"2026-11-30"`
	Hall   string `query:"hall" pattern:"^[A-Za-z0-9-]{1,64}$" doc:"One hall; all that the token reaches if absent."`
	Halves bool   `query:"halves" doc:"Half hours instead of whole days."`
}

func (a *API) countRoutes() {
	add(a, route{
		id: "getStatistics", method: http.MethodGet, path: "/v1/statistics", tag: tagCounts, scope: network.ScopeRead,
		summary: "What halls have counted",
		says: fmt.Sprintf("Of at most %d days, or %d with half hours, and at most %d cells: ask for less at a time if there are more. "+
			"Waits are in seconds; to add up the percentiles of several cells makes no sense, but sums and counts may be added.", maxDays, maxHalfDays, maxCells),
		refuses: map[int][]string{http.StatusNotFound: {"hall_unknown"}},
		example: exampleStatistics,
	}, a.statistics)
}

// errMany ends a query that brings too much.
var errMany = errors.New("too many cells")

func (a *API) statistics(ctx context.Context, in *countInput) (*answer[form.Statistics], error) {
	if err := checkDays(in.From, in.To, in.Halves); err != nil {
		return nil, err
	}
	if in.Hall != "" {
		if err := a.known(ctx, in.Hall); err != nil {
			return nil, err
		}
	}
	r, _ := a.reach(ctx)
	s := form.Statistics{Dim: in.Dim, From: in.From, To: in.To, Cells: []form.Cell{}}
	err := a.centre.Statistics(ctx, in.Hall, project.Dim(in.Dim), in.From, in.To, in.Halves, func(hall string, c project.Cell) error {
		if !r.has(hall) {
			return nil
		}
		if len(s.Cells) == maxCells {
			return errMany
		}
		s.Cells = append(s.Cells, cell(hall, &c))
		return nil
	})
	if errors.Is(err, errMany) {
		return nil, badRequest(fmt.Sprintf("there are more than %d cells", maxCells), "ask for fewer days, or for one hall at a time")
	}
	if err != nil {
		return nil, err
	}
	return &answer[form.Statistics]{s}, nil
}

// checkDays refuses a stretch of days that is none, or too long.
func checkDays(from, to string, halves bool) error {
	first, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return badRequest("from is no date like 2026-11-01", "see /openapi.json")
	}
	last, err := time.Parse(time.DateOnly, to)
	if err != nil {
		return badRequest("to is no date like 2026-11-30", "see /openapi.json")
	}
	most := maxDays
	if halves {
		most = maxHalfDays
	}
	switch days := int(last.Sub(first).Hours()/24) + 1; {
	case days < 1:
		return badRequest("to is before from", "give the first day as from")
	case days > most:
		return badRequest(fmt.Sprintf("%d days are more than %d", days, most), "ask for fewer days at a time")
	}
	return nil
}

func cell(hall string, c *project.Cell) form.Cell {
	f := form.Cell{
		Hall: hall, Day: c.Day, ID: c.ID, Issued: c.Issued, Called: c.Called, WaitSeconds: c.WaitSeconds, P50: c.Waits.Percentile(50), P90: c.Waits.Percentile(90),
		Within15: c.Waits.Within15(), Picked: c.Picked, Served: c.Served, Services: c.Services, ServiceSeconds: c.ServiceSeconds,
		Missed: c.Missed, Cancelled: c.Cancelled, Expired: c.Expired,
	}
	if c.Slot != project.WholeDay {
		f.Slot = &c.Slot
	}
	return f
}
