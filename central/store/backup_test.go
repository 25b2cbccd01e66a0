package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onewindow/central/network"
	"onewindow/central/store"
	"onewindow/queue"
	"onewindow/wire"
)

func TestABackupOfARunningCentreIsWhole(t *testing.T) {
	d := fresh(t, "sqlite")
	s := d.open(t)
	h := morning(t, "LG-1", 2, 1, 11)
	send(t, s, h.upTo(h.last()/2), 50)
	key, err := s.NetworkKey(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(d.url, "sqlite://")
	file := filepath.Join(t.TempDir(), "copy.db")
	size, err := store.Backup(t.Context(), path, file)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Size() != size || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %d bytes were told, %v", info, size, err)
	}
	send(t, s, h, 50) // the centre goes on
	again, err := store.Open(t.Context(), "sqlite://"+file)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	same(t, again, h.upTo(h.last()/2))
	if k, err := again.NetworkKey(t.Context()); err != nil || k.ID != key.ID {
		t.Errorf("the network's key is another one: %v", err)
	}
	// The hall makes good what came after.
	send(t, again, h, 50)
	same(t, again, h)
}

func TestWhoHoldsANumberIsInNoBackup(t *testing.T) {
	d := fresh(t, "sqlite")
	c := claimant{t, d.open(t)}
	const citizen = "the citizen's hash, that nobody finds"
	for i := range 300 {
		c.granted("a claim", "LG-1", wish(fmt.Sprint("r", i), fmt.Sprint(citizen, i), "A-1"), noon)
	}
	path, file := strings.TrimPrefix(d.url, "sqlite://"), filepath.Join(t.TempDir(), "copy.db")
	if _, err := store.Backup(t.Context(), path, file); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil || bytes.Contains(b, []byte(citizen)) {
		t.Errorf("a claim is in the copy; %v", err)
	}
	if got := claimsOf(t, database{"sqlite://" + file}); len(got) > 0 {
		t.Errorf("the copy has %v", got)
	}
	if got := claimsOf(t, d); len(got) != 300 {
		t.Errorf("the centre has %d of 300", len(got))
	}
	// And what the centre forgets is in its own file no more.
	c.forgets(noon.Add(time.Hour))
	if err := c.s.Close(); err != nil { // which writes the log into the file
		t.Fatal(err)
	}
	if b, err := os.ReadFile(path); err != nil || bytes.Contains(b, []byte(citizen)) {
		t.Errorf("a forgotten claim is in the file; %v", err)
	}
}

func TestABackupOverwritesNothingAndMakesNothingUp(t *testing.T) {
	d := fresh(t, "sqlite")
	d.open(t)
	dir := t.TempDir()
	path, there := strings.TrimPrefix(d.url, "sqlite://"), filepath.Join(dir, "there")
	if err := os.WriteFile(there, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Backup(t.Context(), path, there); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a file that is there: %v", err)
	}
	if _, err := store.Backup(t.Context(), filepath.Join(dir, "none.db"), filepath.Join(dir, "copy")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no database: %v", err)
	}
	if _, err := store.Backup(t.Context(), there, filepath.Join(dir, "copy")); err == nil {
		t.Error("something else was copied")
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("it has left %v, %v", left, err)
	}
}

func TestAfterAnOldCopyWasPutBackHallsTakeWhatIsPublishedNext(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		publish := func() uint64 {
			t.Helper()
			v, err := s.Publish(t.Context(), network.Publication{Part: queue.PartCalendar, Target: network.All, Body: []byte(`{}`), By: "test", At: time.Now()})
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		if v := publish(); v != 1 {
			t.Fatalf("the first has version %d", v)
		}
		for hall, version := range map[string]uint64{"LG-1": 7, "LG-2": 3, "LG-odd": 1 << 60} {
			have := wire.DesiredRequest{Have: []wire.PartState{{Part: queue.PartCalendar, Version: version}}}
			if err := s.NoteParts(t.Context(), hall, have, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		if v := publish(); v != 8 {
			t.Errorf("version %d, and a hall runs 7 already", v)
		}
	})
}
