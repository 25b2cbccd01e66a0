package journal

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"

	"github.com/klauspost/compress/s2"
	bolt "go.etcd.io/bbolt"
)

const (
	// chunkSize is how much of a snapshot is compressed into one record. bbolt
	// needs adjacent free pages for a record; large ones would find none among
	// the pages of earlier snapshots, and the file would grow without end.
	chunkSize = 64 << 10
	// chunksAtOnce is how many chunks are written in one commit; another commit
	// that comes in between waits for one such run at most.
	chunksAtOnce = 16
	// MaxSnapshot is the largest snapshot, in bytes.
	MaxSnapshot = 1 << 30
	// keepSnapshots is how many whole snapshots stay.
	keepSnapshots = 2
)

// snapshotHead is written last and makes a snapshot whole.
type snapshotHead struct {
	// Seq is the last event that the snapshot contains.
	Seq uint64 `json:"seq"`
	// Size is the number of bytes before compression, Chunks that of the chunks.
	Size   int `json:"size"`
	Chunks int `json:"chunks"`
	// Codec of each chunk: "s2", the block format of Snappy's successor.
	Codec string `json:"codec"`
}

func chunkKey(id uint64, n int) []byte {
	return binary.BigEndian.AppendUint32(number(id), uint32(n))
}

// SaveSnapshot stores data as the state after event seq, and removes all but the
// newest two. It writes in several commits, so that others can commit between
// them; only the last makes the snapshot count. On error the snapshots are as
// they were.
func (j *Journal) SaveSnapshot(seq uint64, data []byte) error {
	j.saving.Lock()
	defer j.saving.Unlock()
	if last := j.Last(); seq > last {
		return classify("save snapshot", ErrInvalid.detailf("a snapshot of event %d, and the last is %d", seq, last))
	}
	if len(data) > MaxSnapshot {
		return classify("save snapshot", ErrInvalid.detailf("a snapshot of %d bytes", len(data)))
	}
	id, err := j.startSnapshot()
	if err != nil {
		return err
	}
	head := snapshotHead{Seq: seq, Size: len(data), Codec: "s2"}
	for rest := data; len(rest) > 0; {
		run := rest[:min(chunksAtOnce*chunkSize, len(rest))]
		rest = rest[len(run):]
		n, err := j.putChunks(id, head.Chunks, run)
		if err != nil {
			// Give the room back; should that fail too, the next save does it.
			_, _ = j.startSnapshot()
			return err
		}
		head.Chunks += n
	}
	return j.finishSnapshot(id, head)
}

