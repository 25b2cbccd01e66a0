package sim

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

func TestWaitsAreCountedAsASortedListWould(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var w Waits
	var all []float64
	for day := range 20 {
		for range 100 {
			ms := int64(r.ExpFloat64() * 600_000)
			w.add(day, ms)
			all = append(all, float64(ms)/60_000)
		}
	}
	slices.Sort(all)
	sum, in15 := 0.0, 0.0
	for _, v := range all {
		sum += v
		if v < 15 {
			in15++
		}
	}
	n := float64(len(all))
	if math.Abs(w.Mean()-sum/n) > 1e-9 || math.Abs(w.Within(15)-in15/n) > 1e-9 || math.Abs(w.Longest()-all[len(all)-1]) > 1.0/60 {
		t.Errorf("mean %v, %v; within 15: %v, %v; longest %v, %v", w.Mean(), sum/n, w.Within(15), in15/n, w.Longest(), all[len(all)-1])
	}
	for _, p := range []float64{0.1, 0.5, 0.9, 0.99, 1} {
		if got, want := w.Quantile(p), all[int(math.Ceil(p*n))-1]; math.Abs(got-want) > 1.5/60 {
			t.Errorf("%v: %v, want %v", p, got, want)
		}
	}
	if got := w.Count(0, 5) + w.Count(5, 1000); got != len(all) {
		t.Errorf("%d of %d are counted", got, len(all))
	}
}

func TestMarginsHoldWhatTheySay(t *testing.T) {
	// Days have a mean of their own, as days do, so that waits hang together.
	experiment := func(seed uint64) (a, b Waits) {
		r := rand.New(rand.NewPCG(seed, 2))
		for day := range 40 {
			mean := 5 + 2*r.NormFloat64()
			for range 50 {
				x := max(0, mean+r.NormFloat64())
				a.add(day, int64(x*60_000))
				b.add(day, int64(max(0, x/2+r.NormFloat64())*60_000))
			}
		}
		return a, b
	}
	hits, changes := 0, 0
	const n = 300
	var meanChange float64
	type one struct{ percent, margin float64 }
	var all []one
	for seed := range uint64(n) {
		a, b := experiment(seed)
		if math.Abs(a.Mean()-5) <= a.Margin()+0.01 {
			hits++
		}
		c, m := a.Change(&b)
		all = append(all, one{c, m})
		meanChange += c / n
	}
	for _, c := range all {
		if math.Abs(c.percent-meanChange) <= c.margin {
			changes++
		}
	}
	if hits < n*90/100 || hits > n*98/100 {
		t.Errorf("the mean lay within its margin %d of %d times, want about 95 %%", hits, n)
	}
	if changes < n*90/100 || changes > n*99/100 {
		t.Errorf("the change lay within its margin %d of %d times, want about 95 %%", changes, n)
	}
}

// line is a day of one line at which everything is said by hand; minutes.
func line(visits []rollout.Visit, citizens []Citizen) *Day {
	h := &Hall{Lines: 1, Windows: 1, Scenario: &Scenario{Departments: []Department{{Name: "d"}}, Items: []Item{{Department: "d"}}}}
	h.model = h.Scenario.model()
	d := &Day{Hall: h, Opening: time.UnixMilli(0), Citizens: citizens}
	for i := range visits {
		visits[i].Again = rollout.Never
		visits[i].Called, visits[i].At, visits[i].Key = visits[i].Called*minute, visits[i].At*minute, visits[i].At*minute
	}
	d.Plan.Visits = visits
	d.Plan.Windows = []rollout.Window{{Reach: queue.Reach{Own: []int32{0}}, Speed: 2, Duty: []rollout.Span{{From: 0, To: 100 * minute}}}}
	d.Plan.Walk, d.Plan.Lost = 1*minute, 2*minute
	return d
}

func TestAnOutcomeSaysWhoWasLostAndWhoWasPassed(t *testing.T) {
	const work = 10 * minute
	d := line([]rollout.Visit{
		{At: 1, Called: 1, Work: work},  // served at once
		{At: 2, Called: 30, Work: work}, // passed by an appointment and by an ordinary one
		{At: 3, Called: 20, Work: work}, // priority: passed by the appointment
		{At: 9, Called: 15, Work: work}, // an appointment at 12: waits 3
		{At: 10, Called: 25, Missed: true},
		{At: 40, Called: 40, Work: work}, // late for the appointment at 20: ordinary
		{At: 50, Called: rollout.Never / minute},
	}, []Citizen{
		{Second: -1}, {Second: -1}, {Class: Priority, Second: -1}, {At: 9 * minute, Class: Appointment, Slot: 12 * minute, Second: -1},
		{NoShow: true, Second: -1}, {At: 40 * minute, Class: Appointment, Slot: 20 * minute, Second: -1}, {Second: -1},
	})
	d.Plan.Visits[6].Called = rollout.Never
	o := d.Outcome()
	if o.Drawn != 7 || o.Lost != 2 || o.NoShows != 1 || o.Unserved != 1 {
		t.Errorf("%+v", o)
	}
	if o.Ordinary != 5 || o.Overtaken != 1 || o.Unexplained != 1 || o.Jump != 8*minute {
		t.Errorf("%d ordinary, %d passed, %d without a reason, by %d ms", o.Ordinary, o.Overtaken, o.Unexplained, o.Jump)
	}
	if want := 5*(1+5)*minute + 2*minute; o.Busy != want || o.Duty != 100*minute {
		t.Errorf("busy %d of %d ms, want %d of 100 minutes", o.Busy, o.Duty, want)
	}
	// The visit from 40 to 46 and the calls before 16 are outside of a shorter duty.
	d.Plan.Windows[0].Duty = []rollout.Span{{From: 16 * minute, To: 43 * minute}}
	if got := d.Outcome(); got.Busy != o.Busy || got.Duty != (27+3+6+1)*minute {
		t.Errorf("with a shorter duty busy %d of %d ms, want %d of 37 minutes", got.Busy, got.Duty, o.Busy)
	}
	f := NewFigures(d.Hall)
	f.Add(o)
	if got := f.Class[Appointment].Mean(); got != 3 {
		t.Errorf("the appointment waited %v minutes, want 3 from its time", got)
	}
	if got, want := f.Whole.Mean(), (0+28+17+6+0)/5.0; math.Abs(got-want) > 1e-9 {
		t.Errorf("from the drawing %v minutes on the mean, want %v", got, want)
	}
	if f.Class[Ordinary].N != 3 || f.Class[Priority].N != 1 || f.All.N != 5 || f.Specialised.N != 5 || f.DayLongest() != 28 {
		t.Errorf("%d ordinary, %d priority, %d in all, the longest %v", f.Class[Ordinary].N, f.Class[Priority].N, f.All.N, f.DayLongest())
	}
}
