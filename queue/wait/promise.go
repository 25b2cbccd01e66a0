package wait

import (
	"time"

	"onewindow/queue"
)

// atOnce is the shortest wait in seconds that is promised: to be called within a minute
// is to be called at once.
const atOnce = 60

// Promise is the range as it is promised at a moment, in whole seconds that do not make
// it narrower; ok is false if nobody will call.
func (r Range) Promise(now time.Time) (p queue.Promise, ok bool) {
	if r.Never {
		return p, false
	}
	down := func(t time.Time) int { return int(max(0, t.Sub(now)) / time.Second) }
	up := func(t time.Time) int { return int((max(0, t.Sub(now)) + time.Second - 1) / time.Second) }
	return queue.Promise{
		At: queue.Stamp(now), Ahead: r.Ahead,
		Low: down(r.Low), Median: up(r.Median), Likely: max(atOnce, up(r.Likely)), High: max(atOnce, up(r.High)), Rough: r.Rough,
	}, true
}
