package sim

import (
	"math"
	"slices"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/queue/wait/rollout"
)

func TestTheSameCitizensComeToEveryHall(t *testing.T) {
	s := base(t)
	a, b := s.Citizens(7), s.Citizens(7)
	if !slices.Equal(a, b) {
		t.Fatal("the same seed gave other citizens")
	}
	if slices.Equal(a, s.Citizens(8)) {
		t.Fatal("another seed gave the same citizens")
	}
	before, after := hallOf(t, s, Before, "fcfs").Day(0, 7, a), hallOf(t, s, After, "recommended").Day(0, 7, a)
	for i := range a {
		x, y := before.Plan.Visits[i], after.Plan.Visits[i]
		if x.At != y.At || x.Work != y.Work || x.Leaves != y.Leaves {
			t.Fatalf("citizen %d: %+v before, %+v after", i, x, y)
		}
	}
	// A policy changes who is called, and nothing of what clerks do.
	other := hallOf(t, s, After, "any-item").Day(0, 7, a)
	for i := range after.Plan.Windows {
		if !slices.Equal(after.Plan.Windows[i].Breaks, other.Plan.Windows[i].Breaks) {
			t.Fatalf("window %d rests at other times under another policy", i)
		}
	}
}

func TestCitizensAreAsTheScenarioSays(t *testing.T) {
	s := base(t)
	s.Params.Multi = 0.25
	m := s.model()
	const days = 300
	var n, prio, appt, noShow, two, comprehensive float64
	var at [2]float64 // in the morning's peak, over lunch
	work, works := 0.0, 0
	counts := make([]float64, days)
	for day := range days {
		for _, c := range m.citizens(uint64(1000 + day)) {
			n++
			counts[day]++
			switch c.Class {
			case Priority:
				prio++
			case Appointment:
				appt++
				if c.Slot%(30*minute) != 0 || c.Slot >= 480*minute {
					t.Fatalf("an appointment at %d", c.Slot)
				}
			}
			if c.NoShow {
				noShow++
			}
			if m.joined[s.Items[c.Item].Theme] {
				comprehensive++
				if c.Second >= 0 {
					two++
					if a, b := &s.Items[c.Item], &s.Items[c.Second]; a.Theme != b.Theme || a.Department == b.Department {
						t.Fatalf("a second matter of %+v is %+v", a, b)
					}
				}
			}
			if c.Class == Ordinary {
				if c.At >= 60*minute && c.At < 90*minute {
					at[0]++
				}
				if c.At >= 180*minute && c.At < 300*minute {
					at[1]++
				}
			}
			if c.Item == 0 {
				work += float64(c.Work) / float64(minute)
				works++
			}
		}
	}
	near := func(what string, got, want, by float64) {
		t.Helper()
		if math.Abs(got-want) > by {
			t.Errorf("%s: %.4f, want %.4f within %.4f", what, got, want, by)
		}
	}
	near("citizens a day", n/days, s.Visits(), 0.02*s.Visits())
	near("with priority", prio/n, 0.06, 0.003)
	near("with an appointment", appt/n, 0.15*0.945, 0.006) // of those between opening and 17:00
	near("who do not come", noShow/n, 0.03, 0.002)
	near("with a second matter", two/comprehensive, 0.25, 0.006)
	near("peak to lunch", at[0]/at[1], 13/7.0, 0.06)
	near("length of the first item", work/float64(works), s.Items[0].Mean, 0.03*s.Items[0].Mean)
	mean, sq := n/days, 0.0
	for _, c := range counts {
		sq += (c - mean) * (c - mean) / days
	}
	// The day's factor, departments' factors and chance: 0.10, about 0.12/sqrt(10), and
	// 1/sqrt(1206).
	near("variation of days", math.Sqrt(sq)/mean, 0.115, 0.015)
}

func TestEverybodyWhoWasPassedCanBeToldWhy(t *testing.T) {
	s := base(t)
	h := hallOf(t, s, After, "recommended")
	d := h.Day(0, 3, s.Citizens(3))
	var p rollout.Player
	state, err := d.Play(&p, nil)
	if err != nil {
		t.Fatal(err)
	}
	passed := 0
	for y := range d.Plan.Visits {
		for x := y + 1; x < len(d.Plan.Visits); x++ {
			a, b := &d.Plan.Visits[x], &d.Plan.Visits[y]
			if a.Lane != b.Lane || a.Called == rollout.Never || b.Called <= a.Called || b.At >= a.Called {
				continue
			}
			passed++
			if a.Missed { // then its call came to nothing, and the other came first
				continue
			}
			o, refusal := queue.Compare(state, state.Tickets[x].Number, state.Tickets[y].Number)
			if refusal != nil {
				t.Fatal(refusal)
			}
			if o.First != state.Tickets[x].Number || o.Code != queue.OrderPriority && o.Code != queue.OrderAppointment {
				t.Fatalf("%+v passed %+v: %+v", a, b, o)
			}
			if jump := a.At - b.At; jump > 35*minute {
				t.Fatalf("passed by one drawn %d ms later", jump)
			}
		}
	}
	if passed == 0 {
		t.Fatal("nobody was passed; the day shows nothing")
	}
}

