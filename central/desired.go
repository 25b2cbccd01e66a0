package central

import (
	"onewindow/central/network"
	"onewindow/queue"
	"onewindow/wire"
)

// parts are the publications for a hall as it is told of them, in the order in which
// they are taken; the bodies of those that it has are left out.
func parts(want map[queue.Part]network.Publication, have []wire.PartState) []wire.DesiredPart {
	list := []wire.DesiredPart{}
	for _, part := range queue.Parts {
		p, ok := want[part]
		if !ok {
			continue
		}
		d := wire.DesiredPart{Part: part, Version: p.Version, Hash: p.Hash, Body: p.Body}
		for _, h := range have {
			if h.Part == part && h.Version == p.Version && h.Hash == p.Hash {
				d.Body = nil
			}
		}
		list = append(list, d)
	}
	return list
}

// changed are the halls of which something else is wanted now than before.
func changed(all []string, old, now []network.Publication, was, is network.Tree) (list []string) {
	for _, hall := range all {
		a, b := network.Choose(old, was, hall), network.Choose(now, is, hall)
		for _, part := range queue.Parts {
			if a[part].Version != b[part].Version {
				list = append(list, hall)
				break
			}
		}
	}
	return list
}
