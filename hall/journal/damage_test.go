package journal

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// mustRefuse checks that Open says want and leaves the file as it was.
func mustRefuse(t *testing.T, dir string, want *Error) {
	t.Helper()
	path := filepath.Join(dir, fileName)
	before, errBefore := os.ReadFile(path)
	_, err := Open(dir, testHall, testOptions())
	wantError(t, err, want)
	after, errAfter := os.ReadFile(path)
	if !bytes.Equal(before, after) || (errBefore == nil) != (errAfter == nil) {
		t.Fatalf("the refused file was changed")
	}
}

func TestAFileThatIsNotAWholeJournalIsRefusedAndLeftAlone(t *testing.T) {
	whole := filled(t, 300)
	heads := bytes.Clone(whole)
	for i := range 2 {
		heads[i*pageSize+pageHead+20] ^= 1
	}
	for name, c := range map[string]struct {
		bytes []byte
		want  *Error
	}{
		"empty":                     {nil, ErrDamaged},
		"one byte":                  {[]byte{0}, ErrNotJournal},
		"text":                      {bytes.Repeat([]byte("no journal at all\n"), 5000), ErrNotJournal},
		"zeros":                     {make([]byte, 1<<20), ErrNotJournal},
		"a SQLite file":             {append([]byte("SQLite format 3\x00"), make([]byte, 8192)...), ErrNotJournal},
		"both heads flipped":        {heads, ErrDamaged},
		"cut to its heads":          {whole[:2*pageSize], ErrDamaged},
		"cut in the middle":         {whole[:len(whole)/2], ErrDamaged},
		"cut by one page":           {whole[:len(whole)-pageSize], ErrDamaged},
		"cut by one byte":           {whole[:len(whole)-1], ErrDamaged},
		"cut within the first head": {whole[:60], ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			writeJournal(t, dir, c.bytes)
			mustRefuse(t, dir, c.want)
		})
	}
}

func TestADatabaseOfAnotherProgramIsRefused(t *testing.T) {
	for name, o := range map[string]*bolt.Options{
		"with a free list":    {},
		"without a free list": {NoFreelistSync: true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			db, err := bolt.Open(filepath.Join(dir, fileName), 0o600, o)
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Update(func(tx *bolt.Tx) error {
				_, err := tx.CreateBucket([]byte("meta"))
				return err
			}); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			mustRefuse(t, dir, ErrNotJournal)
		})
	}
}

func TestAnotherHallsJournalIsRefused(t *testing.T) {
	dir := t.TempDir()
	mustClose(t, mustOpen(t, dir))
	_, err := Open(dir, "440307-011-04", testOptions())
	wantError(t, err, ErrForeignHall)
	j, err := Open(dir, "", testOptions()) // whichever it is
	if err != nil || j.Hall() != testHall {
		t.Fatal(err)
	}
	mustClose(t, j)
}

func TestWithoutAHallNothingIsCreated(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(dir, "", testOptions())
	wantError(t, err, ErrMissing)
	_, err = Open(dir, "a\nb", testOptions())
	wantError(t, err, ErrInvalid)
	if names, err := os.ReadDir(dir); err != nil || len(names) != 0 {
		t.Fatal(names, err)
	}
}

func TestAPlaceThatIsNotADataDirectoryIsRefused(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(filepath.Join(dir, "missing"), testHall, testOptions())
	wantError(t, err, ErrNoDirectory)
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(file, testHall, testOptions())
	wantError(t, err, ErrNoDirectory)
	for name, make := range map[string]func(string) error{
		"a directory": func(p string) error { return os.Mkdir(p, 0o700) },
		"a pipe":      func(p string) error { return syscall.Mkfifo(p, 0o600) },
	} {
		sub := t.TempDir()
		if err := make(filepath.Join(sub, fileName)); err != nil {
			t.Fatal(err)
		}
		_, err = Open(sub, testHall, testOptions())
		if !errors.Is(err, ErrNotJournal) {
			t.Fatalf("%s: %v", name, err)
		}
	}
}

