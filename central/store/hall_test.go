package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"onewindow/central/project"
	"onewindow/central/store"
	"onewindow/cli/demo"
	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/wire"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// database is a fresh database of one kind, which may be opened several times.
type database struct{ url string }

// postgresEnv names a PostgreSQL for the tests; see postgres.sh.
const postgresEnv = "ONEWINDOW_TEST_POSTGRES"

var schemas atomic.Int64

// each runs a test on every store that there is.
func each(t *testing.T, do func(t *testing.T, d database)) {
	t.Helper()
	for _, kind := range kinds() {
		t.Run(kind, func(t *testing.T) { do(t, fresh(t, kind)) })
	}
}

func kinds() []string {
	if os.Getenv(postgresEnv) != "" {
		return []string{"sqlite", "postgres"}
	}
	return []string{"sqlite"}
}

func fresh(t testing.TB, kind string) database {
	t.Helper()
	if kind == "sqlite" {
		return database{"sqlite://" + filepath.Join(t.TempDir(), "centre.db")}
	}
	u, err := url.Parse(os.Getenv(postgresEnv))
	if err != nil {
		t.Fatal(err)
	}
	schema := fmt.Sprintf("t%d_%d_%d", os.Getpid(), time.Now().UnixNano(), schemas.Add(1))
	admin(t, u.String(), "CREATE SCHEMA "+schema)
	t.Cleanup(func() { admin(t, u.String(), "DROP SCHEMA "+schema+" CASCADE") })
	q := u.Query()
	q.Set("search_path", schema)
	q.Set("application_name", schema)
	own := *u
	own.RawQuery = q.Encode()
	return database{own.String()}
}

func (d database) open(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), d.url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, bench := t.(*testing.B); !bench {
		s.Lag(120) // no test has ten thousand events
	}
	return s
}

// hall is a hall as the centre hears it.
type hall struct {
	id     string
	epoch  string
	line   []wire.EpochStart
	first  uint64
	events []json.RawMessage // from sequence 1
}

func (h *hall) last() uint64 { return uint64(len(h.events)) }

func (h *hall) hello() wire.Hello {
	return wire.Hello{V: wire.Version, Hall: h.id, Name: queue.Text{ZhHans: "龙岗大厅"}, Instance: "one", Epoch: h.epoch, Seq: h.last(), Line: h.line, First: max(h.first, 1), Version: "v1", Schema: 3}
}

func (h *hall) segment(from, to, token uint64) wire.Segment {
	return wire.Segment{V: wire.Version, Hall: h.id, Epoch: h.epoch, Token: token, From: from, To: to, Events: h.events[from-1 : to]}
}

// upTo is the hall when it had so many events.
func (h *hall) upTo(n uint64) *hall {
	c := *h
	c.events = h.events[:n:n]
	c.line = slices.DeleteFunc(slices.Clone(h.line), func(l wire.EpochStart) bool { return l.From > n })
	c.epoch = c.line[len(c.line)-1].Epoch
	return &c
}

func encode(rs []queue.Record) ([]json.RawMessage, error) {
	raw := make([]json.RawMessage, len(rs))
	for i, r := range rs {
		b, err := r.Encode()
		if err != nil {
			return nil, err
		}
		raw[i] = b
	}
	return raw, nil
}

