package halls

import (
	"slices"
	"sync"
	"time"
)

// maxConns is how many connections one hall may have open. It needs one; lines that
// went silent are not noticed at once, and the hall comes back meanwhile.
const maxConns = 4

// conn is an open connection of a hall.
type conn struct {
	id   uint64
	key  string
	from string
	at   time.Time
}

// conns are the open connections of halls, as the embedded server tells.
type conns struct {
	mu   sync.Mutex
	open map[string][]conn // by hall, in the order of their coming
	hall map[uint64]string
}

func newConns() *conns { return &conns{open: map[string][]conn{}, hall: map[uint64]string{}} }

// add notes a connection; over is the oldest one when there are too many.
func (c *conns) add(hall string, n conn) (over []uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open[hall] = append(c.open[hall], n)
	c.hall[n.id] = hall
	if extra := len(c.open[hall]) - maxConns; extra > 0 {
		for _, o := range c.open[hall][:extra] {
			over = append(over, o.id)
		}
	}
	return over
}

// gone drops a connection; left is how many the hall has, ok is false when it was
// none of a hall's.
func (c *conns) gone(id uint64) (hall string, left int, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	hall, ok = c.hall[id]
	if !ok {
		return "", 0, false
	}
	delete(c.hall, id)
	rest := slices.DeleteFunc(c.open[hall], func(n conn) bool { return n.id == id })
	if len(rest) == 0 {
		delete(c.open, hall)
		return hall, 0, true
	}
	c.open[hall] = rest
	return hall, len(rest), true
}

// of are the connections of a hall.
func (c *conns) of(hall string) []conn {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.open[hall])
}

// has reports whether a connection is open and the hall's.
func (c *conns) has(hall string, id uint64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.hall[id] == hall
}

// from is the address of a connection; "" if it is gone.
func (c *conns) from(hall string, id uint64) string {
	for _, n := range c.of(hall) {
		if n.id == id {
			return n.from
		}
	}
	return ""
}

// all are all connections, with their halls.
func (c *conns) all() (ids []uint64, keys map[string]string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	keys = map[string]string{}
	for hall, list := range c.open {
		for _, n := range list {
			ids = append(ids, n.id)
			keys[n.key] = hall
		}
	}
	return ids, keys
}
