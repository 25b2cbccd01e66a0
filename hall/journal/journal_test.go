package journal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

func TestWhatWasCommittedIsThereAfterReopening(t *testing.T) {
	dir := t.TempDir()
	j, err := Open(dir, testHall, durableOptions())
	if err != nil {
		t.Fatal(err)
	}
	if j.Last() != 0 || j.Hall() != testHall || !strings.HasPrefix(j.Epoch(), "1-") || len(j.Epoch()) != 10 {
		t.Fatalf("new journal: last %d, hall %q, epoch %q", j.Last(), j.Hall(), j.Epoch())
	}
	epoch, total := j.Epoch(), 0
	for _, n := range []int{1, 8, 64, 2, 500} {
		mustCommit(t, j, n)
		total += n
	}
	mustHold(t, j, uint64(total))
	mustClose(t, j)
	j = mustOpen(t, dir)
	mustHold(t, j, uint64(total))
	if j.Epoch() != epoch {
		t.Fatalf("the epoch changed from %s to %s", epoch, j.Epoch())
	}
	mustCommit(t, j, 3)
	mustHold(t, j, uint64(total)+3)
	if r, err := j.Verify(); err != nil || r.Events != uint64(total)+3 || r.Answers != r.Events || r.Last != r.Events {
		t.Fatalf("verify: %+v %v", r, err)
	}
}

func TestARunOfEventsEndsAtItsBounds(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 500)
	var sizes []int
	if err := j.Events(1, func(_ uint64, b []byte) error { sizes = append(sizes, len(b)); return nil }); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		from       uint64
		most, size int
	}{
		{0, 10, 1 << 20}, {1, 1, 1 << 20}, {7, 500, 1 << 20}, {7, 500, 1000}, {7, 3, 1 << 20}, {500, 5, 1}, {501, 5, 1 << 20}, {1 << 60, 5, 10}, {3, 0, 10}, {3, 5, 0},
	} {
		at, size, want := int(max(tc.from, 1))-1, 0, 0
		for i := at; i < len(sizes) && want < tc.most; i++ {
			if size += sizes[i]; want > 0 && size > tc.size {
				break
			}
			want++
		}
		got := 0
		err := j.Run(tc.from, tc.most, tc.size, func(seq uint64, b []byte) error {
			if seq != max(tc.from, 1)+uint64(got) || len(b) != sizes[seq-1] {
				t.Errorf("%+v: event %d of %d bytes", tc, seq, len(b))
			}
			got++
			return nil
		})
		if err != nil || got != want {
			t.Errorf("%+v: %d events, want %d: %v", tc, got, want, err)
		}
	}
	stop := errors.New("stop")
	if err := j.Run(1, 5, 1<<20, func(uint64, []byte) error { return stop }); err != stop {
		t.Errorf("the reader's error came back as %v", err)
	}
	if j.First() != 1 {
		t.Errorf("the first is %d", j.First())
	}
}

func TestEventsStartWhereAsked(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 2000) // more than one read's worth
	for _, from := range []uint64{0, 1, 2, 1999, 2000, 2001, 1 << 60} {
		var got []uint64
		if err := j.Events(from, func(seq uint64, _ []byte) error { got = append(got, seq); return nil }); err != nil {
			t.Fatal(err)
		}
		want := 2001 - int(min(max(from, 1), 2001))
		if len(got) != want || want > 0 && (got[0] != max(from, 1) || got[want-1] != 2000) {
			t.Fatalf("from %d: %d events", from, len(got))
		}
	}
}

func TestTheReadersErrorEndsTheReadingAndComesBackAsItIs(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 10)
	stop, n := errors.New("enough"), 0
	err := j.Events(1, func(uint64, []byte) error {
		if n++; n == 3 {
			return stop
		}
		return nil
	})
	if err != stop || n != 3 {
		t.Fatalf("%v after %d", err, n)
	}
}

func TestAReaderMayCommit(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 5)
	err := j.Events(1, func(uint64, []byte) error { return commitEvents(j, 1) })
	if err != nil {
		t.Fatal(err)
	}
	mustHold(t, j, 10)
}

func TestARefusalAloneIsStoredToo(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	first, err := j.Commit(Batch{Answers: []Answer{{RID: "r-1", At: testTime, Data: []byte("no")}, {RID: "r-2", At: testTime}}})
	if err != nil || first != 1 || j.Last() != 0 {
		t.Fatalf("first %d, last %d: %v", first, j.Last(), err)
	}
	if data, ok, err := j.Answer("r-1"); err != nil || !ok || string(data) != "no" {
		t.Fatalf("%q %v %v", data, ok, err)
	}
	if data, ok, err := j.Answer("r-2"); err != nil || !ok || len(data) != 0 {
		t.Fatalf("%q %v %v", data, ok, err)
	}
	for _, unknown := range []string{"r-3", "", strings.Repeat("x", MaxRID+1)} {
		if _, ok, err := j.Answer(unknown); ok || err != nil {
			t.Fatalf("%q: %v %v", unknown, ok, err)
		}
	}
}

