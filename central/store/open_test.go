package store_test

import (
	"database/sql"
	"errors"
	"fmt"
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
		behind(t, d, "INSERT INTO schema_version (version, name) VALUES (999, 'of tomorrow')")
		if _, err := store.Open(t.Context(), d.url); !errors.Is(err, store.ErrNewer) {
			t.Errorf("it was opened: %v", err)
		}
	})
}

func TestRowsOfAnotherReleaseAreMadeAnewOrLeftToIt(t *testing.T) {
	h := morning(t, "LG-1", 2, 1, 11)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, h.upTo(h.last()/2), 50)
		set := func(version int) { // as another release would
			behind(t, d, fmt.Sprintf("UPDATE halls SET projection = %d", version))
		}
		behind(t, d, "DELETE FROM stats_day")
		set(0)
		send(t, s, h.upTo(h.last()-10), 50)
		if err := s.BringUpOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, s, h.upTo(h.last()-10))
		set(1 << 20)
		r := greet(t, s, h)
		if _, err := s.Ingest(t.Context(), h.segment(r.Seq+1, h.last(), r.Token)); !errors.Is(err, store.ErrNewer) {
			t.Errorf("it was taken: %v", err)
		}
	})
}

// behind runs a statement behind the store's back.
func behind(t *testing.T, d database, query string) {
	t.Helper()
	driver, address := "pgx", d.url
	if path, ok := strings.CutPrefix(d.url, "sqlite://"); ok {
		driver, address = "sqlite", path
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
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
