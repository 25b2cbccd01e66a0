package store

import (
	"fmt"
	"strings"
)

// kind is what a column holds.
type kind int

const (
	integer kind = iota
	word
	bytes
)

type column struct {
	name string
	kind kind
}

// table is a table that is written many rows at a time.
type table struct {
	name    string
	columns []column
	// insert, conflict and unnest are the statements; see dialect.fill.
	insert, conflict, unnest string
}

// newTable describes a table by its columns, of which those with a star are text and
// those with a hash bytes. A row whose key is there already is replaced; without a
// key that is an error.
func newTable(name, key string, columns ...string) *table {
	t := &table{name: name}
	var names, sets, arrays []string
	for i, c := range columns {
		k, typ := integer, "bigint"
		if s, ok := strings.CutSuffix(c, "*"); ok {
			c, k, typ = s, word, "text"
		} else if s, ok := strings.CutSuffix(c, "#"); ok {
			c, k, typ = s, bytes, "bytea"
		}
		t.columns = append(t.columns, column{c, k})
		names = append(names, c)
		arrays = append(arrays, fmt.Sprintf("$%d::%s[]", i+1, typ))
		if !strings.Contains(","+key+",", ","+c+",") {
			sets = append(sets, c+"=excluded."+c)
		}
	}
	t.insert = "INSERT INTO " + name + " (" + strings.Join(names, ",") + ")"
	if key != "" {
		t.conflict = " ON CONFLICT (" + key + ") DO NOTHING"
		if len(sets) > 0 {
			t.conflict = " ON CONFLICT (" + key + ") DO UPDATE SET " + strings.Join(sets, ",")
		}
	}
	t.unnest = t.insert + " SELECT * FROM unnest(" + strings.Join(arrays, ",") + ")" + t.conflict
	return t
}

// values writes n rows, for SQLite.
func (t *table) values(n int) string {
	one := "(" + strings.Repeat(",?", len(t.columns))[1:] + ")"
	return t.insert + " VALUES " + strings.Repeat(","+one, n)[1:] + t.conflict
}

var (
	eventsTable  = newTable("events", "", "place", "at", "type*", "body#")
	ticketsTable = newTable("tickets", "hall,day,number,superseded",
		"hall", "day*", "number*", "superseded", "first", "state*", "theme*", "served_at*", "issued", "first_called", "ended", "wait_s", "service_s", "more*")
	windowsTable = newTable("windows", "hall,id",
		"hall", "id*", "label*", "zone*", "state*", "clerk*", "since", "number*", "reason*", "own*", "spill*", "served", "open_s", "busy_s")
	dayTable = newTable("stats_day", "hall,dim,day,id",
		"hall", "dim*", "day*", "id*", "issued", "called", "wait_s", "waits*", "picked", "served", "services", "service_s", "missed", "cancelled", "expired")
	halfTable = newTable("stats_half", "hall,dim,day,id,slot",
		"hall", "dim*", "day*", "id*", "slot", "issued", "called", "wait_s", "waits*", "picked", "served", "services", "service_s", "missed", "cancelled", "expired")
	servingTable     = newTable("serving", "item,content", "item*", "content*", "theme*", "any_hall")
	checkpointsTable = newTable("checkpoints", "hall,seq", "hall", "seq", "day*", "data#")
	reportsTable     = newTable("reports", "hall,day,seq", "hall", "day*", "seq")
)

// tables are all that are written so.
var tables = []*table{eventsTable, ticketsTable, windowsTable, dayTable, halfTable, servingTable, checkpointsTable, reportsTable}

// batch are rows for one table, one value of each column after the other: int64,
// string or []byte.
type batch struct {
	table *table
	args  []any
}

func (b *batch) add(values ...any) { b.args = append(b.args, values...) }
