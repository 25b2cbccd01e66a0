package central

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"onewindow/assets"
	"onewindow/central/network"
	"onewindow/central/store"
	"onewindow/wire"
)

// Tree is the network of halls as its places say.
func (c *Centre) Tree() network.Tree { return c.board.network() }

// Places are the halls of the network, each before those under it. Errors are
// *wire.Error.
func (c *Centre) Places(ctx context.Context) ([]network.Place, error) {
	all, err := c.archive.Places(ctx)
	if err != nil {
		return nil, c.storage("read the network", err)
	}
	t, err := network.NewTree(all)
	if err != nil {
		return nil, c.storage("read the network", err)
	}
	return t.Places(), nil
}

// PutPlaces puts halls into the tree, or moves them, all or none. Errors are
// *wire.Error: wire.CodeBadRequest names the hall that does not fit, wire.CodeStorage.
func (c *Centre) PutPlaces(ctx context.Context, places ...network.Place) error {
	if err := c.archive.PutPlaces(ctx, places...); err != nil {
		return c.storage("change the network", err)
	}
	c.keeper.change()
	c.refreshed(ctx)
	return nil
}

// Known reports whether a hall has a place or a key, or has ever told the centre
// anything. Errors are *wire.Error.
func (c *Centre) Known(ctx context.Context, hall string) (bool, error) {
	if _, ok := c.halls.State(hall); ok {
		return true, nil
	}
	places, err := c.archive.Places(ctx)
	if err != nil {
		return false, c.storage("read the network", err)
	}
	if slices.ContainsFunc(places, func(p network.Place) bool { return p.Hall == hall }) {
		return true, nil
	}
	all, err := c.archive.Halls(ctx)
	if err != nil {
		return false, c.storage("read the halls", err)
	}
	return slices.ContainsFunc(all, func(h store.HallState) bool { return h.Hall == hall }), nil
}

// RemovePlace takes a hall out of the tree. It is refused while halls lie under it, or
// a machine speaks for it. What the hall has told is kept. Errors are *wire.Error.
func (c *Centre) RemovePlace(ctx context.Context, hall string) error {
	if err := c.refresh(ctx); err != nil {
		return c.storage("read the network", err)
	}
	if _, ok := c.board.network().Place(hall); !ok {
		return unknownHall(hall)
	}
	if err := c.archive.RemovePlace(ctx, hall); err != nil {
		return c.storage("change the network", err)
	}
	c.keeper.change()
	c.refreshed(ctx)
	c.board.compose(time.Now()) // whoever asks next finds it gone
	return nil
}

// PackagedPlaces are the halls of Longgang, which come with the program.
func PackagedPlaces() ([]network.Place, error) {
	b, err := assets.Catalogue(assets.Halls)
	if err != nil {
		return nil, fmt.Errorf("central: %w", err)
	}
	return ReadPlaces(b)
}

// ReadPlaces reads a list of halls as JSON: {"halls": [{"id": …, "name": …, "level": …,
// "parent": …, "street": …}]}, as assets/catalogue/halls.json has it, or a list of
// network.Place. Fields that are not of a place are passed over. Errors are *wire.Error
// with wire.CodeBadRequest; whether the halls make a tree is not looked at.
func ReadPlaces(b []byte) ([]network.Place, error) {
	type entry struct {
		network.Place
		ID string `json:"id"`
	}
	var list []entry
	var file struct {
		Halls []entry `json:"halls"`
	}
	err := json.Unmarshal(b, &file)
	if list = file.Halls; err != nil {
		err = json.Unmarshal(b, &list)
	}
	if err != nil {
		return nil, &wire.Error{Code: wire.CodeBadRequest, Msg: "not a list of halls: " + err.Error(), Hint: `it is {"halls": [{"id": "LG-PH", "name": {"zh-Hans": "…"}, "level": "street", "parent": "LG-00"}]}`}
	}
	if len(list) == 0 {
		return nil, &wire.Error{Code: wire.CodeBadRequest, Msg: "the list has no halls", Hint: "see docs/centre.md"}
	}
	places := make([]network.Place, len(list))
	for i, e := range list {
		places[i] = e.Place
		if e.ID != "" {
			places[i].Hall = e.ID
		}
	}
	return places, nil
}
