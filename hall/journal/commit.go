package journal

import (
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
// answer already, or that an answer has no time; ErrUncertain, ErrDamaged and ErrClosed stay until the journal
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

// probeSize is the room that Probe asks for: that of the largest batch that is
// likely.
const probeSize = 1 << 20

// Probe reports whether the journal could commit now: it durably writes 1 MiB
// into the file and removes them again. A full disk is ErrFull. It is meant for a
// hall that waits for space to come back; a failing Probe reads the structure of
// the whole file, so once a second is often enough.
func (j *Journal) Probe() error {
	j.writing.Lock()
	defer j.writing.Unlock()
	err := j.update("probe", func(tx *bolt.Tx) error {
		return tx.Bucket(bucketMeta).Put(keyProbe, record(bucketMeta, keyProbe, make([]byte, probeSize)))
	})
	if err != nil {
		return err
	}
	return j.update("probe", func(tx *bolt.Tx) error { return tx.Bucket(bucketMeta).Delete(keyProbe) })
}