func TestADirectoryWithoutPermissionIsRefused(t *testing.T) {
	empty, there := t.TempDir(), t.TempDir()
	mustClose(t, mustOpen(t, there))
	if err := errors.Join(os.Chmod(empty, 0o555), os.Chmod(filepath.Join(there, fileName), 0o400)); err != nil {
		t.Fatal(err)
	}
	// Root may write anywhere, so a root's test becomes nobody for a moment; on
	// Linux the user for files is a matter of the thread.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if os.Geteuid() == 0 {
		if err := syscall.Setfsuid(65534); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := syscall.Setfsuid(0); err != nil {
				t.Error(err)
			}
		}()
	}
	for _, dir := range []string{empty, there} {
		_, err := Open(dir, testHall, testOptions())
		wantError(t, err, ErrNotWritable)
		_, err = OpenKeys(empty)
		wantError(t, err, ErrNotWritable)
	}
}

// survey opens a journal that may be damaged. It returns an error if the damage
// was noticed, and fails if wrong contents were passed off as right.
func survey(dir string, last uint64) (noticed error, wrong error) {
	j, err := Open(dir, testHall, testOptions())
	if err != nil {
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotJournal) {
			return err, fmt.Errorf("damage reported as something else: %w", err)
		}
		return err, nil
	}
	contents := checkContents(j, last)
	_, verify := j.Verify()
	switch {
	case verify != nil && !errors.Is(verify, ErrDamaged):
		wrong = verify
	case contents != nil && verify == nil:
		wrong = fmt.Errorf("verify finds nothing, and yet: %w", contents)
	}
	if _, _, _, err := j.Snapshot(); err != nil && !errors.Is(err, ErrDamaged) {
		wrong = errors.Join(wrong, err)
	}
	return errors.Join(verify, contents), errors.Join(wrong, j.Close())
}

func TestAPageOfZerosIsNoticedOrWasNotNeeded(t *testing.T) {
	whole := filled(t, 200)
	dir := t.TempDir()
	noticed, pages := 0, len(whole)/pageSize
	for page := range pages {
		spoiled := bytes.Clone(whole)
		clear(spoiled[page*pageSize : (page+1)*pageSize])
		writeJournal(t, dir, spoiled)
		seen, wrong := survey(dir, 200)
		if wrong != nil {
			t.Fatalf("page %d: %v", page, wrong)
		}
		if seen != nil {
			noticed++
		}
		if page < 2 && seen != nil {
			t.Fatalf("after an orderly stop one head page is enough: %v", seen)
		}
	}
	if noticed < pages/3 {
		t.Fatalf("noticed %d of %d", noticed, pages)
	}
}

func TestFlippedBytesAreNoticedOrWereNotNeeded(t *testing.T) {
	const seed = 7
	whole := filled(t, 200)
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(seed, seed))
	for i := range 200 {
		spoiled := bytes.Clone(whole)
		at := r.IntN(len(spoiled))
		if i%2 == 0 { // where the structure is: the start of a page
			at = at/pageSize*pageSize + r.IntN(96)
		}
		spoiled[at] ^= byte(1 + r.IntN(255))
		writeJournal(t, dir, spoiled)
		if _, wrong := survey(dir, 200); wrong != nil {
			t.Fatalf("byte %d: %v", at, wrong)
		}
	}
}

