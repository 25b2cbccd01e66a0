package main

import (
	"bytes"
	"math"
	"strings"
	"testing"
	"time"

	"onewindow/queue/sim"
	"onewindow/queue/wait"
)

func TestAGateIsPassedWithinItsLimitsAndNeverByWhatIsNoNumber(t *testing.T) {
	for _, c := range []struct {
		name string
		g    gate
		ok   bool
	}{
		{"below", atMost("x", "%.1f", "-", 1.9, 2, "1"), true},
		{"at the limit", atMost("x", "%.1f", "-", 2, 2, "1"), true},
		{"above", atMost("x", "%.1f", "-", 2.01, 2, "1"), false},
		{"not a number", atMost("x", "%.1f", "-", math.NaN(), 2, "1"), false},
		{"within", within("x", "%.1f", "-", 1, 0, 2, "1"), true},
		{"at the lower end", within("x", "%.1f", "-", 0, 0, 2, "1"), true},
		{"too low", within("x", "%.1f", "-", -.01, 0, 2, "1"), false},
		{"too high", within("x", "%.1f", "-", 2.01, 0, 2, "1"), false},
		{"no number within", within("x", "%.1f", "-", math.NaN(), 0, 2, "1"), false},
		{"shown", shown("x", "-", "?", "1"), true},
	} {
		if c.g.ok != c.ok {
			t.Errorf("%s: ok is %t", c.name, c.g.ok)
		}
		var b bytes.Buffer
		failed, err := printTable(&b, part{name: "p"}, []gate{c.g}, time.Second)
		if err != nil || failed == c.ok || strings.Contains(b.String(), "FAIL") == c.ok {
			t.Errorf("%s: failed is %t, %v, and printed:\n%s", c.name, failed, err, &b)
		}
	}
}

func TestWhoWasNeverCalledIsNotHeld(t *testing.T) {
	e := errors{n: 8, held: 8, called: 8, never: 2}
	e.join(&errors{n: 8, held: 8, called: 8, never: 2})
	if e.cover() != 80 || e.by() != 80 {
		t.Errorf("%.1f and %.1f %% held", e.cover(), e.by())
	}
}

// The floor is only one if it knows the scenario's own figures.
func TestTheTruthIsWhatTheScenarioSays(t *testing.T) {
	base, err := scenario("lg-base")
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*sim.Scenario{"lg-base": base, "another truth": otherTruth(base)} {
		h, err := hall(s, sim.After, "recommended")
		if err != nil {
			t.Fatal(err)
		}
		set, cat := wrongMinutes(h.Settings(), h.Catalogue())
		k := wait.Learn(set, cat, theTruth(s))
		visits, work := map[string]float64{}, map[string]float64{}
		for _, d := range s.Departments {
			for _, it := range s.Items {
				if it.Department == d.Name {
					visits[sim.Line(it.QueueAfter)] += it.Share * d.Visits
					work[sim.Line(it.QueueAfter)] += it.Share * d.Visits * it.Mean
				}
			}
		}
		near := func(what string, got, want, tell float64) {
			if math.Abs(got/want-1) > tell {
				t.Errorf("%s, %s: %.4f, should be %.4f", name, what, got, want)
			}
		}
		p := &s.Params
		near("available", k.Available(), p.BreakEvery/(p.BreakEvery+p.BreakMean), 1e-3)
		for line, n := range visits {
			near(line+": a visit", k.Mean(line), work[line]/n+s.WalkIn, 2e-3)
			sum := 0.0
			for _, x := range k.Draws(line) {
				sum += x
			}
			near(line+": numbers", sum, n, .02)
		}
		v := math.Log1p(p.PatCV * p.PatCV)
		gone := math.Erfc((math.Log(p.PatMean)-v/2-math.Log(30))/math.Sqrt(2*v)) / 2
		near("patience", k.Patience(), -30/math.Log1p(-gone), .02)
		of := 0.0
		for i := range s.Weights {
			of += shareOf(s, s.Edges[i], s.Edges[i+1])
		}
		near("all of a day", of, 1, 1e-9)
	}
}
