package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the files in testdata anew")

// childVar tells the test binary, started again, which child it is.
const childVar = "JOURNAL_TEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childVar) {
	case "":
		os.Exit(m.Run())
	case "commit":
		os.Exit(commitForEver())
	case "limit":
		os.Exit(commitUnderLimit())
	case "hold":
		os.Exit(holdOpen())
	}
	os.Exit(3)
}

const testHall = "440307-011-03"

var testTime = time.Date(2026, 11, 25, 9, 30, 0, 0, time.UTC)

// durableOptions are those of a hall, with the tests' clock.
func durableOptions() Options { return Options{Now: func() time.Time { return testTime }} }

// testOptions leave out the fsyncs, for tests that are about something else.
func testOptions() Options {
	o := durableOptions()
	o.NoSync = true
	return o
}

func mustOpen(t testing.TB, dir string) *Journal {
	t.Helper()
	j, err := Open(dir, testHall, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return j
}

func mustClose(t testing.TB, j *Journal) {
	t.Helper()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

// event is what tests store as event seq: some length, and no two alike.
func event(seq uint64) []byte {
	b := binary.BigEndian.AppendUint64(nil, seq)
	return append(b, bytes.Repeat([]byte{byte(seq)}, int(seq*37%500))...)
}

func rid(seq uint64) string { return fmt.Sprintf("req-%016x", seq*0x9E3779B97F4A7C15) }

// commitEvents commits n events in one batch, each with an answer that repeats
// it.
func commitEvents(j *Journal, n int) error {
	var b Batch
	for i := range n {
		seq := j.Last() + 1 + uint64(i)
		b.Events = append(b.Events, event(seq))
		b.Answers = append(b.Answers, Answer{RID: rid(seq), At: testTime.Add(time.Duration(seq) * time.Second), Data: event(seq)})
	}
	first, err := j.Commit(b)
	if err == nil && first != j.Last()+1-uint64(n) {
		err = fmt.Errorf("first is %d and last %d after %d events", first, j.Last(), n)
	}
	return err
}

func mustCommit(t testing.TB, j *Journal, n int) {
	t.Helper()
	if err := commitEvents(j, n); err != nil {
		t.Fatal(err)
	}
}

// checkContents reads back what commitEvents wrote.
func checkContents(j *Journal, last uint64) error {
	if j.Last() != last {
		return fmt.Errorf("last is %d, want %d", j.Last(), last)
	}
	want := uint64(1)
	err := j.Events(1, func(seq uint64, data []byte) error {
		if seq != want || !bytes.Equal(data, event(seq)) {
			return fmt.Errorf("event %d: got %d with %x", want, seq, data)
		}
		want++
		got, ok, err := j.Answer(rid(seq))
		if err != nil {
			return err
		}
		if !ok || !bytes.Equal(got, event(seq)) {
			return fmt.Errorf("answer %d: %v %x", seq, ok, got)
		}
		return nil
	})
	if err == nil && want != last+1 {
		err = fmt.Errorf("%d events, want %d", want-1, last)
	}
	return err
}

func mustHold(t testing.TB, j *Journal, last uint64) {
	t.Helper()
	if err := checkContents(j, last); err != nil {
		t.Fatal(err)
	}
}

// wantError checks the code, and that an operator gets a hint.
func wantError(t testing.TB, err error, want *Error) {
	t.Helper()
	var e *Error
	if !errors.Is(err, want) || !errors.As(err, &e) {
		t.Fatalf("got %v, want %v", err, want)
	}
	if e.Code() == "" || (e.Hint() == "") != (want.Hint() == "") {
		t.Fatalf("code %q, hint %q of %v", e.Code(), e.Hint(), err)
	}
}

// filled returns the bytes of a journal with n events, the last of them in the
// last commit, and two snapshots, that was closed in order.
func filled(t testing.TB, n int) []byte {
	t.Helper()
	dir := t.TempDir()
	j, err := Open(dir, testHall, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	for left := n - 3; left > 0; left -= 7 {
		mustCommit(t, j, min(left, 7))
	}
	for i := range 2 {
		if err := j.SaveSnapshot(j.Last(), bytes.Repeat([]byte("state"), 1000*(i+1))); err != nil {
			t.Fatal(err)
		}
	}
	mustCommit(t, j, 3)
	pages := usedBytes(t, j)
	mustClose(t, j)
	b, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	return b[:pages]
}

func usedBytes(t testing.TB, j *Journal) int64 {
	t.Helper()
	tx, err := j.db.Begin(false)
	if err != nil {
		t.Fatal(err)
	}
	size := tx.Size()
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	return size
}

func writeJournal(t testing.TB, dir string, b []byte) {
	t.Helper()
	path := filepath.Join(dir, fileName)
	// Not over the old one: some file systems then write it to disk at once.
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}
