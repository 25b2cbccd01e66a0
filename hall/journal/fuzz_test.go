package journal

import (
	"bytes"
	"errors"
	"hash/fnv"
	"testing"
)

func wantOurError(t *testing.T, err error) {
	t.Helper()
	var e *Error
	if err != nil && !errors.As(err, &e) {
		t.Fatalf("an error without a code: %v", err)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte(nil))
	f.Add([]byte("no journal"))
	f.Add(fixtureBytes(f))
	f.Fuzz(func(t *testing.T, file []byte) {
		if len(file) > 1<<20 {
			return
		}
		dir := t.TempDir()
		writeJournal(t, dir, file)
		j, err := Open(dir, "", testOptions())
		wantOurError(t, err)
		if err != nil {
			return
		}
		useAll(t, j)
	})
}

// FuzzOpenPatched overwrites parts of a good file, and makes the checksums of
// the head pages right again, so that what lies behind them is reached.
func FuzzOpenPatched(f *testing.F) {
	good := fixtureBytes(f)
	f.Add(uint32(0), []byte{1}, uint32(0), []byte(nil))
	f.Add(uint32(pageHead+16), number(0), uint32(pageSize+pageHead+16), number(0))
	f.Add(uint32(3*pageSize+8), []byte{1, 0}, uint32(4*pageSize+10), []byte{255, 255})
	f.Add(uint32(5*pageSize+12), []byte{1, 0, 0, 0}, uint32(6*pageSize), []byte{5})
	f.Fuzz(func(t *testing.T, at1 uint32, patch1 []byte, at2 uint32, patch2 []byte) {
		file := bytes.Clone(good)
		copy(file[int(at1)%len(file):], patch1)
		copy(file[int(at2)%len(file):], patch2)
		for id := range 2 {
			m := file[id*pageSize+pageHead:]
			sum := fnv.New64a()
			_, _ = sum.Write(m[:56]) // a hash never fails
			le.PutUint64(m[56:], sum.Sum64())
		}
		dir := t.TempDir()
		writeJournal(t, dir, file)
		j, err := Open(dir, "", testOptions())
		wantOurError(t, err)
		if err != nil {
			return
		}
		useAll(t, j)
	})
}

// useAll calls everything once; each call may fail, but only with our errors.
func useAll(t *testing.T, j *Journal) {
	t.Helper()
	_, err := j.Verify()
	wantOurError(t, err)
	wantOurError(t, j.Events(1, func(uint64, []byte) error { return nil }))
	_, _, _, err = j.Snapshot()
	wantOurError(t, err)
	_, _, err = j.Answer(rid(15))
	wantOurError(t, err)
	_, err = j.Commit(Batch{Events: [][]byte{{1}}, Answers: []Answer{{RID: "fuzz", At: testTime}}})
	wantOurError(t, err)
	_, err = j.PruneAnswers(testTime.Add(1e12), 5)
	wantOurError(t, err)
	wantOurError(t, j.SaveSnapshot(j.Last(), []byte("state")))
	_, err = j.Backup(&bytes.Buffer{})
	wantOurError(t, err)
	wantOurError(t, j.Close())
}

func FuzzRestore(f *testing.F) {
	dir := f.TempDir()
	writeJournal(f, dir, fixtureBytes(f))
	backup, _ := mustBackup(f, mustOpen(f, dir))
	f.Add([]byte(nil))
	f.Add([]byte("{}\n"))
	f.Add(backup)
	f.Add(backup[:len(backup)/2])
	f.Add(append([]byte(`{"format":"onewindow-backup/1","bytes":16384}`+"\n"), make([]byte, 16384+backupTailSize)...))
	f.Fuzz(func(t *testing.T, file []byte) {
		if len(file) > 1<<20 {
			return
		}
		r, err := Restore(bytes.NewReader(file), t.TempDir(), RestoreOptions{})
		wantOurError(t, err)
		if err == nil && (r.Hall != testHall || r.Last != 30) {
			t.Fatalf("%+v", r)
		}
	})
}

func FuzzRecord(f *testing.F) {
	key := number(7)
	f.Add([]byte(nil))
	f.Add(record(bucketEvents, key, []byte("event")))
	f.Add(record(bucketAnswers, key, []byte("\x00\x00\x00\x00\x00\x00\x00\x01ab")))
	f.Fuzz(func(t *testing.T, rec []byte) {
		if data, err := openRecord(bucketEvents, key, rec); err == nil {
			if !bytes.Equal(record(bucketEvents, key, data), rec) {
				t.Fatalf("%x opens as %x", rec, data)
			}
			if _, err := openRecord(bucketEvents, number(8), rec); err == nil {
				t.Fatalf("%x opens at another place", rec)
			}
		}
		// The same bytes as the inside of a record with a right checksum.
		data, _, err := openAnswer(key, record(bucketAnswers, key, rec))
		if err == nil && answerHead+len(data) != len(rec) {
			t.Fatalf("%x: data %x", rec, data)
		}
	})
}