func mustEncode(t testing.TB, rs []queue.Record) []json.RawMessage {
	t.Helper()
	raw, err := encode(rs)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// lived is a hall of the demonstration until that hour.
func lived(id string, windows int, seed uint64, hour queue.Clock) (*hall, error) {
	set, cat := queuetest.Settings(windows), queuetest.Catalogue()
	set.Hall.ID = id
	_, rs, err := demo.Morning(set, cat, "1-00000001", queuetest.Date, set.Hall.At(queuetest.Date, hour*60), "", demo.NewCrowd(seed, len(set.Windows)))
	if err != nil {
		return nil, err
	}
	raw, err := encode(rs)
	return &hall{id: id, epoch: "1-00000001", line: []wire.EpochStart{{Epoch: "1-00000001", From: 1}}, events: raw}, err
}

func morning(t testing.TB, id string, windows int, seed uint64, hour queue.Clock) *hall {
	t.Helper()
	h, err := lived(id, windows, seed, hour)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// restored is the hall after its backup of the event at was put back: it goes on as
// a new line of history, in which so many more citizens come.
func (h *hall) restored(t testing.TB, at uint64, epoch string, citizens int) *hall {
	t.Helper()
	st := queue.New()
	for _, raw := range h.events[:at] {
		var r queue.Record
		if err := r.UnmarshalJSON(raw); err != nil {
			t.Fatal(err)
		}
		if err := queue.Apply(st, r); err != nil {
			t.Fatal(err)
		}
	}
	clock := st.At.Add(10 * time.Minute)
	var rs []queue.Record
	do := func(c queue.Command) {
		more, err := queue.Execute(st, clock, queue.Actor{Terminal: "t"}, fmt.Sprint("rid-", len(rs)), c)
		if err != nil {
			t.Fatalf("%T: %v", c, err)
		}
		rs = append(rs, more...)
	}
	do(queue.StartEpoch{Epoch: queue.Epoch(epoch), Skip: 100})
	for i := range citizens {
		clock = clock.Add(time.Minute)
		do(queue.Issue{Theme: []string{"business", "construction", "general"}[i%3], Source: queue.SourceKiosk})
		for _, w := range st.Windows {
			if w.State == queue.Idle {
				do(queue.Next{Window: w.ID})
				break
			}
		}
	}
	line := slices.DeleteFunc(slices.Clone(h.line), func(l wire.EpochStart) bool { return l.From > at })
	return &hall{id: h.id, epoch: epoch, line: append(line, wire.EpochStart{Epoch: epoch, From: at + 1}), events: append(slices.Clone(h.events[:at]), mustEncode(t, rs)...)}
}

// greet says hello and must be let in.
func greet(t testing.TB, s *store.Store, h *hall) wire.HelloReply {
	t.Helper()
	r, err := s.Hello(t.Context(), h.hello())
	if err != nil {
		t.Fatal(err)
	}
	if r.Refused != nil {
		t.Fatalf("hello of %s: %v", h.id, r.Refused)
	}
	return r
}

// send brings the centre up to the hall, in segments of size events. It returns how
// many were sent.
func send(t testing.TB, s *store.Store, h *hall, size uint64) (sent uint64) {
	t.Helper()
	r := greet(t, s, h)
	for r.Seq < h.last() {
		to := min(r.Seq+size, h.last())
		a, err := s.Ingest(t.Context(), h.segment(r.Seq+1, to, r.Token))
		if err != nil {
			t.Fatal(err)
		}
		if a.Err != nil {
			t.Fatalf("segment from %d: %v", r.Seq+1, a.Err)
		}
		sent += to - r.Seq
		r.Seq, r.Token = a.Seq, a.Token
	}
	return sent
}

// book is all rows of a hall, as the store gives them or as the projector does.
type book struct {
	now     project.Hall
	tickets map[string]project.Ticket
	windows map[string]project.Window
	cells   map[project.Key]project.Counts
	reports map[string]uint64 // the events that hold them, by day
}

func newBook() *book {
	return &book{tickets: map[string]project.Ticket{}, windows: map[string]project.Window{}, cells: map[project.Key]project.Counts{}, reports: map[string]uint64{}}
}

func (b *book) take(c project.Changes) {
	b.now = c.Hall
	for _, t := range c.Tickets {
		b.tickets[t.Day+" "+t.Number] = t
	}
	for _, w := range c.Windows {
		b.windows[w.ID] = w
	}
	for _, k := range c.Cells {
		b.cells[k.Key] = k.Counts
	}
	for _, k := range c.Empty {
		delete(b.cells, k)
	}
	for _, r := range c.Reports {
		b.reports[r.Day] = r.Seq
	}
}

// projected is what the events lead to; those before first are lost.
func projected(t testing.TB, h *hall) *book {
	t.Helper()
	s := project.New()
	from := uint64(0)
	if h.first > 1 {
		from = h.first - 1
		s.Lose(from)
	}
	for _, raw := range h.events[from:] {
		e, err := project.Read(raw)
		if err != nil {
			t.Fatal(err)
		}
		s.Apply(e)
	}
	b := newBook()
	b.take(s.Changes())
	return b
}

// stored is what the store has of the hall's present history.
func stored(t testing.TB, s *store.Store, id string) *book {
	t.Helper()
	b := newBook()
	halls, err := s.Halls(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range halls {
		if h.Hall == id {
			b.now = h.Now
		}
	}
	ts, err := s.Tickets(t.Context(), id, queuetest.Date)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range ts {
		if !k.Superseded {
			b.tickets[k.Day+" "+k.Number] = k.Ticket
		}
	}
	ws, err := s.Windows(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range ws {
		b.windows[w.ID] = w
	}
	for _, halves := range []bool{false, true} {
		for _, dim := range []project.Dim{project.DimHall, project.DimTheme, project.DimItem, project.DimWindow} {
			err := s.Statistics(t.Context(), store.StatsQuery{Hall: id, Dim: dim, From: "2000-01-01", To: "2100-01-01", Halves: halves}, func(c store.Stat) error {
				b.cells[c.Key] = c.Counts
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	err = s.Reports(t.Context(), id, "2000-01-01", "2100-01-01", func(r project.DayReport) error {
		b.reports[r.Day] = r.Seq
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// same compares what is stored of the hall with what its events lead to.
func same(t testing.TB, s *store.Store, h *hall) {
	t.Helper()
	equal(t, stored(t, s, h.id), projected(t, h))
}

func equal(t testing.TB, got, want *book) {
	t.Helper()
	if got.now != want.now {
		t.Fatalf("the hall is\n%+v, want\n%+v", got.now, want.now)
	}
	mapsEqual(t, "ticket", got.tickets, want.tickets)
	mapsEqual(t, "window", got.windows, want.windows)
	mapsEqual(t, "cell", got.cells, want.cells)
	mapsEqual(t, "report", got.reports, want.reports)
}

func mapsEqual[K comparable, V comparable](t testing.TB, what string, got, want map[K]V) {
	t.Helper()
	for k, w := range want {
		if g, ok := got[k]; !ok || g != w {
			t.Fatalf("%s %v is (stored: %v)\n%+v, want\n%+v", what, k, ok, g, w)
		}
	}
	for k, g := range got {
		if _, ok := want[k]; !ok {
			t.Fatalf("%s %v is stored, and should not be: %+v", what, k, g)
		}
	}
}

// raw are the stored events of the month as "epoch seq superseded".
func raw(t testing.TB, s *store.Store, id string) (all []string) {
	t.Helper()
	err := s.Events(t.Context(), id, queuetest.Date[:7], func(e store.StoredEvent) error {
		all = append(all, fmt.Sprintf("%s %d %v", e.Epoch, e.Seq, e.Superseded))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// once checks that each event of the hall is stored once, and that it is its own.
func once(t testing.TB, s *store.Store, h *hall) {
	t.Helper()
	next := h.first
	if next == 0 {
		next = 1
	}
	err := s.Events(t.Context(), h.id, queuetest.Date[:7], func(e store.StoredEvent) error {
		if e.Superseded {
			return nil
		}
		if e.Seq != next {
			return fmt.Errorf("event %d follows %d", e.Seq, next-1)
		}
		if e.Type != "settings.changed/1" && string(e.Body) != string(h.events[next-1]) {
			return fmt.Errorf("event %d is %s, want %s", e.Seq, e.Body, h.events[next-1])
		}
		next++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if next != h.last()+1 {
		t.Fatalf("events up to %d are stored, the hall has %d", next-1, h.last())
	}
}

// code is a refusal's; empty if there is none.
func code(e *wire.Error) string {
	if e == nil {
		return ""
	}
	return e.Code
}

func lines(s string) []string { return strings.Split(strings.TrimSpace(s), "\n") }
