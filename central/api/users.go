package api

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// users note when tokens are used, behind the requests. What the store cannot take in
// time is not noted; the next minute notes it again.
type users struct {
	centre Centre
	log    *slog.Logger
	uses   chan use
	cancel context.CancelFunc
	wg     sync.WaitGroup
}

type use struct {
	id string
	at time.Time
}

func newUsers(centre Centre, log *slog.Logger) *users {
	ctx, cancel := context.WithCancel(context.Background())
	u := &users{centre: centre, log: log, uses: make(chan use, 256), cancel: cancel}
	u.wg.Go(func() { u.run(ctx) })
	return u
}

// note is never waited for.
func (u *users) note(id string, at time.Time) {
	select {
	case u.uses <- use{id, at}:
	default:
	}
}

func (u *users) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case n := <-u.uses:
			if err := u.centre.UsedToken(ctx, n.id, n.at); err != nil && ctx.Err() == nil {
				u.log.Warn("api: it was not noted that a token is used", "token", n.id, "error", err)
			}
		}
	}
}

func (u *users) close() {
	u.cancel()
	u.wg.Wait()
}
