package halls

import (
	"context"
	"slices"
	"sync"
	"time"

	"onewindow/wire"
)

// keeper looks after what nobody asks for: connections that ended unseen, halls
// that were revoked elsewhere, and hellos that wait for the first program's proof
// of life.
type keeper struct {
	h      *Halls
	ctx    context.Context
	cancel context.CancelFunc
	wg     sync.WaitGroup
	wake   chan struct{}

	mu    sync.Mutex
	cuts  []uint64
	kicks []string // halls

	// missing are connections that the server does not have, and since when; only
	// the keeper's own goroutine uses it.
	missing map[uint64]time.Time
}

// eventTime is how long the server's own word of why a connection ended is awaited.
const eventTime = 2 * time.Second

func newKeeper(h *Halls) *keeper {
	k := &keeper{h: h, wake: make(chan struct{}, 1), missing: map[uint64]time.Time{}}
	k.ctx, k.cancel = context.WithCancel(context.Background())
	return k
}

func (k *keeper) start() { k.wg.Go(k.run) }

func (k *keeper) stop() {
	k.cancel()
	k.wg.Wait()
}

// look asks for a look now.
func (k *keeper) look() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// cut has a connection cut; for callers who may not do it themselves.
func (k *keeper) cut(id uint64) {
	k.mu.Lock()
	k.cuts = append(k.cuts, id)
	k.mu.Unlock()
	k.look()
}

// kick has all connections of a hall to a cluster cut, where that is possible.
func (k *keeper) kick(hall string) {
	k.mu.Lock()
	if !slices.Contains(k.kicks, hall) {
		k.kicks = append(k.kicks, hall)
	}
	k.mu.Unlock()
	k.look()
}

func (k *keeper) run() {
	look := time.NewTicker(k.h.set.paces.look)
	defer look.Stop()
	again := time.NewTicker(k.h.set.paces.again)
	defer again.Stop()
	for {
		select {
		case <-k.ctx.Done():
			return
		case <-look.C:
			if k.h.nats != nil {
				k.sweep()
			} else {
				k.silence()
			}
			k.decide()
		case <-again.C:
			switch {
			case k.h.members != nil:
				k.relook()
			case k.h.registry != nil:
				k.recheck()
			}
		case <-k.wake:
			k.mu.Lock()
			cuts, kicks := k.cuts, k.kicks
			k.cuts, k.kicks = nil, nil
			k.mu.Unlock()
			for _, id := range cuts {
				k.h.cut(id)
			}
			if k.h.kicker != nil {
				for _, hall := range kicks {
					k.h.kicker.hall(hall)
				}
			}
			k.decide()
		}
	}
}

// sweep drops connections that ended without an event, as one that ended while it
// was being let in.
func (k *keeper) sweep() {
	ids, _ := k.h.conns.all()
	now, was := time.Now(), k.missing
	k.missing = map[uint64]time.Time{}
	for _, id := range ids {
		if k.h.nats.GetClient(id) != nil {
			continue
		}
		since, ok := was[id]
		switch {
		case !ok:
			k.missing[id] = now
		case now.Sub(since) < eventTime:
			k.missing[id] = since
		default:
			k.h.left(id, "the connection was lost")
		}
	}
}

// silence takes halls that are not heard for gone, where connections are not seen.
func (k *keeper) silence() {
	now := time.Now()
	for _, s := range k.h.roll.all() {
		if s.Up && now.Sub(s.Heard) > k.h.set.paces.silent {
			k.h.roll.change(s.Hall, func(s *State) { s.down("it is not heard any more", now) })
		}
	}
}

// recheck cuts who is here and may be no more: another process or a command may
// have changed the registry.
func (k *keeper) recheck() {
	_, keys := k.h.conns.all() // before the list, which then has all of them that still may
	ctx, cancel := context.WithTimeout(k.ctx, lookTime)
	defer cancel()
	list, err := k.h.registry.List(ctx)
	if err != nil {
		k.h.set.Log.Warn("halls: the registry of halls cannot be read; halls that were revoked elsewhere stay connected", "err", err)
		return
	}
	may := make(map[string]string, len(list))
	for _, e := range list {
		may[e.Key] = e.Hall
	}
	for key, hall := range keys {
		if may[key] != hall {
			k.h.set.Log.Warn("halls: a hall that was revoked is cut", "hall", hall)
			k.h.cutKey(hall, key)
		}
	}
}

// relook reads again which halls may speak in a cluster.
func (k *keeper) relook() {
	ctx, cancel := context.WithTimeout(k.ctx, lookTime)
	defer cancel()
	if err := k.h.members.look(ctx); err != nil {
		k.h.set.Log.Warn("halls: the registry of halls cannot be read; halls that were revoked elsewhere are still heard", "err", err)
	}
}

// decide settles hellos that wait, and ends alarms.
func (k *keeper) decide() {
	now := time.Now()
	may, copies := k.h.speakers.judge(now)
	for _, j := range may {
		j.came = now
		if err := k.h.service.lanes.put(j); err != nil {
			k.h.service.answer(j, &wire.Error{Code: wire.CodeOverloaded, Msg: err.Error(), Hint: "say hello again in a few seconds"})
		}
	}
	for _, j := range copies {
		k.h.service.copied(j, now)
	}
	for _, hall := range k.h.speakers.withCopies() {
		if _, ok := k.h.speakers.copy(hall, now); !ok {
			k.h.set.Log.Info("halls: only one program speaks for the hall again", "hall", hall)
			k.h.roll.change(hall, func(s *State) { s.Copy = nil })
		}
	}
}
