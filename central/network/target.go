package network

import (
	"bytes"
	"slices"
	"strings"

	"onewindow/queue"
	"onewindow/wire"
)

// OfLevel is the target of all halls of a level.
func OfLevel(l queue.Level) Target { return Target("level:" + l) }

// OfBelow is the target of a hall and all under it.
func OfBelow(hall string) Target { return Target("below:" + hall) }

// OfHall is the target of one hall.
func OfHall(hall string) Target { return Target("hall:" + hall) }

// Check reports what is no target, or names a hall that is not in the tree
// (*wire.Error with CodeBadRequest).
func (t Target) Check(tree Tree) error {
	no := func(msg string) error {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: "target " + string(t) + ": " + msg, Hint: `it is "all", "level:street", "below:LG-PH" or "hall:LG-PH-09"`}
	}
	kind, name := t.split()
	switch kind {
	case "all":
		if t != All {
			return no("all halls are just all")
		}
	case "level":
		if over[queue.Level(name)] == nil {
			return no("there is no such level; there are district, street, community and park")
		}
	case "below", "hall":
		if _, ok := tree.Place(name); !ok {
			return no("there is no such hall in the network")
		}
	default:
		return no("is none")
	}
	return nil
}

func (t Target) split() (kind, name string) {
	kind, name, _ = strings.Cut(string(t), ":")
	return kind, name
}

// width is how wide the target is for a hall that it means: the smaller prevails. It
// is -1 for others.
func (t Target) width(tree Tree, hall string) int {
	kind, name := t.split()
	switch {
	case kind == "hall" && name == hall:
		return 0
	case kind == "below" && name != "":
		if steps := tree.distance(name, hall); steps >= 0 {
			return 1 + steps
		}
	case kind == "level":
		if p, ok := tree.Place(hall); ok && string(p.Level) == name {
			return tree.Len() + 1
		}
	case t == All:
		return tree.Len() + 2
	}
	return -1
}

// Withdraws reports whether the publication says that nothing is wanted of its target
// any more, so that the next wider one counts there again.
func (p *Publication) Withdraws() bool {
	body := bytes.TrimSpace(p.Body)
	return p.Bytes == 0 && (len(body) == 0 || string(body) == "null")
}

// Choose is what the centre wants of a hall: of each part the publication that
// prevails, as Target says; none where none is for it. The publications may be in any
// order.
func Choose(pubs []Publication, tree Tree, hall string) map[queue.Part]Publication {
	type place struct {
		part   queue.Part
		target Target
	}
	newest := map[place]Publication{}
	for _, p := range pubs {
		at := place{p.Part, p.Target}
		if have, ok := newest[at]; !ok || have.Version < p.Version {
			newest[at] = p
		}
	}
	chosen := map[queue.Part]Publication{}
	for at, p := range newest {
		width := at.target.width(tree, hall)
		if width < 0 || p.Withdraws() {
			continue
		}
		// No two targets that mean a hall are equally wide for it, so that nothing depends
		// on the order of the map.
		if have, ok := chosen[at.part]; !ok || width < have.Target.width(tree, hall) {
			chosen[at.part] = p
		}
	}
	return chosen
}

// Validate reports what is no publication (*wire.Error with CodeBadRequest): a part
// that there is not, or a target that is none. What stands in the body is the halls'
// to judge.
func (p *Publication) Validate(tree Tree) error {
	if !slices.Contains(queue.Parts, p.Part) {
		return &wire.Error{Code: wire.CodeBadRequest, Msg: "there is no part " + string(p.Part), Hint: "the parts are catalogue, calendar and rules"}
	}
	return p.Target.Check(tree)
}
