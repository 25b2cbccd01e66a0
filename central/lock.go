package central

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// LockFile is the file in Data that a running centre holds, so that no second one works
// in the same folder. It stays there when the centre ends, and is then of no meaning.
const LockFile = "central.lock"

// lockWait is how long a centre waits for one that is just ending.
const lockWait = 2 * time.Second

// ErrRunning is in the chain of Open's error where another centre has the data folder.
var ErrRunning = errors.New("another centre is running in this data folder")

// lockData takes the data folder; closing the file gives it back, as does the end of the
// process, however it ends.
func lockData(ctx context.Context, dir string) (*os.File, error) {
	path := filepath.Join(dir, LockFile)
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("central: the data folder: %w", err)
	}
	for deadline := time.Now().Add(lockWait); ; {
		held, err := tryLock(f)
		switch {
		case err != nil:
			return nil, errors.Join(fmt.Errorf("central: the data folder: lock %s: %w", path, err), f.Close())
		case !held:
			return f, nil
		case time.Now().After(deadline):
			return nil, errors.Join(fmt.Errorf("central: %w (%s)", ErrRunning, path), f.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(fmt.Errorf("central: the data folder: %w", ctx.Err()), f.Close())
		case <-time.After(20 * time.Millisecond):
		}
	}
}
