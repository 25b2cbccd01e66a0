package report_test

import (
	"flag"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"

	"pgregory.net/rapid"
)

// init keeps the random days few; the flags of the command line still win.
func init() {
	for name, value := range map[string]string{"rapid.checks": "12", "rapid.nofailfile": "true"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
}

// days are the reports of random days, and the records that led to each.
func days(t queuetest.Must, seed uint64, keep bool, steps int) (all []*report.Day, records [][]queue.Record) {
	c := queuetest.NewCrowd(t, seed, keep)
	for _, date := range []string{"2026-11-25", "2026-11-26", "2026-11-27"} {
		from := len(c.Records)
		c.Day(t, date, steps)
		all = append(all, report.Of(c.State))
		records = append(records, c.Records[from:])
	}
	return all, records
}

func TestAJoinedReportIsWhatOneCountsOverAllVisits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, keep := rapid.Uint64().Draw(t, "seed"), rapid.Bool().Draw(t, "keep overnight")
		all, records := days(t, seed, keep, 250)
		span, err := report.Join(all...)
		if err != nil {
			t.Fatal(err)
		}
		m := newModel()
		for _, rs := range records {
			m.read(rs)
		}
		m.compare(t, span)
	})
}

func TestDaysAreJoinedTheSameInWhateverOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, _ := days(t, rapid.Uint64().Draw(t, "seed"), true, 120)
		a, err := report.Join(all...)
		if err != nil {
			t.Fatal(err)
		}
		b, err := report.Join(all[2], all[0], all[1])
		if err != nil {
			t.Fatal(err)
		}
		same(t, "joined in another order", encode(t, b), encode(t, a))
		var x, y report.Lessons
		for i := range all {
			x.Add(&all[i].Lessons)
			y.Add(&all[len(all)-1-i].Lessons)
		}
		same(t, "learned in another order", encode(t, y), encode(t, x))
	})
}

func TestEveryVisitOfADayHasOneEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, _ := days(t, rapid.Uint64().Draw(t, "seed"), rapid.Bool().Draw(t, "keep overnight"), 200)
		for _, d := range all {
			a := d.All
			if in, out := a.Issued+a.Carried, a.Served+a.Cancelled+a.Unserved+a.Lost+a.Kept; in != out || a.Live != 0 {
				t.Fatalf("%s: %d drawn or kept, %d ended or kept: %+v", d.Date, in, out, a)
			}
		}
	})
}

func TestNextPassesNobodyWithoutAGround(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, _ := days(t, rapid.Uint64().Draw(t, "seed"), rapid.Bool().Draw(t, "keep overnight"), 300)
		for _, d := range all {
			if x := d.All.Overtakes[report.GroundUnexplained]; x.Calls > 0 {
				t.Fatalf("%s: %+v", d.Date, x)
			}
		}
	})
}

func TestTheHallsOwnFiguresAreThoseOfTheReport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := queuetest.NewCrowd(t, rapid.Uint64().Draw(t, "seed"), rapid.Bool().Draw(t, "keep overnight"))
		hold := func(when string) {
			now := c.Now.Add(time.Minute)
			want := report.At(c.State, now).All
			want.Overtakes = nil
			got := report.Hall(c.State, now)
			same(t, when, encode(t, got), encode(t, want))
		}
		c.Day(t, "2026-11-25", 80)
		c.Open(t, "2026-11-26")
		for range 5 {
			c.Work(30)
			hold("in the middle of a day")
		}
		c.Do(t, queue.CloseDay{})
		hold("at its close")
	})
	if c := report.Hall(queue.New(), time.Time{}); c.Issued != 0 || c.Waits != nil {
		t.Fatalf("before anything: %+v", c)
	}
}
