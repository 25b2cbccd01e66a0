package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func mustBackup(t testing.TB, j *Journal) ([]byte, Info) {
	t.Helper()
	var b bytes.Buffer
	info, err := j.Backup(&b)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), info
}

func TestABackupComesBackAsANewEpochOfTheSameHistory(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir)
	mustCommit(t, j, 150)
	if err := j.SaveSnapshot(100, state(1, 200_000)); err != nil {
		t.Fatal(err)
	}
	backup, info := mustBackup(t, j)
	sum := sha256.Sum256(backup)
	want := Info{Hall: testHall, Epoch: j.Epoch(), Last: 150, Schema: 1, Made: testTime, Bytes: int64(len(backup)), SHA256: hex.EncodeToString(sum[:])}
	if info != want {
		t.Fatalf("%+v, want %+v", info, want)
	}
	mustCommit(t, j, 10) // lost by the restore
	other := t.TempDir()
	r, err := Restore(bytes.NewReader(backup), other, RestoreOptions{Hall: testHall})
	if err != nil {
		t.Fatal(err)
	}
	if r.From != j.Epoch() || r.Last != 150 || !strings.HasPrefix(r.Epoch, "2-") || r.SHA256 != info.SHA256 {
		t.Fatalf("%+v", r)
	}
	k := mustOpen(t, other)
	if k.Epoch() != r.Epoch {
		t.Fatalf("epoch %s, want %s", k.Epoch(), r.Epoch)
	}
	mustHold(t, k, 150)
	wantSnapshot(t, k, 100, state(1, 200_000))
	mustCommit(t, k, 5)
	mustHold(t, k, 155)
	if names, err := os.ReadDir(other); err != nil || len(names) != 2 { // hall.db, hall.epoch
		t.Fatal(names, err)
	}
}

func TestABackupOfAWorkingHallIsOfOneMoment(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 50)
	stop := make(chan struct{})
	var hall sync.WaitGroup
	hall.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				if err := commitEvents(j, 3); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	for range 5 {
		backup, info := mustBackup(t, j)
		got, report, err := CheckBackup(bytes.NewReader(backup), t.TempDir())
		if err != nil || got != info || report.Last != info.Last || report.Events != info.Last || report.Answers != info.Last {
			t.Errorf("%+v %+v %v", got, report, err)
		}
	}
	close(stop)
	hall.Wait()
}

func TestRestoreDoesNotOverwriteUnlessTold(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir)
	mustCommit(t, j, 10)
	backup, _ := mustBackup(t, j)
	mustCommit(t, j, 10)
	mustClose(t, j)
	_, err := Restore(bytes.NewReader(backup), dir, RestoreOptions{})
	wantError(t, err, ErrExists)
	j = mustOpen(t, dir)
	mustHold(t, j, 20)
	mustClose(t, j)

	r, err := Restore(bytes.NewReader(backup), dir, RestoreOptions{Replace: true})
	if err != nil {
		t.Fatal(err)
	}
	j = mustOpen(t, dir)
	mustHold(t, j, 10)
	mustClose(t, j)
	// What was replaced is still there, whole.
	kept := t.TempDir()
	if err := os.Rename(filepath.Join(dir, fileName+".replaced"), filepath.Join(kept, fileName)); err != nil {
		t.Fatal(err)
	}
	j = mustOpen(t, kept)
	mustHold(t, j, 20)
	if !strings.HasPrefix(r.Epoch, "2-") {
		t.Fatal(r.Epoch)
	}
}

