package wait

import (
	"math"
	"slices"
	"testing"
	"time"

	"onewindow/queue"
)

func TestWindowsAreOpenedAsLongAsOneMoreShortensTheWaitsPlainly(t *testing.T) {
	for name, c := range map[string]struct {
		waits  []float64 // minutes, with none, one, two more
		from   int
		n      int
		spared float64
	}{
		"each by much":           {[]float64{69, 55, 46, 40}, 0, 3, 29},
		"the last by too little": {[]float64{40, 30, 25, 24.5}, 0, 2, 15},
		"by less than a minute":  {[]float64{20, 19.1, 18.2, 17.3}, 0, 0, 0},
		"by a minute":            {[]float64{20, 19, 18.5, 17}, 0, 1, 1},
		"by less than a fiftieth": {
			[]float64{100, 98.1, 96.2, 94.3}, 0, 0, 0},
		"by a fiftieth":              {[]float64{100, 98, 96.5, 94}, 0, 1, 2},
		"two are worth it by shares": {[]float64{30, 29.5, 29, 27, 26.5}, 2, 3, 3},
		"not at all":                 {[]float64{30, 30, 30}, 0, 0, 0},
		"longer, by chance":          {[]float64{30, 31}, 1, 1, 0},
	} {
		s := staffed(t)
		x := &theme{staff: s, on: s.on}
		x.waits = func(_ int, on []bool, told bool) float64 {
			if told {
				t.Errorf("%s: what is told is other courses", name)
			}
			n := 0
			for w := range on {
				if on[w] && !s.on[w] {
					n++
				}
			}
			return c.waits[n]
		}
		closed := []int{3, 4, 5, 6, 7}
		n, spared := x.sooner(c.from, len(c.waits)-1, func(n int) []bool {
			on := slices.Clone(s.on)
			for _, w := range closed[:n] {
				on[w] = true
			}
			return on
		})
		if n != c.n || math.Abs(spared-c.spared) > 1e-9 {
			t.Errorf("%s: %d windows, %.1f minutes spared; want %d, %.1f", name, n, spared, c.n, c.spared)
		}
	}
}

// Only what is told says whether it is: and that it is not, where other courses say so.
func TestAnOpeningThatShortensNothingByWhatIsToldIsNotGiven(t *testing.T) {
	for _, told := range []float64{40, 49.4, 49.6} {
		s := staffed(t)
		p := part{themes: []int{0}}
		p.try = func([]bool) []outcome { return []outcome{{share: .01, low: .01, high: .01, n: 30}} }
		p.tell = p.try
		p.waits = func(_ int, on []bool, other bool) float64 {
			switch {
			case slices.Equal(on, s.on):
				return 50
			case other:
				return told
			}
			return 40
		}
		x := s.themeOf(p)
		given := x.more(3, 1)
		if given != (told < 49.5) || given && (x.advice.Wait != int(math.Round(told)) || x.advice.WaitNow != 50) {
			t.Errorf("told is %.1f instead of 50: %v, %+v", told, given, x.advice)
		}
	}
}

// In a hall without chance somebody has just begun at the one window, for ten minutes, and
// six wait; a visit takes 10:24 with the walk.
func TestWaitsAreThoseOfAHallWithoutChance(t *testing.T) {
	h := apart(t, 2)
	h.Do(t, queue.SignOut{Window: "2"})
	issue(t, h)
	h.Next(t, "1")
	h.Wait(24 * time.Second)
	h.Do(t, queue.Start{Window: "1"})
	for range 6 {
		issue(t, h)
	}
	k := clockwork(h)
	look := Look(h.State, h.Now)
	s := &staff{k: k, h: look, r: DefaultStaffing(), until: look.Now.Add(DefaultStaffing().Every)}
	s.look()
	f := futureOf(New(k, 1), look, "business")
	both := slices.Clone(s.on)
	both[1] = true
	check := func(what string, got, want, off float64) {
		t.Helper()
		if math.Abs(got-want) > off {
			t.Errorf("%s: %.2f minutes, want %.2f", what, got, want)
		}
	}
	// 10, 20.4, 30.8, 41.2, 51.6, 62; and with the second window 0, 10, 10.4, 20.4, 20.8, 30.8.
	check("one window", s.playedWaits(f, 0, s.on, s.trial()), 36, .01)
	check("two", s.playedWaits(f, 0, both, s.trial()), 15.4, .01)
	check("one, by formula", s.flow(s.on).waits(0, s), 36, .5)
	check("two, by formula", s.flow(both).waits(0, s), 15.4, 3)
	// Who has waited for the target already is not judged.
	h.Wait(10 * time.Minute)
	h.Do(t, queue.Finish{Window: "1"})
	h.Next(t, "1")
	h.Wait(24 * time.Second)
	h.Do(t, queue.Start{Window: "1"})
	h.Wait(6 * time.Minute)
	issue(t, h)
	late := Look(h.State, h.Now)
	s.h, s.until = late, late.Now.Add(30*time.Minute)
	s.look()
	f = futureOf(New(k, 1), late, "business")
	// One is at the window, for four minutes more, and five who are lost for the figure are
	// before it.
	check("the only one that counts", s.playedWaits(f, 0, s.on, s.trial()), 4+5*10.4, .01)
	check("the same, by formula", s.flow(s.on).waits(0, s), 4+5*10.4, .5)
}
