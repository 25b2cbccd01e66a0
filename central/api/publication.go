package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

type publishInput struct{ Body form.PublishRequest }

type versionInput struct {
	Version uint64 `path:"version" minimum:"1" doc:"The publication's version."`
}

// maxPublication is the largest request with a publication, in bytes.
const maxPublication = wire.MaxDocument + 16<<10

var errUnknownPublication = refuse(http.StatusNotFound, wire.CodeBadRequest, "there is no such publication", "GET /v1/publications lists them")

func (a *API) publicationRoutes() {
	add(a, route{
		id: "getPublications", method: http.MethodGet, path: "/v1/publications", tag: tagParts, scope: network.ScopeAdmin,
		summary: "All publications, newest first",
		says:    "Without their bodies, with the halls that run each now, and those that could not take it and why. A token that is restricted to a hall sees those for it and below.",
	}, a.publications)
	add(a, route{
		id: "getPublication", method: http.MethodGet, path: "/v1/publications/{version}", tag: tagParts, scope: network.ScopeAdmin,
		summary: "One publication with its body",
		says:    "A withdrawal has none.",
		refuses: map[int][]string{http.StatusNotFound: {wire.CodeBadRequest}},
	}, a.publication)
	add(a, route{
		id: "publish", method: http.MethodPost, path: "/v1/publications", tag: tagParts, scope: network.ScopeAdmin, body: maxPublication,
		summary: "Publish a part to halls, or withdraw it", status: http.StatusCreated,
		says: "A part is whole: a catalogue, a calendar or all rules (docs/wire.md describes them). It is checked here, and by each hall again; a hall takes it " +
			"within a moment, or when it is back, and refuses changes of that part made in the hall from then on. Without a body it withdraws what was published " +
			"for exactly that target; halls then run what a wider target says, an older version too, or keep what they have as their own.",
		refuses: map[int][]string{
			http.StatusNotFound: {wire.CodeHallUnknown}, http.StatusConflict: {},
			http.StatusUnprocessableEntity: {string(queue.CodeBadSettings), string(queue.CodeBadCatalogue)},
		},
		asks: form.PublishRequest{Part: queue.PartCalendar, Target: network.All, Body: json.RawMessage(`{"days":{"2027-02-06":"off"}}`), Note: "spring festival"},
	}, a.publish)
}

// reaches reports whether a publication's target lies within, and whether it concerns
// what lies within.
func (r reach) reaches(t network.Target) (within, concerns bool) {
	if r.all() {
		return true, true
	}
	for _, of := range []string{"hall:", "below:"} {
		if hall, ok := strings.CutPrefix(string(t), of); ok {
			return r.has(hall), r.has(hall)
		}
	}
	return false, true // all, or a level: it may concern halls here, and is not this token's
}

func (a *API) publications(ctx context.Context, _ *struct{}) (*answer[form.Publications], error) {
	all, err := a.centre.Publications(ctx)
	if err != nil {
		return nil, err
	}
	r, d := a.reach(ctx)
	list := form.Publications{Publications: make([]form.PublicationRow, 0, len(all))}
	for _, p := range all {
		if _, concerns := r.reaches(p.Target); !concerns {
			continue
		}
		row := form.Row(p)
		for _, h := range d.Halls {
			if !r.has(h.Hall) {
				continue
			}
			for _, part := range h.Parts {
				if part.Part != p.Part {
					continue
				}
				if part.Version == p.Version && part.Hash == p.Hash {
					row.In = append(row.In, h.Hall)
				}
				if part.Refused == p.Version && part.Why != nil {
					row.Refused = append(row.Refused, form.HallRefusal{Hall: h.Hall, Why: *part.Why})
				}
			}
		}
		list.Publications = append(list.Publications, row)
	}
	return &answer[form.Publications]{list}, nil
}

func (a *API) publication(ctx context.Context, in *versionInput) (*answer[network.Publication], error) {
	p, ok, err := a.centre.Publication(ctx, in.Version)
	if err != nil {
		return nil, err
	}
	r, _ := a.reach(ctx)
	if _, concerns := r.reaches(p.Target); !ok || !concerns {
		return nil, errUnknownPublication
	}
	return &answer[network.Publication]{p}, nil
}

func (a *API) publish(ctx context.Context, in *publishInput) (*answer[form.PublicationRow], error) {
	r, d, err := a.tree(ctx)
	if err != nil {
		return nil, err
	}
	p := network.Publication{Part: in.Body.Part, Target: in.Body.Target, Body: in.Body.Body, Note: in.Body.Note, By: by(tokenOf(ctx))}
	what := "publish"
	if p.Withdraws() {
		p.Body, what = nil, "withdraw"
	}
	for _, of := range []string{"hall:", "below:"} {
		if hall, ok := strings.CutPrefix(string(p.Target), of); ok && (!r.has(hall) || !has(d, hall)) {
			return nil, unknownHall(hall)
		}
	}
	if within, _ := r.reaches(p.Target); !within {
		return nil, refuse(http.StatusForbidden, wire.CodeForbidden, "this token publishes only to "+r.root+" and below", "give the target below:"+r.root+" or a hall of it")
	}
	made, err := a.centre.Publish(ctx, p)
	if err != nil {
		return nil, err
	}
	hall := ""
	if _, of, ok := strings.Cut(string(p.Target), ":"); ok && !strings.HasPrefix(string(p.Target), "level:") {
		hall = of
	}
	a.note(ctx, what, hall, strings.TrimSpace(string(made.Part)+" "+string(made.Target)+" "+made.Note))
	return &answer[form.PublicationRow]{form.Row(made)}, nil
}
