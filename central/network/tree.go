package network

import (
	"fmt"
	"slices"
	"strings"

	"onewindow/queue"
	"onewindow/wire"
)

// Tree is the network of halls by its places. The zero value has none. It does not
// change once it is made, and may be used by several goroutines.
type Tree struct {
	places map[string]Place
	order  []string
}

// over says under which levels a hall of each level may lie, besides being a root.
var over = map[queue.Level][]queue.Level{
	queue.LevelDistrict:  {},
	queue.LevelStreet:    {queue.LevelDistrict},
	queue.LevelPark:      {queue.LevelDistrict},
	queue.LevelCommunity: {queue.LevelStreet, queue.LevelDistrict},
}

// maxName bounds a place's names in all languages together, in bytes.
const maxName = 600

// NewTree makes the tree of those places, in any order. What is no tree is an error
// (*wire.Error with CodeBadRequest) that names the hall: a malformed code, one that is
// there twice, a hall without a name or with a level that there is not, one that lies
// under a hall that is not there, under one of a level at which none lies over it, or
// under itself by whatever way.
func NewTree(places []Place) (Tree, error) {
	t := Tree{places: make(map[string]Place, len(places))}
	for _, p := range places {
		if err := p.check(); err != nil {
			return Tree{}, err
		}
		if _, twice := t.places[p.Hall]; twice {
			return Tree{}, bad(p.Hall, "it is there twice")
		}
		t.places[p.Hall] = p
	}
	children := map[string][]string{}
	for _, p := range places {
		if err := t.hangs(p); err != nil {
			return Tree{}, err
		}
		children[p.Parent] = append(children[p.Parent], p.Hall)
	}
	var walk func(above string)
	walk = func(above string) {
		slices.Sort(children[above])
		for _, hall := range children[above] {
			t.order = append(t.order, hall)
			walk(hall)
		}
	}
	walk("")
	return t, nil
}

// hangs reports what is wrong with where a place lies.
func (t Tree) hangs(p Place) error {
	if p.Parent == "" {
		return nil
	}
	above, ok := t.places[p.Parent]
	if !ok {
		return bad(p.Hall, "the hall above it, %q, is not in the network", p.Parent)
	}
	for at, steps := above, 0; at.Hall != "" && steps < len(t.places); at, steps = t.places[at.Parent], steps+1 {
		if at.Hall == p.Hall {
			return bad(p.Hall, "the halls above it lead back to it")
		}
	}
	if !slices.Contains(over[p.Level], above.Level) {
		return bad(p.Hall, "a hall of level %s cannot lie under %q, which is of level %s", p.Level, above.Hall, above.Level)
	}
	return nil
}

func (p *Place) check() error {
	switch {
	case !wire.ValidToken(p.Hall):
		return bad(p.Hall, "a hall's code is 1 to 64 of [A-Za-z0-9-]")
	case strings.TrimSpace(p.Name.ZhHans) == "":
		return bad(p.Hall, "a hall has a name in zh-Hans")
	case size(p.Name) > maxName || size(p.Street) > maxName:
		return bad(p.Hall, "its names are longer than %d bytes", maxName)
	case over[p.Level] == nil:
		return bad(p.Hall, "level %q is none of district, street, community and park", p.Level)
	}
	return nil
}

func size(t queue.Text) int { return len(t.ZhHans) + len(t.ZhHant) + len(t.En) }

func bad(hall, format string, args ...any) error {
	return &wire.Error{Code: wire.CodeBadRequest, Msg: fmt.Sprintf("hall %q: "+format, append([]any{hall}, args...)...),
		Hint: "nothing was changed; correct the list of halls", Params: map[string]string{"hall": hall}}
}

// Len is how many places there are.
func (t Tree) Len() int { return len(t.order) }

// Place is a hall's; ok is false if it has none.
func (t Tree) Place(hall string) (p Place, ok bool) {
	p, ok = t.places[hall]
	return p, ok
}

// Places are all of them, each hall before those under it, and those under one hall
// by their codes.
func (t Tree) Places() []Place {
	all := make([]Place, len(t.order))
	for i, hall := range t.order {
		all[i] = t.places[hall]
	}
	return all
}

// Above are the hall and those above it, the nearest first; none if it has no place.
func (t Tree) Above(hall string) (all []string) {
	for p, ok := t.places[hall]; ok; p, ok = t.places[p.Parent] {
		all = append(all, p.Hall)
	}
	return all
}

// distance is how many steps up from the hall root is; -1 if it is not above.
func (t Tree) distance(root, hall string) int { return slices.Index(t.Above(hall), root) }

// Street is in which the hall lies: as its own place says, or else as that of the
// nearest hall above which says it; empty if none does.
func (t Tree) Street(hall string) queue.Text {
	for _, h := range t.Above(hall) {
		if p := t.places[h]; !p.Street.Empty() {
			return p.Street
		}
	}
	return queue.Text{}
}

// Near reports whether two halls lie in one street. A hall is not near itself.
func (t Tree) Near(a, b string) bool {
	if a == b {
		return false
	}
	s, o := t.Street(a), t.Street(b)
	return !s.Empty() && s.ZhHans == o.ZhHans && (s.ZhHans != "" || s == o)
}
