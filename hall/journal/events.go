package journal

import (
	bolt "go.etcd.io/bbolt"
)

// readSize is how many bytes of events are copied out of one transaction.
const readSize = 256 << 10

// span is one event inside a copied run.
type span struct{ from, to int }

// Events calls fn for each event from the sequence from (0 is 1) up to the Last
// at the time of the call, in order. It verifies every checksum and that no
// event is missing, else it returns ErrDamaged. An error of fn ends it and is
// returned as it is. data is valid only during fn. fn may call the journal: no
// transaction is open while it runs.
func (j *Journal) Events(from uint64, fn func(seq uint64, data []byte) error) error {
	from = max(from, 1)
	var buf []byte
	var spans []span
	for last := j.Last(); from <= last; {
		var err error
		if buf, spans, err = j.readRun(from, last, readSize, buf[:0], spans[:0]); err != nil {
			return err
		}
		for _, s := range spans {
			if err := fn(from, buf[s.from:s.to:s.to]); err != nil {
				return err
			}
			from++
		}
	}
	return nil
}

// Run calls fn as Events does, but for one run that was read at a time: at most
// most events, which together have at most size bytes unless the first alone has
// more. It is for those who follow the journal while it grows.
func (j *Journal) Run(from uint64, most, size int, fn func(seq uint64, data []byte) error) error {
	from = max(from, 1)
	last := j.Last()
	if from > last || most <= 0 {
		return nil
	}
	last = min(last, from+uint64(most)-1)
	buf, spans, err := j.readRun(from, last, size, nil, nil)
	if err != nil {
		return err
	}
	for i, s := range spans {
		if err := fn(from+uint64(i), buf[s.from:s.to:s.to]); err != nil {
			return err
		}
	}
	return nil
}

// readRun copies at least one event, and ends before the one that would go beyond
// size bytes.
func (j *Journal) readRun(from, last uint64, size int, buf []byte, spans []span) ([]byte, []span, error) {
	err := j.view("read events", func(tx *bolt.Tx) error {
		c := tx.Bucket(bucketEvents).Cursor()
		want := from
		for k, v := c.Seek(number(from)); want <= last; k, v = c.Next() {
			data, err := openEvent(want, k, v)
			if err != nil {
				return err
			}
			if len(spans) > 0 && len(buf)+len(data) > size {
				return nil
			}
			at := len(buf)
			buf = append(buf, data...)
			spans = append(spans, span{at, len(buf)})
			want++
		}
		return nil
	})
	return buf, spans, err
}

// openEvent returns the bytes of event want, which must be what the cursor
// found.
func openEvent(want uint64, k, v []byte) ([]byte, error) {
	if k == nil {
		return nil, ErrDamaged.detailf("event %d is missing", want)
	}
	seq, err := readNumber(bucketEvents, k)
	if err != nil {
		return nil, err
	}
	if seq != want {
		return nil, ErrDamaged.detailf("event %d is missing, %d follows", want, seq)
	}
	return openRecord(bucketEvents, k, v)
}
