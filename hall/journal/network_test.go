package journal

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func secret(b byte) []byte { return bytes.Repeat([]byte{b}, keySize) }

func network(id string, b byte) IdentityKey {
	return IdentityKey{ID: id, Key: secret(b), Day: day}
}

// wantKeys fails unless these keys are in force and beside it; "" is none.
func wantKeys(t *testing.T, k *Keys, inForce, other string) {
	t.Helper()
	now, second := k.Identities()
	got := ""
	if second != nil {
		got = second.ID
	}
	if now.ID != inForce || got != other {
		t.Fatalf("in force is %s beside %q, want %s beside %q", now.ID, got, inForce, other)
	}
}

func TestANetworksKeyWaitsUntilItIsPutInForceAndTheOneBeforeStaysUntilItIsForgotten(t *testing.T) {
	dir := t.TempDir()
	k := mustOpenKeys(t, dir)
	own, ownKey := k.Identity()
	wantKeys(t, k, own, "")
	if k.Networked() || k.Waiting() != nil || k.Former() != nil {
		t.Fatal("a hall of its own has a network's key")
	}
	step := func(what string, do func(*Keys) error, inForce, other string) {
		t.Helper()
		if err := do(k); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		wantKeys(t, k, inForce, other)
		k = mustOpenKeys(t, dir) // also after a restart
		wantKeys(t, k, inForce, other)
	}
	step("take", func(k *Keys) error { return k.TakeNetwork(network("net-1", 1)) }, own, "net-1")
	if w := k.Waiting(); w == nil || w.Day != day || !bytes.Equal(w.Key, secret(1)) || k.Networked() {
		t.Fatalf("waiting %+v", w)
	}
	step("take again", func(k *Keys) error { return k.TakeNetwork(network("net-1", 1)) }, own, "net-1")
	step("change", (*Keys).ChangeIdentity, "net-1", own)
	if f := k.Former(); f == nil || !bytes.Equal(f.Key, ownKey) || !k.Networked() {
		t.Fatalf("former %+v", f)
	}
	step("forget", (*Keys).ForgetFormer, "net-1", "")
	step("forget again", (*Keys).ForgetFormer, "net-1", "")
	step("take another", func(k *Keys) error { return k.TakeNetwork(network("net-2", 2)) }, "net-1", "net-2")
	step("and another", func(k *Keys) error { return k.TakeNetwork(network("net-3", 3)) }, "net-1", "net-3")
	step("change", (*Keys).ChangeIdentity, "net-3", "net-1")
	step("take the one before", func(k *Keys) error { return k.TakeNetwork(network("net-1", 1)) }, "net-3", "net-1")
	step("the one in force", func(k *Keys) error { return k.TakeNetwork(network("net-3", 3)) }, "net-3", "net-1")
	if k.Waiting() != nil {
		t.Error("another key still waits")
	}
	if id, key := k.Identity(); id != own || !bytes.Equal(key, ownKey) {
		t.Error("the hall's own key is gone")
	}
	for _, name := range []string{networkFile, formerFile} {
		info, err := os.Stat(filepath.Join(dir, keysDir, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
	}
}

func TestWhatIsNoKeyOfANetworkIsNotTaken(t *testing.T) {
	k := mustOpenKeys(t, t.TempDir())
	own, _ := k.Identity()
	for _, bad := range []IdentityKey{{}, {ID: "net-1"}, {ID: "net-1", Key: make([]byte, 16)}, {Key: secret(1)}, {ID: own, Key: secret(1)}} {
		wantError(t, k.TakeNetwork(bad), ErrInvalid)
	}
	wantError(t, k.ChangeIdentity(), ErrInvalid)
	if err := k.TakeNetwork(network("net-1", 1)); err != nil {
		t.Fatal(err)
	}
	wantError(t, k.TakeNetwork(network("net-1", 2)), ErrInvalid) // another secret under its name
	wantKeys(t, k, own, "net-1")
}

func TestAChangeOfKeysThatWasCutOffIsAsIfItHadNotBegun(t *testing.T) {
	dir := t.TempDir()
	k := mustOpenKeys(t, dir)
	own, ownKey := k.Identity()
	if err := k.TakeNetwork(network("net-1", 1)); err != nil {
		t.Fatal(err)
	}
	// The first of the two steps: the key before is written, and the power goes.
	if err := k.writeNetwork(formerFile, IdentityKey{ID: own, Key: ownKey}); err != nil {
		t.Fatal(err)
	}
	k = mustOpenKeys(t, dir)
	wantKeys(t, k, own, "net-1")
	if _, err := os.Stat(filepath.Join(dir, keysDir, formerFile)); !os.IsNotExist(err) {
		t.Errorf("the key before is still there: %v", err)
	}
	if err := k.ChangeIdentity(); err != nil {
		t.Fatal(err)
	}
	wantKeys(t, k, "net-1", own)
}

func TestAChangeThatTheDiskRefusesChangesNothing(t *testing.T) {
	dir := t.TempDir()
	k := mustOpenKeys(t, dir)
	own, _ := k.Identity()
	if err := k.TakeNetwork(network("net-1", 1)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{formerFile, networkFile} {
		block := filepath.Join(dir, keysDir, name) // no file can take the place of a full folder
		if err := os.MkdirAll(filepath.Join(block, "in the way"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := k.ChangeIdentity(); err == nil {
			t.Fatalf("the key changed over %s", block)
		}
		wantKeys(t, k, own, "net-1")
		if err := os.RemoveAll(block); err != nil {
			t.Fatal(err)
		}
	}
	k = mustOpenKeys(t, dir)
	wantKeys(t, k, own, "net-1")
	if err := k.ChangeIdentity(); err != nil {
		t.Fatal(err)
	}
	wantKeys(t, k, "net-1", own)
}

func TestADamagedNetworkKeyIsSaidAndNotReplaced(t *testing.T) {
	for _, name := range []string{networkFile, waitingFile, formerFile} {
		for _, text := range []string{"", "{}", `{"id":"net-1","key":"AAAA"}`, `{"key":"AAAA"}`, "not json"} {
			dir := t.TempDir()
			mustOpenKeys(t, dir)
			path := filepath.Join(dir, keysDir, name)
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := OpenKeys(dir)
			wantError(t, err, ErrDamaged)
			if b, rerr := os.ReadFile(path); rerr != nil || string(b) != text {
				t.Errorf("%s is now %q", name, b)
			}
		}
	}
}

func TestAKeyShowsItselfInNoLog(t *testing.T) {
	k := network("net-1", 'k')
	for _, text := range []string{fmt.Sprint(k), fmt.Sprint(&k), fmt.Sprintf("%+v %#v %s %x", k, k, k, k)} {
		if strings.Contains(text, "kkkk") || strings.Contains(text, "6b6b") || strings.Contains(text, "0x6b") || strings.Contains(text, "107 107") || !strings.Contains(text, "net-1") {
			t.Errorf("a log would say %s", text)
		}
	}
}

func TestADestroyedKeyIsOverwrittenWhole(t *testing.T) {
	dir := t.TempDir()
	k := mustOpenKeys(t, dir)
	if err := k.TakeNetwork(network("net-1", 1)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, keysDir, waitingFile)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(dir, "the same bytes on the disk")
	if err := os.Link(path, kept); err != nil {
		t.Fatal(err)
	}
	if err := destroyKey(path); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+8 <= len(before); i++ {
		if bytes.Contains(after, before[i:i+8]) {
			t.Fatalf("%q is still there", before[i:i+8])
		}
	}
}
