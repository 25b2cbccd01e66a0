package journal

import (
	"encoding/binary"
	"time"

	bolt "go.etcd.io/bbolt"
)

// MaxRID is the longest rid, in bytes.
const MaxRID = 256

// Answer is what a request was answered with.
type Answer struct {
	// RID names the request; 1 to MaxRID bytes.
	RID string
	// At is the hall's time of the answer, 1970 to 2200; PruneAnswers goes by it.
	At time.Time
	// Data is the answer itself.
	Data []byte
}

// An answer's record holds: time u64 (Unix nanoseconds), data.
const answerHead = 8

func putAnswers(tx *bolt.Tx, answers []Answer) error {
	bucket := tx.Bucket(bucketAnswers)
	bucket.FillPercent = fill
	for _, a := range answers {
		if a.RID == "" || len(a.RID) > MaxRID {
			return ErrInvalid.detailf("a rid of %d bytes", len(a.RID))
		}
		if y := a.At.Year(); y < 1970 || y > 2200 { // outside, nanoseconds overflow
			return ErrInvalid.detailf("an answer of %v", a.At)
		}
		rid := []byte(a.RID)
		if bucket.Get(rid) != nil {
			return ErrInvalid.detailf("request %q has its answer already", a.RID)
		}
		body := make([]byte, 0, answerHead+len(a.Data))
		body = binary.BigEndian.AppendUint64(body, uint64(a.At.UnixNano()))
		body = append(body, a.Data...)
		if err := bucket.Put(rid, record(bucketAnswers, rid, body)); err != nil {
			return err
		}
	}
	return nil
}

// openAnswer takes a stored answer apart; what it returns points into rec.
func openAnswer(rid, rec []byte) (data []byte, at time.Time, err error) {
	body, err := openRecord(bucketAnswers, rid, rec)
	if err != nil {
		return nil, at, err
	}
	if len(body) < answerHead {
		return nil, at, ErrDamaged.detailf("the answer to request %q is cut off", rid)
	}
	at = time.Unix(0, int64(binary.BigEndian.Uint64(body))).UTC()
	return body[answerHead:], at, nil
}

// Answer returns the stored answer to the request rid, if there is one.
func (j *Journal) Answer(rid string) (data []byte, ok bool, err error) {
	if rid == "" || len(rid) > MaxRID {
		return nil, false, nil
	}
	err = j.view("answer", func(tx *bolt.Tx) error {
		rec := tx.Bucket(bucketAnswers).Get([]byte(rid))
		if rec == nil {
			return nil
		}
		body, _, err := openAnswer([]byte(rid), rec)
		if err != nil {
			return err
		}
		data, ok = append([]byte{}, body...), true
		return nil
	})
	if err != nil {
		return nil, false, err
	}
	return data, ok, nil
}

// PruneAnswers removes answers older than before, at most max of them, in one
// commit, and returns how many it removed. It looks at every answer.
func (j *Journal) PruneAnswers(before time.Time, max int) (int, error) {
	j.writing.Lock()
	defer j.writing.Unlock()
	var rids [][]byte
	err := j.view("prune answers", func(tx *bolt.Tx) error {
		c := tx.Bucket(bucketAnswers).Cursor()
		for k, v := c.First(); k != nil && len(rids) < max; k, v = c.Next() {
			_, at, err := openAnswer(k, v)
			if err != nil {
				return err
			}
			if at.Before(before) {
				rids = append(rids, append([]byte{}, k...))
			}
		}
		return nil
	})
	if err != nil || len(rids) == 0 {
		return 0, err
	}
	err = j.update("prune answers", func(tx *bolt.Tx) error {
		bucket := tx.Bucket(bucketAnswers)
		for _, rid := range rids {
			if err := bucket.Delete(rid); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return len(rids), nil
}
