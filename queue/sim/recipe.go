package sim

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Recipe is how the scenarios of Longgang's district hall are made: 24 departments, of
// which 18 were joined in three themes. The departments' visits and lengths are
// assumed; docs/headline.md says what is sourced and what is calibrated.
type Recipe struct {
	Name, Note string
	Params     Params
	// Joined are how many windows the 18 departments had before, and JoinedAfter how
	// many comprehensive ones there are after. Special are those of the six specialised
	// departments, the same in both arms.
	Joined, JoinedAfter int
	Special             [6]int
	// Mismatch is how little the windows before followed the work: they are shared out
	// by (1-m) times a department's share of the work and m times an equal share.
	Mismatch float64
	// Split is into groups of how many windows a department's items were divided
	// before, each with its own line; 0 is one line for the whole department.
	Split int
	// BeforeBreak is the mean length of a short break before.
	BeforeBreak float64
}

// LGBase is the recipe of the scenario lg-base.
func LGBase() Recipe {
	return Recipe{
		Name: "lg-base", Params: Params{Load: 0.9, SpecLoad: 1, Hot: 1, ItemsPerDep: 8, ItemSpread: 0.45, CVIn: 0.7, DayCV: 0.10, DeptDayCV: 0.12,
			PrioShare: 0.06, ApptShare: 0.15, NoShow: 0.03, PatMean: 100, PatCV: 1, MultiSave: 0.85, SpeedCV: 0.12, BreakEvery: 90, BreakMean: 8, BreakCV: 0.5},
		Joined: 63, JoinedAfter: 30, Special: [6]int{8, 5, 5, 5, 4, 2}, Mismatch: 0.65, Split: 2, BeforeBreak: 12,
	}
}

// LGCongested is the recipe of lg-congested, in which every window had its own line
// before, and more people come.
func LGCongested() Recipe {
	r := LGBase()
	r.Name, r.Note = "lg-congested", "as lg-base, but a line for each window before, and 1.1 times the visits of the table; calibrated, not sourced"
	r.Params.Load, r.Split = 1.1, 1
	return r
}

// LGBalanced is the recipe of lg-balanced, the control: the arm before is as good as 24
// lines can be.
func LGBalanced() Recipe {
	r := LGBase()
	r.Name, r.Note = "lg-balanced", "the control: one line for each department before, windows shared out by work, breaks as after; fewer windows must not help here"
	r.Mismatch, r.Split, r.BeforeBreak = 0, 0, r.Params.BreakMean
	return r
}

// office is a department of the table.
type office struct {
	name   string
	theme  int
	visits float64 // a day, at load 1
	mean   float64
}

// offices are assumed, but for there being 24 of which 18 were joined.
var offices = []office{
	{"market-supervision", 0, 170, 14}, {"food-drug", 0, 36, 16}, {"labour-permits", 0, 20, 15}, {"culture-sport", 0, 9, 18}, {"health-permits", 0, 22, 15},
	{"reform-investment", 1, 14, 20}, {"planning-land", 1, 34, 22}, {"housing-construction", 1, 40, 20}, {"environment-water", 1, 22, 20}, {"urban-management", 1, 12, 18}, {"fire", 1, 12, 20},
	{"civil-affairs", 2, 40, 12}, {"education", 2, 30, 12}, {"talent-HR", 2, 75, 11}, {"family-planning", 2, 45, 10}, {"justice", 2, 8, 15}, {"disabled-veterans", 2, 12, 12}, {"safety-supervision", 2, 12, 14},
	{"exit-entry", 3, 240, 8}, {"household-ID", 4, 130, 8.5}, {"social-insurance", 5, 150, 7.5}, {"tax", 6, 105, 10}, {"real-estate", 7, 60, 14}, {"housing-fund", 8, 40, 9},
}

// themesJoined is how many themes are comprehensive.
const themesJoined = 3

// peak is within the half hour in which most people come, in minutes since opening.
const peak = 75

// Make makes the scenario.
func (rc Recipe) Make() (*Scenario, error) {
	s := &Scenario{
		Name: rc.Name, Note: rc.Note, Params: rc.Params,
		Edges:   []float64{-10, 0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330, 360, 390, 420, 450, 480, 510},
		Weights: []float64{4, 7, 10, 13, 12, 8, 4, 1.5, 1.5, 1.5, 2.5, 7, 10, 9.5, 8, 5, 3, 1.5},
		WalkIn:  0.4, MissedCall: 0.75, BeforeBreak: rc.BeforeBreak, Split: rc.Split, Mismatch: rc.Mismatch,
	}
	rc.departments(s)
	rc.items(s)
	rc.before(s)
	rc.after(s)
	if err := s.Validate(); err != nil {
		return nil, fmt.Errorf("sim: recipe %s: %w", rc.Name, err)
	}
	return s, nil
}

// round is for what the file says with so many decimals.
func round(v float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(v*p) / p
}

func (rc Recipe) departments(s *Scenario) {
	p := &rc.Params
	var plain, skewed float64 // minutes of work of the joined departments
	for _, o := range offices {
		if o.theme < themesJoined {
			plain += o.visits * o.mean
			skewed += math.Pow(o.visits, p.Hot) * o.mean
		}
	}
	for _, o := range offices {
		v := o.visits
		if o.theme < themesJoined {
			v = math.Pow(v, p.Hot) * plain / skewed
		} else {
			v *= p.SpecLoad
		}
		s.Departments = append(s.Departments, Department{Name: o.name, Theme: o.theme, Visits: v * p.Load, Mean: o.mean})
	}
}

