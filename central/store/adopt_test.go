package store_test

import (
	"fmt"
	"testing"

	"onewindow/wire"
)

func TestAHallWithLessThanTheCentreIsRefusedUntilItIsAdopted(t *testing.T) {
	h := morning(t, "LG-1", 2, 5, 10)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, h, 200)
		fork := h.upTo(h.last() - 40) // a copy of the file that was put back by hand
		if r := said(t, s, fork.hello()); code(r.Refused) != wire.CodeEpochForked || r.Seq != h.last() || r.Epoch != h.epoch {
			t.Fatalf("the copy: %+v", r)
		}
		halls, err := s.Halls(t.Context())
		if err != nil || len(halls) != 1 || halls[0].Refused != wire.CodeEpochForked || halls[0].RefusedSeq != fork.last() {
			t.Errorf("the hall is %+v, %v", halls, err)
		}
		same(t, s, h)
		if err := s.Adopt(t.Context(), h.id, fork.epoch); err != nil {
			t.Fatal(err)
		}
		var r wire.HelloReply
		for range 2 { // it is let in until it sends
			if r = greet(t, s, fork); r.Seq != fork.last() || !marks(t, fork, r) {
				t.Errorf("the adopted copy goes on from %d, it has %d", r.Seq, fork.last())
			}
			same(t, s, h)
		}
		// It goes on in other ways than the centre once heard.
		on := h.diverged(t, fork.last(), 5)
		take(t, s, on, r, 1)
		same(t, s, on.upTo(fork.last()+1))
		send(t, s, on, 20)
		same(t, s, on)
		once(t, s, on)
		if halls, err := s.Halls(t.Context()); err != nil || halls[0].Refused != "" || halls[0].Adopt != "" || halls[0].Name != "龙岗大厅" {
			t.Errorf("the hall is %+v, %v", halls, err)
		}
		if r := said(t, s, fork.hello()); code(r.Refused) != wire.CodeEpochForked {
			t.Errorf("the adoption is good for a second time: %+v", r)
		}
		if err := s.Adopt(t.Context(), "LG-9", "1-00000001"); err == nil {
			t.Error("an unknown hall was adopted")
		}
	})
}

func TestAnAdoptedHallThatFoundItsHistoryForkedSendsAllOfIt(t *testing.T) {
	h := morning(t, "LG-1", 2, 5, 10)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, h.upTo(80), 200)
		copied := h.diverged(t, 60, 30)
		hello := func(instance string, forked uint64) wire.HelloReply {
			x := copied.hello()
			x.Instance, x.Forked = instance, forked
			return said(t, s, x)
		}
		adopt := func() {
			t.Helper()
			if err := s.Adopt(t.Context(), h.id, copied.epoch); err != nil {
				t.Fatal(err)
			}
		}
		if r := hello("copy", 80); code(r.Refused) != wire.CodeEpochForked || r.Seq != 80 {
			t.Fatalf("it is let in: %+v", r)
		}
		adopt()
		// The hall itself, of the same line, is no other than before.
		if r := greet(t, s, h); r.Seq != 80 || !marks(t, h, r) {
			t.Fatalf("the hall goes on: %+v", r)
		}
		for range 2 {
			if r := hello("copy", 0); r.Refused != nil || r.Seq != 0 || r.Mark != nil {
				t.Fatalf("the adopted copy goes on: %+v", r)
			}
		}
		same(t, s, h.upTo(80))
		// It is started again, so that it has to find once more that it is another.
		if r := hello("again", 0); r.Refused != nil || r.Seq != 80 || marks(t, copied, r) {
			t.Fatalf("another program: %+v", r)
		}
		if r := hello("again", 80); r.Refused != nil || r.Seq != 0 || r.Mark != nil {
			t.Fatalf("and says so: %+v", r)
		}
		r := hello("again", 0)
		if r.Refused != nil || r.Seq != 0 {
			t.Fatalf("and says hello: %+v", r)
		}
		take(t, s, copied, r, 50)
		if halls, err := s.Halls(t.Context()); err != nil || halls[0].Watermark != 50 || halls[0].Adopt != "" {
			t.Errorf("the hall is %+v, %v", halls, err)
		}
		send(t, s, copied, 50)
		same(t, s, copied)
		once(t, s, copied)
		superseded := 0
		for _, e := range raw(t, s, h.id) {
			if e == fmt.Sprintf("%s %d true", h.epoch, superseded+1) {
				superseded++
			}
		}
		if superseded != 80 {
			t.Errorf("%d events are superseded, want 80", superseded)
		}
		if err := s.Reproject(t.Context(), h.id); err != nil {
			t.Fatal(err)
		}
		same(t, s, copied)
		if r := said(t, s, h.hello()); r.Refused == nil && marks(t, h, r) {
			t.Errorf("the history that was left is taken for the hall's: %+v", r)
		}
	})
}

func TestAnAdoptionIsUsedUpByTheNextSegment(t *testing.T) {
	h := morning(t, "LG-1", 2, 5, 10)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		send(t, s, h.upTo(80), 200)
		if err := s.Adopt(t.Context(), h.id, h.epoch); err != nil {
			t.Fatal(err)
		}
		send(t, s, h.upTo(81), 1)
		if r := said(t, s, h.upTo(40).hello()); code(r.Refused) != wire.CodeEpochForked {
			t.Errorf("an old copy is let in: %+v", r)
		}
	})
}

func TestTicketsOfHistoriesThatWereLeftAreKeptApart(t *testing.T) {
	h := morning(t, "LG-1", 2, 5, 10)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		other := h.diverged(t, 60, 30)
		send(t, s, h, 200)
		for i, x := range []*hall{other, h, other, h} { // the same numbers each time
			if i < 3 { // as the first release left a hall whose hello it took
				behind(t, d, "UPDATE halls SET run = 0, run_epoch = '', run_month = ''")
			}
			hello := x.hello()
			hello.Forked = 1
			said(t, s, hello)
			if err := s.Adopt(t.Context(), h.id, h.epoch); err != nil {
				t.Fatal(err)
			}
			r := said(t, s, x.hello())
			if r.Refused != nil || r.Seq != 0 {
				t.Fatalf("it goes on: %+v", r)
			}
			take(t, s, x, r, 200)
			same(t, s, x)
			once(t, s, x)
		}
	})
}
