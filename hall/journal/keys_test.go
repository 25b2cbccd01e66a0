package journal

import (
	"bytes"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const day = "2026-11-25"

func mustOpenKeys(t testing.TB, dir string) *Keys {
	t.Helper()
	k, err := OpenKeys(dir)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func mustSeal(t testing.TB, k *Keys, day, plain string) string {
	t.Helper()
	s, err := k.Seal(day, []byte(plain))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhatIsSealedOpensWithTheDaysKeyOnly(t *testing.T) {
	dir := t.TempDir()
	k := mustOpenKeys(t, dir)
	a, b := mustSeal(t, k, day, "4403…1234"), mustSeal(t, k, day, "4403…1234")
	if a == b || strings.Contains(a, "1234") {
		t.Fatal("sealed texts show something")
	}
	mustSeal(t, k, "2026-11-26", "")
	for _, k := range []*Keys{k, mustOpenKeys(t, dir)} { // also after a restart
		for _, s := range []string{a, b} {
			if plain, err := k.Unseal(day, s); err != nil || string(plain) != "4403…1234" {
				t.Fatalf("%q %v", plain, err)
			}
		}
		_, err := k.Unseal("2026-11-26", a)
		wantError(t, err, ErrNoKey)
		_, err = k.Unseal("2026-11-27", a)
		wantError(t, err, ErrNoKey)
		if days, err := k.Days(); err != nil || !slices.Equal(days, []string{day, "2026-11-26"}) {
			t.Fatal(days, err)
		}
	}
	for i := range len(a) { // no character may be changed
		c := byte('A')
		if a[i] == c {
			c = 'B'
		}
		if plain, err := k.Unseal(day, a[:i]+string(c)+a[i+1:]); err == nil {
			t.Fatalf("character %d: %q", i, plain)
		}
		if plain, err := k.Unseal(day, a[:i]); err == nil {
			t.Fatalf("cut at %d: %q", i, plain)
		}
	}
}

func TestAForgottenDayStaysForgotten(t *testing.T) {
	dir := t.TempDir()
	k := mustOpenKeys(t, dir)
	sealed, other := mustSeal(t, k, day, "secret"), mustSeal(t, k, "2026-11-24", "kept")
	for range 2 { // twice is no error
		if err := k.Forget(day); err != nil {
			t.Fatal(err)
		}
	}
	if err := k.Forget("2026-11-20"); err != nil { // nor a day without a key
		t.Fatal(err)
	}
	for _, k := range []*Keys{k, mustOpenKeys(t, dir)} {
		_, err := k.Unseal(day, sealed)
		wantError(t, err, ErrForgotten)
		_, err = k.Seal(day, []byte("again"))
		wantError(t, err, ErrForgotten)
		_, err = k.Seal("2026-11-20", []byte("first"))
		wantError(t, err, ErrForgotten)
		if plain, err := k.Unseal("2026-11-24", other); err != nil || string(plain) != "kept" {
			t.Fatal(plain, err)
		}
		if days, err := k.Days(); err != nil || !slices.Equal(days, []string{"2026-11-24"}) {
			t.Fatal(days, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, keysDir, day+dayFile)); !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
}

func TestAForgettingThatWasCutOffIsFinishedAtTheNextStart(t *testing.T) {
	dir := t.TempDir()
	k := mustOpenKeys(t, dir)
	sealed := mustSeal(t, k, day, "secret")
	if err := writeWhole(filepath.Join(dir, keysDir, day+forgotFile), nil); err != nil {
		t.Fatal(err)
	}
	k = mustOpenKeys(t, dir)
	_, err := k.Unseal(day, sealed)
	wantError(t, err, ErrForgotten)
	if days, err := k.Days(); err != nil || len(days) != 0 {
		t.Fatal(days, err)
	}
}

func TestDestroyingAKeyOverwritesItsBytes(t *testing.T) {
	dir := t.TempDir()
	k := mustOpenKeys(t, dir)
	mustSeal(t, k, day, "x")
	path, link := filepath.Join(dir, keysDir, day+dayFile), filepath.Join(t.TempDir(), "link")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Link(path, link), k.Forget(day)); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(link); err != nil || bytes.Equal(before, after) {
		t.Fatal("the bytes are still there", err)
	}
}

func TestTheIdentityKeyStaysTheSame(t *testing.T) {
	dir := t.TempDir()
	id, key := mustOpenKeys(t, dir).Identity()
	if len(key) != 32 || len(id) != 8 {
		t.Fatal(id, len(key))
	}
	id2, key2 := mustOpenKeys(t, dir).Identity()
	if id2 != id || !bytes.Equal(key, key2) {
		t.Fatal("it changed")
	}
	if other, _ := mustOpenKeys(t, t.TempDir()).Identity(); other == id {
		t.Fatal("two halls have one key")
	}
}

func TestALostIdentityKeyIsNotMadeAnew(t *testing.T) {
	dir := t.TempDir()
	mustSeal(t, mustOpenKeys(t, dir), day, "x")
	if err := os.Remove(filepath.Join(dir, keysDir, identityFile)); err != nil {
		t.Fatal(err)
	}
	_, err := OpenKeys(dir)
	wantError(t, err, ErrDamaged)
}

func TestKeysAreForTheirOwnerOnly(t *testing.T) {
	dir := t.TempDir()
	mustSeal(t, mustOpenKeys(t, dir), day, "x")
	want := map[string]os.FileMode{keysDir: 0o700, keysDir + "/" + identityFile: 0o600, keysDir + "/" + day + dayFile: 0o600}
	for name, mode := range want {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != mode {
			t.Fatalf("%s: %v %v", name, info, err)
		}
	}
}

func TestADamagedKeyIsRefusedAndKept(t *testing.T) {
	dir := t.TempDir()
	mustSeal(t, mustOpenKeys(t, dir), day, "x")
	path := filepath.Join(dir, keysDir, day+dayFile)
	if err := os.Truncate(path, 7); err != nil {
		t.Fatal(err)
	}
	k := mustOpenKeys(t, dir)
	_, err := k.Seal(day, nil)
	wantError(t, err, ErrDamaged)
	if info, err := os.Stat(path); err != nil || info.Size() != 7 {
		t.Fatal(info, err)
	}
	if err := os.Truncate(filepath.Join(dir, keysDir, identityFile), 0); err != nil {
		t.Fatal(err)
	}
	_, err = OpenKeys(dir)
	wantError(t, err, ErrDamaged)
	_, err = OpenKeys(filepath.Join(dir, "missing"))
	wantError(t, err, ErrNoDirectory)
}

func TestOnlyADateIsADay(t *testing.T) {
	k := mustOpenKeys(t, t.TempDir())
	for _, bad := range []string{"", "2026-1-2", "2026-13-01", "../../etc/x", "2026-11-25/", "identity", "2026-11-25 "} {
		_, seal := k.Seal(bad, nil)
		_, unseal := k.Unseal(bad, "")
		for _, err := range []error{seal, unseal, k.Forget(bad)} {
			if !errors.Is(err, ErrInvalid) {
				t.Fatalf("%q: %v", bad, err)
			}
		}
	}
}

// A text sealed by the first release must open for ever.
func TestTheFirstReleasesSealStillOpens(t *testing.T) {
	dir := t.TempDir()
	k := mustOpenKeys(t, dir)
	key := bytes.Repeat([]byte{7}, keySize)
	if err := writeWhole(filepath.Join(dir, keysDir, day+dayFile), key); err != nil {
		t.Fatal(err)
	}
	const sealed = "AbPvJROeHhVcsMtihmhoGZue6lUD8LsS0AA8hfuW1lXRgyr1R2FmqApQV0Wr0A"
	plain, err := k.Unseal(day, sealed)
	if err != nil || string(plain) != "first release" {
		t.Fatalf("%q %v", plain, err)
	}
}

func FuzzUnseal(f *testing.F) {
	dir := f.TempDir()
	k := mustOpenKeys(f, dir)
	good := mustSeal(f, k, day, "plain")
	f.Add(good)
	f.Add("")
	f.Add(base64.RawURLEncoding.EncodeToString([]byte{1, 2, 3, 4, 5}))
	f.Fuzz(func(t *testing.T, sealed string) {
		plain, err := k.Unseal(day, sealed)
		if err == nil && sealed != good {
			t.Fatalf("%q opened as %q", sealed, plain)
		}
	})
}
