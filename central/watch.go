package central

import (
	"context"
	"errors"

	"onewindow/wire"
)

// ErrClosed is why Centre.Next ends.
var ErrClosed = errors.New("central: the centre is closed")

// next waits for a district that is newer than the one of that revision.
//
// A slow reader delays nobody and gets the newest state only: every state is whole, so
// that it misses steps but no outcome.
func (b *board) next(ctx context.Context, after uint64) (wire.District, error) {
	for {
		b.mu.Lock()
		d, changed, closed := b.district, b.changed, b.closed
		b.mu.Unlock()
		switch {
		case closed:
			return wire.District{}, ErrClosed
		case d.Rev > after:
			return d, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return wire.District{}, ctx.Err()
		}
	}
}

// announce wakes whoever waits for a change. The lock is held.
func (b *board) announce() {
	close(b.changed)
	b.changed = make(chan struct{})
}

// close ends all waiting.
func (b *board) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.announce()
}
