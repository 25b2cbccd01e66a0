package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"onewindow/central/project"
	"onewindow/central/store"
	"onewindow/queue"
)

// verdict is how what the centre has compares with what the halls have.
type verdict struct {
	halls, events, tickets int
	// superseded are events that the centre keeps of histories that halls have left.
	superseded int
	// state and theme count the tickets, kind the events.
	state, theme, kind map[string]int
	// lost and doubled count events; differences are the first things that are not
	// the same, in words.
	lost, doubled int
	differences   []string
}

// mostDifferences is how many are put into words.
const mostDifferences = 20

func (v *verdict) differ(format string, args ...any) {
	if len(v.differences) < mostDifferences {
		v.differences = append(v.differences, fmt.Sprintf(format, args...))
	}
}

// err is nil if everything is the same.
func (v *verdict) err() error {
	if len(v.differences) == 0 {
		return nil
	}
	text := ""
	for _, d := range v.differences {
		text += "\n  " + d
	}
	return fmt.Errorf("the centre and the halls are not the same: %d events lost, %d doubled%s", v.lost, v.doubled, text)
}

// compare waits until everything is at the centre, and holds the centre's database to
// the halls. It begins anew where a hall has gone on meanwhile by itself, as when it
// raises an alert.
func (f *fleet) compare(ctx context.Context, db string) (*verdict, error) {
	const attempts = 10
	for range attempts {
		if err := f.settled(time.Minute); err != nil {
			return nil, err
		}
		marks := f.marks()
		v, err := f.compareNow(ctx, db)
		if err != nil || slices.Equal(marks, f.marks()) {
			return v, err
		}
	}
	return nil, errors.New("the halls do not come to rest")
}

