package demo

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"onewindow/queue"
)

// Crowd is the citizens and clerks of a hall. Equal seeds and equal answers of
// the hall make equal crowds.
type Crowd struct {
	rng *rand.Rand
	// hands are windows that somebody real attends.
	hands map[string]bool
	// visits is how many come on a whole day; 0 is as many as keep the windows busy for
	// load of their hours.
	visits, load float64
	demand       *demand // of the hall as it was furnished last

	last    time.Time
	ready   map[string]time.Time // when whoever is at the window next does something
	comes   map[string]bool      // whether the called number comes
	absent  map[string]bool      // windows without a clerk today
	comings map[string]time.Time // when a missed or held number comes back
	left    map[string]bool      // numbers that went away for good before they were called
	asked   map[string]time.Time // when the wish was made that the clerk has seen
}

// visitsPerWindow is how many visits a window has on a day: 1209 for the
// district hall's 59 windows in the reference scenario.
const visitsPerWindow = 1209.0 / 59

// NewCrowd is a crowd for a hall with that many windows, of so many citizens as the
// reference scenario has for them.
func NewCrowd(seed uint64, windows int, hands ...string) *Crowd {
	c := &Crowd{
		rng: rand.New(rand.NewPCG(seed, 0x6f6e6577)), hands: map[string]bool{}, visits: visitsPerWindow * float64(windows),
		ready: map[string]time.Time{}, comes: map[string]bool{}, absent: map[string]bool{}, comings: map[string]time.Time{}, left: map[string]bool{}, asked: map[string]time.Time{},
	}
	for _, h := range hands {
		c.hands[h] = true
	}
	return c
}

// Busy has so many come that their visits take that share of the hours of all windows.
func (c *Crowd) Busy(load float64) *Crowd {
	c.visits, c.load = 0, load
	return c
}

// Away sends the clerks of windows to other work, once they have nobody there; they come
// back when they are asked to open.
func (c *Crowd) Away(windows ...string) {
	for _, w := range windows {
		c.absent[w] = true
	}
}

// do takes a command that somebody gives.
type do func(c queue.Command)

// Step is what the crowd does until now, given how the hall stands. The hall
// may refuse any of it, as it may refuse anybody.
func (c *Crowd) Step(s *queue.State, now time.Time) []queue.Command {
	var out []queue.Command
	if s.Day.Open && s.Stopped == nil {
		add := func(cmd queue.Command) { out = append(out, cmd) }
		c.arrive(s, now, add)
		for _, w := range s.Windows {
			if !c.hands[w.ID] {
				c.attend(s, w, now, add)
			}
		}
		c.comeBack(s, now, add)
	}
	c.last = now
	return out
}

// profile is the weight of each half hour from 08:30: the reference scenario's
// arrivals, without those after the last number is given.
var profile = []float64{2, 7, 10, 13, 12, 8, 4, 1.5, 1.5, 1.5, 2.5, 7, 10, 9.5, 8, 5, 3, 1.5}

// profileFrom is where the profile begins, in minutes since midnight.
const profileFrom = 8*60 + 30

// arrive lets citizens draw numbers: a Poisson stream whose rate follows the
// profile.
func (c *Crowd) arrive(s *queue.State, now time.Time, do do) {
	if c.last.IsZero() {
		return
	}
	if c.demand == nil || c.demand.set != s.Settings || c.demand.cat != s.Catalogue {
		c.demand = demandOf(s.Settings, s.Catalogue, c.load)
	}
	visits := c.visits
	if visits == 0 {
		visits = c.demand.visits
	}
	minute := int(s.Settings.Hall.ClockAt(now)) - profileFrom
	if minute < 0 || minute/30 >= len(profile) {
		return
	}
	sum := 0.0
	for _, w := range profile {
		sum += w
	}
	mean := visits * profile[minute/30] / sum * now.Sub(c.last).Minutes() / 30
	for range c.poisson(mean) {
		do(c.visit(s))
	}
}

// visit is what one citizen asks for.
func (c *Crowd) visit(s *queue.State) queue.Issue {
	i, _ := slices.BinarySearch(c.demand.upTo, c.rng.Float64())
	theme := s.Settings.Windows[min(i, len(s.Settings.Windows)-1)].Own[0]
	v := queue.Issue{Theme: theme, Source: queue.SourceKiosk, Language: queue.ZhHans}
	items := c.demand.items[theme]
	if len(items) > 0 && c.chance(named) {
		v.Items = []string{items[int(float64(len(items))*math.Pow(c.rng.Float64(), popular))]}
		if c.chance(second) {
			v.Items = append(v.Items, s.Catalogue.Items[c.rng.IntN(len(s.Catalogue.Items))].Code)
		}
	}
	switch {
	case c.chance(0.08):
		v.Class = queue.Priority
	case c.chance(0.05):
		v.Language = queue.En
	case c.chance(0.1):
		v.Source = queue.SourceGuide
	}
	return v
}

// comeBack lets missed and held citizens return.
func (c *Crowd) comeBack(s *queue.State, now time.Time, do do) {
	s.Live(func(t *queue.Ticket) bool {
		if t.State != queue.Missed && t.State != queue.Held || c.hands[t.Window] {
			return true
		}
		at, ok := c.comings[t.Number]
		if !ok {
			at = now.Add(time.Duration(4+c.rng.IntN(12)) * time.Minute)
			if t.State == queue.Missed && (c.left[t.Number] || c.chance(0.4)) {
				at = now.Add(24 * time.Hour) // went home
			}
			c.comings[t.Number] = at
		}
		if now.Before(at) {
			return true
		}
		delete(c.comings, t.Number)
		if t.State == queue.Missed {
			do(queue.Return{Number: t.Number})
			return true
		}
		for _, w := range s.Windows {
			if w.State == queue.Idle && !c.hands[w.ID] && (w.ID == t.Window || t.Hold.Kind != queue.HoldHere && slices.Contains(w.Own, t.Theme())) {
				do(queue.TakeBack{Window: w.ID, Number: t.Number})
				break
			}
		}
		return true
	})
}

// chance is true with probability p.
func (c *Crowd) chance(p float64) bool { return c.rng.Float64() < p }

// poisson draws how many come when mean are expected (Knuth; means are small).
func (c *Crowd) poisson(mean float64) int {
	n, p, limit := 0, 1.0, math.Exp(-mean)
	for {
		if p *= c.rng.Float64(); p <= limit {
			return n
		}
		n++
	}
}

// lognormal draws a duration around mean with coefficient of variation cv.
func (c *Crowd) lognormal(mean time.Duration, cv float64) time.Duration {
	v := math.Log(1 + cv*cv)
	return time.Duration(float64(mean) * math.Exp(c.rng.NormFloat64()*math.Sqrt(v)-v/2))
}
