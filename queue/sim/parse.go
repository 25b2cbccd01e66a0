package sim

import (
	"encoding/json"
	"fmt"
)

// MaxFile bounds a scenario's file in bytes.
const MaxFile = 8 << 20

// Parse reads a scenario. It is strict: a field that it does not know, one that is
// there twice, a wrong kind of value and a number out of bounds are errors that name
// the place and say what may stand there.
func Parse(b []byte) (*Scenario, error) {
	if len(b) > MaxFile {
		return nil, fmt.Errorf("scenario: %d bytes; at most %d", len(b), MaxFile)
	}
	var s Scenario
	if err := strictly(b, &s); err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	if err := s.Validate(); err != nil {
		return nil, fmt.Errorf("scenario: %w", err)
	}
	return &s, nil
}

// bound is between which values a number may lie.
type bound struct {
	path     string
	v        float64
	min, max float64
}

func (b bound) check() error {
	if !(b.v >= b.min && b.v <= b.max) { // NaN is neither
		return fmt.Errorf("%s: %v; between %v and %v", b.path, b.v, b.min, b.max)
	}
	return nil
}

func checkAll(bs []bound) error {
	for _, b := range bs {
		if err := b.check(); err != nil {
			return err
		}
	}
	return nil
}

// Limits of a scenario.
const (
	maxDepartments = 500
	maxItems       = 10_000
	maxWindows     = 1_000
	maxQueues      = 1_000
	maxVisits      = 100_000
)

