package store_test

import (
	"database/sql"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"

	"onewindow/central/store"

	_ "modernc.org/sqlite"
)

func TestADatabaseOfANewerReleaseIsRefused(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		if err := s.Ready(t.Context()); err != nil {
			t.Error(err)
		}
		driver, address := "pgx", d.url
		if path, ok := strings.CutPrefix(d.url, "sqlite://"); ok {
			driver, address = "sqlite", path
		}
		db, err := sql.Open(driver, address)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec("INSERT INTO schema_version (version, name) VALUES (999, 'of tomorrow')"); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(t.Context(), d.url); !errors.Is(err, store.ErrNewer) {
			t.Errorf("it was opened: %v", err)
		}
	})
}

func TestManyMayOpenANewDatabaseAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				s, err := store.Open(t.Context(), d.url)
				if err != nil {
					t.Error(err)
					return
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	})
}

func TestAnAddressThatIsNoneIsRefused(t *testing.T) {
	for _, url := range []string{"", "centre.db", "sqlite://", "mysql://localhost/x", "postgres://[", "sqlite://%zz", "sqlite://" + t.TempDir() + "/no/such/directory/centre.db"} {
		if s, err := store.Open(t.Context(), url); err == nil {
			t.Errorf("%q was opened", url)
			_ = s.Close()
		}
	}
}

func TestAFileWithAnOddNameIsOpened(t *testing.T) {
	path := t.TempDir() + "/a b?c#d%20.db"
	s, err := store.Open(t.Context(), "sqlite://"+strings.NewReplacer("%", "%25", "?", "%3F", "#", "%23").Replace(path))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Error(err)
	}
}
