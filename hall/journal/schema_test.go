package journal

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// fixture is a hall.db of schema 1, as the first release wrote it: 30 events
// with answers, of which the first 10 are pruned, and two snapshots. It is made
// with -update once, and never again.
const fixture = "testdata/schema1.db.gz"

func TestTheFixtureOfSchemaOneIsWrittenOnRequest(t *testing.T) {
	if !*update {
		if _, err := os.Stat(fixture); err != nil {
			t.Fatalf("%v; make it with -update", err)
		}
		return
	}
	dir := t.TempDir()
	j := mustOpen(t, dir)
	for range 6 {
		mustCommit(t, j, 5)
	}
	if _, err := j.PruneAnswers(testTime.Add(11_000_000_000), 100); err != nil {
		t.Fatal(err)
	}
	for seq := uint64(20); seq <= 30; seq += 10 {
		if err := j.SaveSnapshot(seq, bytes.Repeat([]byte("state"), int(seq))); err != nil {
			t.Fatal(err)
		}
	}
	size := usedBytes(t, j)
	mustClose(t, j)
	b, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(b[:size]); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(z.Close(), os.MkdirAll("testdata", 0o755), os.WriteFile(fixture, packed.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func fixtureBytes(t testing.TB) []byte {
	t.Helper()
	f, err := os.Open(fixture)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAJournalOfSchemaOneOpensForEver(t *testing.T) {
	dir := t.TempDir()
	writeJournal(t, dir, fixtureBytes(t))
	j := mustOpen(t, dir)
	r, err := j.Verify()
	if err != nil || r.Last != 30 || r.Events != 30 || r.Answers != 20 || r.Snapshots != 2 || r.Schema != len(migrations) {
		t.Fatalf("%+v %v", r, err)
	}
	wantSnapshot(t, j, 30, bytes.Repeat([]byte("state"), 30))
	if err := j.Events(1, func(seq uint64, data []byte) error {
		if !bytes.Equal(data, event(seq)) {
			t.Errorf("event %d", seq)
		}
		_, ok, err := j.Answer(rid(seq))
		if ok != (seq > 10) {
			t.Errorf("answer %d: %v", seq, ok)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	mustCommit(t, j, 3)
}

func TestANewerSchemaIsRefused(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir)
	if err := j.db.Update(func(tx *bolt.Tx) error {
		return tx.Bucket(bucketMeta).Put(keySchema, record(bucketMeta, keySchema, number(uint64(len(migrations))+1)))
	}); err != nil {
		t.Fatal(err)
	}
	backup, _ := mustBackup(t, j)
	mustClose(t, j)
	mustRefuse(t, dir, ErrNewerSchema)
	_, err := Restore(bytes.NewReader(backup), t.TempDir(), RestoreOptions{})
	wantError(t, err, ErrNewerSchema)
}

// The steps to come are tried with made-up ones.
func TestAnOlderSchemaIsTakenForwardWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	writeJournal(t, dir, fixtureBytes(t))
	mark := []byte("made up")
	second := func(tx *bolt.Tx) error { _, err := tx.CreateBucket(mark); return err }
	broken := errors.New("cannot")
	third := func(*bolt.Tx) error { return broken }
	if _, err := open(dir, testHall, testOptions(), []migration{createBuckets, second, third}); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	mustClose(t, mustOpen(t, dir)) // still of schema 1
	if _, err := open(dir, "another", testOptions(), []migration{createBuckets, second}); !errors.Is(err, ErrForeignHall) {
		t.Fatal(err)
	}
	j, err := open(dir, testHall, testOptions(), []migration{createBuckets, second})
	if err != nil || j.Schema() != 2 || j.Last() != 30 {
		t.Fatal(j, err)
	}
	if err := j.view("test", func(tx *bolt.Tx) error {
		if tx.Bucket(mark) == nil {
			t.Error("the step was not made")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	mustClose(t, j)
	mustRefuse(t, dir, ErrNewerSchema) // there is no way back
}
