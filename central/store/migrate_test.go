package store_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"onewindow/central/store"
	"onewindow/queue/queuetest"
	"onewindow/wire"
)

// release1 is a database as the first release left it: hall LG-1, which was restored
// once, and LG-2, whose first three events are missing. Each line is a row.
const release1 = "testdata/release-1.jsonl"

// fill writes rows into a database.
func fill(t *testing.T, d database, path string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	driver, address := "pgx", d.url
	if path, ok := strings.CutPrefix(d.url, "sqlite://"); ok {
		driver, address = "sqlite", path
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var l struct {
			Table string         `json:"table"`
			Row   map[string]any `json:"row"`
		}
		read := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		read.UseNumber()
		if err := read.Decode(&l); err != nil {
			t.Fatal(err)
		}
		names, args, marks := slices.Sorted(maps.Keys(l.Row)), []any{}, ""
		for i, c := range names {
			v := l.Row[c]
			switch x := v.(type) {
			case json.Number:
				if v, err = x.Int64(); err != nil {
					t.Fatal(err)
				}
			case string:
				if c == "body" || c == "data" {
					if v, err = base64.StdEncoding.DecodeString(x); err != nil {
						t.Fatal(err)
					}
				}
			}
			args, marks = append(args, v), marks+fmt.Sprintf(",$%d", i+1)
		}
		if driver == "sqlite" {
			marks = strings.ReplaceAll(marks, "$", "?")
		}
		if _, err := db.Exec("INSERT INTO "+l.Table+" ("+strings.Join(names, ",")+") VALUES ("+marks[1:]+")", args...); err != nil {
			t.Fatalf("%s: %v", l.Table, err)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if driver == "pgx" { // as it is where the rows were numbered by the database
		for _, table := range []string{"halls", "runs"} {
			if _, err := db.Exec("SELECT setval(pg_get_serial_sequence('" + table + "', 'id'), (SELECT max(id) FROM " + table + "))"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// kept is a hall as its present history is stored; what is missing before it is empty.
func kept(t *testing.T, s *store.Store, id, epoch string, line []wire.EpochStart) *hall {
	t.Helper()
	h := &hall{id: id, epoch: epoch, line: line}
	err := s.Events(t.Context(), id, queuetest.Date[:7], func(e store.StoredEvent) error {
		if e.Superseded {
			return nil
		}
		if h.first == 0 {
			h.first = e.Seq
			h.events = make([]json.RawMessage, e.Seq-1)
		}
		h.events = append(h.events, json.RawMessage(bytes.Clone(e.Body)))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestADatabaseOfTheFirstReleaseGoesOn(t *testing.T) {
	each(t, func(t *testing.T, d database) {
		if err := store.OfRelease(t.Context(), d.url, 1); err != nil {
			t.Fatal(err)
		}
		fill(t, d, release1)
		s := d.open(t)
		one := kept(t, s, "LG-1", "2-00000002", []wire.EpochStart{{Epoch: "1-00000001", From: 1}, {Epoch: "2-00000002", From: 36}})
		two := kept(t, s, "LG-2", "1-00000001", []wire.EpochStart{{Epoch: "1-00000001", From: 1}})
		if err := s.BringUpOnce(t.Context()); err != nil { // its rows are those of that release
			t.Fatal(err)
		}
		if one.last() != 44 || two.last() != 25 || two.first != 4 {
			t.Fatalf("of LG-1 %d events are kept, of LG-2 %d to %d", one.last(), two.first, two.last())
		}
		same(t, s, one)
		same(t, s, two)
		superseded := 0
		for _, e := range raw(t, s, "LG-1") {
			if strings.HasSuffix(e, "true") {
				superseded++
			}
		}
		if superseded != 15 {
			t.Errorf("%d events are superseded", superseded)
		}
		// What the events tell of what is served is there, though nothing new has come.
		item := queuetest.Catalogue().Items[0].Code
		if halls, err := s.Serving(t.Context(), []string{item}); err != nil || len(halls) != 1 || halls[0].Hall != "LG-1" {
			t.Errorf("%s is served at %+v, %v", item, halls, err)
		}
		if themes, err := s.Themes(t.Context(), "LG-1"); err != nil || len(themes) != len(queuetest.Settings(2).Themes) {
			t.Errorf("the themes are %+v, %v", themes, err)
		}
		if themes, err := s.Themes(t.Context(), "LG-2"); err != nil || themes != nil {
			t.Errorf("LG-2, whose settings are missing, has themes: %+v, %v", themes, err)
		}
		// The halls go on where they were.
		if r := greet(t, s, one); r.Seq != one.last() || !marks(t, one, r) {
			t.Errorf("LG-1 goes on after %+v", r)
		}
		if r := greet(t, s, two); r.Seq != two.last() || !marks(t, two, r) {
			t.Errorf("LG-2 goes on after %+v", r)
		}
		again := one.restored(t, one.last(), "3-00000003", 10)
		send(t, s, again, 20)
		same(t, s, again)
		if err := s.Reproject(t.Context(), "LG-1"); err != nil {
			t.Fatal(err)
		}
		same(t, s, again)
		once(t, s, again)
	})
}

func TestAStepOfTheSchemaIsNeverChanged(t *testing.T) {
	for n, want := range []string{
		"2069b9cd8cfb640d",
		"5cc6b33bf8e4aafe",
		"41bcfc71d2e97261",
	} {
		text, err := store.Step(n + 1)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256([]byte(text)); hex.EncodeToString(sum[:8]) != want {
			t.Errorf("step %d has been changed (%x); what is released goes on with a new step", n+1, sum[:8])
		}
	}
}
