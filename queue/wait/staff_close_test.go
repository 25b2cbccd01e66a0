package wait

import (
	"math"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/wait/rollout"
)

// staffed is a hall of four windows a theme at eleven of which three of the first are open,
// and the search for advice in it.
func staffed(t *testing.T) *staff {
	t.Helper()
	set := queuetest.Settings(4)
	h := queuetest.Empty(t, set)
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	for _, w := range []string{"1", "2", "3"} {
		h.Do(t, queue.SignIn{Window: w, Clerk: "c" + w})
	}
	h.Now = h.State.Settings.Hall.At(queuetest.Date, 11*60)
	look := Look(h.State, h.Now)
	s := &staff{k: untaught(h), h: look, r: DefaultStaffing(), until: h.Now.Add(DefaultStaffing().Every)}
	s.look()
	return s
}

// themeOf searches for the first theme in a part.
func (s *staff) themeOf(p part) *theme {
	return &theme{staff: s, part: p, on: s.on, now: p.try(s.on)}
}

// Without the first window another theme loses, so it stays; without the second 1.5 people
// are missed within the hour, also while the first is there.
func TestAWindowThatIsMissedWithinTheHourStaysThoughAnotherOneHasToStayToo(t *testing.T) {
	s := staffed(t)
	ws := s.closable(0)
	a, b := ws[0], ws[1]
	p := part{themes: []int{0, 1}}
	p.try = func(on []bool) []outcome {
		o := []outcome{{share: .99, n: 1}, {share: .99, n: 1}}
		if !on[a] {
			o[1].share = .5
		}
		return o
	}
	p.ahead = func(on []bool) []outcome {
		lost := 0.0
		if !on[a] {
			lost += .9
		}
		if !on[b] {
			lost += 1.5
		}
		return []outcome{{share: 1 - lost/100, n: 100}, {share: 1, n: 1}}
	}
	if x := s.themeOf(p); x.fewer(2, 1, false) {
		t.Fatalf("closes window %s, without which 1.5 people are missed (Missed %g)", x.advice.Window, s.r.Missed)
	}
}

// The courses that are told are others than those by which it was found.
func TestAClosingAfterWhichTooFewAreToldIsNotGiven(t *testing.T) {
	for _, c := range []struct {
		told [3]float64 // with none, one, two less
		must bool
		then int // 0 is no advice
	}{
		{[3]float64{.95, .9, .85}, false, 1},
		{[3]float64{.95, .9, .75}, false, 2},
		{[3]float64{.84, .75, .75}, false, 0},
		{[3]float64{.84, .75, .75}, true, 1},
	} {
		s := staffed(t)
		gone := func(on []bool) (n int) {
			for w := range on {
				if s.on[w] && !on[w] {
					n++
				}
			}
			return n
		}
		x := s.themeOf(part{
			themes: []int{0},
			try:    func([]bool) []outcome { return []outcome{{share: .99, n: 1}} },
			tell: func(on []bool) []outcome {
				share := c.told[gone(on)]
				return []outcome{{share: share, low: share, high: share, n: 1}}
			},
		})
		given := x.fewer(3, 2, c.must)
		if given != (c.then > 0) || given && (x.advice.Then != c.then || x.advice.Share != int(math.Round(100*c.told[3-c.then])) || x.presses != float64(3-c.then)/3) {
			t.Errorf("told is %v, must %v: %v, %+v", c.told, c.must, given, x.advice)
		}
	}
}

func TestAnOpeningThatDoesNotHelpByWhatIsToldIsNotGiven(t *testing.T) {
	for _, helps := range []bool{true, false} {
		s := staffed(t)
		share := func(on []bool, more float64) []outcome {
			x := .5
			for w := range on {
				if on[w] && !s.on[w] {
					x += more
				}
			}
			return []outcome{{share: x, low: x, high: x, n: 10}}
		}
		p := part{themes: []int{0}, try: func(on []bool) []outcome { return share(on, .4) }, tell: func(on []bool) []outcome { return share(on, 0) }}
		if helps {
			p.tell = p.try
		}
		if x := s.themeOf(p); x.more(3, 1) != helps {
			t.Errorf("it helps by what is told: %v, and advised is %+v", helps, x.advice)
		}
	}
}

