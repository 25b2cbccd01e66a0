package store_test

import (
	"context"
	"errors"
	"testing"

	"onewindow/central/project"
	"onewindow/central/store"
)

// whole is stored with the tickets of all business days of want.
func whole(t testing.TB, s *store.Store, id string, want *book) *book {
	t.Helper()
	b := stored(t, s, id)
	clear(b.tickets)
	days := map[string]bool{}
	for _, k := range want.tickets {
		if days[k.Day] {
			continue
		}
		days[k.Day] = true
		ts, err := s.Tickets(t.Context(), id, k.Day)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range ts {
			if !k.Superseded {
				b.tickets[k.Day+" "+k.Number] = k.Ticket
			}
		}
	}
	return b
}

// state is what the store knows of its only hall.
func state(t testing.TB, s *store.Store) store.HallState {
	t.Helper()
	halls, err := s.Halls(t.Context())
	if err != nil || len(halls) != 1 {
		t.Fatal(halls, err)
	}
	return halls[0]
}

func TestRowsOfALongHistoryAreMadeAnewInPortionsWhileTheHallGoesOn(t *testing.T) {
	h, err := weeks(50_000)
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, d database) {
		release := func() *store.Store { // the next one, on the same database
			s := d.open(t)
			s.Lag(5000)
			s.Projection(project.Version + 1)
			return s
		}
		old := d.open(t)
		old.Lag(5000)
		send(t, old, h.upTo(45_000), 500)
		// What the old rows tell is wrong, and some should not be there at all.
		behind(t, d, "UPDATE tickets SET wait_s = 7777, number = '~' || number")
		behind(t, d, "UPDATE stats_day SET issued = 7777")

		const size = 5000
		s := release()
		told := uint64(45_000)
		more := func(s *store.Store) { // a hello and a segment, which wait for no portion
			t.Helper()
			r := greet(t, s, h)
			if r.Seq != told {
				t.Fatalf("the hall is wanted from %d, it has told up to %d", r.Seq, told)
			}
			a, err := s.Ingest(t.Context(), h.segment(told+1, told+100, r.Token))
			if err != nil || a.Err != nil {
				t.Fatal(err, a.Err)
			}
			told = a.Seq
		}
		more(s) // before anything is made anew
		ctx, kill := context.WithCancel(t.Context())
		portions := 0
		s.Portions(size, func(string) {
			more(s)
			if now := state(t, s); now.Watermark != told || now.Now.Seq > 0 && now.Now.Seq != uint64(portions+1)*size {
				t.Errorf("after %d portions the rows go up to %d, the hall to %d", portions, now.Now.Seq, now.Watermark)
			}
			if state(t, s).Now.Seq > 0 {
				portions++
			}
			if portions == 4 {
				kill()
			}
		})
		if err := s.BringUpOnce(ctx); !errors.Is(err, context.Canceled) {
			t.Fatalf("it was not killed: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		s = release()
		t.Cleanup(func() { kill() })
		more(s)
		s.Portions(size, func(string) { portions++ })
		if err := s.BringUpOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
		if want := int(told+size-1) / size; portions != want {
			t.Errorf("%d portions were made, want %d: none again", portions, want)
		}
		want := projected(t, h.upTo(told))
		equal(t, whole(t, s, h.id, want), want)
		send(t, s, h, 500)
		want = projected(t, h)
		equal(t, whole(t, s, h.id, want), want)
	})
}

func TestOneOfManyProcessesMakesRowsAnewAndNoneSpoilsThem(t *testing.T) {
	h := morning(t, "LG-1", 4, 8, 15)
	each(t, func(t *testing.T, d database) {
		send(t, d.open(t), h, 100)
		done := make(chan error, 3)
		for range cap(done) {
			s := d.open(t)
			s.Projection(project.Version + 1)
			s.Portions(50, nil)
			go func() { done <- s.BringUpOnce(t.Context()) }()
		}
		for range cap(done) {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		s := d.open(t)
		s.Projection(project.Version + 1)
		if err := s.BringUpOnce(t.Context()); err != nil { // where one found it taken
			t.Fatal(err)
		}
		same(t, s, h)
		once(t, s, h)
	})
}

func TestAHallWhoseRowsAreFarBehindMayBeRestoredFromABackupAndHaveGaps(t *testing.T) {
	h := morning(t, "LG-1", 4, 8, 15)
	each(t, func(t *testing.T, d database) {
		send(t, d.open(t), h, 100)
		s := d.open(t)
		s.Projection(project.Version + 1)
		restored := h.restored(t, h.last()/2, "2-00000002", 5)
		send(t, s, restored, 50)
		// It then lost what it had not told.
		lost := h.restored(t, h.last()/2, "2-00000002", 30)
		lost.first = restored.last() + 10
		send(t, s, lost, 50)
		if err := s.BringUpOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
		want := gapped(t, lost, restored.last(), lost.first-1)
		equal(t, stored(t, s, h.id), want)
	})
}

// gapped is what the events lead to but those behind from, up to to.
func gapped(t testing.TB, h *hall, from, to uint64) *book {
	t.Helper()
	s := project.New()
	for i, raw := range h.events {
		switch seq := uint64(i + 1); {
		case seq > from && seq < to:
			continue
		case seq == to:
			s.Lose(to)
			continue
		}
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
