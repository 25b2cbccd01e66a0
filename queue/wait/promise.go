package wait

import (
	"time"

	"onewindow/queue"
)

// Promise is the range as it is promised at a moment; ok is false if nobody will call.
func (r Range) Promise(now time.Time) (p queue.Promise, ok bool) {
	if r.Never {
		return p, false
	}
	seconds := func(t time.Time) int { return int(max(0, t.Sub(now)) / time.Second) }
	return queue.Promise{
		At: queue.Stamp(now), Ahead: r.Ahead,
		Low: seconds(r.Low), Median: seconds(r.Median), Likely: seconds(r.Likely), High: seconds(r.High), Rough: r.Rough,
	}, true
}
