package pretend_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/creack/pty"

	"onewindow/cli/pretend"
)

func TestTheLinkOfALivingDeviceIsNotTaken(t *testing.T) {
	link := filepath.Join(t.TempDir(), "printer")
	b, err := pretend.New(printer(t, link))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	_, err = pretend.CheckLink(link)
	var taken *pretend.LinkTaken
	if !errors.As(err, &taken) || taken.Real || !strings.Contains(err.Error(), fmt.Sprintf("(pid %d)", os.Getpid())) || taken.Hint() == "" {
		t.Fatalf("checked is %v", err)
	}
	b.Close()
	if stale, err := pretend.CheckLink(link); err != nil || stale != "" {
		t.Errorf("after its end: %q, %v", stale, err)
	}
}

func TestOldLinksCanBeReplacedAndWhatIsNoDevicesPortCannot(t *testing.T) {
	dir := t.TempDir()
	link := func(name, to string) string {
		path := filepath.Join(dir, name)
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, path := range []string{filepath.Join(dir, "none"), link("dangling", "/dev/pts/99999"), link("nowhere", "gone")} {
		if stale, err := pretend.CheckLink(path); err != nil || stale != "" {
			t.Errorf("%s: %q, %v", path, stale, err)
		}
	}
	_, err := pretend.CheckLink(link("real", "/dev/null"))
	var taken *pretend.LinkTaken
	if !errors.As(err, &taken) || !taken.Real || !strings.Contains(err.Error(), "/dev/null") {
		t.Errorf("a link to a device: %v", err)
	}
}

func TestOfTwoDevicesThatWantALinkAtOnceOneGetsIt(t *testing.T) {
	link := filepath.Join(t.TempDir(), "printer")
	var got atomic.Int32
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			b, err := pretend.New(printer(t, link))
			var taken *pretend.LinkTaken
			switch {
			case err == nil:
				got.Add(1)
				t.Cleanup(b.Close)
			case !errors.As(err, &taken):
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got.Load() != 1 {
		t.Errorf("%d got it", got.Load())
	}
}

// The number of a terminal goes to the next program that wants one, which may be a
// virtual device, too, of another link.
func TestALinkToATerminalThatBecameAnotherProgramsIsReplacedWithAWarning(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer slave.Close()
	link := filepath.Join(t.TempDir(), "old")
	if err := os.Symlink(slave.Name(), link); err != nil {
		t.Fatal(err)
	}
	if stale, err := pretend.CheckLink(link); err != nil || !strings.Contains(stale, slave.Name()) || !strings.Contains(stale, "it is replaced") {
		t.Errorf("checked is %q, %v", stale, err)
	}
}
