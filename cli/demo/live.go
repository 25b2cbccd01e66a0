package demo

import (
	"context"
	"time"

	"onewindow/queue"
)

// Hall is the running hall as the crowd needs it.
type Hall interface {
	// Read calls fn with the state, which fn must neither change nor keep.
	Read(fn func(s *queue.State, now time.Time))
	// Say gives a command and waits for its commit; a refusal is not an error of
	// the crowd's.
	Say(c queue.Command)
}

// Glance is how often the crowd looks up.
const Glance = 200 * time.Millisecond

// Live lets the crowd go on in a running hall until ctx ends.
func (c *Crowd) Live(ctx context.Context, h Hall) {
	look := time.NewTicker(Glance)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-look.C:
		}
		var wants []queue.Command
		h.Read(func(s *queue.State, now time.Time) { wants = c.Step(s, now) })
		for _, w := range wants {
			if ctx.Err() != nil {
				return
			}
			h.Say(w)
		}
	}
}
