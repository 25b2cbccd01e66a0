package rollout

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"onewindow/queue"
)

const second = int64(1000)

// randomDay is a day of a few lanes and windows, in which nothing happens at the same
// moment as anything else.
func randomDay(t *rapid.T) *Day {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	lanes := rapid.IntRange(1, 3).Draw(t, "lanes")
	d := &Day{From: 1, Close: 3600 * second, Walk: 20 * second, Lost: 45 * second}
	for q := range lanes {
		for range rapid.IntRange(1, 3).Draw(t, "windows") {
			w := Window{Reach: queue.Reach{Own: []int32{int32(q)}, Lead: 120 * second}, Speed: 0.8 + 0.4*r.Float64(), Second: 1.3}
			for o := range lanes {
				if o != q && rapid.Bool().Draw(t, "helps") {
					w.Reach.Spill = append(w.Reach.Spill, int32(o))
				}
			}
			noon := 600*second + r.Int64N(1200*second)
			w.Duty = []Span{{From: 1 + r.Int64N(60*second), To: noon}, {From: noon + 300*second + r.Int64N(second), To: 3600*second - r.Int64N(60*second)}}
			for at := r.Int64N(900 * second); at < d.Close; at += r.Int64N(900 * second) {
				w.Breaks = append(w.Breaks, Break{At: at, For: 1 + r.Int64N(200*second)})
			}
			d.Windows = append(d.Windows, w)
		}
	}
	at := int64(1)
	for range rapid.IntRange(0, 80).Draw(t, "visits") {
		at += 1 + r.Int64N(60*second)
		v := Visit{At: at, Key: at - r.Int64N(2)*600*second, Lane: int32(r.IntN(lanes)), Work: 1 + r.Int64N(600*second), Leaves: Never}
		switch r.IntN(6) {
		case 0:
			v.Leaves = 0
		case 1:
			v.Leaves = at + r.Int64N(600*second)
		}
		d.Visits = append(d.Visits, v)
	}
	return d
}

func TestADayGoesOnFromAnyMomentAsItWouldHave(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := randomDay(t)
		var p Player
		var l Light
		var rest *Day
		var line queue.Line
		l.Begin(d, queue.NewLine(3))
		p.Step = rapid.Int64Range(1, 3700*second).Draw(t, "moment")
		p.Watch = func(now int64) {
			p.due = Never // once is enough
			// The hall as somebody sees it who walks in now.
			rest = &Day{From: now, Close: d.Close, Walk: d.Walk, Lost: d.Lost, Visits: slices.Clone(d.Visits), Windows: slices.Clone(d.Windows)}
			for rest.Waiting < len(d.Visits) && d.Visits[rest.Waiting].At < now {
				rest.Waiting++
			}
			for i := range rest.Windows {
				w, a := &rest.Windows[i], &p.win[i]
				w.State, w.Since, w.Leaving, w.Tired, w.For = a.state, a.since, a.leaving, a.tired, a.rest
				switch a.state {
				case Busy:
					w.Until = a.until
				case OnBreak:
					for _, e := range p.heap {
						if e.kind == back && e.w == int32(i) {
							w.Until = e.at
						}
					}
				}
			}
			line.CopyFrom(&l.line)
		}
		p.Run(d, &l, Never, All)
		if rest == nil {
			return // it was over before
		}
		var q Player
		var m Light
		m.Begin(rest, &line)
		q.Run(rest, &m, Never, All)
		for i := range d.Visits {
			whole, part := &d.Visits[i], &rest.Visits[i]
			if whole.Called < rest.From {
				continue
			}
			if whole.Called != part.Called || whole.Window != part.Window || whole.Missed != part.Missed {
				t.Fatalf("visit %d: %+v, gone on with from %d: %+v", i, whole, rest.From, part)
			}
		}
	})
}

// one is a day of one window and one lane.
func one(visits ...Visit) *Day {
	return &Day{From: 1, Close: 1000 * second, Walk: 10 * second, Lost: 45 * second, Visits: visits,
		Windows: []Window{{Reach: queue.Reach{Own: []int32{0}}, Duty: []Span{{From: 1, To: 1000 * second}}}}}
}

func play(d *Day) *Day {
	var p Player
	var l Light
	l.Begin(d, queue.NewLine(2))
	p.Run(d, &l, Never, All)
	return d
}

func visit(at, work int64) Visit {
	return Visit{At: at * second, Key: at * second, Work: work * second, Leaves: Never}
}

func called(t *testing.T, d *Day, want ...int64) {
	t.Helper()
	for i, w := range want {
		got := d.Visits[i].Called
		if w < 0 && got == Never || w >= 0 && got == w*second {
			continue
		}
		t.Errorf("visit %d was called at %d s, want %d", i, got/second, w)
	}
}

func TestWhoComesIsServedAndWhoDoesNotCostsTheWindowTheWait(t *testing.T) {
	a, b, c := visit(10, 100), visit(20, 50), visit(30, 50)
	b.Leaves = 0
	d := play(one(a, b, c))
	called(t, d, 10, 10+10+100, 120+45)
	if !d.Visits[1].Missed || d.Visits[0].Missed {
		t.Error("the second was missed, and nobody else")
	}
}

