package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// Of the network's keys there are three files: the one in force, one that waits to
// take its place, and, after it has, the one before, by which people who drew their
// numbers earlier are still found. Each is written whole; a change is one renaming.
const (
	networkFile = "network.key"
	waitingFile = "network.next"
	formerFile  = "network.former"
)

// IdentityKey is a key under which people are recognised.
type IdentityKey struct {
	// ID names it without telling anything about it.
	ID string `json:"id"`
	// Key has 32 bytes. The caller may keep it in memory but writes it nowhere.
	Key []byte `json:"key"`
	// Day is the business day on which the key came; empty for the hall's own.
	Day string `json:"day,omitempty"`
}

// Format hides the key from every log, error and %v that holds one by mistake.
func (i IdentityKey) Format(f fmt.State, _ rune) { _, _ = fmt.Fprintf(f, "[key %q]", i.ID) }

func (i IdentityKey) clone() *IdentityKey { i.Key = slices.Clone(i.Key); return &i }

// openNetwork reads the network's keys, if there are any.
func (k *Keys) openNetwork() (err error) {
	if k.network, err = k.readNetwork(networkFile); err != nil {
		return err
	}
	if k.waiting, err = k.readNetwork(waitingFile); err != nil {
		return err
	}
	if k.former, err = k.readNetwork(formerFile); err != nil {
		return err
	}
	if k.former != nil && k.former.ID == k.inForce().ID {
		// A change was cut off between its two steps; the key still waits.
		return k.dropFormer()
	}
	return nil
}

func (k *Keys) readNetwork(name string) (*IdentityKey, error) {
	path := filepath.Join(k.dir, name)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var i IdentityKey
	if json.Unmarshal(b, &i) != nil || i.ID == "" || len(i.Key) != keySize {
		return nil, badKey("%s is not a key of the network", path)
	}
	return &i, nil
}

func (k *Keys) writeNetwork(name string, i IdentityKey) error {
	b, err := json.Marshal(i)
	if err != nil {
		return err
	}
	return writeWhole(filepath.Join(k.dir, name), append(b, '\n'))
}

// inForce is the key in force; the caller holds mu.
func (k *Keys) inForce() IdentityKey {
	if k.network != nil {
		return *k.network
	}
	return IdentityKey{ID: k.identityID, Key: k.identity}
}

// Identities returns the key under which people are recognised, the hall's own until
// it has a network's; and, while one key takes the place of another, the other one:
// that which waits, or, after the change, the one before. other is nil otherwise.
func (k *Keys) Identities() (inForce IdentityKey, other *IdentityKey) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case k.waiting != nil:
		other = k.waiting.clone()
	case k.former != nil:
		other = k.former.clone()
	}
	return *k.inForce().clone(), other
}

// Networked reports whether the key in force is a network's.
func (k *Keys) Networked() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.network != nil
}

// Waiting is the network's key that waits to be in force; nil if none does.
func (k *Keys) Waiting() *IdentityKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.waiting == nil {
		return nil
	}
	return k.waiting.clone()
}

// Former is the key that was in force before, while it is still kept; nil otherwise.
func (k *Keys) Former() *IdentityKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.former == nil {
		return nil
	}
	return k.former.clone()
}

// TakeNetwork keeps the network's key durably; it waits to be in force until
// ChangeIdentity. A key that waits already gives way to it, and the key that is in
// force ends the waiting of any other. The error is ErrInvalid for what is no key, or
// another key under the id of one that is here, and else as of OpenKeys.
func (k *Keys) TakeNetwork(i IdentityKey) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return classify("take the network's key", k.takeNetwork(i))
}

func (k *Keys) takeNetwork(i IdentityKey) error {
	if i.ID == "" || len(i.ID) > 64 || len(i.Key) != keySize {
		return ErrInvalid.detailf("a key of the network has an id, and %d bytes and not %d", keySize, len(i.Key))
	}
	now := k.inForce()
	for _, has := range []*IdentityKey{&now, k.waiting, k.former} {
		if has != nil && has.ID == i.ID && !bytes.Equal(has.Key, i.Key) {
			return ErrInvalid.detailf("the network's key %s is here with another secret", i.ID)
		}
	}
	switch {
	case now.ID == i.ID:
		k.waiting = nil
		return destroyKey(filepath.Join(k.dir, waitingFile))
	case k.waiting != nil && k.waiting.ID == i.ID:
		return nil
	}
	if err := k.writeNetwork(waitingFile, i); err != nil {
		return err
	}
	k.waiting = i.clone()
	return nil
}

// ChangeIdentity puts the waiting key in force, durably. The one before stays, for
// looking people up, until ForgetFormer. The caller sees to it that at most one key
// besides the new one is still needed. The error is ErrInvalid if none waits, and else
// as of OpenKeys.
func (k *Keys) ChangeIdentity() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return classify("change the network's key", k.changeIdentity())
}

func (k *Keys) changeIdentity() error {
	if k.waiting == nil {
		return ErrInvalid.detailf("no key waits")
	}
	former := k.inForce()
	if err := k.writeNetwork(formerFile, former); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(k.dir, waitingFile), filepath.Join(k.dir, networkFile)); err != nil {
		return err
	}
	k.network, k.waiting, k.former = k.waiting, nil, former.clone()
	return syncDir(k.dir)
}

// ForgetFormer destroys the key that was in force before, durably. The hall's own key
// stays where it always was. Without one it does nothing.
func (k *Keys) ForgetFormer() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return classify("forget the key before", k.dropFormer())
}

func (k *Keys) dropFormer() error {
	if k.former == nil {
		return nil
	}
	k.former = nil
	return destroyKey(filepath.Join(k.dir, formerFile))
}
