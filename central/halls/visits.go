package halls

import (
	"sync"
	"time"
)

// A cluster does not tell which connections end, so how many a hall may have open is
// bounded by how many it may make: so many at once, and then one in two seconds. A
// sound hall makes one when its pass ends, and some while its line is bad.
const (
	visitsAtOnce = 64
	visitsRefill = 0.5 // per second
)

// visits count the connections of each hall. The zero value is ready.
type visits struct {
	mu sync.Mutex
	by map[string]bucket
}

// tooMany counts one more connection of a hall, and reports whether it is one too
// many.
func (v *visits) tooMany(hall string, now time.Time) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.by == nil {
		v.by = map[string]bucket{}
	}
	used := v.by[hall].left(now, visitsRefill)
	if used > visitsAtOnce-1 {
		return true
	}
	v.by[hall] = bucket{used + 1, now}
	return false
}