// items are the same in every scenario but for how far their means lie apart.
func (rc Recipe) items(s *Scenario) {
	r := rand.New(rand.NewPCG(20170601, 7))
	n := rc.Params.ItemsPerDep
	for i := range s.Departments {
		d := &s.Departments[i]
		share, mean := make([]float64, n), make([]float64, n)
		shares, means := 0.0, 0.0
		for k := range n {
			share[k] = 1 / float64(k+1)
			mean[k] = math.Exp(r.NormFloat64() * rc.Params.ItemSpread)
			shares += share[k]
		}
		for k := range n {
			share[k] /= shares
			means += share[k] * mean[k]
		}
		for k := range n {
			s.Items = append(s.Items, Item{Department: d.Name, Theme: d.Theme, Share: round(share[k], 4), Mean: round(d.Mean*mean[k]/means, 2), CV: rc.Params.CVIn, QueueAfter: d.Theme})
		}
	}
}

// before shares windows out over departments, and a department's items over groups of
// its windows so that these have as equal work as can be.
func (rc Recipe) before(s *Scenario) {
	var work []float64
	sum := 0.0
	for i := range s.Departments {
		if d := &s.Departments[i]; d.Theme < themesJoined {
			work = append(work, d.Visits*(d.Mean+s.WalkIn))
			sum += work[len(work)-1]
		}
	}
	for i := range work {
		work[i] = (1-rc.Mismatch)*work[i]/sum + rc.Mismatch/float64(len(work))
	}
	given := apportion(work, rc.Joined)
	line, first := 0, 0
	for i := range s.Departments {
		d := &s.Departments[i]
		if d.Theme < themesJoined {
			d.WindowsBefore = given[i]
		} else {
			d.WindowsBefore = rc.Special[d.Theme-themesJoined]
		}
		n, groups := d.WindowsBefore, 1
		if rc.Split > 0 {
			groups = min((n+rc.Split-1)/rc.Split, rc.Params.ItemsPerDep)
		}
		load, wins := make([]float64, groups), make([]int, groups)
		for k := range n {
			wins[k%groups]++
		}
		for k := first; k < first+rc.Params.ItemsPerDep; k++ {
			least := 0
			for g := range groups {
				if load[g]/float64(wins[g]) < load[least]/float64(wins[least]) {
					least = g
				}
			}
			load[least] += s.Items[k].Share * s.Items[k].Mean
			s.Items[k].QueueBefore = line + least
		}
		for g := range groups {
			for range wins[g] {
				s.WindowsBefore = append(s.WindowsBefore, Window{Skills: []int{line + g}})
			}
		}
		line, first = line+groups, first+rc.Params.ItemsPerDep
	}
	furnish(s.WindowsBefore, rc.Params.SpeedCV, 11)
}

// after shares the comprehensive windows out over the themes by the square-root rule
// at the peak: load + beta sqrt(load), with the beta that makes them as many.
func (rc Recipe) after(s *Scenario) {
	share := 0.0
	weights := 0.0
	for i, w := range s.Weights {
		weights += w
		if s.Edges[i] <= peak && peak < s.Edges[i+1] {
			share = w / (s.Edges[i+1] - s.Edges[i])
		}
	}
	load := make([]float64, themesJoined)
	for i := range s.Departments {
		if d := &s.Departments[i]; d.Theme < themesJoined {
			load[d.Theme] += d.Visits * (d.Mean + s.WalkIn) * share / weights
		}
	}
	sum, roots := 0.0, 0.0
	for _, l := range load {
		sum += l
		roots += math.Sqrt(l)
	}
	beta := (float64(rc.JoinedAfter) - sum) / roots
	for i, l := range load {
		load[i] = max(0.5, l+beta*math.Sqrt(l))
	}
	for theme, n := range append(apportion(load, rc.JoinedAfter), rc.Special[:]...) {
		for range n {
			s.WindowsAfter = append(s.WindowsAfter, Window{Skills: []int{theme}})
		}
	}
	furnish(s.WindowsAfter, rc.Params.SpeedCV, 12)
}

// lunchShare is how many of each line's windows stay over lunch, and at least one.
const lunchShare = 0.3

// furnish gives windows lunch duty and speed.
func furnish(wins []Window, speedCV float64, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 3))
	speed := lognormal(1, speedCV)
	count, seen := map[int]int{}, map[int]int{}
	for i := range wins {
		count[wins[i].Skills[0]]++
	}
	for i := range wins {
		q := wins[i].Skills[0]
		wins[i].Lunch = seen[q] < max(1, int(math.Round(lunchShare*float64(count[q]))))
		seen[q]++
		wins[i].Speed = 1
		if speedCV > 0 {
			wins[i].Speed = round(speed.draw(r), 3)
		}
	}
}

// apportion shares n out by weight: whole parts first, at least one, and what is left
// by the largest remainders.
func apportion(weight []float64, n int) []int {
	sum := 0.0
	for _, w := range weight {
		sum += w
	}
	type rest struct {
		i int
		r float64
	}
	given, rests, used := make([]int, len(weight)), make([]rest, len(weight)), 0
	for i, w := range weight {
		quota := w / sum * float64(n)
		given[i] = int(quota)
		rests[i] = rest{i, quota - math.Floor(quota)}
		if given[i] < 1 {
			given[i], rests[i].r = 1, -1
		}
		used += given[i]
	}
	slices.SortStableFunc(rests, func(a, b rest) int { return cmp.Compare(b.r, a.r) })
	for k := 0; used < n; k, used = (k+1)%len(rests), used+1 {
		given[rests[k].i]++
	}
	for ; used > n; used-- {
		most := 0
		for i := range given {
			if given[i] > given[most] {
				most = i
			}
		}
		given[most]--
	}
	return given
}