// putChunks stores data as the chunks from first on, and returns how many.
func (j *Journal) putChunks(id uint64, first int, data []byte) (n int, err error) {
	var keys, recs [][]byte
	for ; len(data) > 0; n++ {
		part := data[:min(chunkSize, len(data))]
		data = data[len(part):]
		key := chunkKey(id, first+n)
		keys = append(keys, key)
		recs = append(recs, record(bucketChunks, key, s2.Encode(nil, part)))
	}
	j.writing.Lock()
	defer j.writing.Unlock()
	return n, j.update("save snapshot", func(tx *bolt.Tx) error {
		b := tx.Bucket(bucketChunks)
		b.FillPercent = fill
		for i, key := range keys {
			if err := b.Put(key, recs[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// startSnapshot removes chunks without a head, left by an interrupted save, and
// returns the number of the next snapshot.
func (j *Journal) startSnapshot() (id uint64, err error) {
	j.writing.Lock()
	defer j.writing.Unlock()
	var orphans [][]byte
	err = j.view("save snapshot", func(tx *bolt.Tx) error {
		heads := tx.Bucket(bucketSnapshots)
		if k, _ := heads.Cursor().Last(); k != nil {
			if id, err = readNumber(bucketSnapshots, k); err != nil {
				return err
			}
		}
		id++
		orphans = chunksOf(tx, func(id []byte) bool { return heads.Get(id) == nil })
		return nil
	})
	if err != nil || len(orphans) == 0 {
		return id, err
	}
	return id, j.update("save snapshot", func(tx *bolt.Tx) error { return deleteAll(tx.Bucket(bucketChunks), orphans) })
}

// finishSnapshot writes the head and removes what is older than the newest two.
func (j *Journal) finishSnapshot(id uint64, head snapshotHead) error {
	b, err := json.Marshal(head)
	if err != nil {
		return classify("save snapshot", err)
	}
	j.writing.Lock()
	defer j.writing.Unlock()
	return j.update("save snapshot", func(tx *bolt.Tx) error {
		heads := tx.Bucket(bucketSnapshots)
		var old [][]byte
		c := heads.Cursor()
		k, _ := c.Last()
		for n := 1; k != nil; n++ {
			if n >= keepSnapshots {
				old = append(old, bytes.Clone(k))
			}
			k, _ = c.Prev()
		}
		chunks := chunksOf(tx, func(id []byte) bool {
			for _, k := range old {
				if bytes.Equal(id, k) {
					return true
				}
			}
			return false
		})
		if err := errors.Join(deleteAll(heads, old), deleteAll(tx.Bucket(bucketChunks), chunks)); err != nil {
			return err
		}
		return heads.Put(number(id), record(bucketSnapshots, number(id), b))
	})
}

// chunksOf copies the keys of the chunks of those snapshots that want picks.
func chunksOf(tx *bolt.Tx, want func(id []byte) bool) (keys [][]byte) {
	c := tx.Bucket(bucketChunks).Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		if len(k) != 12 || want(k[:8]) {
			keys = append(keys, bytes.Clone(k))
		}
	}
	return keys
}

func deleteAll(b *bolt.Bucket, keys [][]byte) error {
	for _, k := range keys {
		if err := b.Delete(k); err != nil {
			return err
		}
	}
	return nil
}

// Snapshot returns the newest whole snapshot and the event that it goes up to.
// ok is false when there is none. A damaged one is passed over for the one
// before it, and then for none: the events are the truth, Verify tells about the
// damage.
func (j *Journal) Snapshot() (seq uint64, data []byte, ok bool, err error) {
	err = j.view("read snapshot", func(tx *bolt.Tx) error {
		c := tx.Bucket(bucketSnapshots).Cursor()
		for k, v := c.Last(); k != nil; k, v = c.Prev() {
			s, b, err := readSnapshot(tx, k, v)
			if errors.Is(err, ErrDamaged) {
				continue
			}
			if err != nil {
				return err
			}
			seq, data, ok = s, b, true
			return nil
		}
		return nil
	})
	if errors.Is(err, ErrDamaged) && j.broken.Load() == nil {
		return 0, nil, false, nil // a page that cannot be read; as good as no snapshot
	}
	if err != nil {
		return 0, nil, false, err
	}
	return seq, data, ok, nil
}

func readSnapshot(tx *bolt.Tx, key, rec []byte) (seq uint64, data []byte, err error) {
	id, err := readNumber(bucketSnapshots, key)
	if err != nil {
		return 0, nil, err
	}
	b, err := openRecord(bucketSnapshots, key, rec)
	if err != nil {
		return 0, nil, err
	}
	var head snapshotHead
	if err := json.Unmarshal(b, &head); err != nil {
		return 0, nil, ErrDamaged.because(err)
	}
	if head.Codec != "s2" || head.Size < 0 || head.Size > MaxSnapshot || head.Seq > tx.Bucket(bucketEvents).Sequence() {
		return 0, nil, ErrDamaged.detailf("snapshot %d: a head that makes no sense", id)
	}
	data = make([]byte, 0, head.Size)
	chunks := tx.Bucket(bucketChunks)
	for n := range head.Chunks {
		key := chunkKey(id, n)
		packed, err := openRecord(bucketChunks, key, chunks.Get(key))
		if err != nil {
			return 0, nil, err
		}
		size, err := s2.DecodedLen(packed)
		if err != nil || size > chunkSize || size > head.Size-len(data) {
			return 0, nil, ErrDamaged.detailf("snapshot %d: chunk %d is too long", id, n)
		}
		at := len(data)
		data = data[:at+size]
		if _, err := s2.Decode(data[at:], packed); err != nil {
			return 0, nil, ErrDamaged.because(err)
		}
	}
	if len(data) != head.Size {
		return 0, nil, ErrDamaged.detailf("snapshot %d: %d bytes of %d", id, len(data), head.Size)
	}
	return head.Seq, data, nil
}
