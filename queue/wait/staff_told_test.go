package wait

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
)

func TestTheRangeToldIsTheNarrowestAroundThePointThatHasFourOfFive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shares := rapid.SliceOfN(rapid.SampledFrom([]float64{0, 0.25, 0.5, 0.6, 0.75, 0.9, 1}), 1, 40).Draw(t, "shares")
		point := 0.0
		for _, s := range shares {
			point += s / float64(len(shares))
		}
		slices.Sort(shares)
		has := func(low, high float64) bool {
			n := 0
			for _, s := range shares {
				if s >= low && s <= high {
					n++
				}
			}
			return low <= point && high >= point && 5*n >= 4*len(shares)
		}
		low, high := around(shares, point)
		if !has(low, high) {
			t.Fatalf("%v to %v around %v in %v", low, high, point, shares)
		}
		ends := append(slices.Clone(shares), point)
		for _, a := range ends {
			for _, b := range ends {
				if has(a, b) && b-a < high-low-1e-12 {
					t.Fatalf("%v to %v is narrower than %v to %v around %v in %v", a, b, low, high, point, shares)
				}
			}
		}
	})
}

// rising is a hall of three themes with four windows each, at half past nine, all of the
// first open from nine on, in which one number of the first theme is drawn in each half
// hour, and so many in each from ten on.
func rising(t *testing.T, from10 int) (*Known, *Hall) {
	t.Helper()
	set := queuetest.Settings(4)
	for i := range set.Windows {
		set.Windows[i].Spill = nil
	}
	h := queuetest.Empty(t, set)
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	for _, w := range []string{"1", "2", "3", "4", "5", "9"} {
		h.Do(t, queue.SignIn{Window: w, Clerk: "c" + w})
	}
	h.Now = h.State.Settings.Hall.At(queuetest.Date, 9*60+30)
	h.Issue(t, "business")
	h.Next(t, "1")
	drawn := make([]int, halfHours)
	for i := range drawn[18:36] {
		drawn[18+i] = 1
		if i >= 2 {
			drawn[18+i] = from10
		}
	}
	d := &report.Day{Lessons: report.Lessons{Drawn: map[string][]int{"business": drawn}}}
	cat := queuetest.Catalogue()
	return Learn(h.State.Settings, &cat, []*report.Day{d, d, d}), Look(h.State, h.Now)
}

func closes(all []queue.Advice) bool {
	return slices.ContainsFunc(all, func(a queue.Advice) bool { return a.Theme == "business" && a.What == queue.AskClose })
}

func TestAWindowThatIsNeededAgainWithinTheHourStaysOpen(t *testing.T) {
	r := DefaultStaffing()
	k, h := rising(t, 30)
	if all := Advise(k, New(k, 1), h, r); closes(all) {
		t.Errorf("from 10:00 on thirty come in each half hour: %+v", all)
	}
	r.Ahead = 0
	if all := Advise(k, New(k, 1), h, r); !closes(all) {
		t.Errorf("until 10:00 nobody comes: %+v", all)
	}
	k, h = rising(t, 1)
	if all := Advise(k, New(k, 1), h, DefaultStaffing()); !closes(all) {
		t.Errorf("nobody comes until the evening: %+v", all)
	}
}

// TestWhatIsToldKnowsThatItIsDecidedAnew has windows that can open at the end of the
// half hour, and others in their place that cannot.
func TestWhatIsToldKnowsThatItIsDecidedAnew(t *testing.T) {
	play := func(can bool) float64 {
		k, h := rising(t, 30)
		s := &staff{k: k, h: h, r: DefaultStaffing(), until: h.Now.Add(30 * time.Minute)}
		for i := range h.Windows {
			if h.serves(i, 0) && i > 0 {
				h.Windows[i].State = queue.Closed
				h.Windows[i].Forgotten = !can
			}
		}
		s.look()
		for i := range s.on {
			s.on[i] = s.on[i] && (i == 0 || !h.serves(i, 0))
		}
		for _, f := range New(k, 1).futures(h) {
			if f.Themes[0] != "business" {
				continue
			}
			return s.play(f, s.on, s.telling())[0].share
		}
		t.Fatal("the theme is in no part of the hall")
		return 0
	}
	if alone, with := play(false), play(true); with < alone+0.05 {
		t.Errorf("%.3f are called in time with one window, and %.3f if others open at the end", alone, with)
	}
}

func TestAnAdviceIsToldByItsOwnCourses(t *testing.T) {
	k, h := rising(t, 1)
	r := DefaultStaffing()
	heard := map[string][]float64{}
	r.Heard = func(a *queue.Advice, shares []float64) { heard[a.Theme] = shares }
	all := Advise(k, New(k, 1), h, r)
	if len(all) == 0 || len(all) != len(heard) {
		t.Fatalf("%d advices, and heard of %d", len(all), len(heard))
	}
	for _, a := range all {
		shares := heard[a.Theme]
		n := 0
		for _, s := range shares {
			if p := 100 * s; p >= float64(a.ShareLow)-.5 && p <= float64(a.ShareHigh)+.5 {
				n++
			}
		}
		if len(shares) == 0 || len(shares) > r.Told || !slices.IsSorted(shares) || 5*n < 4*len(shares) || a.Share < a.ShareLow || a.Share > a.ShareHigh {
			t.Errorf("%+v speaks of %v", a, shares)
		}
	}
}