// Out of order, a key would be there and never be found: a request would be
// carried out twice.
func TestKeysOutOfOrderAreDamage(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir)
	mustCommit(t, j, 500)
	var branch int64
	if err := j.view("test", func(tx *bolt.Tx) error {
		branch = int64(tx.Bucket(bucketAnswers).Root()) * pageSize
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	mustClose(t, j)
	path := filepath.Join(dir, fileName)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := whole[branch : branch+pageSize]
	if le.Uint16(page[8:]) != flagBranch || le.Uint16(page[10:]) < 3 {
		t.Fatal("the requests are on one page")
	}
	leaf := whole[le.Uint64(page[pageHead+elementSize+8:])*pageSize:]
	check := func() error {
		m, err := readMetas(bytes.NewReader(whole))
		if err == nil {
			_, err = checkPages(bytes.NewReader(whole), int64(len(whole)), m.root, m.pages)
		}
		return err
	}
	branchKey := func(i int) []byte {
		at := pageHead + i*elementSize
		return page[at+int(le.Uint32(page[at:])):][:len(rid(1))]
	}
	leafKey := func(i int) []byte {
		at := pageHead + i*elementSize
		return leaf[at+int(le.Uint32(leaf[at+4:])):][:len(rid(1))]
	}
	for name, key := range map[string][]byte{
		"a branch": branchKey(1), "first of a leaf": leafKey(0), "inside a leaf": leafKey(1), "last of a leaf": leafKey(int(le.Uint16(leaf[10:])) - 1),
	} {
		was := key[0]
		for _, wrong := range []byte{was + 1, was - 1} {
			key[0] = wrong
			if err := check(); !errors.Is(err, ErrDamaged) {
				t.Fatalf("%s: %v", name, err)
			}
		}
		key[0] = was
	}
	swap := func() {
		a, b := leafKey(1), leafKey(2)
		for i := range a {
			a[i], b[i] = b[i], a[i]
		}
	}
	swap()
	if err := check(); !errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
	writeJournal(t, dir, whole)
	mustRefuse(t, dir, ErrDamaged)
	swap()
	writeJournal(t, dir, whole)
	mustHold(t, mustOpen(t, dir), 500)
}

func TestEventsThatEndTooEarlyAreDamage(t *testing.T) {
	dir := t.TempDir()
	for _, spoil := range []func(*bolt.Bucket) error{
		func(b *bolt.Bucket) error { return b.Delete(number(b.Sequence())) },
		func(b *bolt.Bucket) error { return b.SetSequence(b.Sequence() + 1) },
		func(b *bolt.Bucket) error { return b.Put([]byte("zz"), nil) },
	} {
		writeJournal(t, dir, filled(t, 10))
		j := mustOpen(t, dir)
		if err := j.db.Update(func(tx *bolt.Tx) error { return spoil(tx.Bucket(bucketEvents)) }); err != nil {
			t.Fatal(err)
		}
		mustClose(t, j)
		mustRefuse(t, dir, ErrDamaged)
	}
}

func TestAnEventMissingInTheMiddleIsDamage(t *testing.T) {
	j := mustOpen(t, t.TempDir())
	mustCommit(t, j, 10)
	if err := j.db.Update(func(tx *bolt.Tx) error { return tx.Bucket(bucketEvents).Delete(number(5)) }); err != nil {
		t.Fatal(err)
	}
	n := 0
	wantError(t, j.Events(1, func(uint64, []byte) error { n++; return nil }), ErrDamaged)
	if n > 4 {
		t.Fatalf("%d events were passed on", n)
	}
	r, err := j.Verify()
	wantError(t, err, ErrDamaged)
	if r.Events != 9 || len(r.Problems) != 1 {
		t.Fatalf("%+v", r)
	}
	if err := j.Events(6, func(uint64, []byte) error { return nil }); err != nil {
		t.Fatal(err) // the rest is whole
	}
}

// The disk loses pages while the hall runs: reading them is a fault signal.
func TestAFileThatShrinksUnderneathIsDamageAndNoCrash(t *testing.T) {
	dir := t.TempDir()
	j := mustOpen(t, dir)
	for range 20 {
		mustCommit(t, j, 100)
	}
	mustClose(t, j)
	j = mustOpen(t, dir)
	if err := os.Truncate(filepath.Join(dir, fileName), 3*pageSize); err != nil {
		t.Fatal(err)
	}
	wantError(t, j.Events(1, func(uint64, []byte) error { return nil }), ErrDamaged)
	_, err := j.Verify()
	wantError(t, err, ErrDamaged)
	wantError(t, commitEvents(j, 1), ErrDamaged)
	if err := j.Close(); err != nil && !errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
	mustRefuse(t, dir, ErrDamaged)
}