func TestOneBackupRestoredAgainAndAgainNeverRepeatsAnEpoch(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir)
	mustCommit(t, j, 1)
	backup, _ := mustBackup(t, j)
	mustClose(t, j)
	for want := 2; want <= 4; want++ {
		r, err := Restore(bytes.NewReader(backup), dir, RestoreOptions{Replace: true})
		if err != nil || !strings.HasPrefix(r.Epoch, fmt.Sprint(want, "-")) {
			t.Fatalf("%+v %v, want epoch %d", r, err, want)
		}
	}
	// Also when the journal is too damaged to say how far it had come.
	if err := os.Truncate(filepath.Join(dir, fileName), pageSize); err != nil {
		t.Fatal(err)
	}
	r, err := Restore(bytes.NewReader(backup), dir, RestoreOptions{Replace: true})
	if err != nil || !strings.HasPrefix(r.Epoch, "5-") {
		t.Fatalf("%+v %v", r, err)
	}
	// And what others know counts too.
	r, err = Restore(bytes.NewReader(backup), dir, RestoreOptions{Replace: true, After: "17-00000000"})
	if err != nil || !strings.HasPrefix(r.Epoch, "18-") {
		t.Fatalf("%+v %v", r, err)
	}
	// A journal that was copied in by hand has been seen once it was open.
	b, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	writeJournal(t, dir, b)
	mustClose(t, mustOpen(t, dir))
	if err := os.Remove(filepath.Join(dir, fileName)); err != nil {
		t.Fatal(err)
	}
	r, err = Restore(bytes.NewReader(backup), dir, RestoreOptions{})
	if err != nil || !strings.HasPrefix(r.Epoch, "19-") {
		t.Fatalf("%+v %v", r, err)
	}
	if err := os.WriteFile(filepath.Join(dir, epochFile), []byte("?"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Restore(bytes.NewReader(backup), dir, RestoreOptions{Replace: true})
	wantError(t, err, ErrDamaged)
	_, err = Restore(bytes.NewReader(backup), dir, RestoreOptions{Replace: true, After: "seventeen"})
	if !errors.Is(err, ErrInvalid) {
		t.Fatal(err)
	}
}

func TestABadBackupIsRefusedAndChangesNothing(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir)
	mustCommit(t, j, 40)
	backup, _ := mustBackup(t, j)
	mustClose(t, j)
	journal, err := os.ReadFile(filepath.Join(dir, fileName))
	if err != nil {
		t.Fatal(err)
	}
	flip := func(at int) []byte {
		b := bytes.Clone(backup)
		b[at] ^= 1
		return b
	}
	head := bytes.IndexByte(backup, '\n')
	newer := bytes.Replace(backup, []byte(backupFormat), []byte("onewindow-backup/2"), 1)
	for name, c := range map[string]struct {
		bytes []byte
		want  *Error
	}{
		"nothing":             {nil, ErrNotJournal},
		"text":                {[]byte("hello\n"), ErrNotJournal},
		"no line":             {make([]byte, 100_000), ErrNotJournal},
		"a journal file":      {journal, ErrNotJournal},
		"head only":           {backup[:head+1], ErrDamaged},
		"cut in the middle":   {backup[:len(backup)/2], ErrDamaged},
		"without its end":     {backup[:len(backup)-backupTailSize], ErrDamaged},
		"without a byte":      {backup[:len(backup)-1], ErrDamaged},
		"with one too many":   {append(bytes.Clone(backup), 'x'), ErrDamaged},
		"flipped in the head": {flip(bytes.Index(backup, []byte(testHall))), ErrDamaged},
		"flipped in a page":   {flip(head + 3*pageSize + 100), ErrDamaged},
		"flipped at the end":  {flip(len(backup) - 5), ErrDamaged},
		"of a newer format":   {newer, ErrNewerSchema},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Restore(bytes.NewReader(c.bytes), dir, RestoreOptions{Replace: true})
			wantError(t, err, c.want)
			if _, _, err := CheckBackup(bytes.NewReader(c.bytes), t.TempDir()); !errors.Is(err, c.want) {
				t.Fatalf("check: %v", err)
			}
			now, err := os.ReadFile(filepath.Join(dir, fileName))
			if names, _ := os.ReadDir(dir); err != nil || !bytes.Equal(now, journal) || len(names) != 1 {
				t.Fatalf("changed: %v %v", names, err)
			}
		})
	}
	_, err = Restore(bytes.NewReader(backup), t.TempDir(), RestoreOptions{Hall: "another"})
	wantError(t, err, ErrForeignHall)
}

// A copy of a damaged journal is a faithful copy: only reading it shows it.
func TestABackupOfADamagedJournalIsNotRestored(t *testing.T) {
	dir := t.TempDir()
	whole := filled(t, 200)
	at := bytes.LastIndex(whole, bytes.Repeat([]byte{100}, 50)) // inside event 100
	if at < 0 {
		t.Fatal("no such event")
	}
	whole[at] ^= 1
	writeJournal(t, dir, whole)
	j := mustOpen(t, dir)
	if _, err := j.Verify(); !errors.Is(err, ErrDamaged) {
		t.Fatal("nothing is damaged")
	}
	backup, _ := mustBackup(t, j)
	_, _, err := CheckBackup(bytes.NewReader(backup), t.TempDir())
	wantError(t, err, ErrDamaged)
	_, err = Restore(bytes.NewReader(backup), t.TempDir(), RestoreOptions{})
	wantError(t, err, ErrDamaged)
	var e *Error
	if !errors.As(err, &e) || e.Hint() != otherBackup {
		t.Fatalf("%v: hint %q", err, e.Hint())
	}
}

type brokenStick struct{ left int }

func (b *brokenStick) Write(p []byte) (int, error) {
	if b.left -= len(p); b.left < 0 {
		return 0, errors.New("stick pulled out")
	}
	return len(p), nil
}

func TestAPlaceForBackupsThatFailsIsNotTheJournalsFault(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 100)
	for _, room := range []int{0, 300, 20_000} {
		info, err := j.Backup(&brokenStick{left: room})
		wantError(t, err, ErrTarget)
		if info != (Info{}) {
			t.Fatalf("%+v", info)
		}
	}
	mustCommit(t, j, 1)
	mustHold(t, j, 101)
}

func TestABackupContainsNoKeys(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir)
	keys := mustOpenKeys(t, dir)
	sealed, err := keys.Seal("2026-11-25", []byte("1234"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := j.Commit(Batch{Events: [][]byte{[]byte(sealed)}}); err != nil {
		t.Fatal(err)
	}
	backup, _ := mustBackup(t, j)
	paths, err := filepath.Glob(filepath.Join(dir, keysDir, "*.key"))
	if err != nil || len(paths) != 2 {
		t.Fatal(paths, err)
	}
	for _, p := range paths {
		key, err := os.ReadFile(p)
		if err != nil || bytes.Contains(backup, key) {
			t.Fatalf("%s: %v", p, err)
		}
	}
	if !bytes.Contains(backup, []byte(sealed)) {
		t.Fatal("the event is not there")
	}
	if _, err := Restore(bytes.NewReader(backup), t.TempDir(), RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
}

func TestASourceThatFailsIsReported(t *testing.T) {
	broken := errors.New("line is down")
	_, err := Restore(io.MultiReader(strings.NewReader(`{"format":`), errReader{broken}), t.TempDir(), RestoreOptions{})
	if !errors.Is(err, broken) || !errors.Is(err, ErrStorage) {
		t.Fatal(err)
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }
