package journal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// fillUp stores a snapshot of ahead bytes, commits until there is no room, checks that nothing but the failed
// batches is missing, makes room, and checks that the hall can go on.
func fillUp(dir string, ahead int, makeRoom func() error) (err error) {
	j, err := Open(dir, testHall, durableOptions())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, j.Close()) }()
	noise := make([]byte, ahead)
	_, _ = rand.Read(noise) // never fails, see crypto/rand
	if err := j.SaveSnapshot(0, noise); err != nil {
		return err
	}
	refused := 0
	for refused < 3 {
		err := commitEvents(j, 400)
		if err == nil && j.Last() > 1<<20 {
			return errors.New("the disk does not get full")
		}
		if err == nil {
			continue
		}
		refused++
		var e *Error
		if !errors.Is(err, ErrFull) || !errors.As(err, &e) || e.Hint() == "" {
			return fmt.Errorf("full disk: %w", err)
		}
	}
	last := j.Last()
	if err := checkContents(j, last); err != nil {
		return fmt.Errorf("while full: %w", err)
	}
	if err := j.Probe(); !errors.Is(err, ErrFull) {
		return fmt.Errorf("probe of a full disk: %w", err)
	}
	if err := j.SaveSnapshot(last, append(noise, noise...)); !errors.Is(err, ErrFull) {
		return fmt.Errorf("snapshot on a full disk: %w", err)
	}
	if seq, data, ok, err := j.Snapshot(); seq != 0 || !bytes.Equal(data, noise) || !ok || err != nil {
		return fmt.Errorf("after a snapshot that found no room: %d %v %w", seq, ok, err)
	}
	if err := makeRoom(); err != nil {
		return err
	}
	if err := j.Probe(); err != nil {
		return fmt.Errorf("probe with room again: %w", err)
	}
	if err := commitEvents(j, 400); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	if err := j.Close(); err != nil {
		return err
	}
	if j, err = Open(dir, testHall, durableOptions()); err != nil {
		return fmt.Errorf("open after a full disk: %w", err)
	}
	_, err = j.Verify()
	return errors.Join(err, checkContents(j, last+400))
}

// cannotBegin checks that a new journal is not left half-made.
func cannotBegin(dir string) error {
	if _, err := Open(dir, testHall, durableOptions()); !errors.Is(err, ErrFull) {
		return fmt.Errorf("a new journal without room: %w", err)
	}
	names, err := filepath.Glob(filepath.Join(dir, fileName+"*"))
	if err == nil && len(names) > 0 {
		err = fmt.Errorf("left behind: %v", names)
	}
	return err
}

// A small disk of its own where the test may mount one; elsewhere a limit on the
// size of files, which the journal meets in the same way.
func TestAFullDiskRefusesCommitsUntilThereIsRoom(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=8m"); err != nil {
		t.Logf("no disk of its own (%v); trying a limit on file sizes", err)
		underLimit(t, t.TempDir())
		return
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	ballast := filepath.Join(dir, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 8<<20-8<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := cannotBegin(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(ballast, 4<<20); err != nil {
		t.Fatal(err)
	}
	if err := fillUp(dir, 1<<20, func() error { return os.Remove(ballast) }); err != nil {
		t.Fatal(err)
	}
}

func TestALimitOnTheFileSizeIsAFullDisk(t *testing.T) { underLimit(t, t.TempDir()) }

func underLimit(t *testing.T, dir string) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childVar+"=limit", "JOURNAL_TEST_DIR="+dir)
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// commitUnderLimit runs in a child, because the limit holds for a process.
func commitUnderLimit() int {
	dir := os.Getenv("JOURNAL_TEST_DIR")
	set := func(size uint64) error {
		return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: size, Max: 1 << 40})
	}
	err := set(8 << 10)
	if err == nil {
		err = cannotBegin(dir)
	}
	if err == nil {
		err = set(17 << 20)
	}
	if err == nil {
		err = fillUp(dir, 13<<20, func() error { return set(1 << 40) })
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
