package node_test

import (
	"fmt"
	"os"
	"sync"
	"testing"

	"onewindow/queue"
	"onewindow/wire"
)

func TestStaffAddedAtOnceAreAllThere(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	before := len(must[queue.Settings](h, admin, "state", "settings", nil).Staff)
	const n = 20
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			if r := h.askAs(fmt.Sprintf("add-staff-%02d", i), admin, "hall", "staff", wire.StaffRequest{ID: fmt.Sprintf("new-%d", i), Name: "New", PIN: "4711"}); !r.OK {
				t.Errorf("%d: %v", i, r.Err)
			}
		})
	}
	all.Wait()
	if after := len(must[queue.Settings](h, admin, "state", "settings", nil).Staff); after != before+n {
		t.Fatalf("%d of %d are there", after-before, n)
	}
}

func TestARepeatedRequestIsAnsweredAsBeforeThoughTheHallHasChanged(t *testing.T) {
	h := openHall(t, t.TempDir())
	defer h.close()
	must[any](h, admin, "hall", "openday", wire.OpenDayRequest{})
	must[any](h, admin, "hall", "staff", wire.StaffRequest{ID: "wang", Name: "Wang", PIN: "4711"})
	in := wire.SignInRequest{Clerk: "wang", PIN: "4711"}
	if r := h.askAs("the-sign-in", windowTerminal(1), "window", "signin", in); !r.OK {
		t.Fatal(r.Err)
	}
	must[any](h, admin, "hall", "staff", wire.StaffRequest{ID: "wang", PIN: "0815"})
	if r := h.askAs("the-sign-in", windowTerminal(1), "window", "signin", in); !r.OK || !r.Dup {
		t.Fatalf("a repeated sign-in after the PIN has changed: %+v", r)
	}
	must[any](h, windowTerminal(1), "window", "signout", nil)
	gone := wire.StaffRequest{ID: "wang", Remove: true}
	if r := h.askAs("the-removal", admin, "hall", "staff", gone); !r.OK {
		t.Fatal(r.Err)
	}
	if r := h.askAs("the-removal", admin, "hall", "staff", gone); !r.OK || !r.Dup {
		t.Fatalf("a repeated removal: %+v", r)
	}
}

func TestBackupsNeverOverwriteEachOtherAndARepeatedRequestMakesOne(t *testing.T) {
	dir := t.TempDir()
	h := openHall(t, dir)
	defer h.close()
	paths := map[string]bool{}
	for range 3 {
		paths[must[wire.BackupReply](h, admin, "hall", "backup", nil).Path] = true
	}
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() { h.askAs("the-same-backup", admin, "hall", "backup", nil) })
	}
	all.Wait()
	files, err := os.ReadDir(dir + "/backups")
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) != 3 || len(files) != 4 {
		t.Fatalf("%d paths, %d files; want 3 and 4", len(paths), len(files))
	}
}
