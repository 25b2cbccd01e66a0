package halls

import (
	"fmt"

	"github.com/nats-io/nats.go"

	"onewindow/trust/door"
)

// lineNames are the centre's own lines: each carries what must not be held up by
// what is on another.
var lineNames = [...]string{"requests", "lives", "commands", "questions"}

func (h *Halls) ownLine(name, user string) (*nats.Conn, error) {
	nc, err := nats.Connect("", append(h.lineOptions(name), door.Inside(h.nats, user, h.guard.secret)...)...)
	if err != nil {
		return nil, fmt.Errorf("halls: the centre's own line: %w", err)
	}
	h.lines = append(h.lines, nc)
	return nc, nil
}

// lineOptions are those of every line of the centre's own.
func (h *Halls) lineOptions(name string) []nats.Option {
	return door.OwnLine("centre", name, "halls: the centre's own line", h.set.Log)
}
