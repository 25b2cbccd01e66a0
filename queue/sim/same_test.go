package sim

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"onewindow/queue/wait/rollout"
)

// step is the grid on which everything in small days happens, so that much happens at
// one moment.
const step = 15_000

// smallScenario is a hall of a few lines and windows with a short day.
func smallScenario(t *rapid.T) *Scenario {
	lines := rapid.IntRange(1, 4).Draw(t, "lines")
	s := &Scenario{
		Edges: []float64{-10, 50}, Weights: []float64{1}, Lunch: []float64{20, 30}, Close: 60,
		WalkIn: rapid.SampledFrom([]float64{0, 0.5}).Draw(t, "walk"), MissedCall: rapid.SampledFrom([]float64{0, 0.75, 2}).Draw(t, "missed"),
		Params: Params{MultiSave: 1, BreakEvery: rapid.SampledFrom([]float64{0, 5, 15}).Draw(t, "breaks"), BreakMean: 3, BreakCV: 0.5},
		Roster: Roster{Absent: rapid.SampledFrom([]float64{0, 0.2}).Draw(t, "absent"), HalfDay: rapid.SampledFrom([]float64{0, 0.3}).Draw(t, "half")},
	}
	for q := range lines {
		// Two departments a line, so that all are comprehensive.
		for k := range 2 {
			name := fmt.Sprintf("d%d-%d", q, k)
			s.Departments = append(s.Departments, Department{Name: name, Theme: q, Visits: 1})
			s.Items = append(s.Items, Item{Department: name, Theme: q, Share: 1, Mean: 5, QueueBefore: q, QueueAfter: q})
		}
		for range rapid.IntRange(1, 3).Draw(t, "windows") {
			w := Window{Lunch: rapid.Bool().Draw(t, "lunch"), Skills: []int{q}, Speed: rapid.SampledFrom([]float64{0.8, 1, 1.25}).Draw(t, "speed")}
			for o := range lines {
				if o != q && rapid.IntRange(0, 2).Draw(t, "helps") == 0 {
					w.Skills = append(w.Skills, o)
				}
			}
			s.WindowsAfter = append(s.WindowsAfter, w)
		}
	}
	return s
}

func smallPolicy(t *rapid.T) Policy {
	p := Policy{Name: "small", Credit: rapid.SampledFrom([]int{0, 5, 20}).Draw(t, "credit"), Lead: rapid.SampledFrom([]int{0, 10, 20}).Draw(t, "lead"),
		Late: rapid.SampledFrom([]int{0, 15}).Draw(t, "late"), Spill: rapid.SampledFrom([]int{0, 5, 240}).Draw(t, "spill"), Second: rapid.SampledFrom([]float64{0, 1.5}).Draw(t, "second")}
	if rapid.Bool().Draw(t, "chained") {
		share := rapid.SampledFrom([]float64{0, 0.34, 1}).Draw(t, "share")
		p.Chain = &share
	}
	p.AnyItem = rapid.IntRange(0, 5).Draw(t, "any") == 0
	return p
}

// smallCitizens come on the grid.
func smallCitizens(t *rapid.T, s *Scenario) []Citizen {
	n := rapid.IntRange(0, 40).Draw(t, "citizens")
	all := make([]Citizen, n)
	at := -int64(10 * minute)
	for i := range all {
		at = min(at+rapid.SampledFrom([]int64{0, 0, step, 2 * step, 6 * step, 20 * step}).Draw(t, "gap"), 50*minute)
		c := Citizen{At: at, Item: int32(rapid.IntRange(0, len(s.Items)-1).Draw(t, "item")), Second: -1, Patience: endless}
		c.Work = step * rapid.Int64Range(1, 60).Draw(t, "work")
		switch rapid.IntRange(0, 5).Draw(t, "class") {
		case 0:
			c.Class = Priority
		case 1, 2:
			c.Class, c.Slot = Appointment, at+minute*rapid.Int64Range(-20, 20).Draw(t, "slot")
		}
		switch rapid.IntRange(0, 7).Draw(t, "stays") {
		case 0:
			c.NoShow = true
		case 1, 2:
			c.Patience = step * rapid.Int64Range(0, 60).Draw(t, "patience")
			if rapid.Bool().Draw(t, "comes back") {
				c.Back = step * rapid.Int64Range(1, 40).Draw(t, "back")
			}
		}
		if rapid.IntRange(0, 3).Draw(t, "two") == 0 {
			if c.Second = int32(rapid.IntRange(0, len(s.Items)-1).Draw(t, "second")); c.Second == c.Item {
				c.Second = -1
			} else {
				c.WorkSecond = step * rapid.Int64Range(1, 40).Draw(t, "work of the second")
			}
		}
		all[i] = c
	}
	return all
}

