package store_test

import (
	"testing"
)

func TestTheRowsOfAHallThatCatchesUpComeInTheEnd(t *testing.T) {
	h := morning(t, "LG-1", 4, 8, 15)
	each(t, func(t *testing.T, d database) {
		s, other := d.open(t), d.open(t)
		s.Lag(1 << 30)
		other.Lag(1 << 30)
		third := h.last() / 3
		r := greet(t, s, h)
		for r.Seq < 2*third { // by turns, as two processes do that share the halls
			s, other = other, s
			a, err := s.Ingest(t.Context(), h.segment(r.Seq+1, r.Seq+50, r.Token))
			if err != nil || a.Err != nil {
				t.Fatal(err, a.Err)
			}
			r.Seq = a.Seq
		}
		halls, err := s.Halls(t.Context())
		if err != nil || halls[0].Watermark != r.Seq || halls[0].Now.Seq != 0 {
			t.Errorf("the hall is %+v, %v", halls, err)
		}
		// The link breaks, and the hall has lost what it still had to tell.
		cut := h.upTo(r.Seq)
		greet(t, other, cut)
		same(t, other, cut)
		// Another process goes on.
		send(t, d.open(t), h, 60)
		same(t, s, h)
		once(t, s, h)
	})
}

func TestTheRowsOfAHallThatCatchesUpAreNeverFarBehind(t *testing.T) {
	h := morning(t, "LG-1", 4, 8, 15)
	const lag, size = 120, 50
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		r := greet(t, s, h)
		for r.Seq < h.last() {
			a, err := s.Ingest(t.Context(), h.segment(r.Seq+1, min(r.Seq+size, h.last()), r.Token))
			if err != nil || a.Err != nil {
				t.Fatal(err, a.Err)
			}
			r.Seq = a.Seq
			halls, err := s.Halls(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			// Those that are due go with the next segment.
			if behind := r.Seq - halls[0].Now.Seq; behind > lag+2*size {
				t.Fatalf("at event %d the rows are %d behind", r.Seq, behind)
			}
			if halls[0].Now.Seq > 0 {
				equal(t, stored(t, s, h.id), projected(t, h.upTo(halls[0].Now.Seq)))
			}
		}
		same(t, s, h)
	})
}