func TestWhatIsToldHasCoursesOfItsOwn(t *testing.T) {
	s := staffed(t)
	if a, b := s.trial(), s.telling(); b.first < a.first+a.plays || b.plays != s.r.Told || !b.goesOn {
		t.Errorf("decided by %+v, and told by %+v", a, b)
	}
}

// Who waits when it is decided anew may be called after those who come only then.
func TestWhoComesAfterTheHalfHourIsInWhatIsTold(t *testing.T) {
	play := func(from10 int) float64 {
		k, h := rising(t, from10)
		x := k.themes["business"]
		x.priority, x.draws[19] = .3, 8
		s := &staff{k: k, h: h, r: DefaultStaffing(), until: h.Now.Add(30 * time.Minute)}
		for i := range h.Windows {
			if h.serves(i, 0) && i > 0 {
				h.Windows[i].State, h.Windows[i].Forgotten = queue.Closed, true
			}
		}
		s.look()
		for i := range s.on {
			s.on[i] = s.on[i] && (i == 0 || !h.serves(i, 0))
		}
		f := futureOf(New(k, 1), h, "business")
		return s.play(f, s.on, s.telling())[0].share
	}
	if none, many := play(0), play(300); many > none-0.02 {
		t.Errorf("%.3f are called in time if nobody comes after 10:00, and %.3f if three hundred do in half an hour, a third of them with priority", none, many)
	}
}

func TestDecidedAnewNoMoreOpenThanMayAtLunch(t *testing.T) {
	for share, want := range map[float64]int{0: 4, .5: 2} {
		k, h := rising(t, 60)
		r := DefaultStaffing()
		r.Lunch, r.AtLunch = queue.Session{Open: 10 * 60, Close: 14 * 60}, share
		s := &staff{k: k, h: h, r: r, until: h.Now.Add(30 * time.Minute)}
		for i := range h.Windows {
			if h.serves(i, 0) && i > 0 {
				h.Windows[i].State = queue.Closed
			}
		}
		s.look()
		for i := range s.on {
			s.on[i] = s.on[i] && (i == 0 || !h.serves(i, 0))
		}
		f := futureOf(New(k, 1), h, "business")
		at := s.until.UnixMilli()
		f.player.Watch, f.player.Step = s.again(f, s.on), at-h.Now.UnixMilli()
		s.attend(f, f.Draw(0, at), s.on)
		f.Play(at+1, rollout.All)
		open := 0
		for n := range f.Windows {
			if f.player.There(int32(n)) {
				open++
			}
		}
		if open != want {
			t.Errorf("%g of the windows may be open at lunch (0 is all), and %d are", share, open)
		}
	}
}

func TestWhoWaitsWhenItIsDecidedAnew(t *testing.T) {
	const now = 1000
	for name, c := range map[string]struct {
		v    rollout.Visit
		want int
	}{
		"one who waits":              {rollout.Visit{At: 500, Called: rollout.Never}, 1},
		"one of this moment":         {rollout.Visit{At: now, Called: rollout.Never}, 1},
		"one whose patience is over": {rollout.Visit{At: 500, Leaves: 700, Called: rollout.Never}, 1},
		"one who has been called":    {rollout.Visit{At: 500, Called: 900}, 0},
		"one who comes later":        {rollout.Visit{At: now + 1, Called: rollout.Never}, 0},
		"one who only asks":          {rollout.Visit{At: 500, Ghost: true, Called: rollout.Never}, 0},
		"one of another theme":       {rollout.Visit{At: 500, Lane: 1, Called: rollout.Never}, 0},
	} {
		x := reopening{f: &Future{day: rollout.Day{Visits: []rollout.Visit{c.v}}}}
		if got := x.waiting(now); got != c.want {
			t.Errorf("%s: %d wait", name, got)
		}
	}
}
