package journal

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// A power cut leaves any part of what was on its way to the disk. Until the
// first sync of a commit these are pages that nothing refers to; between the
// first and the second, the head page. Both are played on copies of the file
// before and after a commit.
func TestAPowerCutInACommitLeavesTheStateBeforeOrAfterIt(t *testing.T) {
	const seed = 11
	r := rand.New(rand.NewPCG(seed, seed))
	dir, cut := t.TempDir(), t.TempDir()
	j := mustOpen(t, dir)
	read := func() []byte {
		b, err := os.ReadFile(filepath.Join(dir, fileName))
		if err != nil {
			t.Fatal(err)
		}
		return b[:usedBytes(t, j)]
	}
	try := func(file []byte, allowed ...uint64) {
		t.Helper()
		writeJournal(t, cut, file)
		k, err := Open(cut, testHall, testOptions())
		if err != nil {
			t.Fatal(err)
		}
		defer mustClose(t, k)
		if k.Last() != allowed[0] && k.Last() != allowed[len(allowed)-1] {
			t.Fatalf("last is %d, want one of %d", k.Last(), allowed)
		}
		mustHold(t, k, k.Last())
		if _, err := k.Verify(); err != nil {
			t.Fatal(err)
		}
	}
	mustCommit(t, j, 60)
	for range 12 {
		before, last := read(), j.Last()
		mustCommit(t, j, 1+r.IntN(30))
		after := read()
		size := max(len(before), len(after))
		old := append(bytes.Clone(before), make([]byte, size-len(before))...)
		for range 3 { // some pages arrived, the head page did not
			part := bytes.Clone(old)
			for at := 2 * pageSize; at < size; at += pageSize {
				if r.IntN(2) == 0 {
					copy(part[at:at+pageSize], after[at:])
				}
			}
			try(part, last)
		}
		for range 3 { // all pages arrived, the head page in part
			part := bytes.Clone(after)
			for at := 0; at < 2*pageSize; at += pageSize {
				torn := pageHead + r.IntN(metaSize+1)
				copy(part[at+torn:at+pageSize], before[at+torn:])
			}
			try(part, last, j.Last())
		}
	}
}
