package api

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/wire"
)

type tokenInput struct{ Body form.TokenRequest }

type tokenIDInput struct {
	ID string `path:"id" pattern:"^[a-z0-9]{1,32}$" doc:"The token's id: what stands between the two points of its text."`
}

type deedInput struct {
	Limit int `query:"limit" minimum:"1" maximum:"1000" doc:"How many at most; 100 if absent."`
}

// usualDeeds is how many deeds are told if nothing is said, and mostDeeds how many are
// looked through for those of a part of the network.
const (
	usualDeeds = 100
	mostDeeds  = 10000
)

func (a *API) tokenRoutes() {
	add(a, route{
		id: "getTokens", method: http.MethodGet, path: "/v1/tokens", tag: tagTokens, scope: network.ScopeAdmin,
		summary: "All tokens, without their secrets",
		says:    "A token that is restricted to a hall sees those that are restricted to it or below.",
	}, func(ctx context.Context, _ *struct{}) (*answer[form.Tokens], error) {
		all, err := a.centre.Tokens(ctx)
		if err != nil {
			return nil, err
		}
		r, _ := a.reach(ctx)
		list := form.Tokens{Tokens: make([]network.Token, 0, len(all))}
		for _, t := range all {
			if r.hasToken(t) {
				t.Scopes = slices.Clip(append([]network.Scope{}, t.Scopes...))
				list.Tokens = append(list.Tokens, t)
			}
		}
		return &answer[form.Tokens]{list}, nil
	})
	add(a, route{
		id: "makeToken", method: http.MethodPost, path: "/v1/tokens", tag: tagTokens, scope: network.ScopeAdmin,
		summary: "Make a token", status: http.StatusCreated,
		says: "The answer has its text, this once: the centre keeps only a hash of it. A token that is restricted to a hall makes only tokens that are so, too. " +
			"What it makes lasts as long as itself at most, and asks as often at most.",
		asks:    form.TokenRequest{Name: "street screen, Pinghu", Scopes: []network.Scope{network.ScopeRead}, Below: "LG-PH"},
		refuses: map[int][]string{http.StatusNotFound: {wire.CodeHallUnknown}},
	}, a.makeToken)
	add(a, route{
		id: "removeToken", method: http.MethodDelete, path: "/v1/tokens/{id}", tag: tagTokens, scope: network.ScopeAdmin,
		summary: "Remove a token",
		says:    "Within five seconds it opens nothing any more, and its streams end.",
		refuses: map[int][]string{http.StatusNotFound: {wire.CodeBadRequest}},
	}, a.removeToken)
	add(a, route{
		id: "getDeeds", method: http.MethodGet, path: "/v1/deeds", tag: tagTokens, scope: network.ScopeAdmin,
		summary: "What was done to the network, newest first",
		says:    "Who put, invited, cut and adopted halls, published, made and removed tokens, cancelled numbers, exported, and was told figures about clerks. A token that is restricted to a hall sees what was done to it and below.",
	}, func(ctx context.Context, in *deedInput) (*answer[form.Deeds], error) {
		limit := in.Limit
		if limit == 0 {
			limit = usualDeeds
		}
		r, _ := a.reach(ctx)
		look := limit
		if !r.all() {
			look = mostDeeds
		}
		all, err := a.centre.Deeds(ctx, look)
		if err != nil {
			return nil, err
		}
		list := form.Deeds{Deeds: make([]network.Deed, 0, limit)}
		for _, d := range all {
			if (r.all() || d.Hall != "" && r.has(d.Hall)) && len(list.Deeds) < limit {
				list.Deeds = append(list.Deeds, d)
			}
		}
		return &answer[form.Deeds]{list}, nil
	})
}

// hasToken reports whether a token lies within: it reaches no more than r.
func (r reach) hasToken(t network.Token) bool { return r.all() || t.Below != "" && r.has(t.Below) }

func (a *API) makeToken(ctx context.Context, in *tokenInput) (*answer[form.NewToken], error) {
	b := &in.Body
	now := a.set.clock()
	if !b.Expires.IsZero() && !b.Expires.After(now) {
		return nil, badRequest("expires has passed", "give a time to come, or none")
	}
	if strings.TrimSpace(b.Name) == "" {
		return nil, badRequest("a token has a name", "say what it is for")
	}
	r, d, err := a.tree(ctx)
	if err != nil {
		return nil, err
	}
	if b.Below != "" && (!r.has(b.Below) || !has(d, b.Below)) {
		return nil, unknownHall(b.Below)
	}
	if b.Below == "" && !r.all() {
		return nil, refuse(http.StatusForbidden, wire.CodeForbidden, "this token makes only tokens for "+r.root+" and below", "give below")
	}
	own := tokenOf(ctx)
	if b.Expires.IsZero() {
		b.Expires = own.Expires
	}
	if !own.Expires.IsZero() && b.Expires.After(own.Expires) {
		return nil, refuse(http.StatusForbidden, wire.CodeForbidden, "this token ends at "+own.Expires.UTC().Format(time.RFC3339)+" and makes none that last longer", "give an earlier expires, or none")
	}
	if most := cmp.Or(own.Rate, a.set.Rate); b.Rate > most {
		return nil, refuse(http.StatusForbidden, wire.CodeForbidden, fmt.Sprintf("this token may ask %g times a second and makes none that may more often", most), "give a smaller rate, or make it with a token that has that rate")
	}
	scopes := slices.Clone(b.Scopes)
	slices.Sort(scopes)
	text, t := MakeToken(network.Token{
		Name: strings.TrimSpace(b.Name), Scopes: slices.Compact(scopes), Below: b.Below, Rate: b.Rate, Expires: b.Expires.UTC().Truncate(time.Second),
	}, now)
	if b.Expires.IsZero() {
		t.Expires = time.Time{}
	}
	if err := a.centre.AddToken(ctx, t); err != nil {
		return nil, err
	}
	a.note(ctx, "token.make", t.Below, t.ID+" ("+t.Name+")")
	return &answer[form.NewToken]{form.NewToken{Token: t, Text: text}}, nil
}

func (a *API) removeToken(ctx context.Context, in *tokenIDInput) (*nothing, error) {
	unknown := refuse(http.StatusNotFound, wire.CodeBadRequest, "there is no such token", "GET /v1/tokens lists them")
	t, ok, err := a.centre.Token(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if r, _ := a.reach(ctx); !ok || !r.hasToken(t) {
		return nil, unknown
	}
	ok, err = a.centre.RemoveToken(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, unknown
	}
	a.door.keys.forget(in.ID)
	a.note(ctx, "token.remove", t.Below, t.ID+" ("+t.Name+")")
	return &nothing{}, nil
}
