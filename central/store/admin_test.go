package store_test

import (
	"database/sql"
	"testing"
)

// admin runs one statement on the PostgreSQL of the tests.
func admin(t testing.TB, url, query string) {
	t.Helper()
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(query)
	if cerr := db.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}
