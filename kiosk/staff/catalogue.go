package staff

import (
	"context"
	"slices"

	"onewindow/kiosk/search"
	"onewindow/queue"
	"onewindow/wire"
)

// Catalogue is the hall's catalogue as a screen keeps it: fetched when it is
// needed, and again when the hall has another one. The zero value is empty.
type Catalogue struct {
	hash   string
	themes []queue.Theme
	items  []queue.Item
	index  *search.Index
	inUse  string // the hash that the hall announced last
}

// setHash takes the hash of the catalogue in force, from the hall's state.
func (c *Catalogue) setHash(hash string) { c.inUse = hash }

// fresh reports whether the catalogue here is the one in force.
func (c *Catalogue) fresh() bool { return c.index != nil && (c.inUse == "" || c.inUse == c.hash) }

// take keeps what was fetched; nil keeps what is here.
func (c *Catalogue) take(r *wire.CatalogueReply) {
	if r == nil {
		return
	}
	*c = Catalogue{hash: r.Hash, themes: r.Themes, items: r.Items, index: search.New(r.Items), inUse: c.inUse}
}

// fetchUnless asks for the catalogue within another request, unless the one here
// is fresh. It returns nil then, and if there is no answer: codes stand for names.
func fetchUnless(ctx context.Context, fresh bool, desk Desk) *wire.CatalogueReply {
	if fresh {
		return nil
	}
	r, err := desk.Catalogue(ctx)
	if err != nil {
		return nil
	}
	return &r
}

// Items are the items of a theme, of all themes if it is empty, in the
// catalogue's order.
func (c *Catalogue) Items(theme string) []queue.Item {
	if theme == "" {
		return c.items
	}
	var out []queue.Item
	for _, it := range c.items {
		if it.Theme == theme {
			out = append(out, it)
		}
	}
	return out
}

// Item is the item of a code; ok is false if there is none.
func (c *Catalogue) Item(code string) (it queue.Item, ok bool) {
	if i := slices.IndexFunc(c.items, func(it queue.Item) bool { return it.Code == code }); i >= 0 {
		return c.items[i], true
	}
	return queue.Item{}, false
}

// find are the items that fit what was typed, those of a theme first.
func (c *Catalogue) find(text, theme string) []queue.Item {
	if c.index == nil {
		return nil
	}
	found := c.index.Find(text)
	slices.SortStableFunc(found, func(a, b queue.Item) int {
		switch mine, other := a.Theme == theme, b.Theme == theme; {
		case mine == other || theme == "":
			return 0
		case mine:
			return -1
		}
		return 1
	})
	return found
}
