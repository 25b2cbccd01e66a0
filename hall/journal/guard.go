package journal

import (
	"fmt"
	"runtime/debug"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// bbolt reads its file through a memory map. A page that the disk cannot give
// back arrives as a fault signal, and a page that makes no sense as a panic.
// Everything that touches bbolt therefore runs inside guarded, view or update.

// guarded runs fn; a panic or memory fault in it becomes ErrDamaged.
func guarded(fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = ErrDamaged.because(fmt.Errorf("%v", p))
		}
	}()
	return fn()
}

// view runs fn in a read transaction. fn must copy what it keeps.
func (j *Journal) view(op string, fn func(*bolt.Tx) error) error {
	tx, err := j.begin(op, false)
	if err != nil {
		return err
	}
	err = guarded(func() error { return fn(tx) })
	if rollback := guarded(tx.Rollback); rollback != nil {
		return j.breakDown(op, rollback)
	}
	return classify(op, err)
}

// update runs fn in a write transaction and commits it. When it returns an
// error nothing happened; except ErrUncertain, after which the journal is
// unusable. The caller holds j.writing.
func (j *Journal) update(op string, fn func(*bolt.Tx) error) error {
	tx, err := j.begin(op, true)
	if err != nil {
		return err
	}
	id := tx.ID()
	if err := guarded(func() error { return fn(tx) }); err != nil {
		if rollback := guarded(tx.Rollback); rollback != nil {
			return j.breakDown(op, rollback)
		}
		return classify(op, err)
	}
	err = guarded(func() error { return j.commit(tx) })
	if err == nil {
		return nil
	}
	err = classify(op, err)
	if e, ok := err.(*Error); ok && e.code == ErrDamaged.code {
		// bbolt was stopped half-way, with its locks held.
		return j.breakDown(op, err)
	}
	// The head page may have been written although making it durable failed.
	// Then readers see the commit, the caller was told that there is none, and
	// nobody knows what a power cut would leave.
	now := 0
	if err := j.view(op, func(tx *bolt.Tx) error { now = tx.ID(); return nil }); err != nil {
		return j.breakDown(op, ErrUncertain.because(err))
	}
	if now >= id {
		return j.breakDown(op, ErrUncertain.because(err))
	}
	return err
}

func (j *Journal) begin(op string, writable bool) (tx *bolt.Tx, err error) {
	if broken := j.broken.Load(); broken != nil {
		return nil, broken
	}
	err = guarded(func() (err error) {
		tx, err = j.db.Begin(writable)
		return err
	})
	switch err {
	case nil:
		return tx, nil
	case bolterrors.ErrDatabaseNotOpen:
		return nil, classify(op, err)
	default:
		return nil, j.breakDown(op, err)
	}
}

// breakDown makes err the answer to every later call, because bbolt's own state
// can no longer be trusted.
func (j *Journal) breakDown(op string, err error) error {
	e := classify(op, err).(*Error)
	j.broken.CompareAndSwap(nil, e)
	return e
}
