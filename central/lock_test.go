package central

import (
	"errors"
	"strings"
	"testing"
)

func TestASecondCentreInTheSameFolderIsRefused(t *testing.T) {
	dir, n := t.TempDir(), &noise{}
	first, err := Open(ctx(t), keeping(dir, "", n))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, first) })
	second, err := Open(ctx(t), keeping(dir, "", n))
	if !errors.Is(err, ErrRunning) || !strings.Contains(err.Error(), LockFile) {
		if err == nil {
			stop(t, second)
		}
		t.Fatalf("a second centre: %v, want ErrRunning with the file", err)
	}
	if err := first.Ready(ctx(t)); err != nil {
		t.Error("the first one:", err)
	}
	stop(t, first)
	openKeeping(t, keeping(dir, "", n))
}