// compareNow holds the centre's database to the halls, none of which may work meanwhile.
func (f *fleet) compareNow(ctx context.Context, db string) (*verdict, error) {
	st, err := store.Open(ctx, db)
	if err != nil {
		return nil, err
	}
	defer st.Close() // it was only read
	known, err := st.Halls(ctx)
	if err != nil {
		return nil, err
	}
	gaps, err := st.Gaps(ctx)
	if err != nil {
		return nil, err
	}
	v := &verdict{halls: len(f.halls), state: map[string]int{}, theme: map[string]int{}, kind: map[string]int{}}
	for _, g := range gaps {
		v.differ("the centre notes a gap: %+v", g)
	}
	for _, h := range f.halls {
		i := slices.IndexFunc(known, func(k store.HallState) bool { return k.Hall == h.id })
		if i < 0 {
			v.lost += int(h.node.Last())
			v.differ("the centre knows no hall %s", h.id)
			continue
		}
		own, err := h.records()
		if err != nil {
			return nil, err
		}
		if err := v.kept(ctx, st, h, own); err != nil {
			return nil, err
		}
		if err := v.rows(ctx, st, h, own, known[i].Now); err != nil {
			return nil, err
		}
		if err := v.fold(ctx, st, h); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// kept holds the kept events of a hall to its own.
func (v *verdict) kept(ctx context.Context, st *store.Store, h *hall, own [][]byte) error {
	months := map[string]bool{}
	for _, b := range own {
		var r struct {
			At   time.Time
			Type string
		}
		if err := json.Unmarshal(b, &r); err != nil {
			return fmt.Errorf("hall %s: %w", h.id, err)
		}
		months[r.At.UTC().Format("2006-01")] = true
		v.kind[r.Type]++
	}
	seen := make([]int, len(own)+1)
	for _, month := range slices.Sorted(maps.Keys(months)) {
		err := st.Events(ctx, h.id, month, func(e store.StoredEvent) error {
			if e.Superseded {
				v.superseded++
				return nil
			}
			if e.Seq == 0 || e.Seq > uint64(len(own)) {
				v.differ("%s: the centre has an event %d, and the hall has %d", h.id, e.Seq, len(own))
				return nil
			}
			if seen[e.Seq]++; digest(e.Type, e.Body) != digest(e.Type, own[e.Seq-1]) {
				v.differ("%s: event %d at the centre\n%s\nat the hall\n%s", h.id, e.Seq, e.Body, own[e.Seq-1])
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for seq, n := range seen[1:] {
		switch {
		case n == 0:
			v.lost++
			v.differ("%s: event %d is not at the centre", h.id, seq+1)
		case n > 1:
			v.doubled += n - 1
			v.differ("%s: event %d is %d times at the centre", h.id, seq+1, n)
		}
	}
	v.events += len(own)
	return nil
}

// digest is the SHA-256 of an event as it came. Settings are compared by what they
// say, because the PINs of staff are taken out of them on the way.
func digest(kind string, body []byte) [sha256.Size]byte {
	if kind == "settings.changed/1" {
		var v any
		if json.Unmarshal(body, &v) == nil {
			if b, err := json.Marshal(withoutPINs(v)); err == nil {
				body = b
			}
		}
	}
	return sha256.Sum256(body)
}

// withoutPINs drops every member "pin".
func withoutPINs(v any) any {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "pin")
		for k := range v {
			v[k] = withoutPINs(v[k])
		}
	case []any:
		for i := range v {
			v[i] = withoutPINs(v[i])
		}
	}
	return v
}

// rows holds the centre's rows to those that are made anew from the hall's own events.
func (v *verdict) rows(ctx context.Context, st *store.Store, h *hall, own [][]byte, now project.Hall) error {
	s := project.New()
	for i, b := range own {
		e, err := project.Read(b)
		if err != nil {
			return fmt.Errorf("hall %s: event %d: %w", h.id, i+1, err)
		}
		s.Apply(e)
	}
	want := s.Changes()
	if now != want.Hall {
		v.differ("%s: the centre's row is\n%+v, the events lead to\n%+v", h.id, now, want.Hall)
	}
	if want.Hall.Unknown+want.Hall.Odd+want.Hall.Gaps > 0 {
		v.differ("%s: some events make no sense: %+v", h.id, want.Hall)
	}
	var tickets []project.Ticket
	days := map[string]bool{}
	for _, t := range want.Tickets {
		days[t.Day] = true
	}
	for d := range days {
		all, err := st.Tickets(ctx, h.id, d)
		if err != nil {
			return err
		}
		for _, t := range all {
			if !t.Superseded {
				tickets = append(tickets, t.Ticket)
			}
		}
	}
	same(v, h.id+": ticket", tickets, want.Tickets, func(t project.Ticket) string { return t.Day + " " + t.Number })
	windows, err := st.Windows(ctx, h.id)
	if err != nil {
		return err
	}
	same(v, h.id+": window", windows, want.Windows, func(w project.Window) string { return w.ID })
	var cells []project.Cell
	for _, halves := range []bool{false, true} {
		for _, dim := range []project.Dim{project.DimHall, project.DimTheme, project.DimItem, project.DimWindow} {
			q := store.StatsQuery{Hall: h.id, Dim: dim, From: "2000-01-01", To: "2100-01-01", Halves: halves}
			if err := st.Statistics(ctx, q, func(c store.Stat) error { cells = append(cells, c.Cell); return nil }); err != nil {
				return err
			}
		}
	}
	same(v, h.id+": cell", cells, want.Cells, func(c project.Cell) string { return fmt.Sprint(c.Key) })
	return nil
}

// same compares two lists by their keys.
func same[T comparable](v *verdict, what string, got, want []T, key func(T) string) {
	has := map[string]T{}
	for _, g := range got {
		if _, twice := has[key(g)]; twice {
			v.differ("%s %s is there twice", what, key(g))
		}
		has[key(g)] = g
	}
	for _, w := range want {
		g, ok := has[key(w)]
		if !ok || g != w {
			v.differ("%s %s at the centre (there: %v)\n%+v, at the hall\n%+v", what, key(w), ok, g, w)
		}
		delete(has, key(w))
	}
	for k := range has {
		v.differ("%s %s is at the centre only", what, k)
	}
}

// fold holds the centre's tickets to the state in which the hall itself is.
func (v *verdict) fold(ctx context.Context, st *store.Store, h *hall) error {
	type ticket struct {
		Day, Number, State, Theme, Class, Source string
		Leg, Misses                              int
		Issued                                   int64
	}
	var want, got []ticket
	days := map[string]bool{}
	h.node.Read(func(s *queue.State, _ time.Time) {
		for _, t := range s.Tickets {
			days[t.Day] = true
			want = append(want, ticket{t.Day, t.Number, string(t.State), t.Theme(), string(t.Class), string(t.Source), t.Leg, t.Misses, t.Issued.UnixMilli()})
			v.tickets++
			v.state[string(t.State)]++
			v.theme[t.Theme()]++
		}
	})
	for d := range days {
		all, err := st.Tickets(ctx, h.id, d)
		if err != nil {
			return err
		}
		for _, t := range all {
			if !t.Superseded {
				got = append(got, ticket{t.Day, t.Number, t.State, t.Theme, t.Class, t.Source, t.Leg, t.Misses, t.Issued})
			}
		}
	}
	same(v, h.id+": by the hall's own fold, ticket", got, want, func(t ticket) string { return t.Day + " " + t.Number })
	return nil
}