// Validate checks every bound. The error names the field and says what may stand
// there.
func (s *Scenario) Validate() error {
	for _, check := range []func() error{s.checkParams, s.checkProfile, s.checkDepartments, s.checkArms} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (s *Scenario) checkParams() error {
	p := &s.Params
	if err := checkAll([]bound{
		{"params.Load", p.Load, 0, 100}, {"params.SpecLoad", p.SpecLoad, 0, 100}, {"params.Hot", p.Hot, 0, 10},
		{"params.ItemsPerDep", float64(p.ItemsPerDep), 0, 1000}, {"params.ItemSpread", p.ItemSpread, 0, 5},
		{"params.CVIn", p.CVIn, 0, 5}, {"params.SpeedCV", p.SpeedCV, 0, 5},
		{"params.DayCV", p.DayCV, 0, 2}, {"params.DeptDayCV", p.DeptDayCV, 0, 2},
		{"params.PrioShare", p.PrioShare, 0, 1}, {"params.ApptShare", p.ApptShare, 0, 1},
		{"params.NoShow", p.NoShow, 0, 1},
		{"params.PatMean", p.PatMean, 0, 100_000}, {"params.PatCV", p.PatCV, 0, 10},
		{"params.Multi", p.Multi, 0, 1}, {"params.MultiSave", p.MultiSave, 0, 2},
		{"params.BreakEvery", p.BreakEvery, 0, 100_000}, {"params.BreakMean", p.BreakMean, 0, 600}, {"params.BreakCV", p.BreakCV, 0, 10},
		{"before_break_mean", s.BeforeBreak, 0, 600},
		{"walk_in", s.WalkIn, 0, 60}, {"missed_call", s.MissedCall, 0, 10},
		{"roster.absent", s.Roster.Absent, 0, 1}, {"roster.half_day", s.Roster.HalfDay, 0, 1},
		{"comeback.share", s.Comeback.Share, 0, 1}, {"comeback.after_min", s.Comeback.After, 0, 600},
		{"appointments.early_min", s.Slots.Early, -60, 60}, {"appointments.spread_min", s.Slots.Spread, 0, 60},
		{"split", float64(s.Split), 0, 1000}, {"mismatch", s.Mismatch, 0, 1},
	}); err != nil {
		return err
	}
	switch {
	case p.PrioShare+p.ApptShare > 1:
		return fmt.Errorf("params.PrioShare and params.ApptShare: %v together; at most 1", p.PrioShare+p.ApptShare)
	case p.BreakEvery > 0 && p.BreakEvery < 1:
		return fmt.Errorf("params.BreakEvery: %v; 0 for no breaks, or at least 1 minute", p.BreakEvery)
	case p.BreakEvery > 0 && p.BreakMean <= 0:
		return fmt.Errorf("params.BreakMean: %v; above 0 where there are breaks", p.BreakMean)
	case s.Comeback.Share > 0 && s.Comeback.After <= 0:
		return fmt.Errorf("comeback.after_min: %v; above 0 where people come back", s.Comeback.After)
	}
	return nil
}

func (s *Scenario) checkProfile() error {
	if s.Close != 0 {
		if err := (bound{"close", s.Close, 30, 840}).check(); err != nil {
			return err
		}
	}
	if n := len(s.Lunch); n != 0 && n != 2 {
		return fmt.Errorf("lunch: %d values; two, from and to, in minutes since opening", n)
	}
	if from, to := s.LunchFrom(), s.LunchTo(); len(s.Lunch) == 2 && !(from > 0 && to > from && to < s.Closes()) {
		return fmt.Errorf("lunch: %v to %v; within the opening hours, to %v", from, to, s.Closes())
	} else if s.Close != 0 && len(s.Lunch) == 0 && s.Close <= to {
		return fmt.Errorf("close: %v; after lunch, which is from %v to %v where the file does not say", s.Close, from, to)
	}
	if len(s.Edges) < 2 || len(s.Edges) > 200 {
		return fmt.Errorf("profile_edges: %d; 2 to 200, one more than profile_weights", len(s.Edges))
	}
	if len(s.Weights) != len(s.Edges)-1 {
		return fmt.Errorf("profile_weights: %d; one less than profile_edges, which are %d", len(s.Weights), len(s.Edges))
	}
	for i, e := range s.Edges {
		if err := (bound{fmt.Sprintf("profile_edges[%d]", i), e, -240, s.Closes()}).check(); err != nil {
			return err
		}
		if i > 0 && e <= s.Edges[i-1] {
			return fmt.Errorf("profile_edges[%d]: %v; after the one before, %v", i, e, s.Edges[i-1])
		}
	}
	sum := 0.0
	for i, w := range s.Weights {
		if err := (bound{fmt.Sprintf("profile_weights[%d]", i), w, 0, 1e6}).check(); err != nil {
			return err
		}
		sum += w
	}
	if sum <= 0 {
		return fmt.Errorf("profile_weights: all are 0; somebody must come")
	}
	return nil
}

func (s *Scenario) checkDepartments() error {
	if n := len(s.Departments); n == 0 || n > maxDepartments {
		return fmt.Errorf("depts: %d; 1 to %d", n, maxDepartments)
	}
	if n := len(s.Items); n == 0 || n > maxItems {
		return fmt.Errorf("items: %d; 1 to %d", n, maxItems)
	}
	themes, shares := map[string]int{}, map[string]float64{}
	for i := range s.Departments {
		d, at := &s.Departments[i], fmt.Sprintf("depts[%d]", i)
		if d.Name == "" || len(d.Name) > 100 {
			return fmt.Errorf("%s.name: %q; 1 to 100 bytes", at, d.Name)
		}
		if _, twice := themes[d.Name]; twice {
			return fmt.Errorf("%s.name: %q is there twice; each department once", at, d.Name)
		}
		themes[d.Name] = d.Theme
		if err := checkAll([]bound{
			{at + ".theme", float64(d.Theme), 0, maxQueues - 1}, {at + ".visits_per_day", d.Visits, 0, maxVisits},
			{at + ".mean_min", d.Mean, 0, 600}, {at + ".windows_before", float64(d.WindowsBefore), 0, maxWindows},
		}); err != nil {
			return err
		}
	}
	if n := s.Visits(); n > maxVisits {
		return fmt.Errorf("depts: %v visits a day together; at most %d", n, maxVisits)
	}
	for i := range s.Items {
		it, at := &s.Items[i], fmt.Sprintf("items[%d]", i)
		theme, known := themes[it.Department]
		switch {
		case !known:
			return fmt.Errorf("%s.dept: %q; one of depts", at, it.Department)
		case theme != it.Theme:
			return fmt.Errorf("%s.theme: %d; that of its department, %d", at, it.Theme, theme)
		}
		if err := checkAll([]bound{
			{at + ".share_of_dept", it.Share, 0, 1}, {at + ".mean_min", it.Mean, 0.01, 600}, {at + ".cv", it.CV, 0, 5},
			{at + ".queue_before", float64(it.QueueBefore), 0, maxQueues - 1}, {at + ".queue_after", float64(it.QueueAfter), 0, maxQueues - 1},
		}); err != nil {
			return err
		}
		shares[it.Department] += it.Share
	}
	for i := range s.Departments {
		d := &s.Departments[i]
		if sum := shares[d.Name]; d.Visits > 0 && (sum < 0.99 || sum > 1.01) {
			return fmt.Errorf("items: those of %q have %.4f of its visits together; their share_of_dept must come to 1", d.Name, sum)
		}
	}
	return nil
}

func (s *Scenario) checkArms() error {
	if len(s.WindowsBefore) == 0 && len(s.WindowsAfter) == 0 {
		return fmt.Errorf("windows_after: none, and none in windows_before; at least one arm has windows")
	}
	for _, arm := range []Arm{Before, After} {
		if len(s.Windows(arm)) == 0 {
			continue
		}
		if err := s.checkArm(arm); err != nil {
			return err
		}
	}
	return nil
}

func (s *Scenario) checkArm(arm Arm) error {
	name := "windows_" + string(arm)
	wins := s.Windows(arm)
	if len(wins) > maxWindows {
		return fmt.Errorf("%s: %d; at most %d", name, len(wins), maxWindows)
	}
	waits, queues := map[int]bool{}, s.queues(arm)
	for i := range s.Items {
		waits[s.Items[i].Queue(arm)] = true
	}
	served := map[int]bool{}
	for i := range wins {
		w, at := &wins[i], fmt.Sprintf("%s[%d]", name, i)
		if len(w.Skills) == 0 {
			return fmt.Errorf("%s.skills: none; its own line first", at)
		}
		for k, q := range w.Skills {
			if q < 0 || q >= queues || !waits[q] {
				return fmt.Errorf("%s.skills[%d]: %d; a line in which an item waits, by queue_%s", at, k, q, arm)
			}
			for _, o := range w.Skills[:k] {
				if o == q {
					return fmt.Errorf("%s.skills[%d]: %d is there twice", at, k, q)
				}
			}
			served[q] = true
		}
		if err := (bound{at + ".speed", w.Speed, 0.05, 20}).check(); err != nil {
			return err
		}
	}
	for i := range s.Items {
		if q := s.Items[i].Queue(arm); !served[q] {
			return fmt.Errorf("items[%d].queue_%s: %d; no window of %s calls from that line", i, arm, q, name)
		}
	}
	return nil
}

// queues is how many lines an arm has.
func (s *Scenario) queues(arm Arm) (n int) {
	for i := range s.Items {
		n = max(n, s.Items[i].Queue(arm)+1)
	}
	return n
}
