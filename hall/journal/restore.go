package journal

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
)

// RestoreOptions say what Restore may do.
type RestoreOptions struct {
	// Hall, when set, must be the backup's.
	Hall string
	// Replace allows a journal to be there already; it is kept as
	// hall.db.replaced.
	Replace bool
	// After is an epoch that somebody else knows of, such as the centre or the
	// terminals; the new epoch comes after it. It may be empty.
	After string
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// Restored is what Restore made.
type Restored struct {
	// Info describes the backup, except Epoch, which is the new one.
	Info
	// From is the epoch of the backup.
	From string
}

// CheckBackup reads a backup and everything in it, and changes nothing. It needs
// room for the backup in dir, which may be empty for the system's own place for
// such files. The error is ErrDamaged, ErrNotJournal, ErrNewerSchema, or that of
// from.
func CheckBackup(from io.Reader, dir string) (Info, Report, error) {
	f, err := os.CreateTemp(dir, fileName+".check-*")
	if err != nil {
		return Info{}, Report{}, classify("check backup", err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // it only wastes space
	j, info, err := unpack(from, f, RestoreOptions{})
	if err != nil {
		return Info{}, Report{}, classify("check backup", err)
	}
	report, err := j.Verify()
	return info, report, classify("check backup", errors.Join(ofBackup(err), j.Close()))
}

// Restore makes the journal in dir from a backup and starts a new epoch in it:
// what happened since the backup is lost to this history, so it must not share
// its name. The caller opens the journal and appends the event of the new epoch.
//
// The backup is read and verified in full before anything changes. Restore
// refuses with ErrExists where a journal is, unless told to replace it, and with
// ErrLocked while a hall has that journal open.
func Restore(from io.Reader, dir string, o RestoreOptions) (Restored, error) {
	r, err := restore(from, dir, o)
	if err != nil {
		return Restored{}, classify("restore", err)
	}
	return r, nil
}

func restore(from io.Reader, dir string, o RestoreOptions) (r Restored, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := checkDir(dir); err != nil {
		return r, err
	}
	path := filepath.Join(dir, fileName)
	counter, err := knownEpoch(dir, o.After)
	if err != nil {
		return r, err
	}
	old, err := openLocked(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return r, err
	case !o.Replace:
		return r, errors.Join(ErrExists.detailf("%s", path), old.Close())
	default:
		// Held until the new one is in place, so that no hall starts in between.
		defer func() { err = errors.Join(err, old.Close()) }()
	}
	removeLeftovers(dir, fileName+".restore-*")
	f, err := os.CreateTemp(dir, fileName+".restore-*")
	if err != nil {
		return r, err
	}
	temp := f.Name()
	defer removeLeftovers(dir, filepath.Base(temp))
	j, info, err := unpack(from, f, o)
	if err != nil {
		return r, err
	}
	if _, err := j.Verify(); err != nil {
		return r, errors.Join(ofBackup(err), j.Close())
	}
	r = Restored{Info: info, From: info.Epoch}
	r.Epoch, err = j.startEpoch(counter)
	if err := errors.Join(err, j.Close()); err != nil {
		return r, err
	}
	if err := writeWhole(filepath.Join(dir, epochFile), []byte(r.Epoch+"\n")); err != nil {
		return r, err
	}
	return r, putInPlace(temp, path)
}

// unpack writes the backup's pages into f and opens them as a journal, which
// owns f from then on.
func unpack(from io.Reader, f *os.File, o RestoreOptions) (*Journal, Info, error) {
	info, err := receive(from, f)
	if err == nil {
		err = lock(f, 0)
	}
	if err == nil {
		err = checkFile(f)
	}
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		return nil, info, errors.Join(ofBackup(err), f.Close())
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	j, err := load(o.Hall, f, Options{Now: o.Now}, migrations)
	if err != nil {
		return nil, info, ofBackup(err)
	}
	if j.Hall() != info.Hall || j.Epoch() != info.Epoch || j.Last() != info.Last {
		return nil, info, errors.Join(badBackup("its first line does not fit its contents"), j.Close())
	}
	return j, info, nil
}

// startEpoch begins a new epoch, after the file's own and after counter.
func (j *Journal) startEpoch(counter uint64) (string, error) {
	own, err := epochCounter(j.hist.Epoch)
	if err != nil {
		return "", err
	}
	h := j.hist
	h.Epoch = newEpoch(max(own, counter) + 1)
	j.writing.Lock()
	defer j.writing.Unlock()
	if err := j.update("start epoch", func(tx *bolt.Tx) error { return writeHistory(tx, h) }); err != nil {
		return "", err
	}
	j.hist = h
	return h.Epoch, nil
}

// putInPlace moves temp to path; what was there is kept as path.replaced. There
// is a journal at path at every moment.
func putInPlace(temp, path string) error {
	if err := os.Remove(path + ".replaced"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Link(path, path+".replaced"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}
