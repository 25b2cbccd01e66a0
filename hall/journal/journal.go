package journal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"

	bolt "go.etcd.io/bbolt"
)

// Options change how a journal is opened. The zero value is what a hall uses.
type Options struct {
	// NoSync leaves out every fsync. For benchmarks only: a power cut then loses
	// the whole file.
	NoSync bool
	// Now is the clock for what the journal notes about itself; nil is time.Now.
	Now func() time.Time
}

// Journal is one open hall.db.
type Journal struct {
	db     *bolt.DB
	file   *os.File // bbolt's own, to let go of it when bbolt cannot
	hist   history
	schema int
	now    func() time.Time

	writing sync.Mutex    // held by whoever writes
	saving  sync.Mutex    // held by SaveSnapshot, which writes in several steps
	last    atomic.Uint64 // last committed event
	broken  atomic.Pointer[Error]
	closed  bool // under writing
	commit  func(*bolt.Tx) error
}

// Open opens hall.db in dir, or creates it. It waits up to a second for another
// process to let go of it. With an empty hall it opens whatever hall is there,
// and creates nothing.
//
// It refuses, with an *Error: ErrNoDirectory, ErrNotWritable, ErrLocked,
// ErrNotJournal, ErrForeignHall, ErrNewerSchema, ErrDamaged, ErrMissing,
// ErrFull. A refused file is left as it was.
func Open(dir, hall string, o Options) (*Journal, error) {
	j, err := open(dir, hall, o, migrations)
	return j, classify("open", err)
}

func open(dir, hall string, o Options, steps []migration) (*Journal, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := checkDir(dir); err != nil {
		return nil, err
	}
	if hall != "" {
		if err := checkHall(hall); err != nil {
			return nil, err
		}
	}
	path := filepath.Join(dir, fileName)
	f, err := openLocked(path)
	if errors.Is(err, fs.ErrNotExist) {
		if hall == "" {
			return nil, ErrMissing.detailf("%s", path)
		}
		if err := create(dir, hall, o); err != nil {
			return nil, err
		}
		f, err = openLocked(path)
	}
	if err != nil {
		return nil, err
	}
	if err := checkFile(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	j, err := load(hall, f, o, steps)
	if err == nil {
		// Only a later restore needs it, so it does not keep a hall from opening.
		_ = noteEpoch(dir, j.Epoch())
	}
	return j, err
}

// load opens a checked file.
func load(hall string, f *os.File, o Options, steps []migration) (*Journal, error) {
	j := &Journal{file: f, now: o.Now, commit: (*bolt.Tx).Commit}
	err := guarded(func() (err error) {
		j.db, err = boltOpen(f, o.NoSync)
		return err
	})
	if err != nil {
		return nil, errors.Join(err, j.release())
	}
	err = guarded(func() (err error) {
		// Whose it is comes first: a file of another hall is not migrated.
		if err := j.identify(hall); err != nil {
			return err
		}
		if j.schema, err = migrate(j.db, steps); err != nil {
			return err
		}
		return j.db.View(func(tx *bolt.Tx) error {
			last, err := checkLayout(tx)
			j.last.Store(last)
			return err
		})
	})
	if err != nil {
		return nil, errors.Join(err, guarded(j.db.Close))
	}
	return j, nil
}

func (j *Journal) identify(hall string) error {
	return j.db.View(func(tx *bolt.Tx) error {
		schema, err := schemaOf(tx)
		if err != nil {
			return err
		}
		if schema == 0 {
			return ErrDamaged.detailf("it is empty")
		}
		if j.hist, err = readHistory(tx); err != nil {
			return err
		}
		if hall != "" && hall != j.hist.Hall {
			return ErrForeignHall.detailf("it is of hall %q, and this is hall %q", j.hist.Hall, hall)
		}
		return nil
	})
}

// create makes an empty journal beside its place and then links it there, so
// that a hall.db is always whole: an empty or half-made one is never ours.
func create(dir, hall string, o Options) error {
	removeLeftovers(dir, fileName+".new-*")
	f, err := os.CreateTemp(dir, fileName+".new-*")
	if err != nil {
		return err
	}
	temp := f.Name()
	defer removeLeftovers(dir, filepath.Base(temp))
	h := history{Hall: hall, Epoch: newEpoch(1), Created: o.Now().UTC()}
	err = guarded(func() error {
		db, err := boltOpen(f, o.NoSync)
		if err != nil {
			return err
		}
		if _, err = migrate(db, migrations); err == nil {
			err = db.Update(func(tx *bolt.Tx) error { return writeHistory(tx, h) })
		}
		return errors.Join(err, closeBolt(db))
	})
	if err != nil {
		return err
	}
	if err := os.Link(temp, filepath.Join(dir, fileName)); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(dir)
}

// checkHall refuses what cannot be the name of a hall.
func checkHall(hall string) error {
	if len(hall) > 200 || !utf8.ValidString(hall) {
		return ErrInvalid.detailf("the hall's code is too long or not UTF-8")
	}
	for _, r := range hall {
		if !unicode.IsPrint(r) {
			return ErrInvalid.detailf("the hall's code %q has a character that does not print", hall)
		}
	}
	return nil
}

// Hall is the hall whose history this is.
func (j *Journal) Hall() string { return j.hist.Hall }

// Epoch names this history of the hall: "<counter>-<8 hex>". It is ordered by
// the counter, which starts at 1; Restore starts a new one.
func (j *Journal) Epoch() string { return j.hist.Epoch }

// Schema is the version of the file's layout.
func (j *Journal) Schema() int { return j.schema }

// Last is the sequence of the last committed event, 0 before the first.
func (j *Journal) Last() uint64 { return j.last.Load() }

// First is the sequence of the oldest event that the journal still holds; 1 also
// when it holds none. Events are never removed: every state of the hall is folded
// from the first one whenever a snapshot cannot be read, as after an update that
// changes its form.
func (j *Journal) First() uint64 { return 1 }

// Close ends all use. It waits for running calls. Calls after it return
// ErrClosed. Closing twice does nothing.
func (j *Journal) Close() error {
	j.saving.Lock()
	defer j.saving.Unlock()
	j.writing.Lock()
	defer j.writing.Unlock()
	if j.closed {
		return nil
	}
	j.closed = true
	if j.broken.Load() != nil {
		// bbolt may hold its own locks for ever. Its map of the file stays, as
		// readers may be in it; the file is let go so that it can be opened again.
		j.broken.Store(closedError())
		return classify("close", j.release())
	}
	err := guarded(func() error { return closeBolt(j.db) })
	j.broken.Store(closedError())
	return classify("close", err)
}

func closedError() *Error { return ErrClosed.detailf("") }

// release unlocks and closes the file behind bbolt's back, if it is still open.
func (j *Journal) release() error {
	unlock(j.file)
	if err := j.file.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}
