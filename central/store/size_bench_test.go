package store_test

import (
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"

	"onewindow/central/store"
	"onewindow/queue"
	"onewindow/wire"
)

// BenchmarkSize measures how much the database grows: the bytes of one event with all
// that is kept because of it, of the event alone, and of one number.
func BenchmarkSize(b *testing.B) {
	h, err := backlog()
	if err != nil {
		b.Fatal(err)
	}
	told, numbers := 0, 0
	for _, e := range h.events {
		told += len(e)
		if strings.Contains(string(e[:min(len(e), 200)]), `"type":"ticket.issued/`) {
			numbers++
		}
	}
	for _, kind := range kinds() {
		b.Run(kind, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				d := fresh(b, kind)
				s := d.open(b)
				before := size(b, d)
				b.StartTimer()
				send(b, s, h, wire.MaxSegmentEvents)
				b.StopTimer()
				grown := size(b, d) - before
				b.ReportMetric(float64(grown)/float64(h.last()), "bytes/event")
				b.ReportMetric(float64(told)/float64(h.last()), "told-bytes/event")
				b.ReportMetric(float64(grown)/float64(numbers), "bytes/number")
				b.StartTimer()
			}
		})
	}
}

// size is how large a database is on its disk.
func size(b *testing.B, d database) (bytes int64) {
	b.Helper()
	if path, ok := strings.CutPrefix(d.url, "sqlite://"); ok {
		db, err := sql.Open("sqlite", path)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
			b.Fatal(err)
		}
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
		f, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		return f.Size()
	}
	db, err := sql.Open("pgx", d.url)
	if err != nil {
		b.Fatal(err)
	}
	err = db.QueryRow("SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind = 'r'").Scan(&bytes)
	if cerr := db.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		b.Fatal(err)
	}
	return bytes
}

// BenchmarkServing looks up who serves three items, among as many halls as the
// district has, each with a catalogue of 700 items of its own.
func BenchmarkServing(b *testing.B) {
	for _, kind := range kinds() {
		b.Run(kind, func(b *testing.B) {
			s := fresh(b, kind).open(b)
			for i := range 127 {
				var c queue.Catalogue
				for k := range 700 {
					c.Items = append(c.Items, queue.Item{Code: fmt.Sprintf("MZ-%03d", k), Theme: "general", AnyHall: (k+i)%7 != 0, Name: queue.Text{ZhHans: "x"}, Minutes: 5})
				}
				send(b, s, &newScene(b, fmt.Sprintf("LG-%03d", i), c).hall, 100)
			}
			for b.Loop() {
				if halls, err := s.Serving(b.Context(), []string{"MZ-001", "MZ-300", "MZ-699"}); err != nil || len(halls) != 127 {
					b.Fatal(len(halls), err)
				}
			}
		})
	}
}

// BenchmarkClaim is a claim that is granted, with as many others there as a busy day of
// the district leaves.
func BenchmarkClaim(b *testing.B) {
	for _, kind := range kinds() {
		b.Run(kind, func(b *testing.B) {
			s := fresh(b, kind).open(b)
			ask := func(i int, s *store.Store) {
				if r, err := s.Claim(b.Context(), fmt.Sprint("LG-", i%127), wish(fmt.Sprint("r", i), fmt.Sprint("citizen ", i), "A-1"), noon); err != nil || r.Refused != nil {
					b.Fatal(r, err)
				}
			}
			n := 0
			for ; n < 2000; n++ {
				ask(n, s)
			}
			for b.Loop() {
				ask(n, s)
				n++
			}
		})
	}
}
