package halls_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/central/halls"
	"onewindow/wire"
)

// TestAllHallsOfADistrictAtOnce: 127 halls tell events and how they are, answer
// commands, lose their lines and come back; the centre has each event once.
func TestAllHallsOfADistrictAtOnce(t *testing.T) {
	t.Parallel()
	// The machine that tests may be too busy to let 127 in at once.
	c := open(t, func(s *halls.Settings) {
		s.NoTLS = true
		s.Paces(10*time.Second, 20*time.Second, 50*time.Millisecond, 0, 0, 0)
	})
	const n, each = 127, 6
	door := make(chan struct{}, 8)
	come := func(j halls.Joined) *fakeHall {
		door <- struct{}{}
		defer func() { <-door }()
		h, err := tryDial(t, j, j.URLs[0], nats.Timeout(20*time.Second))
		if err != nil {
			t.Error(err)
			return nil
		}
		return h
	}
	var wg sync.WaitGroup
	var events atomic.Int64
	seed := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		j := c.added(fmt.Sprintf("LG-%03d", i))
		breaks := seed.IntN(each)
		wg.Go(func() {
			h := come(j)
			if h == nil {
				return
			}
			h.answerWith(t, func(*nats.Msg) wire.Reply { return wire.Reply{OK: true} })
			if err := h.hello(each * 5); err != nil {
				t.Error(err)
				return
			}
			for k := range each {
				if k == breaks {
					was := h.instance
					h.nc.Close()
					if h = come(j); h == nil {
						return
					}
					h.instance = was
					h.answerWith(t, func(*nats.Msg) wire.Reply { return wire.Reply{OK: true} })
					if err := h.hello(each * 5); err != nil {
						t.Error(err)
						return
					}
				}
				if err := h.send(5); err != nil {
					t.Error(err)
					return
				}
				events.Add(5)
			}
			if err := h.live(i); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if _, got := c.store.counts(); int64(got) != events.Load() || got != n*each*5 {
		t.Errorf("%d events arrived, %d were confirmed", got, events.Load())
	}
	within(t, time.Minute, "the centre sees all of them", func() bool {
		up := 0
		for i, s := range c.States() {
			if s.Up && s.Copy == nil && s.Acked == each*5 && len(s.Live.Lines) == 1 && s.Live.Lines[0].Waiting == i {
				up++
			}
		}
		return up == n
	})
	for i := range n {
		cmd := issue(fmt.Sprintf("LG-%03d", i))
		if _, err := c.Do(ctx(t), cmd); err != nil {
			t.Errorf("%s: %v", cmd.Hall, err)
		}
	}
}
