package wait

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"testing"

	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/queue/sim"
	"onewindow/queue/wait/rollout"
)

// The scenario's people, visits and clerks are made otherwise than what is believed of
// a hall at first: with lg-base as it is nobody could tell whether anything is learned.
func TestWhatReportsTeachIsWhatTheHallIsLike(t *testing.T) {
	text, err := os.ReadFile("../../assets/scenario/lg-base.json")
	if err != nil {
		t.Fatal(err)
	}
	s, err := sim.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	for i := range s.Items {
		s.Items[i].CV = 1.1
	}
	p := &s.Params
	p.BreakEvery, p.BreakMean, p.BreakCV = 50, 13, 0.3
	p.NoShow, p.PatMean, p.PrioShare = .1, 40, .15
	s.WalkIn, s.MissedCall = .9, 1.5
	policy, err := sim.PolicyOf("recommended")
	if err != nil {
		t.Fatal(err)
	}
	h, err := s.Hall(sim.After, policy)
	if err != nil {
		t.Fatal(err)
	}
	var days []*report.Day
	var player rollout.Player
	for n := range 12 {
		closed, err := h.Day(n, uint64(n+1), s.Citizens(uint64(n+1))).Play(&player, nil)
		if err != nil {
			t.Fatal(err)
		}
		days = append(days, report.Of(closed))
	}
	set, cat := *h.Settings(), *h.Catalogue()
	set.Themes, cat.Items = slices.Clone(set.Themes), slices.Clone(cat.Items)
	for i := range set.Themes {
		set.Themes[i].Minutes *= 2
	}
	for i := range cat.Items {
		cat.Items[i].Minutes *= 2
	}
	k, first := Learn(&set, &cat, days), Learn(&set, &cat, nil)
	line, code := sim.Line(0), sim.Code(0)
	visits, minutes := 0.0, 0.0
	for _, d := range s.Departments {
		for _, it := range s.Items {
			if it.Department == d.Name && it.QueueAfter == 0 {
				visits, minutes = visits+it.Share*d.Visits, minutes+it.Share*d.Visits*it.Mean
			}
		}
	}
	// Windows differ in speed, so that a visit takes longer than at speed 1 on average.
	slower := 1 + p.SpeedCV*p.SpeedCV
	gone := lengthOf(p.PatMean*60, p.PatCV)
	missed := func(wait float64) float64 { return p.NoShow + (1-p.NoShow)*gone.within(wait) }
	sum := func(k *Known) (n float64) {
		for _, x := range k.Draws(line) {
			n += x
		}
		return n
	}
	for _, c := range []struct {
		what  string
		of    func(k *Known) float64
		truth float64
		tell  float64 // how far from the truth it may be, relative to it
	}{
		{"a walk, s", func(k *Known) float64 { return k.walk.mean }, s.WalkIn * 60, .02},
		{"a call to which nobody comes, s", func(k *Known) float64 { return k.lost.mean }, s.MissedCall * 60, .02},
		{"a break, s", func(k *Known) float64 { return k.breaks.mean }, p.BreakMean * 60, .06},
		{"how breaks scatter", func(k *Known) float64 { return math.Sqrt(k.breaks.square()) }, p.BreakCV, .15},
		// A break that is wished for while somebody is served begins when that visit is over,
		// which is in what is seen between breaks, and is about a fifth here.
		{"between breaks, s", func(k *Known) float64 { return k.between }, p.BreakEvery * 60 * 1.2, .08},
		{"until a break is wished for, s", func(k *Known) float64 { return k.wishes }, p.BreakEvery * 60, .08},
		{"available", (*Known).Available, 1.2 * p.BreakEvery / (1.2*p.BreakEvery + p.BreakMean), .03},
		{"who never comes", func(k *Known) float64 { return k.patience.share[0] }, p.NoShow, .15},
		{"who has gone after 12 minutes", func(k *Known) float64 { return k.patience.missed(12 * 60) }, missed(12 * 60), .15},
		{"priority", func(k *Known) float64 { return k.themes[line].priority }, p.PrioShare, .15},
		{"appointments", func(k *Known) float64 { return k.themes[line].appointment }, p.ApptShare, .2},
		{"a visit of the item, s", func(k *Known) float64 { return k.items[code].mean }, s.Items[0].Mean * 60 * slower, .12},
		{"how the item scatters", func(k *Known) float64 { return math.Sqrt(k.items[code].square()) }, s.Items[0].CV, .2},
		{"a visit of the theme, min", func(k *Known) float64 { return k.Mean(line) }, minutes/visits*slower + s.WalkIn, .05},
		{"numbers of the theme a day", sum, visits, .1},
	} {
		got, was := c.of(k), c.of(first)
		if math.Abs(got/c.truth-1) > c.tell {
			t.Errorf("%s: learned is %.3f, and true %.3f", c.what, got, c.truth)
		}
		if math.Abs(was/c.truth-1) <= c.tell {
			t.Errorf("%s: believed at first is %.3f, and true %.3f: nobody could tell whether it is learned", c.what, was, c.truth)
		}
	}
}

