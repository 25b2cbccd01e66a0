package sim

import (
	"os"
	"testing"

	"onewindow/queue/wait/rollout"
)

// base is the packaged scenario, as `onewindow simulate` runs it.
func base(t testing.TB) *Scenario {
	t.Helper()
	b, err := os.ReadFile("../../assets/scenario/lg-base.json")
	if err != nil {
		t.Fatal(err)
	}
	s, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func hallOf(t testing.TB, s *Scenario, arm Arm, policy string) *Hall {
	t.Helper()
	p, err := PolicyOf(policy)
	if err != nil {
		t.Fatal(err)
	}
	h, err := s.Hall(arm, p)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func BenchmarkRealDay(b *testing.B) {
	for _, c := range []struct {
		arm    Arm
		policy string
	}{{Before, "fcfs"}, {After, "fcfs"}, {After, "recommended"}} {
		b.Run(string(c.arm)+"/"+c.policy, func(b *testing.B) {
			h := hallOf(b, base(b), c.arm, c.policy)
			citizens := h.Scenario.Citizens(1)
			var p rollout.Player
			b.ReportAllocs()
			for b.Loop() {
				d := h.Day(0, 1, citizens)
				if _, err := d.Play(&p, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkLightDay(b *testing.B) {
	h := hallOf(b, base(b), After, "recommended")
	d := h.Day(0, 1, h.Scenario.Citizens(1))
	var p rollout.Player
	b.ReportAllocs()
	for b.Loop() {
		d.PlayLight(&p)
	}
}

func BenchmarkCitizens(b *testing.B) {
	m := base(b).model()
	for b.Loop() {
		m.citizens(1)
	}
}
