package journal

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// epochFile holds the newest epoch that this data directory has seen. It
// outlives the journal beside it: one backup can be restored twice, over a
// journal that is too damaged to say how far it had come.
const epochFile = "hall.epoch"

// newEpoch makes "<counter>-<8 hex>" with a random tag.
func newEpoch(counter uint64) string {
	tag := make([]byte, 4)
	_, _ = rand.Read(tag) // never fails, see crypto/rand
	return strconv.FormatUint(counter, 10) + "-" + hex.EncodeToString(tag)
}

// epochCounter returns the ordered part of an epoch.
func epochCounter(epoch string) (uint64, error) {
	counter, tag, ok := strings.Cut(epoch, "-")
	n, err := strconv.ParseUint(counter, 10, 63)
	if _, hexErr := hex.DecodeString(tag); !ok || err != nil || hexErr != nil || n == 0 || len(tag) != 8 {
		return 0, ErrInvalid.detailf("%q is not an epoch", epoch)
	}
	return n, nil
}

// knownEpoch returns the highest counter that is known: after, which may be
// empty, or that of the epoch file.
func knownEpoch(dir, after string) (counter uint64, err error) {
	if after != "" {
		if counter, err = epochCounter(after); err != nil {
			return 0, err
		}
	}
	seen, err := seenEpoch(dir)
	return max(counter, seen), err
}

func seenEpoch(dir string) (uint64, error) {
	path := filepath.Join(dir, epochFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	n, err := epochCounter(strings.TrimSuffix(string(b), "\n"))
	if err != nil {
		e := ErrDamaged.detailf("%s does not hold an epoch", path)
		e.hint = "write into it the newest epoch that the centre or a terminal has seen, such as 3-00000000"
		return 0, e
	}
	return n, nil
}

// noteEpoch brings the epoch file up to epoch, for a journal that was copied
// into the directory by hand.
func noteEpoch(dir, epoch string) error {
	own, err := epochCounter(epoch)
	if err != nil {
		return err
	}
	seen, err := seenEpoch(dir)
	if err != nil || own <= max(seen, 1) {
		return err
	}
	return writeWhole(filepath.Join(dir, epochFile), []byte(epoch+"\n"))
}