// A sum of fractions depends on its order, and that of a map is another each time.
func TestTheSameReportsTeachTheSame(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	lengths := func(n int) report.Lengths {
		log := 4.5 + r.Float64()
		return report.Lengths{N: n, Seconds: int(float64(n) * math.Exp(log)), Log: float64(n) * log, LogSq: float64(n) * (log*log + r.Float64())}
	}
	set := queuetest.Settings(2)
	theme := set.Themes[0]
	set.Themes = nil
	for i := range 8 {
		theme.ID = fmt.Sprintf("t%d", i)
		set.Themes = append(set.Themes, theme)
	}
	cat := queuetest.Catalogue()
	for range 20 {
		var days []*report.Day
		for range 25 {
			l := report.Lessons{Themes: map[string]report.Lengths{}, Items: map[string]report.Lengths{}, Walk: lengths(50), Lost: lengths(3), Breaks: lengths(4), Duty: 9000 + r.IntN(900)}
			for _, x := range set.Themes {
				l.Themes[x.ID], l.Items["i"+x.ID] = lengths(20+r.IntN(40)), lengths(30)
			}
			days = append(days, &report.Day{Lessons: l})
		}
		first := Learn(&set, &cat, days)
		for range 20 {
			if again := Learn(&set, &cat, days); !reflect.DeepEqual(again, first) {
				t.Fatalf("the same reports taught something else: breaks are wished for every %v s, and then every %v", first.wishes, again.wishes)
			}
		}
	}
}

// A hall that has just begun has seen one visit and one break, or one of nothing.
func TestAHallThatHasSeenHardlyAnythingExpectsBreaksAsItDidBefore(t *testing.T) {
	set, cat := queuetest.Settings(2), queuetest.Catalogue()
	first := Learn(&set, &cat, nil).wishes
	for visits := range 4 {
		for breaks := range 3 {
			for _, seconds := range []int{0, 1, 600} {
				log := math.Log(float64(max(1, seconds)))
				many := func(n int) report.Lengths {
					return report.Lengths{N: n, Seconds: n * seconds, Log: float64(n) * log, LogSq: float64(n) * log * log}
				}
				l := report.Lessons{Themes: map[string]report.Lengths{set.Themes[0].ID: many(visits)}, Breaks: many(breaks), Duty: 5400 * breaks}
				for _, days := range [][]*report.Day{{{Lessons: l}}, {{}, {Lessons: l}}, {{Lessons: l}, {}}} {
					if got := Learn(&set, &cat, days).wishes; !(got > first/2 && got < 2*first) {
						t.Errorf("%d visits and %d breaks of %d s: a break is wished for every %v s; before it was %v", visits, breaks, seconds, got, first)
					}
				}
			}
		}
	}
}
