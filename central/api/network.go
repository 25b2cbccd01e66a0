package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"onewindow/central/form"
	"onewindow/central/network"
	"onewindow/wire"
)

type placeInput struct {
	HallInput
	Body form.PlaceRequest
}

type inviteInput struct {
	HallInput
	Body form.InvitationRequest
}

type adoptInput struct {
	HallInput
	Body form.AdoptRequest
}

func (a *API) networkRoutes() {
	changed := map[int][]string{http.StatusConflict: {}}
	add(a, route{
		id: "getNetwork", method: http.MethodGet, path: "/v1/network", tag: tagNetwork, scope: network.ScopeAdmin,
		summary: "The tree of halls, and the machines that speak for them",
		says:    "Halls that have a key or were heard, but have no place in the tree, stand at the end.",
	}, a.network)
	add(a, route{
		id: "putPlace", method: http.MethodPut, path: "/v1/network/halls/{hall}", tag: tagNetwork, scope: network.ScopeAdmin,
		summary: "Put a hall into the tree, or move it", refuses: changed,
		says: "A token that is restricted to a hall and below may do so under that hall only, and with a code that was never in use elsewhere.",
	}, func(ctx context.Context, in *placeInput) (*nothing, error) {
		if err := a.mayPut(ctx, in.Hall, in.Body.Parent); err != nil {
			return nil, err
		}
		if strings.TrimSpace(in.Body.Name.ZhHans) == "" {
			return nil, badRequest("a hall has a name in zh-Hans", "give name.zh-Hans")
		}
		p := network.Place{Hall: in.Hall, Name: in.Body.Name, Level: in.Body.Level, Parent: in.Body.Parent, Street: in.Body.Street}
		if err := a.centre.PutPlaces(ctx, p); err != nil {
			return nil, err
		}
		a.note(ctx, "hall.put", in.Hall, strings.TrimSpace(string(p.Level)+" "+p.Name.ZhHans+" under "+cmp.Or(p.Parent, "nobody")))
		return &nothing{}, nil
	})
	add(a, route{
		id: "removePlace", method: http.MethodDelete, path: "/v1/network/halls/{hall}", tag: tagNetwork, scope: network.ScopeAdmin,
		summary: "Take a hall out of the tree",
		says:    "Refused while halls lie under it or a machine speaks for it. What the centre has of the hall stays.", refuses: changed,
	}, func(ctx context.Context, in *HallInput) (*nothing, error) {
		if err := a.mayRemove(ctx, in.Hall); err != nil {
			return nil, err
		}
		if err := a.centre.RemovePlace(ctx, in.Hall); err != nil {
			return nil, err
		}
		a.note(ctx, "hall.remove", in.Hall, "")
		return &nothing{}, nil
	})
	add(a, route{
		id: "inviteHall", method: http.MethodPost, path: "/v1/network/halls/{hall}/invitation", tag: tagNetwork, scope: network.ScopeAdmin,
		summary: "Invite a machine to speak for a hall", status: http.StatusCreated,
		says: "The answer has a token of one line, a secret, which is typed at the hall once (`onewindow join`). If a machine speaks for the hall already, " +
			"the new one takes its place.",
		example: wire.TokenReply{Token: "owh1.…", Expires: time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)},
	}, func(ctx context.Context, in *inviteInput) (*answer[wire.TokenReply], error) {
		if err := a.placed(ctx, in.Hall); err != nil {
			return nil, err
		}
		t, err := a.centre.Invite(ctx, in.Hall, time.Duration(in.Body.Hours)*time.Hour)
		if err != nil {
			return nil, err
		}
		a.note(ctx, "hall.invite", in.Hall, "until "+t.Expires.UTC().Format(time.RFC3339))
		return &answer[wire.TokenReply]{t}, nil
	})
	add(a, route{
		id: "revokeHall", method: http.MethodDelete, path: "/v1/network/halls/{hall}/key", tag: tagNetwork, scope: network.ScopeAdmin,
		summary: "Cut the machine that speaks for a hall",
		says:    "Withdraws its key and the open invitations, and cuts it at once. The hall goes on by itself.", refuses: changed,
	}, func(ctx context.Context, in *HallInput) (*nothing, error) {
		if err := a.placed(ctx, in.Hall); err != nil {
			return nil, err
		}
		if err := a.centre.Revoke(ctx, in.Hall); err != nil {
			return nil, err
		}
		a.note(ctx, "hall.revoke", in.Hall, "")
		return &nothing{}, nil
	})
	add(a, route{
		id: "adoptHall", method: http.MethodPost, path: "/v1/network/halls/{hall}/adopt", tag: tagNetwork, scope: network.ScopeAdmin,
		summary: "Let a hall in with a history that was refused", status: http.StatusNoContent,
		says: "For a hall that the centre refuses because it has another history of it (`epoch_forked`, `epoch_old`). Whoever asks knows which machine is " +
			"the hall's: what the centre has beyond that line of history counts no more.", refuses: changed,
	}, func(ctx context.Context, in *adoptInput) (*nothing, error) {
		if err := a.placed(ctx, in.Hall); err != nil {
			return nil, err
		}
		if err := a.centre.Adopt(ctx, in.Hall, in.Body.Epoch); err != nil {
			return nil, err
		}
		a.note(ctx, "hall.adopt", in.Hall, in.Body.Epoch)
		return &nothing{}, nil
	})
}