func TestASecondAnswerToOneRequestIsRefusedWithItsWholeBatch(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 1)
	for name, answers := range map[string][]Answer{
		"stored before":    {{RID: "new", At: testTime}, {RID: rid(1), At: testTime}},
		"twice in a batch": {{RID: "twin", At: testTime}, {RID: "twin", At: testTime}},
		"no rid":           {{At: testTime}},
		"no time":          {{RID: "timeless"}},
		"a rid too long":   {{RID: strings.Repeat("x", MaxRID+1), At: testTime}},
	} {
		_, err := j.Commit(Batch{Events: [][]byte{event(2)}, Answers: answers})
		if !errors.Is(err, ErrInvalid) {
			t.Fatalf("%s: %v", name, err)
		}
		mustHold(t, j, 1)
	}
	if _, ok, err := j.Answer("new"); ok || err != nil {
		t.Fatalf("an answer of a refused batch: %v %v", ok, err)
	}
	mustCommit(t, j, 2)
	mustHold(t, j, 3)
}

func TestAnEmptyBatchDoesNothing(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 4)
	if first, err := j.Commit(Batch{}); err != nil || first != 5 || j.Last() != 4 {
		t.Fatalf("%d %v", first, err)
	}
}

func TestOldAnswersArePrunedOldestFirst(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 100)
	before := testTime.Add(61 * time.Second) // answers 1 to 60 are older
	for _, want := range []int{25, 25, 10, 0} {
		if n, err := j.PruneAnswers(before, 25); err != nil || n != want {
			t.Fatalf("pruned %d: %v, want %d", n, err, want)
		}
	}
	for seq := uint64(1); seq <= 100; seq++ {
		if _, ok, err := j.Answer(rid(seq)); err != nil || ok != (seq > 60) {
			t.Fatalf("answer %d: %v %v", seq, ok, err)
		}
	}
	if r, err := j.Verify(); err != nil || r.Answers != 40 || r.Events != 100 {
		t.Fatalf("%+v %v", r, err)
	}
}

func TestManyCanReadWhileOneCommits(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 10)
	stop := make(chan struct{})
	var readers sync.WaitGroup
	fail := make(chan error, 16)
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if err := j.Events(1, func(seq uint64, data []byte) error {
					if !bytes.Equal(data, event(seq)) {
						return fmt.Errorf("event %d is not itself", seq)
					}
					return nil
				}); err != nil {
					fail <- err
					return
				}
				if _, err := j.Verify(); err != nil {
					fail <- err
					return
				}
			}
		})
	}
	for range 40 {
		mustCommit(t, j, 3)
	}
	if err := j.SaveSnapshot(j.Last(), bytes.Repeat([]byte{1}, 40*chunkSize)); err != nil {
		t.Fatal(err)
	}
	close(stop)
	readers.Wait()
	select {
	case err := <-fail:
		t.Fatal(err)
	default:
	}
	mustHold(t, j, 130)
}

func TestAfterCloseEverythingSaysClosed(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 2)
	mustClose(t, j)
	mustClose(t, j)
	_, commit := j.Commit(Batch{Events: [][]byte{{1}}})
	_, _, answer := j.Answer("x")
	_, _, _, snapshot := j.Snapshot()
	_, verify := j.Verify()
	_, backup := j.Backup(&bytes.Buffer{})
	_, prune := j.PruneAnswers(testTime, 1)
	for i, err := range []error{commit, answer, snapshot, verify, backup, prune, j.Probe(), j.SaveSnapshot(1, nil),
		j.Events(1, func(uint64, []byte) error { return nil })} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("call %d: %v", i, err)
		}
	}
}

// The disk says "failed" although the commit is in the file: what is true then
// nobody knows, so the journal must not go on as if it knew.
func TestACommitThatMayHaveHappenedStopsTheJournal(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir)
	mustCommit(t, j, 1)
	j.commit = func(tx *bolt.Tx) error {
		if err := tx.Commit(); err != nil {
			return err
		}
		return syscall.EIO
	}
	wantError(t, commitEvents(j, 1), ErrUncertain)
	wantError(t, commitEvents(j, 1), ErrUncertain)
	wantError(t, j.Probe(), ErrUncertain)
	if j.Last() != 1 {
		t.Fatalf("last is %d", j.Last())
	}
	mustClose(t, j)
	j = mustOpen(t, dir)
	mustHold(t, j, 2) // what the file says is what counts
}

func TestACommitThatFailedLeavesNothingAndTheNextOneWorks(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir)
	mustCommit(t, j, 1)
	j.commit = func(tx *bolt.Tx) error {
		return errors.Join(syscall.EIO, tx.Rollback())
	}
	wantError(t, commitEvents(j, 3), ErrStorage)
	mustHold(t, j, 1)
	j.commit = (*bolt.Tx).Commit
	mustCommit(t, j, 2)
	mustHold(t, j, 3)
}

func TestAPanicInsideACommitIsDamageAndTheFileCanBeOpenedAgain(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir)
	mustCommit(t, j, 5)
	j.commit = func(*bolt.Tx) error { panic("page 7 already freed") }
	wantError(t, commitEvents(j, 1), ErrDamaged)
	_, _, err := j.Answer(rid(1))
	wantError(t, err, ErrDamaged)
	mustClose(t, j)
	j = mustOpen(t, dir)
	mustHold(t, j, 5)
}

func TestNothingIsLeftBesideTheJournal(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, fileName+".new-123"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	j := mustOpen(t, dir)
	if err := j.Probe(); err != nil {
		t.Fatal(err)
	}
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 1 || names[0].Name() != fileName {
		t.Fatalf("%v %v", names, err)
	}
	info, err := names[0].Info()
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v", info.Mode(), err)
	}
}
