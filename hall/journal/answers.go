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

// An answer's record holds: time u64 (Unix nanoseconds), length of the rid u16,
// rid, data.
const answerHead = 8 + 2

func putAnswers(tx *bolt.Tx, answers []Answer) error {
	bucket, requests := tx.Bucket(bucketAnswers), tx.Bucket(bucketRequests)
	bucket.FillPercent = fill
	for _, a := range answers {
		if a.RID == "" || len(a.RID) > MaxRID {
			return ErrInvalid.detailf("a rid of %d bytes", len(a.RID))
		}
		rid := []byte(a.RID)
		if y := a.At.Year(); y < 1970 || y > 2200 { // outside, nanoseconds overflow
			return ErrInvalid.detailf("an answer of %v", a.At)
		}
		if requests.Get(rid) != nil {
			return ErrInvalid.detailf("request %q has its answer already", a.RID)
		}
		n, err := bucket.NextSequence()
		if err != nil {
			return err
		}
		key := number(n)
		body := make([]byte, 0, answerHead+len(rid)+len(a.Data))
		body = binary.BigEndian.AppendUint64(body, uint64(a.At.UnixNano()))
		body = binary.BigEndian.AppendUint16(body, uint16(len(rid)))
		body = append(append(body, rid...), a.Data...)
		if err := bucket.Put(key, record(bucketAnswers, key, body)); err != nil {
			return err
		}
		if err := requests.Put(rid, key); err != nil {
			return err
		}
	}
	return nil
}

// openAnswer takes a stored answer apart; what it returns points into rec.
func openAnswer(key, rec []byte) (rid, data []byte, at time.Time, err error) {
	body, err := openRecord(bucketAnswers, key, rec)
	if err != nil {
		return nil, nil, at, err
	}
	if len(body) < answerHead {
		return nil, nil, at, ErrDamaged.detailf("answer %x is cut off", key)
	}
	at = time.Unix(0, int64(binary.BigEndian.Uint64(body))).UTC()
	size := int(binary.BigEndian.Uint16(body[8:]))
	body = body[answerHead:]
	if size == 0 || size > len(body) {
		return nil, nil, at, ErrDamaged.detailf("answer %x is cut off", key)
	}
	return body[:size], body[size:], at, nil
}

// Answer returns the stored answer to the request rid, if there is one.
func (j *Journal) Answer(rid string) (data []byte, ok bool, err error) {
	if rid == "" || len(rid) > MaxRID {
		return nil, false, nil
	}
	err = j.view("answer", func(tx *bolt.Tx) error {
		key := tx.Bucket(bucketRequests).Get([]byte(rid))
		if key == nil {
			return nil
		}
		stored, body, _, err := openAnswer(key, tx.Bucket(bucketAnswers).Get(key))
		if err != nil {
			return err
		}
		if string(stored) != rid {
			return ErrDamaged.detailf("the answer to request %q is of another", rid)
		}
		data, ok = append([]byte{}, body...), true
		return nil
	})
	if err != nil {
		return nil, false, err
	}
	return data, ok, nil
}

// PruneAnswers removes answers older than before, oldest first and at most max
// of them, in one commit, and returns how many it removed. Answers are in order
// of commit; it stops at the first that is young enough.
func (j *Journal) PruneAnswers(before time.Time, max int) (int, error) {
	j.writing.Lock()
	defer j.writing.Unlock()
	var keys, rids [][]byte
	err := j.view("prune answers", func(tx *bolt.Tx) error {
		c := tx.Bucket(bucketAnswers).Cursor()
		for k, v := c.First(); k != nil && len(keys) < max; k, v = c.Next() {
			rid, _, at, err := openAnswer(k, v)
			if err != nil {
				return err
			}
			if !at.Before(before) {
				return nil
			}
			keys = append(keys, append([]byte{}, k...))
			rids = append(rids, append([]byte{}, rid...))
		}
		return nil
	})
	if err != nil || len(keys) == 0 {
		return 0, err
	}
	err = j.update("prune answers", func(tx *bolt.Tx) error {
		bucket, requests := tx.Bucket(bucketAnswers), tx.Bucket(bucketRequests)
		for i, key := range keys {
			if err := bucket.Delete(key); err != nil {
				return err
			}
			if err := requests.Delete(rids[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return len(keys), nil
}