// tree is what the request's token reaches, with the district as it is once it has told
// of the newest places; the district itself does so a moment later.
func (a *API) tree(ctx context.Context) (reach, wire.District, error) {
	places, err := a.centre.Places(ctx)
	if err != nil {
		return reach{}, wire.District{}, err
	}
	d := a.centre.District()
	d.Halls = slices.Clone(d.Halls)
	at := make(map[string]int, len(d.Halls))
	for i := range d.Halls {
		at[d.Halls[i].Hall] = i
	}
	for _, p := range places {
		if i, ok := at[p.Hall]; ok {
			d.Halls[i].Parent = p.Parent
			continue
		}
		d.Halls = append(d.Halls, wire.HallRow{Hall: p.Hall, Name: p.Name, Level: p.Level, Parent: p.Parent, Standing: wire.HallNever})
	}
	return reachOf(d, tokenOf(ctx).Below), d, nil
}

// has reports whether a district has a hall.
func has(d wire.District, hall string) bool {
	return slices.ContainsFunc(d.Halls, func(r wire.HallRow) bool { return r.Hall == hall })
}

// placed refuses a hall that is not there for the token.
func (a *API) placed(ctx context.Context, hall string) error {
	r, d, err := a.tree(ctx)
	if err != nil {
		return err
	}
	if !r.has(hall) || !has(d, hall) {
		return unknownHall(hall)
	}
	return nil
}

// mayPut refuses a place that lies outside of the token's part of the network, or would.
func (a *API) mayPut(ctx context.Context, hall, parent string) error {
	r, d, err := a.tree(ctx)
	if err != nil || r.all() {
		return err
	}
	// Of a hall outside nothing is told but that its code cannot be had. One that was
	// taken out of the network lies outside too: whoever puts it in sees what it has told.
	known, err := a.centre.Known(ctx, hall)
	if err != nil {
		return err
	}
	if (known || has(d, hall)) && !r.strictly(hall) || !r.has(parent) {
		return refuse(http.StatusForbidden, wire.CodeForbidden, "this token puts halls only under "+r.root, "give a hall of it as parent, and a code that is not in use")
	}
	return nil
}

// mayRemove refuses a hall that is not there for the token, or to which it is restricted
// itself.
func (a *API) mayRemove(ctx context.Context, hall string) error {
	if err := a.placed(ctx, hall); err != nil {
		return err
	}
	if hall == tokenOf(ctx).Below {
		return refuse(http.StatusForbidden, wire.CodeForbidden, "this token is for "+hall+" and cannot take it away", "ask an administrator of the whole network")
	}
	return nil
}

// network lists the halls in the order of the district, which is that of the tree.
func (a *API) network(ctx context.Context, _ *struct{}) (*answer[form.Network], error) {
	places, err := a.centre.Places(ctx)
	if err != nil {
		return nil, err
	}
	enrolled, err := a.centre.Enrolled(ctx)
	if err != nil {
		return nil, err
	}
	placed := make(map[string]network.Place, len(places))
	for _, p := range places {
		placed[p.Hall] = p
	}
	keys := make(map[string]*form.HallKey, len(enrolled))
	for _, e := range enrolled {
		keys[e.Hall] = &form.HallKey{Machine: e.Name, Since: e.At}
	}
	r, d, err := a.tree(ctx)
	if err != nil {
		return nil, err
	}
	list := form.Network{Halls: []form.NetworkHall{}}
	add := func(row wire.HallRow) {
		if !r.has(row.Hall) {
			return
		}
		p, ok := placed[row.Hall]
		if !ok {
			p = network.Place{Hall: row.Hall, Name: row.Name, Level: row.Level}
		}
		if row.Hall == r.root {
			p.Parent = ""
		}
		list.Halls = append(list.Halls, form.NetworkHall{
			Place: p, Placed: ok, Key: keys[row.Hall], Standing: cmp.Or(row.Standing, wire.HallNever), Heard: row.Heard, Behind: row.Behind,
			Version: row.Version, Why: row.Why, Parts: row.Parts,
		})
		delete(placed, row.Hall)
		delete(keys, row.Hall)
	}
	for _, row := range d.Halls {
		add(row)
	}
	// Those that the district has not told of yet.
	for _, e := range enrolled {
		if _, left := keys[e.Hall]; left {
			add(wire.HallRow{Hall: e.Hall})
		}
	}
	return &answer[form.Network]{list}, nil
}
