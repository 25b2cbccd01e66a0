package report

import (
	"time"

	"onewindow/queue"
)

// shifts counts for how long windows were open and paused.
func (c *count) shifts() {
	for i := range c.s.Shifts {
		x := &c.s.Shifts[i]
		from, to, ok := c.today(x.From, x.To)
		if !ok {
			continue
		}
		for _, cell := range c.places("", x.Window, x.Clerk) {
			if x.Paused {
				c.times(cell).paused += to.Sub(from)
			} else {
				c.times(cell).open += to.Sub(from)
			}
		}
		switch {
		case c.only != nil:
		case !x.Paused:
			c.spread(from, to, func(h *half, d time.Duration) { h.open += d; h.present[x.Window] += d })
		case c.resumed(i) && to.Sub(from) < LongBreak*time.Minute:
			c.day.Lessons.Breaks.add(seconds(to.Sub(from)))
		}
	}
}

// resumed reports whether the window went on after its i-th span, a pause, with the
// same clerk; a pause that ended in the close of the window was no break.
func (c *count) resumed(i int) bool {
	x := &c.s.Shifts[i]
	for j := i + 1; j < len(c.s.Shifts); j++ {
		if n := &c.s.Shifts[j]; n.Window == x.Window {
			return !n.Paused && n.Clerk == x.Clerk && n.From.Equal(x.To)
		}
	}
	return false
}

// devices counts the day's faults of devices.
func (c *count) devices() {
	for i := range c.s.DeviceSpans {
		x := &c.s.DeviceSpans[i]
		from, to, ok := c.today(x.From, x.To)
		if !ok {
			continue
		}
		f := &c.day.Faults
		if *f == nil {
			*f = map[queue.DeviceKind]map[queue.DeviceFault]Sum{}
		}
		if (*f)[x.Kind] == nil {
			(*f)[x.Kind] = map[queue.DeviceFault]Sum{}
		}
		sum := (*f)[x.Kind][x.Fault]
		sum.add(seconds(to.Sub(from)))
		(*f)[x.Kind][x.Fault] = sum
	}
}
