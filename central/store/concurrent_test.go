package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"sync"
	"testing"

	"onewindow/central/store"
	"onewindow/wire"
)

// feed sends what the centre lacks of the hall, as an uplink does whose link is bad:
// it says hello again after whatever is unclear. It returns how many events it saw
// taken.
func feed(ctx context.Context, s *store.Store, h *hall, r *rand.Rand) (taken uint64, err error) {
	for {
		hello, err := s.Hello(ctx, h.hello())
		if err != nil {
			return taken, err
		}
		if hello.Refused != nil {
			return taken, hello.Refused
		}
		seq, token := hello.Seq, hello.Token
		for {
			if seq == h.last() {
				return taken, nil
			}
			to := min(seq+1+r.Uint64N(40), h.last())
			a, err := s.Ingest(ctx, h.segment(seq+1, to, token))
			if err != nil {
				return taken, err
			}
			if code(a.Err) == wire.CodeStaleWatermark {
				break
			}
			if a.Err != nil {
				return taken, a.Err
			}
			taken += to - seq
			seq, token = a.Seq, a.Token
			if r.IntN(10) == 0 {
				break // the answer is taken for lost
			}
		}
	}
}

func TestTwoThatTakeTheSameHallTakeEachEventOnce(t *testing.T) {
	h := morning(t, "LG-1", 2, 9, 12)
	each(t, func(t *testing.T, d database) {
		stores := []*store.Store{d.open(t), d.open(t)}
		var all sync.WaitGroup
		taken := make([]uint64, 6)
		for i := range taken {
			all.Go(func() {
				var err error
				if taken[i], err = feed(t.Context(), stores[i%2], h, rand.New(rand.NewPCG(uint64(i), 1))); err != nil {
					t.Errorf("feeder %d: %v", i, err)
				}
			})
		}
		all.Wait()
		sum := uint64(0)
		for _, n := range taken {
			sum += n
		}
		if sum != h.last() {
			t.Errorf("%d events were taken, in parts %v; the hall has %d", sum, taken, h.last())
		}
		for _, s := range stores {
			same(t, s, h)
			once(t, s, h)
		}
	})
}

func TestManyHallsAtOnceAreKeptApart(t *testing.T) {
	const halls = 12
	base := make([]*hall, halls)
	for i := range base {
		base[i] = morning(t, fmt.Sprintf("LG-%02d", i), 1, uint64(i), 11)
	}
	each(t, func(t *testing.T, d database) {
		stores := []*store.Store{d.open(t), d.open(t)}
		stores[1].Hold(3) // which is forgetful
		var all sync.WaitGroup
		for i, h := range base {
			all.Go(func() {
				r := rand.New(rand.NewPCG(uint64(i), 2))
				if _, err := feed(t.Context(), stores[i%2], h.upTo(1+r.Uint64N(h.last())), r); err != nil {
					t.Errorf("%s: %v", h.id, err)
				}
				if _, err := feed(t.Context(), stores[1-i%2], h, r); err != nil {
					t.Errorf("%s: %v", h.id, err)
				}
			})
		}
		all.Wait()
		for i, h := range base {
			same(t, stores[i%2], h)
			once(t, stores[i%2], h)
		}
	})
}

