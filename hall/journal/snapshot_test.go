package journal

import (
	"bytes"
	"math/rand/v2"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// state is a snapshot that neither compresses to nothing nor not at all.
func state(seed uint64, size int) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	b := make([]byte, size)
	for i := range b {
		b[i] = "0123456789abcdef"[r.IntN(16)]
	}
	return b
}

func wantSnapshot(t *testing.T, j *Journal, seq uint64, want []byte) {
	t.Helper()
	got, data, ok, err := j.Snapshot()
	if err != nil || !ok || got != seq || !bytes.Equal(data, want) {
		t.Fatalf("snapshot of %d with %d bytes, %v, %v; want %d with %d", got, len(data), ok, err, seq, len(want))
	}
}

func TestTheNewestSnapshotComesBackWhateverItsSize(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir)
	if _, _, ok, err := j.Snapshot(); ok || err != nil {
		t.Fatal(ok, err)
	}
	for i, size := range []int{0, 1, chunkSize - 1, chunkSize, chunkSize + 1, (chunksAtOnce+2)*chunkSize + 5} {
		mustCommit(t, j, 1)
		if err := j.SaveSnapshot(j.Last(), state(uint64(i), size)); err != nil {
			t.Fatal(err)
		}
		wantSnapshot(t, j, j.Last(), state(uint64(i), size))
		mustClose(t, j)
		j = mustOpen(t, dir)
		wantSnapshot(t, j, j.Last(), state(uint64(i), size))
	}
	if r, err := j.Verify(); err != nil || r.Snapshots != keepSnapshots {
		t.Fatalf("%+v %v", r, err)
	}
}

func TestOldSnapshotsGiveTheirRoomBack(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 1)
	var size int64
	for i := range 9 {
		if err := j.SaveSnapshot(1, state(uint64(i), 12*chunkSize)); err != nil {
			t.Fatal(err)
		}
		if i == 3 {
			size = usedBytes(t, j)
		}
	}
	if now := usedBytes(t, j); now > size+size/4 {
		t.Fatalf("grew from %d to %d bytes", size, now)
	}
}

func TestADamagedSnapshotGivesWayToTheOneBefore(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 2)
	for seq := uint64(1); seq <= 2; seq++ {
		if err := j.SaveSnapshot(seq, state(seq, 2*chunkSize)); err != nil {
			t.Fatal(err)
		}
	}
	wantSnapshot(t, j, 2, state(2, 2*chunkSize))
	spoil := func(bucket []byte, key []byte) {
		t.Helper()
		if err := j.db.Update(func(tx *bolt.Tx) error {
			v := bytes.Clone(tx.Bucket(bucket).Get(key))
			v[len(v)/2] ^= 1
			return tx.Bucket(bucket).Put(key, v)
		}); err != nil {
			t.Fatal(err)
		}
	}
	spoil(bucketChunks, chunkKey(2, 1))
	wantSnapshot(t, j, 1, state(1, 2*chunkSize))
	if r, err := j.Verify(); err == nil || r.Snapshots != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	spoil(bucketSnapshots, number(1))
	if _, _, ok, err := j.Snapshot(); ok || err != nil {
		t.Fatal(ok, err)
	}
	// The next ones push the damage out.
	for seed := uint64(3); seed <= 4; seed++ {
		if err := j.SaveSnapshot(2, state(seed, 100)); err != nil {
			t.Fatal(err)
		}
	}
	if r, err := j.Verify(); err != nil || r.Snapshots != 2 {
		t.Fatalf("%+v %v", r, err)
	}
}

func TestASnapshotThatWasCutOffDoesNotCountAndIsCleanedUp(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 2)
	if err := j.SaveSnapshot(1, state(1, chunkSize)); err != nil {
		t.Fatal(err)
	}
	key := chunkKey(2, 0)
	if _, err := j.putChunks(2, 0, state(9, 1000)); err != nil {
		t.Fatal(err)
	}
	wantSnapshot(t, j, 1, state(1, chunkSize))
	if err := j.SaveSnapshot(2, nil); err != nil {
		t.Fatal(err)
	}
	wantSnapshot(t, j, 2, nil)
	if err := j.db.View(func(tx *bolt.Tx) error {
		if tx.Bucket(bucketChunks).Get(key) != nil {
			t.Error("the chunk of the cut off snapshot is still there")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestASnapshotOfTheFutureIsRefused(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 2)
	wantError(t, j.SaveSnapshot(3, nil), ErrInvalid)
}
