package journal

import (
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"
)

// Batch is what one commit makes true.
type Batch struct {
	// Events get the sequences Last+1 and on, in order.
	Events [][]byte
	// Answers to the requests that caused the events; refusals are answers too.
	Answers []Answer
}

// fill is how full bbolt leaves a page when it splits one. Events and answers
// only ever append, so there is nothing to leave room for.
const fill = 0.95

// Commit writes b in one transaction and returns the sequence of its first
// event (Last+1 also when it has none). When Commit returns, b survives a power
// cut.
//
// On error nothing happened and Last is unchanged. ErrFull and ErrStorage may
// pass; ErrInvalid means that a rid is empty, or longer than MaxRID, or has its
// answer already; ErrUncertain, ErrDamaged and ErrClosed stay until the journal
// is opened again.
func (j *Journal) Commit(b Batch) (first uint64, err error) {
	j.writing.Lock()
	defer j.writing.Unlock()
	first = j.last.Load() + 1
	if len(b.Events) == 0 && len(b.Answers) == 0 {
		return first, nil
	}
	err = j.update("commit", func(tx *bolt.Tx) error {
		if err := putEvents(tx, first, b.Events); err != nil {
			return err
		}
		return putAnswers(tx, b.Answers)
	})
	if err != nil {
		return 0, err
	}
	j.last.Store(first - 1 + uint64(len(b.Events)))
	return first, nil
}

func putEvents(tx *bolt.Tx, first uint64, events [][]byte) error {
	if len(events) == 0 {
		return nil
	}
	bucket := tx.Bucket(bucketEvents)
	bucket.FillPercent = fill
	size := 0
	for _, e := range events {
		size += recordHead + len(e)
	}
	// bbolt keeps the values until the commit, so they share one allocation.
	arena := make([]byte, 0, size)
	for i, e := range events {
		key := number(first + uint64(i))
		from := len(arena)
		arena = appendRecord(arena, bucketEvents, key, e)
		if err := bucket.Put(key, arena[from:]); err != nil {
			return err
		}
	}
	return bucket.SetSequence(first - 1 + uint64(len(events)))
}

// probeSize is the room that Probe asks for: several commits' worth.
const probeSize = 256 << 10

// Probe reports whether the journal could commit now: it writes a small file
// beside the journal, and then the journal itself, durably. A full disk is
// ErrFull. It is meant for a hall that waits for space to come back.
func (j *Journal) Probe() error {
	if err := j.probeDisk(); err != nil {
		return classify("probe", err)
	}
	j.writing.Lock()
	defer j.writing.Unlock()
	return j.update("probe", func(tx *bolt.Tx) error {
		at := j.now().UTC().AppendFormat(nil, time.RFC3339)
		return tx.Bucket(bucketMeta).Put(keyProbe, record(bucketMeta, keyProbe, at))
	})
}

// probeDisk asks for room outside the journal, which may have free pages of its
// own where a tiny commit fits while the next larger one does not.
func (j *Journal) probeDisk() error {
	path := filepath.Join(j.dir, fileName+".probe")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, probeSize))
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if removeErr := os.Remove(path); err == nil {
		err = removeErr
	}
	return err
}