func TestWhoHasLeftMayComeBackOnceAndLetsCallsPass(t *testing.T) {
	a, b, c, e := visit(10, 100), visit(20, 50), visit(130, 50), visit(131, 50)
	b.Leaves, b.Back = 30*second, 5*second
	d := one(a, b, c, e)
	d.ReturnAfter = 2
	play(d)
	called(t, d, 10, 120, 165, 165+60)
	if got := d.Visits[1].Again; got != (225+60)*second || d.Visits[1].Missed {
		t.Errorf("called again at %d s, missed %v; want after two others", got/second, d.Visits[1].Missed)
	}
}

func TestAVisitGoesOnInAnotherLaneWithItsOldKey(t *testing.T) {
	a, b := visit(10, 100), visit(20, 10)
	b.Lane = 1
	a.Then = 1
	d := one(a, b)
	d.Parts = []Part{{Lane: 1, Work: 30 * second}}
	d.Windows[0].Reach.Own = []int32{0, 1}
	play(d)
	called(t, d, 10, 120+10+30)
	if p := d.Parts[0]; p.Drawn != 120*second || p.Called != 120*second || p.Window != 0 {
		t.Errorf("%+v: its second part comes at once, because its key is older", p)
	}
}

func TestAWindowGoesHomeOnlyWhenNobodyWaitsAndToLunchAlsoBefore(t *testing.T) {
	a, b, c := visit(10, 900), visit(20, 200), visit(30, 10)
	d := play(one(a, b, c))
	called(t, d, 10, 920, 920+210)
	d = one(a, b, c)
	d.Windows[0].Duty = []Span{{From: 1, To: 500 * second}}
	called(t, play(d), 10, -1, -1)
}

func TestAWatchMayOpenAndCloseWindows(t *testing.T) {
	d := one(visit(10, 5), visit(250, 5))
	d.From, d.Windows[0].Duty = 0, nil
	var p Player
	var l Light
	l.Begin(d, queue.NewLine(1))
	var there []bool
	p.Step, p.Watch = 100*second, func(now int64) {
		there = append(there, p.There(0))
		switch len(there) {
		case 1:
			p.Begin(0)
		case 2:
			p.End(0)
		}
	}
	p.Run(d, &l, Never, All)
	called(t, d, 100, -1) // the second comes after the window has gone
	if !slices.Equal(there, []bool{false, true}) {
		t.Errorf("there: %v, want not before it was opened, and then", there)
	}
}

func TestAGhostIsCalledAndKeepsNobodyBusy(t *testing.T) {
	a, g, b := visit(10, 100), visit(20, 0), visit(30, 50)
	g.Ghost = true
	called(t, play(one(a, g, b)), 10, 120, 120)
}

func TestARunEndsWithTheVisitThatIsAskedFor(t *testing.T) {
	d := one(visit(10, 100), visit(20, 50), visit(30, 50))
	var p Player
	var l Light
	l.Begin(d, queue.NewLine(1))
	p.Run(d, &l, Never, 1)
	called(t, d, 10, 120, -1)
	l.Begin(d, queue.NewLine(1))
	p.Run(d, &l, 60*second, All)
	called(t, d, 10, -1, -1)
}

func BenchmarkADay(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	d := one()
	d.Windows = slices.Repeat(d.Windows, 30)
	for i := range 1200 {
		d.Visits = append(d.Visits, visit(int64(i), 1+r.Int64N(40)))
	}
	var p Player
	var l Light
	line := queue.NewLine(1)
	b.ReportAllocs()
	for b.Loop() {
		l.Begin(d, line)
		p.Run(d, &l, Never, All)
	}
}

func TestAWindowCallsTheNextOnceItsClerkHasDoneWhatIsBetweenTwo(t *testing.T) {
	d := one(visit(1, 100), visit(2, 100), visit(3, 100), visit(700, 100), visit(805, 100))
	d.Between = 20 * second
	d.Visits[1].Leaves = 0
	// Called at 1, gone at 111; a call in vain at 131 until 176; 196 until 306. At 700 it
	// has long been ready, and is gone at 810.
	called(t, play(d), 1, 131, 196, 700, 830)
}

func TestAClerkWhoGoesOrRestsDoesNotTakeTimeBetween(t *testing.T) {
	d := one(visit(1, 100), visit(2, 100), visit(3, 100))
	d.Between = 20 * second
	d.Windows[0].Breaks = []Break{{At: 50 * second, For: 30 * second}}
	d.Windows[0].Duty = []Span{{From: 1, To: 200 * second}, {From: 400 * second, To: 1000 * second}}
	// Gone at 111, back from the break at 141, and gone for good at 251.
	called(t, play(d), 1, 141, 400)
}

func TestWhoComesBackFromACallThatNobodySawLetsCallsPass(t *testing.T) {
	d := one(visit(1, 100), visit(2, 100), visit(3, 100), visit(50, 100))
	d.ReturnAfter = 2
	d.Visits[3].Key, d.Visits[3].Passes = 0, true
	called(t, play(d), 1, 111, 221, 331)
}
