package wait

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/queue/queuetest"
	"onewindow/queue/report"
	"onewindow/queue/wait/rollout"
)

// exponential is the length that replaces all others where theory wants it so.
func exponential(r *rand.Rand, mean time.Duration) int64 {
	return int64(r.ExpFloat64() * float64(mean.Milliseconds()))
}

// With n before and all s windows busy for exponential times of the same mean, a wait is
// Erlang(n+1): of mean (n+1)/(s mu) and a coefficient of variation of 1/sqrt(n+1)
// (Whitt 1999).
func TestWaitsWithExponentialVisitsAreErlang(t *testing.T) {
	const mean = 10 * time.Minute
	for _, c := range []struct{ windows, before int }{{1, 0}, {1, 5}, {3, 0}, {3, 11}, {8, 2}, {8, 30}} {
		h := apart(t, c.windows)
		busy(t, h)
		for range c.before + 1 {
			h.Issue(t, "business")
		}
		e := New(clockwork(h), 11)
		f := futureOf(e, Look(h.State, h.Now), "business")
		r := rand.New(rand.NewPCG(5, 5))
		const runs = 4000
		var sum, square float64
		for n := range runs {
			d := f.Draw(n, 0)
			d.Walk = 0
			for i := range d.Visits {
				d.Visits[i].Work = exponential(r, mean)
			}
			for i := range d.Windows {
				d.Windows[i].Until = d.From + exponential(r, mean)
				d.Windows[i].Tired = false
				d.Windows[i].Duty = []rollout.Span{{From: d.From, To: rollout.Never - 1}}
			}
			f.Play(rollout.Never, int32(c.before))
			w := float64(d.Visits[c.before].Called-d.From) / float64(mean.Milliseconds())
			sum, square = sum+w, square+w*w
		}
		m := sum / runs
		cv := math.Sqrt(square/runs-m*m) / m
		wantMean, wantCV := float64(c.before+1)/float64(c.windows), 1/math.Sqrt(float64(c.before+1))
		// Four standard errors: of the mean cv/sqrt(runs); of the cv about twice that.
		tolerance := 4 / math.Sqrt(runs)
		if math.Abs(m/wantMean-1) > tolerance*wantCV || math.Abs(cv/wantCV-1) > 2*tolerance {
			t.Errorf("%d windows, %d before: mean %.3f and cv %.3f, should be %.3f and %.3f", c.windows, c.before, m, cv, wantMean, wantCV)
		}
	}
}

func TestTheRestOfALengthIsDrawnFromThoseThatLastLonger(t *testing.T) {
	l := lengthOf(600, 0.7)
	r := rand.New(rand.NewPCG(1, 1))
	for _, elapsed := range []float64{0, 60, 300, 900, 2400} {
		var sum, kept, n float64
		for range 200_000 {
			if x := math.Exp(l.mu + l.sigma*r.NormFloat64()); x > elapsed {
				kept, n = kept+x-elapsed, n+1
			}
		}
		const runs = 40_000
		for range runs {
			sum += float64(l.rest(r, int64(1000*elapsed))) / 1000
		}
		tolerance := 0.03 + 4/math.Sqrt(n)
		if got, want := sum/runs, kept/n; math.Abs(got/want-1) > tolerance || math.Abs(l.left(elapsed)/want-1) > tolerance {
			t.Errorf("after %.0f s: %.1f s more by draws, %.1f by formula, %.1f in truth", elapsed, got, l.left(elapsed), want)
		}
	}
	if x := l.rest(r, 1e12); x < 0 {
		t.Errorf("something endless is over %d ms ago", -x)
	}
}

func TestAsManyAreMissedAfterAWaitAsTheCurveSays(t *testing.T) {
	var called, missed [report.MissSteps]float64
	for i := range called {
		called[i], missed[i] = 5000, 5000*(0.05+0.02*float64(i))
	}
	p := learnPatience(&called, &missed)
	r := rand.New(rand.NewPCG(2, 2))
	const runs = 50_000
	leaves := make([]int64, runs)
	for i := range leaves {
		leaves[i] = p.draw(r, 1000)
	}
	for _, minutes := range []float64{1, 5, 12.5, 30, 60, 100, 112, 145} {
		n := 0
		at := int64(1000 + 60_000*minutes)
		for _, l := range leaves {
			if l == 0 || at > l {
				n++
			}
		}
		want := p.missed(60 * minutes)
		if got := float64(n) / runs; math.Abs(got-want) > 4*math.Sqrt(want*(1-want)/runs) {
			t.Errorf("after %g min %.4f are missed, the curve says %.4f", minutes, got, want)
		}
		// The last step has all waits from 115 minutes on; half an hour more is taken to be
		// what they are like.
		real := 0.05 + 0.02*(minutes/5-0.5)
		if minutes > 115 {
			real = 0.05 + 0.02*(report.MissSteps-1)
		}
		if minutes > 5 && math.Abs(want-real) > 0.01 {
			t.Errorf("after %g min the curve says %.3f, it was %.3f", minutes, want, real)
		}
	}
}

