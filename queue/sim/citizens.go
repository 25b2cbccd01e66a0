package sim

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Class is a citizen's.
type Class uint8

// Classes of citizens.
const (
	Ordinary Class = iota
	Priority
	Appointment
)

// Classes are their names, by value.
var Classes = [...]string{"ordinary", "priority", "appointment"}

// Citizen is somebody who comes on a day. Times are milliseconds since opening, and
// lengths milliseconds.
type Citizen struct {
	At    int64
	Class Class
	// Slot is when the appointment is.
	Slot int64
	// Item is what for, as an index of Scenario.Items, and Work how long that takes at
	// a window of speed 1. Second and WorkSecond are another matter; -1 if there is
	// none.
	Item       int32
	Second     int32
	Work       int64
	WorkSecond int64
	// NoShow marks who goes at once; Patience is how long the others wait. Back is
	// after how long who had gone comes back after the call; 0 is never.
	NoShow   bool
	Patience int64
	Back     int64
}

// Late reports whether a citizen comes too late for the appointment, and so waits like
// everybody else: more than 15 minutes, as queue.DefaultRules has it.
func (c *Citizen) Late() bool { return c.Class == Appointment && c.At > c.Slot+15*minute }

const minute = int64(60_000)

// ms is minutes in milliseconds.
func ms(minutes float64) int64 { return int64(math.Round(minutes * float64(minute))) }

// endless is longer than any day.
const endless = 1 << 40

// Appointments are for slots of half an hour until 17:00.
const (
	slotLen  = 30.0
	lastSlot = 480.0
)

// model is a scenario prepared for drawing.
type model struct {
	*Scenario
	cum      []float64 // of the profile, to 1
	items    [][]int32 // by department
	works    []ln      // by item
	patience ln
	kept     Slots
	partners [][]int // by department: others of its comprehensive theme
	joined   []bool  // by theme: it is comprehensive
}

func (s *Scenario) model() *model {
	m := &model{Scenario: s, kept: s.Kept(), items: make([][]int32, len(s.Departments)), partners: make([][]int, len(s.Departments))}
	sum := 0.0
	for _, w := range s.Weights {
		sum += w
		m.cum = append(m.cum, sum)
	}
	for i := range m.cum {
		m.cum[i] /= sum
	}
	index := map[string]int{}
	for i := range s.Departments {
		index[s.Departments[i].Name] = i
		for k := range s.Departments {
			if o := &s.Departments[k]; k != i && o.Visits > 0 && o.Theme == s.Departments[i].Theme {
				m.partners[i] = append(m.partners[i], k)
			}
		}
	}
	for i := range s.Departments {
		for th := s.Departments[i].Theme; len(m.joined) <= th; {
			m.joined = append(m.joined, s.Comprehensive(len(m.joined)))
		}
	}
	for i := range s.Items {
		d := index[s.Items[i].Department]
		m.items[d] = append(m.items[d], int32(i))
		m.works = append(m.works, lognormal(s.Items[i].Mean, s.Items[i].CV))
	}
	if s.Params.PatMean > 0 {
		m.patience = lognormal(s.Params.PatMean, s.Params.PatCV)
	}
	return m
}

// Citizens draws those of a day, in the order in which they come. The same seed gives
// the same people, whatever the hall is like.
func (s *Scenario) Citizens(seed uint64) []Citizen { return s.model().citizens(seed) }

func (m *model) citizens(seed uint64) []Citizen {
	r := rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15))
	p := &m.Params
	day := gamma(r, p.DayCV)
	all := make([]Citizen, 0, int(m.Visits()*1.3)+16)
	for d := range m.Departments {
		for range poisson(r, m.Departments[d].Visits*day*gamma(r, p.DeptDayCV)) {
			all = append(all, m.citizen(r, d))
		}
	}
	slices.SortStableFunc(all, func(a, b Citizen) int { return int(a.At - b.At) })
	return all
}

// citizen draws one. It always draws as often, so that a change of one number of the
// scenario changes as little else as can be.
func (m *model) citizen(r *rand.Rand, d int) Citizen {
	p := &m.Params
	c := Citizen{Second: -1}
	at := m.time(r.Float64())
	u, z := r.Float64(), r.NormFloat64()
	switch {
	case u < p.PrioShare:
		c.Class = Priority
	case u < p.PrioShare+p.ApptShare && at > 0 && at < lastSlot:
		c.Class = Appointment
		slot := math.Floor(at/slotLen) * slotLen
		c.Slot = ms(slot)
		at = max(slot-m.kept.Early+m.kept.Spread*z, m.Edges[0])
	}
	c.At = ms(at)
	c.Item = m.item(r, d)
	c.Work = max(1, ms(m.works[c.Item].draw(r)))
	c.NoShow = r.Float64() < p.NoShow
	c.Patience = endless
	if z := r.NormFloat64(); p.PatMean > 0 {
		c.Patience = min(endless, ms(math.Exp(m.patience.mu+m.patience.sigma*z)))
	}
	two, which := r.Float64(), r.Float64()
	if two < p.Multi {
		m.second(r, &c, d, which)
	}
	if m.Comeback.Share > 0 {
		if back, after := r.Float64() < m.Comeback.Share, r.ExpFloat64(); back && !c.NoShow {
			c.Back = max(1, ms(after*m.Comeback.After))
		}
	}
	return c
}

// second draws a matter with another department of the theme, by how many come there.
func (m *model) second(r *rand.Rand, c *Citizen, d int, which float64) {
	sum := 0.0
	for _, k := range m.partners[d] {
		sum += m.Departments[k].Visits
	}
	which *= sum
	for _, k := range m.partners[d] {
		if which -= m.Departments[k].Visits; which <= 0 {
			c.Second = m.item(r, k)
			c.WorkSecond = max(1, ms(m.works[c.Second].draw(r)))
			return
		}
	}
}

// item draws one of a department's.
func (m *model) item(r *rand.Rand, d int) int32 {
	u := r.Float64()
	for _, i := range m.items[d] {
		if u -= m.Items[i].Share; u <= 0 {
			return i
		}
	}
	return m.items[d][len(m.items[d])-1]
}

// time is when somebody comes, from a uniform number.
func (m *model) time(u float64) float64 {
	i, _ := slices.BinarySearch(m.cum, u)
	i = min(i, len(m.cum)-1)
	lo := 0.0
	if i > 0 {
		lo = m.cum[i-1]
	}
	share := 0.0
	if w := m.cum[i] - lo; w > 0 {
		share = (u - lo) / w
	}
	return m.Edges[i] + share*(m.Edges[i+1]-m.Edges[i])
}
