package halls_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"onewindow/central/halls"
)

func TestAHallKeepsWhoItIsForItselfOnly(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "centre.json")
	if _, err := halls.LoadJoined(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	_, seed := key(t)
	j := halls.Joined{Hall: "LG-1", Centre: "龙岗区", URLs: []string{"tls://centre:1"}, Seed: seed}
	if err := j.Save(file); err != nil {
		t.Fatal(err)
	}
	st, err := os.Stat(file)
	if err != nil || runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", st.Mode(), err)
	}
	back, err := halls.LoadJoined(file)
	if err != nil || back.Hall != j.Hall || back.Centre != j.Centre || !slices.Equal(back.URLs, j.URLs) || !slices.Equal(back.Seed, j.Seed) {
		t.Errorf("%+v %v", back, err)
	}
	for name, text := range map[string]string{
		"cut short":  `{"hall":"LG-1","urls":["tls://ce`,
		"no key":     `{"hall":"LG-1","urls":["tls://centre:1"]}`,
		"no address": `{"hall":"LG-1","seed":"eA=="}`,
		"no hall":    `{"urls":["tls://centre:1"],"seed":"eA=="}`,
		"a bad CA":   `{"hall":"LG-1","urls":["tls://centre:1"],"seed":"eA==","ca":"eA=="}`,
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := halls.LoadJoined(file); err == nil || errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
