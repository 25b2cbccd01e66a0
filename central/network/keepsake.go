package network

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

// KeepsakeVersion is the form of a Keepsake that this release reads and writes.
const KeepsakeVersion = 1

// Keepsake is what the centre knows of the network and no hall could tell it again, so
// that a centre that has lost its database is a centre again: the halls give back the
// rest. It holds the network's key, which is a secret. Invitations, claims and deeds are
// not in it.
type Keepsake struct {
	V int `json:"v"`
	// Revision counts the changes of what is in it, over the whole life of the network.
	Revision uint64 `json:"revision"`
	// Key is the network's; zero if none was made yet.
	Key    wire.NetworkKey `json:"key,omitzero"`
	Places []Place         `json:"places,omitempty"`
	// Keys are all that ever spoke for a hall.
	Keys []KeptKey `json:"keys,omitempty"`
	// Publications are the newest one of each part and target, those included that
	// withdraw.
	Publications []KeptPublication `json:"publications,omitempty"`
	Tokens       []KeptToken       `json:"tokens,omitempty"`
}

// KeptKey is the public key of a hall's machine.
type KeptKey struct {
	Hall string    `json:"hall"`
	Key  string    `json:"key"`
	Name string    `json:"name,omitempty"`
	At   time.Time `json:"at"`
	// Revoked is since when it is good no more; zero for the one that speaks for the hall.
	Revoked time.Time `json:"revoked,omitzero"`
}

// KeptPublication is a publication whose body keeps every byte, because of its hash.
type KeptPublication struct {
	Publication
	Body []byte `json:"body,omitempty"`
}

// KeptToken is a token with the hash by which its secret is known; when it was used
// last is not kept.
type KeptToken struct {
	Token
	Hash []byte `json:"hash"`
}

// ErrNewerKeepsake is in the chain of ReadKeepsake's error where a newer release has
// written it.
var ErrNewerKeepsake = errors.New("a newer release has written it")

// ReadKeepsake reads one from JSON, and checks it.
func ReadKeepsake(b []byte) (Keepsake, error) {
	var form struct {
		V int `json:"v"`
	}
	if err := json.Unmarshal(b, &form); err != nil {
		return Keepsake{}, fmt.Errorf("it cannot be read: %w", err)
	}
	switch {
	case form.V > KeepsakeVersion:
		return Keepsake{}, fmt.Errorf("%w: its version is %d, this release knows %d", ErrNewerKeepsake, form.V, KeepsakeVersion)
	case form.V < 1:
		return Keepsake{}, errors.New("it has no version, so it is not a network that a centre has kept")
	}
	var k Keepsake
	if err := json.Unmarshal(b, &k); err != nil {
		return Keepsake{}, fmt.Errorf("it cannot be read: %w", err)
	}
	return k, k.Check()
}

// keySize is the length of the network's key in bytes.
const keySize = 32

// Check reports what a centre could not work with: places that are no tree, two keys of
// one hall at a time, a publication that is not what its hash says, and the like.
func (k *Keepsake) Check() error {
	if (k.Key.ID == "") != (len(k.Key.Key) == 0) || k.Key.ID != "" && len(k.Key.Key) != keySize {
		return errors.New("the network's key in it is not whole")
	}
	if _, err := NewTree(k.Places); err != nil {
		return fmt.Errorf("its places: %w", err)
	}
	if err := checkKeys(k.Keys); err != nil {
		return err
	}
	if err := checkPublications(k.Publications); err != nil {
		return err
	}
	ids := map[string]bool{}
	for _, t := range k.Tokens {
		if t.ID == "" || ids[t.ID] || len(t.Hash) != sha256.Size {
			return fmt.Errorf("its token %q is not whole, or is there twice", t.ID)
		}
		ids[t.ID] = true
	}
	return nil
}

func checkKeys(keys []KeptKey) error {
	seen, speaks := map[string]bool{}, map[string]bool{}
	for _, e := range keys {
		live := e.Revoked.IsZero()
		if !wire.ValidToken(e.Hall) || e.Key == "" || seen[e.Key] || live && speaks[e.Hall] {
			return fmt.Errorf("its key %q of hall %q is not whole, or is there twice", e.Key, e.Hall)
		}
		seen[e.Key] = true
		speaks[e.Hall] = speaks[e.Hall] || live
	}
	return nil
}

func checkPublications(pubs []KeptPublication) error {
	versions := map[uint64]bool{}
	for _, p := range pubs {
		if p.Version == 0 || p.Version >= 1<<62 || versions[p.Version] || p.Target == "" || !slices.Contains(queue.Parts, p.Part) || wire.PartHash(p.Body) != p.Hash {
			return fmt.Errorf("its publication %d is not whole, or is there twice", p.Version)
		}
		versions[p.Version] = true
	}
	return nil
}

// Blank reports whether there is no network in it: neither places, nor keys of halls,
// nor publications.
func (k *Keepsake) Blank() bool {
	return len(k.Places) == 0 && len(k.Keys) == 0 && len(k.Publications) == 0
}

// Live are the keys that speak for a hall, by the hall.
func (k *Keepsake) Live() map[string]string {
	live := make(map[string]string, len(k.Keys))
	for _, e := range k.Keys {
		if e.Revoked.IsZero() {
			live[e.Hall] = e.Key
		}
	}
	return live
}