func TestADayIsClosedAndHooksSeeItComeToPass(t *testing.T) {
	s := base(t)
	s.Roster.HalfDay = 0.3
	h := hallOf(t, s, After, "recommended")
	d := h.Day(4, 5, s.Citizens(5))
	if d.Date != "2017-06-07" {
		t.Errorf("the fifth working day from Thursday 2017-06-01 is %s", d.Date)
	}
	issued, called, moments := 0, 0, 0
	ready := false
	var p rollout.Player
	state, err := d.Play(&p, &Hooks{
		Ready: func(r *Real) error {
			ready = r.State.Day.Open && r.State.Day.Date == d.Date && len(r.State.Tickets) == 0
			return nil
		},
		Issued: func(r *Real, v int32) error {
			issued++
			if ticket := r.Ticket(v); ticket.State != queue.Waiting || !ticket.Issued.Equal(r.Now()) || r.Now().UnixMilli() != d.Plan.Visits[v].At {
				t.Fatalf("visit %d: %+v at %s", v, ticket, r.Now())
			}
			return nil
		},
		Called: func(r *Real, v int32) error { called++; return nil },
		Every:  time.Hour,
		Moment: func(r *Real) error {
			moments++
			return r.Do(queue.SetNotice{ID: "n", Text: queue.Text{En: "an hour is over"}})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !ready || issued != len(d.Citizens) || called == 0 || moments < 9 {
		t.Errorf("ready %v, %d of %d issued, %d called, %d moments", ready, issued, len(d.Citizens), called, moments)
	}
	if state.Day.Open || state.Day.Closed.IsZero() {
		t.Error("the day is not closed")
	}
	// What is planned is told to the hall, also what is planned for one day only.
	halves := 0
	for i, w := range state.Settings.Windows {
		if len(w.Duty) != len(d.Planned[i]) {
			t.Fatalf("window %s: %v planned, the hall was told %v", w.ID, d.Planned[i], w.Duty)
		}
		if to := w.Duty[len(w.Duty)-1].Close; to == 12*60 {
			halves++
		}
	}
	if halves == 0 {
		t.Error("nobody has the morning only; the day shows nothing")
	}
}

func TestPoliciesSayWhoHelpsOut(t *testing.T) {
	s := base(t)
	helping := func(policy string) (n [3]int, last bool) {
		h := hallOf(t, s, After, policy)
		for i, w := range h.Settings().Windows {
			if q := s.WindowsAfter[i].Skills[0]; q < 3 && len(w.Spill) > 0 {
				n[q]++
				if policy == "recommended" && w.Spill[0] != Line((q+1)%3) {
					t.Errorf("window %s of line %d helps out with %v", w.ID, q, w.Spill)
				}
			} else if q >= 3 && len(w.Spill) > 0 {
				t.Errorf("a specialised window helps out with %v", w.Spill)
			}
		}
		return n, len(h.Settings().Windows[12].Spill) > 0 && len(h.Settings().Windows[0].Spill) == 0
	}
	if n, last := helping("recommended"); n != [3]int{4, 3, 3} || !last {
		t.Errorf("recommended: %v, the last of each %v; want 4 of 13, 3 of 9, 3 of 8", n, last)
	}
	if n, _ := helping("credit"); n != [3]int{} {
		t.Errorf("credit: %v help out", n)
	}
	if n, _ := helping("any-item"); n != [3]int{13, 9, 8} {
		t.Errorf("any-item: %v", n)
	}
	for _, p := range Policies {
		if err := p.Validate(); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
		for _, arm := range []Arm{Before, After} {
			if _, err := s.Hall(arm, p); err != nil {
				t.Errorf("%s %s: %v", arm, p.Name, err)
			}
		}
	}
}

func TestNumbersOfManyLinesHaveLettersOfTheirOwn(t *testing.T) {
	for q, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", 999: "ALL"} {
		if got := prefix(q); got != want {
			t.Errorf("line %d: %q, want %q", q, got, want)
		}
	}
}

func TestDatesAreWorkingDays(t *testing.T) {
	cal, last := queue.Calendar{}, "2017-05-31"
	for n := range 300 {
		d := Date(n)
		if want := cal.NextWorking(last); d != want {
			t.Fatalf("day %d is %s, want %s", n, d, want)
		}
		last = d
	}
}
