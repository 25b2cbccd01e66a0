package central

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"onewindow/central/halls"
	"onewindow/central/network"
	"onewindow/central/store"
	"onewindow/trust"
)

// KeepsakeFile is the file in the data folder with what halls could not give again. It
// holds the network's key, and may be read by the centre's user only.
const KeepsakeFile = "network.json"

// ErrKeepsake is in the chain of Open's error where the database has no network, and
// the file that should give it back cannot be used. The file is left as it is.
var ErrKeepsake = errors.New("the network cannot be put back")

// vault is the store as the keeper uses it.
type vault interface {
	Keepsake(ctx context.Context) (network.Keepsake, error)
	Recover(ctx context.Context, k network.Keepsake, d network.Deed) error
}

// keeper keeps the network in a file beside the database. Its methods but change are
// called by one goroutine at a time.
type keeper struct {
	vault vault
	path  string
	db    string // the database's address, whose password no log has
	log   *slog.Logger
	// wake is told of changes; one that waits already stands for all.
	wake chan struct{}
	// seen is the file as it was read or written last; nil if it was not there.
	seen []byte
	// keyed is told which key the network has.
	keyed func(network.Keepsake)
}

func newKeeper(set Settings, v vault, keyed func(network.Keepsake)) *keeper {
	return &keeper{vault: v, path: filepath.Join(set.Data, KeepsakeFile), db: set.DB, log: set.Log, wake: make(chan struct{}, 1), keyed: keyed}
}

// change says that something has changed; it returns at once.
func (k *keeper) change() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// begin looks at the file before anything writes it: it puts the network back into a
// database that has none, unless it should not; it tells what it knows that an older
// database does not; and what it cannot use, or would lose, it sets aside.
func (k *keeper) begin(ctx context.Context, not bool) error {
	have, err := k.vault.Keepsake(ctx)
	if err != nil {
		return k.stored(err)
	}
	b, err := os.ReadFile(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var file network.Keepsake
	if err == nil {
		file, err = network.ReadKeepsake(b)
	}
	if err != nil {
		if have.Blank() && !not {
			return fmt.Errorf("central: %w: %s: %w", ErrKeepsake, k.path, err)
		}
		return k.aside("the file cannot be used, and the database does not need it", "err", err)
	}
	k.seen = b
	// Of a network that nobody has begun only a key that the database lacks is worth it.
	if have.Blank() && (!file.Blank() || have.Key.ID == "") {
		if not {
			return k.aside("the network in it was not put back, as it was said; the centre begins a new one")
		}
		again, err := k.recover(ctx, file)
		if err == nil || !errors.Is(err, store.ErrNotBlank) {
			return err
		}
		have = again
	}
	if l, ok := file.Lead(&have); ok && !same(l) {
		return k.aside("the database is older than the file: was a copy put back? What was done since is not in force; see docs/centre.md",
			"alive_again", l.Revoked, "unknown", l.Joined, "places_changed_since", l.Placed, "places_removed_since", l.Removed,
			"publications_since", l.Publications, "tokens_made_since", l.Made, "tokens_alive_again", l.Ended, "other_key", l.OtherKey)
	}
	return nil
}

// same reports that there is nothing in it: only the count is another one.
func same(l network.Lead) bool {
	return len(l.Revoked)+len(l.Joined)+len(l.Placed)+len(l.Removed)+len(l.Publications)+len(l.Made)+len(l.Ended) == 0 && !l.OtherKey
}

// recover puts the network back. Where another process was first, the error is
// store.ErrNotBlank, and have is what that has left.
func (k *keeper) recover(ctx context.Context, file network.Keepsake) (have network.Keepsake, err error) {
	speak := len(file.Live())
	said := fmt.Sprintf("%d places, %d keys of halls, %d revoked keys, %d publications, %d tokens", len(file.Places), speak, len(file.Keys)-speak, len(file.Publications), len(file.Tokens))
	err = k.vault.Recover(ctx, file, network.Deed{At: time.Now().UTC().Truncate(time.Millisecond), By: "centre", What: "network.recover", Detail: said})
	if errors.Is(err, store.ErrNotBlank) {
		have, kerr := k.vault.Keepsake(ctx)
		if kerr != nil {
			return have, k.stored(kerr)
		}
		return have, err
	}
	if err != nil {
		return have, k.stored(err)
	}
	k.log.Warn("central: the database had no network; it was put back from the file, and the halls send again what they have", "file", k.path,
		"places", len(file.Places), "keys", speak, "revoked", len(file.Keys)-speak, "publications", len(file.Publications), "tokens", len(file.Tokens))
	return have, nil
}

func (k *keeper) stored(err error) error {
	return fmt.Errorf("central: %w: %w", ErrStore, hide(err, k.db))
}

// aside moves the file out of the way, under a name with the time, and says why.
func (k *keeper) aside(why string, more ...any) error {
	to := filepath.Join(filepath.Dir(k.path), "network-"+time.Now().UTC().Format("20060102T150405.000000Z")+".json")
	if err := os.Rename(k.path, to); err != nil {
		return fmt.Errorf("central: set %s aside: %w", k.path, err)
	}
	k.seen = nil
	k.log.Warn("central: "+KeepsakeFile+" was set aside: "+why, append([]any{"file", to}, more...)...)
	return nil
}

// look writes the file where the store has something else, and reports nothing but in
// the log: the next look makes it good.
func (k *keeper) look(ctx context.Context) {
	if err := k.write(ctx); err != nil && ctx.Err() == nil {
		k.log.Error("central: the network is not kept beside the database; if that is lost now, halls have to join anew", "file", k.path, "err", hide(err, k.db))
	}
}

func (k *keeper) write(ctx context.Context) error {
	have, err := k.vault.Keepsake(ctx)
	if err != nil {
		return err
	}
	k.keyed(have)
	b, err := json.MarshalIndent(have, "", "  ") // as trust.WriteFile does
	if err != nil {
		return err
	}
	b = append(b, '\n')
	there, err := os.ReadFile(k.path)
	switch {
	case err == nil && bytes.Equal(there, b):
		k.seen = there
		return nil
	case errors.Is(err, fs.ErrNotExist):
	case err != nil || !bytes.Equal(there, k.seen):
		// Somebody has put it there, perhaps to have it read at the next start.
		if err := k.aside("it is not the one that this centre has written; to have it put back, stop the centre first"); err != nil {
			return err
		}
	}
	if err := trust.WriteFile(k.path, have); err != nil {
		return err
	}
	k.seen = b
	return nil
}

// run looks after each change and once in a while, for what other processes have
// changed, until ctx ends; a change that is not written yet is written then.
func (k *keeper) run(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			k.look(ctx)
		case <-k.wake:
			k.look(ctx)
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastLook)
			defer cancel()
			k.look(last)
			return
		}
	}
}

// lastLook bounds the look when the centre closes.
const lastLook = 5 * time.Second

// keys are the registry of halls' keys, which says when one has changed.
type keys struct {
	halls.Registry
	change func()
}

// Enrol does so as the registry does.
func (r keys) Enrol(ctx context.Context, id string, e network.Enrolled) (former string, err error) {
	former, err = r.Registry.Enrol(ctx, id, e)
	if err == nil && former != e.Key {
		r.change()
	}
	return former, err
}

// Revoke does so as the registry does.
func (r keys) Revoke(ctx context.Context, hall string) (ok bool, err error) {
	if ok, err = r.Registry.Revoke(ctx, hall); ok {
		r.change()
	}
	return ok, err
}