func TestTheLightQueueCallsWhomTheWholeHallCalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := smallScenario(t)
		if err := s.Validate(); err != nil {
			t.Fatal(err)
		}
		h, err := s.Hall(After, smallPolicy(t))
		if err != nil {
			t.Fatal(err)
		}
		d := h.Day(rapid.IntRange(0, 9).Draw(t, "day"), rapid.Uint64().Draw(t, "seed"), smallCitizens(t, s))
		for i := range d.Plan.Windows {
			for k := range d.Plan.Windows[i].Breaks {
				b := &d.Plan.Windows[i].Breaks[k]
				b.At, b.For = b.At/step*step, b.For/step*step
			}
		}
		type call struct{ v, w int32 }
		var inOrder []call
		var p rollout.Player
		state, err := d.Play(&p, &Hooks{Called: func(r *Real, v int32) error {
			inOrder = append(inOrder, call{v, int32(len(inOrder))})
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		if len(state.Tickets) != len(d.Citizens) {
			t.Fatalf("%d numbers for %d citizens", len(state.Tickets), len(d.Citizens))
		}
		visits, parts := append([]rollout.Visit(nil), d.Plan.Visits...), append([]rollout.Part(nil), d.Plan.Parts...)
		for v := range visits {
			if key := state.Tickets[v].Key.UnixMilli(); key != visits[v].Key {
				t.Fatalf("visit %d has the key %d, its number %d", v, visits[v].Key, key)
			}
		}
		d.PlayLight(&p)
		for v := range visits {
			if visits[v] != d.Plan.Visits[v] {
				t.Fatalf("visit %d: the hall %+v, the light queue %+v", v, visits[v], d.Plan.Visits[v])
			}
		}
		for i := range parts {
			if parts[i] != d.Plan.Parts[i] {
				t.Fatalf("part %d: the hall %+v, the light queue %+v", i, parts[i], d.Plan.Parts[i])
			}
		}
		for i := 1; i < len(inOrder); i++ {
			a, b := &d.Plan.Visits[inOrder[i-1].v], &d.Plan.Visits[inOrder[i].v]
			if b.Called < a.Called {
				t.Fatalf("visit %d was called before %d", inOrder[i-1].v, inOrder[i].v)
			}
		}
	})
}

func TestTheLightQueueCallsWhomTheWholeHallCallsOnTheReferenceDay(t *testing.T) {
	for _, c := range []struct {
		arm    Arm
		policy string
	}{{Before, "fcfs"}, {After, "strict"}, {After, "recommended"}, {After, "any-item"}} {
		s := base(t)
		s.Params.Multi, s.Comeback, s.Roster = 0.2, Comeback{Share: 0.5, After: 8}, Roster{Absent: 0.06, HalfDay: 0.12}
		h := hallOf(t, s, c.arm, c.policy)
		for seed := range uint64(2) {
			d := h.Day(int(seed), seed, s.Citizens(seed))
			var p rollout.Player
			if _, err := d.Play(&p, nil); err != nil {
				t.Fatal(err)
			}
			visits, parts := append([]rollout.Visit(nil), d.Plan.Visits...), append([]rollout.Part(nil), d.Plan.Parts...)
			d.PlayLight(&p)
			for v := range visits {
				if visits[v] != d.Plan.Visits[v] {
					t.Fatalf("%v, seed %d, visit %d: the hall %+v, the light queue %+v", c, seed, v, visits[v], d.Plan.Visits[v])
				}
			}
			for i := range parts {
				if parts[i] != d.Plan.Parts[i] {
					t.Fatalf("%v, seed %d, part %d: the hall %+v, the light queue %+v", c, seed, i, parts[i], d.Plan.Parts[i])
				}
			}
		}
	}
}
