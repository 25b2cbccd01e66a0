package journal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
)

// fileName is the journal in the data directory.
const fileName = "hall.db"

// lockWait is how long Open waits for another process to let go of the file.
const lockWait = time.Second

// checkDir refuses a data directory that is not one.
func checkDir(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && !info.IsDir():
		return ErrNoDirectory.detailf("%s", dir)
	case err != nil:
		return err
	}
	return nil
}

// openLocked opens an existing file for writing and locks it against other
// processes. The lock goes with the file.
func openLocked(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|syscall.O_NONBLOCK, 0)
	switch {
	case errors.Is(err, syscall.EISDIR), errors.Is(err, syscall.ENXIO):
		return nil, ErrNotJournal.detailf("%s", path)
	case err != nil:
		return nil, err
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(ErrNotJournal.detailf("%s", path).because(err), f.Close())
	}
	if err := lock(f, lockWait); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// lock waits for the lock of a file.
func lock(f *os.File, wait time.Duration) error {
	for deadline := time.Now().Add(wait); ; time.Sleep(20 * time.Millisecond) {
		held, err := tryLock(f)
		switch {
		case !held:
			return err
		case time.Now().After(deadline):
			return ErrLocked.detailf("%s", f.Name())
		}
	}
}

// checkFile makes sure that bbolt can safely open f.
func checkFile(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() == 0 {
		return ErrDamaged.detailf("the file is empty")
	}
	meta, err := readMetas(f)
	if err != nil {
		return err
	}
	readAhead(f, info.Size()) // it is about to be read page by page
	_, err = checkPages(f, info.Size(), meta.root, meta.pages)
	return err
}

// boltOpen gives f, which is open and locked, to bbolt. bbolt closes it, also
// when it fails.
func boltOpen(f *os.File, noSync bool) (*bolt.DB, error) {
	return bolt.Open(f.Name(), 0o600, &bolt.Options{
		Timeout:         lockWait,
		NoSync:          noSync,
		NoFreelistSync:  true,
		FreelistType:    bolt.FreelistMapType,
		PageSize:        pageSize, // the same on every machine, so that a backup can move
		InitialMmapSize: mapSize,
		NoStatistics:    true,
		OpenFile:        func(string, int, os.FileMode) (*os.File, error) { return f, nil },
	})
}

// closeBolt closes db so that either of its two head pages shows the last
// commit: bbolt writes them in turn, so one empty commit makes the other equal.
// After an orderly stop, then, one bad head page costs nothing.
func closeBolt(db *bolt.DB) error {
	tx, err := db.Begin(true)
	if err == nil {
		err = tx.Commit()
	}
	if closeErr := db.Close(); closeErr != nil {
		return closeErr
	}
	if err != nil && !isFull(err) {
		return err
	}
	return nil
}

// syncDir makes names in dir durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// removeLeftovers removes unfinished files of an interrupted creation or
// restore.
func removeLeftovers(dir, pattern string) {
	names, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil {
		return
	}
	for _, name := range names {
		_ = os.Remove(name) // it only wastes space
	}
}
