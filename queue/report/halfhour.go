package report

import (
	"maps"
	"slices"
	"time"

	"onewindow/queue"
)

const halfHour = 30 * time.Minute

// clock is how far a moment is into its day of hall time.
func (c *count) clock(at time.Time) time.Duration {
	const day = 24 * time.Hour
	local := time.Duration(at.UnixNano()) + time.Duration(c.s.Settings.Hall.UTCOffset)*time.Minute
	return (local%day + day) % day
}

// half is the half hour of hall time at a moment.
func (c *count) half(at time.Time) *half { return c.halfAt(int(c.clock(at) / halfHour)) }

func (c *count) halfAt(i int) *half {
	h := c.halves[i]
	if h == nil {
		h = &half{HalfHour: HalfHour{At: queue.Clock(30 * i)}, present: map[string]time.Duration{}}
		c.halves[i] = h
	}
	return h
}

// spread gives each half hour that a span of the day touches its part of it.
func (c *count) spread(from, to time.Time, give func(*half, time.Duration)) {
	for from.Before(to) {
		at := c.clock(from)
		next := from.Add(halfHour - at%halfHour)
		if next.After(to) {
			next = to
		}
		give(c.halfAt(int(at/halfHour)), next.Sub(from))
		from = next
	}
}

// settle cuts what was summed to seconds and puts it in its place.
func (c *count) settle() {
	for cell, x := range c.spans {
		cell.Open, cell.Paused, cell.Busy = seconds(x.open), seconds(x.paused), seconds(x.busy)
		cell.Waits = distOf(x.waits)
	}
	l := &c.day.Lessons
	l.Duty = c.day.All.Open
	for _, i := range slices.Sorted(maps.Keys(c.halves)) {
		h := c.halves[i]
		h.Waiting, h.Open = seconds(h.waiting), seconds(h.open)
		c.day.HalfHours = append(c.day.HalfHours, h.HalfHour)
		for w, d := range h.present {
			if l.Present == nil {
				l.Present = map[string][]int{}
			}
			if l.Present[w] == nil {
				l.Present[w] = make([]int, halfHours)
			}
			l.Present[w][i] = int((d + time.Minute/2) / time.Minute)
		}
	}
}
