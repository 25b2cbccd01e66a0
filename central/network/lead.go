package network

import (
	"maps"
	"slices"
)

// Lead is what a keepsake knows that an older database does not.
type Lead struct {
	// Revoked are halls for which a machine may speak again that was cut since; Joined
	// are those whose machine is unknown, because it joined since. A hall whose machine
	// was replaced is in both.
	Revoked, Joined []string
	// Placed are halls that were put into the tree or changed there since, Removed those
	// that were taken out.
	Placed, Removed []string
	// Publications are versions that were published since.
	Publications []uint64
	// Made and Ended are ids of tokens that were made and ended since.
	Made, Ended []string
	// OtherKey: the network's key is another one.
	OtherKey bool
}

// Lead is what k knows that the older one, a database, does not; ok is false if that is
// not older, which then knows all that k does. Keys are never forgotten, versions only
// rise, and so does the revision, so that none of them can be ahead of a database
// otherwise.
func (k *Keepsake) Lead(older *Keepsake) (l Lead, ok bool) {
	ok = k.Revision > older.Revision
	live, there := older.Live(), make(map[string]bool, len(older.Keys))
	for _, e := range older.Keys {
		there[e.Key] = true
	}
	for _, e := range k.Keys {
		switch {
		case !e.Revoked.IsZero() && live[e.Hall] == e.Key:
			l.Revoked = append(l.Revoked, e.Hall)
		case there[e.Key]:
			continue
		case e.Revoked.IsZero():
			l.Joined = append(l.Joined, e.Hall)
		}
		ok = true
	}
	newest := uint64(0)
	for _, p := range older.Publications {
		newest = max(newest, p.Version)
	}
	for _, p := range k.Publications {
		if p.Version > newest {
			l.Publications, ok = append(l.Publications, p.Version), true
		}
	}
	if !ok {
		return Lead{}, false
	}
	l.Placed, l.Removed = differ(placesOf(k), placesOf(older))
	l.Made, l.Ended = differ(tokensOf(k), tokensOf(older))
	l.OtherKey = k.Key.ID != older.Key.ID && k.Key.ID != "" && older.Key.ID != ""
	for _, list := range [][]string{l.Revoked, l.Joined} {
		slices.Sort(list)
	}
	slices.Sort(l.Publications)
	return l, true
}

func placesOf(k *Keepsake) map[string]Place {
	all := make(map[string]Place, len(k.Places))
	for _, p := range k.Places {
		all[p.Hall] = p
	}
	return all
}

func tokensOf(k *Keepsake) map[string]string {
	all := make(map[string]string, len(k.Tokens))
	for _, t := range k.Tokens {
		all[t.ID] = string(t.Hash)
	}
	return all
}

// differ are the names of what is in one and not so in the other, and of what is only
// in the other, in their order.
func differ[V comparable](one, other map[string]V) (changed, gone []string) {
	for _, name := range slices.Sorted(maps.Keys(one)) {
		if v, ok := other[name]; !ok || v != one[name] {
			changed = append(changed, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(other)) {
		if _, ok := one[name]; !ok {
			gone = append(gone, name)
		}
	}
	return changed, gone
}
