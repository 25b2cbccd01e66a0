package api

import (
	"context"
	"net/http"

	"onewindow/central/network"
	"onewindow/wire"
)

// answer is a route's answer of that body.
type answer[B any] struct{ Body B }

// nothing is the answer of a route that has only done something.
type nothing struct{}

// reach is what the request's token sees of the network now.
func (a *API) reach(ctx context.Context) (reach, wire.District) {
	d := a.centre.District()
	return reachOf(d, tokenOf(ctx).Below), d
}

// within refuses a hall that the request's token does not reach.
func (a *API) within(ctx context.Context, hall string) error {
	if below := tokenOf(ctx).Below; below != "" {
		if r, _ := a.reach(ctx); !r.has(hall) {
			return unknownHall(hall)
		}
	}
	return nil
}

type quickestInput struct {
	Item []string `query:"item,explode" required:"true" minItems:"1" maxItems:"20" doc:"A code of the catalogue; may be given several times, and then a hall serves all of them." example:"[\"RL-001\"]"`
	From string   `query:"from" pattern:"^[A-Za-z0-9-]{1,64}$" doc:"The hall from which is asked: it is left out, halls of its street are marked as near, and only items count that any hall may serve."`
	Most int      `query:"most" minimum:"1" maximum:"20" doc:"How many halls are wanted; 3 if absent."`
}

func (a *API) districtRoutes() {
	add(a, route{
		id: "getDistrict", method: http.MethodGet, path: "/v1/district", tag: tagDistrict, scope: network.ScopeRead,
		summary: "The whole network now",
		says:    "Every hall with its figures, and the alerts of the network, gravest first. It changes at most once a second; whoever wants to see each change follows `/v1/district/events`.",
		example: exampleDistrict,
	}, func(ctx context.Context, _ *struct{}) (*answer[wire.District], error) {
		r, d := a.reach(ctx)
		return &answer[wire.District]{r.district(d)}, nil
	})
	a.streamRoute()
	add(a, route{
		id: "getQuickest", method: http.MethodGet, path: "/v1/quickest", tag: tagDistrict, scope: network.ScopeRead,
		summary: "Where items are served soonest",
		says:    "Halls that are open and give numbers for all of the items now, soonest first. A hall that was not heard for half a minute is left out.",
		refuses: map[int][]string{http.StatusNotFound: {wire.CodeHallUnknown}},
		example: exampleQuickest,
	}, func(ctx context.Context, in *quickestInput) (*answer[wire.QuickestReply], error) {
		r, _ := a.reach(ctx)
		if in.From != "" && !r.has(in.From) {
			return nil, unknownHall(in.From)
		}
		reply, err := a.centre.Quickest(ctx, in.From, wire.QuickestRequest{Items: in.Item, Most: in.Most}, r.has)
		if err != nil {
			return nil, err
		}
		if reply.Halls == nil {
			reply.Halls = []wire.HallWait{}
		}
		return &answer[wire.QuickestReply]{reply}, nil
	})
}

// HallInput is the hall in the path. It is exported because huma reads no parameters of
// an embedded struct that is not.
type HallInput struct {
	Hall string `path:"hall" pattern:"^[A-Za-z0-9-]{1,64}$" doc:"The hall's code." example:"LG-00"`
}

func (a *API) hallRoutes() {
	add(a, route{
		id: "getHall", method: http.MethodGet, path: "/v1/halls/{hall}", tag: tagHalls, scope: network.ScopeRead,
		summary: "One hall in detail",
		says:    "The hall's row of the district, its themes, windows, half hours of today and of the same weekday a week before, and its alerts.",
	}, func(ctx context.Context, in *HallInput) (*answer[wire.DistrictHall], error) {
		r, _ := a.reach(ctx)
		if !r.has(in.Hall) {
			return nil, unknownHall(in.Hall)
		}
		h, err := a.centre.Hall(ctx, in.Hall)
		if err != nil {
			return nil, err
		}
		h.Row = r.row(h.Row)
		return &answer[wire.DistrictHall]{h}, nil
	})
	a.windowRoute()
	a.visitRoute()
	a.stateRoute()
}
