package central

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

// wish is what the centre wants of a hall: of each part the publication that prevails
// there. What it names is what the hall runs.
type wish map[queue.Part]network.Publication

// parts are the publications as the hall is told of them, in the order in which they are
// taken; the bodies of those that it has are left out.
func (w wish) parts(have []wire.PartState) []wire.DesiredPart {
	list := []wire.DesiredPart{}
	for _, part := range queue.Parts {
		p, ok := w[part]
		if !ok {
			continue
		}
		d := wire.DesiredPart{Part: part, Version: p.Version, Hash: p.Hash, Body: p.Body}
		if h := stateOf(have, part); runs(h, p) {
			d.Body = nil
		}
		list = append(list, d)
	}
	return list
}

// beside is how the hall stands with each part, as it has said, with what is wanted of
// it.
func (w wish) beside(have []wire.PartState) (list []wire.PartState) {
	for _, part := range queue.Parts {
		h := stateOf(have, part)
		if h.Wanted = w[part].Version; h != (wire.PartState{Part: part}) || have != nil {
			list = append(list, h)
		}
	}
	return list
}

// astray counts the parts of which the hall runs something else than is wanted. refused
// says that it could not take what is wanted of one at least, code why.
func (w wish) astray(have []wire.PartState) (n int, refused bool, code string) {
	for _, part := range queue.Parts {
		p, wanted := w[part]
		h := stateOf(have, part)
		if !wanted || runs(h, p) {
			continue
		}
		n++
		if h.Refused == p.Version && h.Why != nil && !refused {
			refused, code = true, h.Why.Code
		}
	}
	return n, refused, code
}

// differs reports whether something else is wanted than by the other.
func (w wish) differs(other wish) bool {
	for _, part := range queue.Parts {
		if w[part].Version != other[part].Version || w[part].Hash != other[part].Hash {
			return true
		}
	}
	return false
}

func stateOf(have []wire.PartState, part queue.Part) wire.PartState {
	for _, h := range have {
		if h.Part == part {
			return h
		}
	}
	return wire.PartState{Part: part}
}

func runs(h wire.PartState, p network.Publication) bool {
	return h.Version == p.Version && h.Hash == p.Hash
}

const (
	// maxWhy bounds, in bytes, each thing that a hall says of a refusal.
	maxWhy = 600
	// maxParams is how many params of it are kept.
	maxParams = 8
)

// plain is what a hall says of its parts as it may be shown to anybody: short, and
// without characters that move a cursor. What only the centre knows it cannot say.
func plain(have []wire.PartState) []wire.PartState {
	list := make([]wire.PartState, len(have))
	for i, h := range have {
		h.Wanted = 0
		h.Hash = short(h.Hash)
		if h.Why != nil {
			why := &wire.Error{Code: short(h.Why.Code), Msg: short(h.Why.Msg), Hint: short(h.Why.Hint)}
			for _, k := range slices.Sorted(maps.Keys(h.Why.Params))[:min(maxParams, len(h.Why.Params))] {
				if why.Params == nil {
					why.Params = map[string]string{}
				}
				why.Params[short(k)] = short(h.Why.Params[k])
			}
			h.Why = why
		}
		list[i] = h
	}
	return list
}

// short is a text of at most maxWhy bytes on one line.
func short(text string) string {
	text = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	if len(text) > maxWhy {
		text = strings.ToValidUTF8(text[:maxWhy-3], "") + "…"
	}
	return text
}

// changed are the halls of which something else is wanted now than before.
func changed(all []string, old, now []network.Publication, was, is network.Tree) (list []string) {
	for _, hall := range all {
		if wish(network.Choose(now, is, hall)).differs(network.Choose(old, was, hall)) {
			list = append(list, hall)
		}
	}
	return list
}
