package sim

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"onewindow/queue"
)

// Policy is how a hall calls, as numbers. Credits and leads are rules of package
// queue; the rest is who may help out whom.
type Policy struct {
	Name string `json:"name"`
	// Says is what it is, in words.
	Says string `json:"says,omitempty"`
	// Credit is by how many minutes a priority number counts as drawn earlier, Lead how
	// long before its slot an appointment on time counts as drawn, and Late how long
	// before or after the slot is on time. With Late 0 an appointment waits like
	// everybody else.
	Credit int `json:"priority_credit_minutes"`
	Lead   int `json:"appointment_lead_minutes"`
	Late   int `json:"appointment_late_minutes"`
	// Spill is by how many minutes the first of another theme must be older than the
	// first of a window's own before the window helps out.
	Spill int `json:"spill_lead_minutes"`
	// Chain is the share of each comprehensive theme's windows that help out with the
	// next comprehensive theme, and the last one's with the first. The last windows of
	// a theme do, so that those with lunch duty mostly do not. It is in place of what
	// the scenario's windows say; nil leaves them as they are.
	Chain *float64 `json:"chain_share,omitempty"`
	// AnyItem has all comprehensive windows help out with all comprehensive themes.
	AnyItem bool `json:"any_item,omitempty"`
	// Second multiplies the length of a visit at a window that helps out; 0 is 1.
	Second float64 `json:"second_factor,omitempty"`
}

// most is the longest credit or lead that a hall can be told, in minutes. No wait of
// the scenarios comes near it, and so it stands for ever.
const most = 240

// third is the share of the reference: 4 of 13, 3 of 9, 3 of 8 windows.
var none, third, whole = 0.0, 0.34, 1.0

// Policies are those known by name, in the order in which they are compared.
var Policies = []Policy{
	{Name: "fcfs", Says: "in order of drawing within each theme, no classes", Chain: &none},
	{Name: "strict", Says: "appointments on time first, then priority, then everybody else", Credit: most / 2, Lead: most, Late: 15, Chain: &none},
	{Name: "credit", Says: "priority 20 minutes, appointments 20 minutes", Credit: 20, Lead: 20, Late: 15, Chain: &none},
	{Name: "credit-longest", Says: "credit; a third of the windows also serve the next theme, whoever has waited longest", Credit: 20, Lead: 20, Late: 15, Chain: &third},
	{Name: "credit-own-first", Says: "credit; a third of the windows help out, only while nobody waits for their own", Credit: 20, Lead: 20, Late: 15, Spill: most, Chain: &third},
	{Name: "recommended", Says: "credit; a third of the windows help out when the other theme is 10 minutes older", Credit: 20, Lead: 20, Late: 15, Spill: 10, Chain: &third},
	{Name: "chain-all", Says: "credit; every window also serves the next theme, whoever has waited longest", Credit: 20, Lead: 20, Late: 15, Chain: &whole},
	{Name: "any-item", Says: "credit; every comprehensive window serves every comprehensive theme", Credit: 20, Lead: 20, Late: 15, AnyItem: true},
}

// PolicyOf finds a policy by name.
func PolicyOf(name string) (Policy, error) {
	names := make([]string, len(Policies))
	for i, p := range Policies {
		if p.Name == name {
			return p, nil
		}
		names[i] = p.Name
	}
	return Policy{}, fmt.Errorf("policy %q: no such name; there are %s; or name a file, by a name with a dot or a slash", name, strings.Join(names, ", "))
}

// ParsePolicy reads a policy as strictly as Parse reads a scenario.
func ParsePolicy(b []byte) (Policy, error) {
	var p Policy
	if len(b) > MaxFile {
		return p, fmt.Errorf("policy: %d bytes; at most %d", len(b), MaxFile)
	}
	if err := strictly(b, &p); err != nil {
		return p, fmt.Errorf("policy: %w", err)
	}
	if err := json.Unmarshal(b, &p); err != nil {
		return p, fmt.Errorf("policy: %w", err)
	}
	if err := p.Validate(); err != nil {
		return p, fmt.Errorf("policy: %w", err)
	}
	return p, nil
}

// Validate checks every bound.
func (p *Policy) Validate() error {
	if p.Name == "" || len(p.Name) > 40 {
		return fmt.Errorf("name: %q; 1 to 40 bytes", p.Name)
	}
	share := 0.0
	if p.Chain != nil {
		share = *p.Chain
	}
	second := p.Second
	if second == 0 {
		second = 1
	}
	return checkAll([]bound{
		{"priority_credit_minutes", float64(p.Credit), 0, most}, {"appointment_lead_minutes", float64(p.Lead), 0, most},
		{"appointment_late_minutes", float64(p.Late), 0, most}, {"spill_lead_minutes", float64(p.Spill), 0, most},
		{"chain_share", share, 0, 1}, {"second_factor", second, 0.05, 20},
	})
}

// rules are the hall's rules under the policy.
func (p *Policy) rules() queue.Rules {
	r := queue.DefaultRules()
	r.PriorityCredit, r.AppointmentLead = queue.Minutes(p.Credit), queue.Minutes(p.Lead)
	r.AppointmentLate, r.SpillLead = queue.Minutes(p.Late), queue.Minutes(p.Spill)
	return r
}

// skills are the lines of each window of an arm under the policy: its own, and those
// that it helps out with.
func (p *Policy) skills(s *Scenario, arm Arm) [][]int {
	wins := s.Windows(arm)
	all := make([][]int, len(wins))
	for i := range wins {
		all[i] = wins[i].Skills
	}
	if p.Chain == nil && !p.AnyItem {
		return all
	}
	joined := s.comprehensive(arm)
	count, seen := map[int]int{}, map[int]int{}
	for i := range wins {
		count[wins[i].Skills[0]]++
	}
	for i := range wins {
		own := wins[i].Skills[0]
		k := slices.Index(joined, own)
		all[i] = []int{own}
		if k < 0 || len(joined) < 2 {
			continue
		}
		if p.AnyItem {
			for n := 1; n < len(joined); n++ {
				all[i] = append(all[i], joined[(k+n)%len(joined)])
			}
			continue
		}
		if help := int(*p.Chain*float64(count[own]) + 0.5); seen[own] >= count[own]-help {
			all[i] = append(all[i], joined[(k+1)%len(joined)])
		}
		seen[own]++
	}
	return all
}

// comprehensive are the lines of an arm in which items of several departments wait.
func (s *Scenario) comprehensive(arm Arm) (lines []int) {
	first := map[int]string{}
	for i := range s.Items {
		it := &s.Items[i]
		q := it.Queue(arm)
		if d, ok := first[q]; !ok {
			first[q] = it.Department
		} else if d != it.Department && !slices.Contains(lines, q) {
			lines = append(lines, q)
		}
	}
	slices.Sort(lines)
	return lines
}