func TestWhatIsGivenUpInTheMiddleIsTakenNextTime(t *testing.T) {
	h := morning(t, "LG-1", 2, 10, 12)
	each(t, func(t *testing.T, d database) {
		s := d.open(t)
		r := rand.New(rand.NewPCG(3, 3))
		hello := greet(t, s, h)
		for hello.Seq < h.last() {
			ctx, cancel := context.WithCancel(t.Context())
			to := min(hello.Seq+1+r.Uint64N(30), h.last())
			var all sync.WaitGroup
			all.Go(cancel) // sooner or later
			if a, err := s.Ingest(ctx, h.segment(hello.Seq+1, to, hello.Token)); err != nil || a.Err != nil {
				if err == nil {
					t.Fatal(a.Err)
				}
				all.Wait()
				again := greet(t, s, h)
				if again.Seq != hello.Seq && again.Seq != to {
					t.Fatalf("after a segment from %d to %d the centre has %d", hello.Seq+1, to, again.Seq)
				}
				if again.Seq == hello.Seq { // once without being given up, so that it ends
					if a, err := s.Ingest(t.Context(), h.segment(hello.Seq+1, to, again.Token)); err != nil || a.Err != nil {
						t.Fatal(err, a.Err)
					}
					again.Seq = to
				}
				hello = again
				continue
			}
			all.Wait()
			hello.Seq = to
		}
		same(t, s, h)
		once(t, s, h)
	})
}

func TestConnectionsThatAreCutLoseAndDoubleNothing(t *testing.T) {
	h := morning(t, "LG-1", 2, 12, 12)
	for _, kind := range kinds() {
		if kind == "sqlite" {
			continue // has none
		}
		d := fresh(t, kind)
		s := d.open(t)
		u, err := url.Parse(d.url)
		if err != nil {
			t.Fatal(err)
		}
		cut := "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" + u.Query().Get("application_name") + "' AND pid <> pg_backend_pid()"
		cuts, failed := 0, 0
		for seq := uint64(0); seq < h.last(); {
			r, err := s.Hello(t.Context(), h.hello())
			if err != nil {
				failed++
				continue
			}
			if r.Refused != nil || r.Seq < seq {
				t.Fatalf("after %d: %+v", seq, r)
			}
			seq = r.Seq
			for err == nil && seq < h.last() {
				to := min(seq+9, h.last())
				var others sync.WaitGroup
				if cuts++; cuts%5 == 0 {
					others.Go(func() { admin(t, os.Getenv(postgresEnv), cut) })
				}
				var a wire.SegmentReply
				if a, err = s.Ingest(t.Context(), h.segment(seq+1, to, r.Token)); err == nil {
					if a.Err != nil {
						t.Fatal(a.Err)
					}
					seq = a.Seq
				} else {
					failed++
				}
				others.Wait()
			}
		}
		if failed == 0 {
			t.Error("nothing was cut")
		}
		// Whoever uses a connection that was cut while it was idle finds that out, and
		// the next one gets another.
		for range 4 * failed {
			_, _ = s.Halls(t.Context())
		}
		same(t, s, h)
		once(t, s, h)
	}
}

func TestTwoThatTakeSegmentsByTurnsMissNoRow(t *testing.T) {
	h := morning(t, "LG-1", 4, 13, 15)
	each(t, func(t *testing.T, d database) {
		for seed := range uint64(4) {
			h := *h
			h.id = fmt.Sprintf("LG-%d", seed)
			r := rand.New(rand.NewPCG(seed, 5))
			stores := []*store.Store{d.open(t), d.open(t)}
			at := greet(t, stores[0], &h)
			for at.Seq < h.last() {
				a, err := stores[r.IntN(5)/4].Ingest(t.Context(), h.segment(at.Seq+1, min(at.Seq+1+r.Uint64N(70), h.last()), at.Token))
				if err != nil || a.Err != nil {
					t.Fatal(err, a.Err)
				}
				at.Seq = a.Seq
			}
			same(t, stores[0], &h)
			once(t, stores[0], &h)
		}
	})
}

func TestAStateOfAHistoryThatWasLeftIsNotUsed(t *testing.T) {
	old := morning(t, "LG-1", 2, 14, 11)
	each(t, func(t *testing.T, d database) {
		one, other := d.open(t), d.open(t)
		send(t, one, old, 100)
		h := old.restored(t, old.last()-30, "2-00000002", 60)
		send(t, other, h.upTo(old.last()), 100) // just as far as one knows the old history
		send(t, one, h, 100)
		same(t, one, h)
		once(t, one, h)
	})
}
