package halls

import (
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
)

// lineNames are the centre's own lines: each carries what must not be held up by
// what is on another.
var lineNames = [...]string{"requests", "lives", "commands", "questions"}

func (h *Halls) ownLine(name, user string) (*nats.Conn, error) {
	nc, err := nats.Connect("", append(h.lineOptions(name),
		nats.InProcessServer(h.nats),
		nats.UserInfo(user, h.guard.secret),
		nats.Timeout(inTime),
		// The other end is in this process: be back at once.
		nats.CustomReconnectDelay(func(int) time.Duration { return 5 * time.Millisecond }),
	)...)
	if err != nil {
		return nil, fmt.Errorf("halls: the centre's own line: %w", err)
	}
	h.lines = append(h.lines, nc)
	return nc, nil
}

// lineOptions are those of every line of the centre's own.
func (h *Halls) lineOptions(name string) []nats.Option {
	log := h.set.Log
	return []nats.Option{
		nats.Name("centre " + name),
		nats.CustomInboxPrefix("_INBOX_centre"),
		nats.MaxReconnects(-1),
		nats.ReconnectBufSize(-1), // nothing is kept while the line is down
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			log.Error("halls: the centre's own line", "line", name, "err", err)
		}),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				log.Error("halls: the centre's own line was cut; it comes back by itself", "line", name, "err", err)
			}
		}),
	}
}
