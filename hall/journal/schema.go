package journal

import (
	"encoding/json"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

// The buckets of the file. Numbers are big-endian u64; every value but an index
// entry is a record (see record.go).
var (
	// bucketMeta: "schema" → number; "history" → history; "probe" → zeros, for
	// a moment.
	bucketMeta = []byte("meta")
	// bucketEvents: sequence → event. The bucket's own counter is the last
	// sequence.
	bucketEvents = []byte("events")
	// bucketAnswers: rid → answer; see answers.go. Rids that grow with time, as
	// our terminals make them, are written side by side.
	bucketAnswers = []byte("answers")
	// bucketSnapshots: number → head of a snapshot, in JSON.
	bucketSnapshots = []byte("snapshots")
	// bucketChunks: number of the snapshot, number of the chunk → chunk.
	bucketChunks = []byte("chunks")

	keySchema  = []byte("schema")
	keyHistory = []byte("history")
	keyProbe   = []byte("probe")
)

// migration takes the file from one schema to the next.
type migration func(*bolt.Tx) error

// migrations in order: the first makes schema 1 of an empty file. A released
// entry is never changed or removed.
var migrations = []migration{createBuckets}

func createBuckets(tx *bolt.Tx) error {
	for _, name := range [][]byte{bucketMeta, bucketEvents, bucketAnswers, bucketSnapshots, bucketChunks} {
		if _, err := tx.CreateBucket(name); err != nil {
			return fmt.Errorf("create %s: %w", name, err)
		}
	}
	return nil
}

// migrate applies the steps that the file lacks, all in one transaction, and
// returns its schema. It refuses a file of a newer schema.
func migrate(db *bolt.DB, steps []migration) (int, error) {
	has := 0
	err := db.View(func(tx *bolt.Tx) (err error) {
		has, err = schemaOf(tx)
		return err
	})
	switch {
	case err != nil:
		return 0, err
	case has > len(steps):
		return 0, ErrNewerSchema.detailf("it has schema %d, this version knows %d", has, len(steps))
	case has == len(steps):
		return has, nil
	}
	tx, err := db.Begin(true)
	if err != nil {
		return 0, err
	}
	for i := has; i < len(steps); i++ {
		if err = steps[i](tx); err != nil {
			err = fmt.Errorf("to schema %d: %w", i+1, err)
			break
		}
	}
	if err == nil {
		err = tx.Bucket(bucketMeta).Put(keySchema, record(bucketMeta, keySchema, number(uint64(len(steps)))))
	}
	if err != nil {
		if rollback := tx.Rollback(); rollback != nil {
			return 0, rollback
		}
		return 0, err
	}
	return len(steps), tx.Commit()
}

// schemaOf returns 0 for an empty file, and refuses the file of another program.
func schemaOf(tx *bolt.Tx) (int, error) {
	meta := tx.Bucket(bucketMeta)
	if meta == nil {
		if name, _ := tx.Cursor().First(); name != nil {
			return 0, ErrNotJournal.detailf("it is a database of another program")
		}
		return 0, nil
	}
	rec := meta.Get(keySchema)
	if rec == nil {
		return 0, ErrNotJournal.detailf("it is a database of another program")
	}
	b, err := openRecord(bucketMeta, keySchema, rec)
	if err != nil {
		return 0, err
	}
	n, err := readNumber(keySchema, b)
	if err == nil && (n == 0 || n > 1<<20) {
		err = ErrDamaged.detailf("schema %d", n)
	}
	return int(n), err
}

// history says whose history the file holds.
type history struct {
	Hall    string    `json:"hall"`
	Epoch   string    `json:"epoch"`
	Created time.Time `json:"created"`
}

func readHistory(tx *bolt.Tx) (h history, err error) {
	rec := tx.Bucket(bucketMeta).Get(keyHistory)
	if rec == nil {
		return h, ErrDamaged.detailf("it does not say whose it is")
	}
	b, err := openRecord(bucketMeta, keyHistory, rec)
	if err != nil {
		return h, err
	}
	if err := json.Unmarshal(b, &h); err != nil {
		return h, ErrDamaged.because(err)
	}
	if _, err := epochCounter(h.Epoch); err != nil {
		return h, err
	}
	return h, nil
}

func writeHistory(tx *bolt.Tx, h history) error {
	b, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return tx.Bucket(bucketMeta).Put(keyHistory, record(bucketMeta, keyHistory, b))
}

// checkLayout makes sure that every bucket is there and that the events end
// where the file says; returns the last sequence.
func checkLayout(tx *bolt.Tx) (last uint64, err error) {
	for _, name := range [][]byte{bucketEvents, bucketAnswers, bucketSnapshots, bucketChunks} {
		if tx.Bucket(name) == nil {
			return 0, ErrDamaged.detailf("%s are missing", name)
		}
	}
	events := tx.Bucket(bucketEvents)
	last = events.Sequence()
	end := uint64(0)
	if k, _ := events.Cursor().Last(); k != nil {
		if end, err = readNumber(bucketEvents, k); err != nil {
			return 0, err
		}
	}
	if end != last {
		return 0, ErrDamaged.detailf("the events end at %d and should end at %d", end, last)
	}
	return last, nil
}
