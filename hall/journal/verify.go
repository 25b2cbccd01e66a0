package journal

import (
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// Report is what Verify found.
type Report struct {
	Hall  string
	Epoch string
	// Schema is the version of the file's layout.
	Schema int
	// Last is the last event; Events, Answers and Snapshots count what is whole.
	Last      uint64
	Events    uint64
	Answers   uint64
	Snapshots int
	// Pages in use, of 4096 bytes.
	Pages uint64
	// Problems in plain words, the first maxProblems of them; none if all is well.
	Problems []string
}

const maxProblems = 20

// add notes a problem, and reports whether the reader should go on.
func (r *Report) add(format string, args ...any) bool {
	if len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
	}
	return len(r.Problems) < maxProblems
}

// Verify reads everything, as of the time of the call: the structure of the
// file, every event, answer and snapshot with its checksum, and that nothing is
// missing or doubled. It returns ErrDamaged if there is a problem, along with
// the report. Others can go on using the journal meanwhile.
func (j *Journal) Verify() (Report, error) {
	r := Report{Hall: j.hist.Hall, Epoch: j.hist.Epoch, Schema: j.schema}
	err := j.view("verify", func(tx *bolt.Tx) error {
		info, err := j.file.Stat()
		if err != nil {
			return err
		}
		root := uint64(tx.Cursor().Bucket().Root())
		r.Pages, err = checkPages(j.file, info.Size(), root, uint64(tx.Size())/pageSize)
		if err != nil {
			r.add("%v", err)
			return err
		}
		return verifyRecords(tx, &r)
	})
	return r, err
}

// verifyRecords reads every record of a file whose pages are in order.
func verifyRecords(tx *bolt.Tx, r *Report) error {
	verifyEvents(tx, r)
	verifyAnswers(tx, r)
	verifySnapshots(tx, r)
	if len(r.Problems) > 0 {
		return ErrDamaged.detailf("%s", r.Problems[0])
	}
	return nil
}

func verifyEvents(tx *bolt.Tx, r *Report) {
	events := tx.Bucket(bucketEvents)
	r.Last = events.Sequence()
	want := uint64(1)
	c := events.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		seq, err := readNumber(bucketEvents, k)
		if err == nil && seq != want {
			r.add("event %d is missing, %d follows", want, seq)
			want = seq
		}
		if err == nil {
			_, err = openEvent(want, k, v)
			want++
		}
		if err == nil {
			r.Events++
		} else if !r.add("%v", err) {
			return
		}
	}
	if want != r.Last+1 {
		r.add("the events end at %d and should end at %d", want-1, r.Last)
	}
}

func verifyAnswers(tx *bolt.Tx, r *Report) {
	c := tx.Bucket(bucketAnswers).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if _, _, err := openAnswer(k, v); err == nil {
			r.Answers++
		} else if !r.add("%v", err) {
			return
		}
	}
}

func verifySnapshots(tx *bolt.Tx, r *Report) {
	c := tx.Bucket(bucketSnapshots).Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if _, _, err := readSnapshot(tx, k, v); err != nil {
			r.add("%v", err)
		} else {
			r.Snapshots++
		}
	}
}