func TestTheMissedCallCurveNeverFallsAndStaysAProbability(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var called, missed [report.MissSteps]float64
		for i := range called {
			c := rapid.IntRange(0, 300).Draw(t, "called")
			called[i], missed[i] = float64(c), float64(rapid.IntRange(0, c).Draw(t, "missed"))
		}
		p := learnPatience(&called, &missed)
		if !slices.IsSorted(p.share[:]) || p.share[0] < 0 || p.share[len(p.share)-1] > 1 {
			t.Fatalf("%v", p.share)
		}
		r := rand.New(rand.NewPCG(3, 3))
		for range 50 {
			if l := p.draw(r, 5000); l != 0 && l < 5000 {
				t.Fatalf("left %d ms before coming", 5000-l)
			}
		}
	})
	if p := assumed(); math.Abs(p.share[0]-defaultNoShow) > 0.001 {
		t.Errorf("%.4f never come, where 3 %% are assumed", p.share[0])
	}
}

func TestANewLengthIsBelievedByTheCatalogueAndASeenOneByWhatWasSeen(t *testing.T) {
	h := queuetest.New(t, 1)
	seen := func(n int, minutes float64) report.Lengths {
		log := math.Log(60 * minutes)
		return report.Lengths{N: n, Seconds: int(float64(n) * 60 * minutes), Log: float64(n) * log, LogSq: float64(n) * log * log}
	}
	// Item A-2 is of 10 minutes by the catalogue.
	for _, c := range []struct {
		n        int
		minutes  float64
		low, top float64
	}{{0, 0, 10, 10}, {10, 20, 14, 17}, {1000, 20, 19.8, 20}, {1000, 5, 5, 5.2}} {
		d := &report.Day{Lessons: report.Lessons{Items: map[string]report.Lengths{"A-2": seen(c.n, c.minutes)}}}
		if c.n == 0 {
			d.Lessons.Items = nil
		}
		k := Learn(h.State.Settings, h.State.Catalogue, []*report.Day{d})
		if m := k.items["A-2"].mean / 60; m < c.low-1e-9 || m > c.top+1e-9 {
			t.Errorf("after %d visits of %g min it is believed to take %.2f", c.n, c.minutes, m)
		}
	}
	// Others of the theme are drawn along.
	d := &report.Day{Lessons: report.Lessons{Items: map[string]report.Lengths{"A-2": seen(1000, 20)}}}
	k := Learn(h.State.Settings, h.State.Catalogue, []*report.Day{d})
	if m := k.items["A-4"].mean / 60; m < 35 || m > 40 {
		t.Errorf("everything in the theme takes twice as long, and an item of 20 min %.1f", m)
	}
	if m := k.items["B-4"].mean / 60; m != 20 {
		t.Errorf("an item of another theme takes %.2f min now", m)
	}
}

func TestNewerDaysCountMore(t *testing.T) {
	h := queuetest.New(t, 1)
	day := func(n int) *report.Day {
		x := make([]int, halfHours)
		x[20] = n
		return &report.Day{Lessons: report.Lessons{Drawn: map[string][]int{"business": x}}}
	}
	var days []*report.Day
	for range halfLife {
		days = append(days, day(10))
	}
	for range halfLife {
		days = append(days, day(40))
	}
	// A half life ago everything counts half: (10*1 + 40*2)/3.
	if got := Learn(h.State.Settings, h.State.Catalogue, days).Draws("business")[20]; math.Abs(got-30) > 1e-9 {
		t.Errorf("%.3f a day are expected, not 30", got)
	}
}

func TestRangesAreDrawnApartUntilTheyHold(t *testing.T) {
	// Scores spread evenly to a bound: four of five are below 0.8 of it.
	day := func(bound float64) *report.Day {
		s := make([]int, report.ScoreSteps)
		for i := range int(bound / report.ScoreStep) {
			s[i] = 20
		}
		return &report.Day{Lessons: report.Lessons{Scores: s}}
	}
	repeat := func(n int, bound float64) (days []*report.Day) {
		for range n {
			days = append(days, day(bound))
		}
		return days
	}
	for _, c := range []struct {
		name      string
		days      []*report.Day
		low, high float64
	}{
		{"no days", nil, 1, 1},
		{"days without promises", []*report.Day{{}, {}}, 1, 1},
		{"ranges that hold", repeat(100, 1.25), 0.99, 1.01},
		{"one bad day", repeat(1, 3), 1.02, 1.05},
		{"ranges that are too narrow", repeat(400, 3), widest, widest},
		{"ranges that are too wide", repeat(400, 0.5), narrowest, narrowest},
	} {
		if w := widening(c.days); w < c.low-1e-9 || w > c.high+1e-9 {
			t.Errorf("%s: %.4f, should be %g to %g", c.name, w, c.low, c.high)
		}
		set := queuetest.Settings(1)
		if k := Learn(&set, nil, c.days); k.Widened() != widening(c.days) {
			t.Errorf("%s: %.4f was learned", c.name, k.Widened())
		}
	}
	// A wait whose ranges are a third too narrow, judged each day as it was told.
	var days []*report.Day
	for range 120 {
		days = append(days, day(1.25*1.5/widening(days)))
	}
	if w := widening(days); math.Abs(w-1.5) > 0.07 {
		t.Errorf("the factor settled at %.3f, not 1.5", w)
	}
}
