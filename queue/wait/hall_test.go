package wait

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
)

// apart is a hall of three themes that have nothing to do with each other, with n
// windows each, all signed in.
func apart(t queuetest.Must, n int) *queuetest.Hall {
	t.Helper()
	set := queuetest.Settings(n)
	for i := range set.Windows {
		set.Windows[i].Spill = nil
	}
	h := queuetest.Empty(t, set)
	h.Do(t, queue.OpenDay{Date: queuetest.Date})
	for _, w := range set.Windows {
		h.Do(t, queue.SignIn{Window: w.ID, Clerk: "c" + w.ID})
	}
	return h
}

// untaught is what is known of the tests' halls at first.
func untaught(h *queuetest.Hall) *Known {
	return Learn(h.State.Settings, h.State.Catalogue, nil)
}

// clockwork is a hall without chance: each visit takes as long as the catalogue says,
// everybody comes, nobody rests and nobody else comes.
func clockwork(h *queuetest.Hall) *Known {
	k := untaught(h)
	k.Days = 1 // of which nobody is remembered to have come
	for code, l := range k.items {
		k.items[code] = length{mean: l.mean, mu: lengthOf(l.mean, 0).mu}
	}
	for _, x := range k.themes {
		x.visit = lengthOf(x.visit.mean, 0)
		x.plain = x.visit
	}
	k.walk = lengthOf(walkMean, 0)
	k.between, k.wishes, k.breaks, k.pause = 1e12, 1e12, lengthOf(1, 0), 0
	k.patience = patience{tail: lengthOf(1e9, .01)}
	return k
}

// busy calls and starts somebody at each window.
func busy(t queuetest.Must, h *queuetest.Hall) {
	t.Helper()
	for _, w := range h.State.Settings.Windows {
		if h.State.Window(w.ID).State == queue.Idle {
			h.Issue(t, w.Own[0])
			h.Next(t, w.ID)
		}
	}
	h.Wait(30 * time.Second)
	for _, w := range h.State.Windows {
		if w.State == queue.Calling {
			h.Do(t, queue.Start{Window: w.ID})
		}
	}
}

// crowd does random things to a hall.
func crowd(t *rapid.T, h *queuetest.Hall, steps int) {
	themes, items := h.State.Settings.Themes, h.State.Catalogue.Items
	for i := range steps {
		h.Wait(time.Duration(rapid.IntRange(1, 240).Draw(t, fmt.Sprint("wait ", i))) * time.Second)
		w := h.State.Windows[rapid.IntRange(0, len(h.State.Windows)-1).Draw(t, "window")]
		switch rapid.IntRange(0, 12).Draw(t, "step") {
		case 0, 1, 2, 3:
			it := items[rapid.IntRange(0, len(items)-1).Draw(t, "item")]
			h.Try(queue.Issue{Items: []string{it.Code}, Source: queue.SourceKiosk})
		case 4:
			h.Try(queue.Issue{Theme: themes[rapid.IntRange(0, len(themes)-1).Draw(t, "theme")].ID, Source: queue.SourceKiosk, Class: queue.Priority})
		case 5:
			h.Try(queue.Issue{Items: []string{items[0].Code, items[5].Code}, Source: queue.SourceKiosk})
		case 6, 7, 8:
			h.Try(queue.Next{Window: w.ID})
		case 9:
			h.Try(queue.Start{Window: w.ID})
		case 10:
			h.Try(queue.Pause{Window: w.ID, Reason: "tea", After: rapid.Bool().Draw(t, "after")})
		case 11:
			h.Try(queue.Resume{Window: w.ID})
		case 12:
			h.Try(queue.SignOut{Window: w.ID})
		}
	}
}

func TestALookSharesNothingThatLaterEventsChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := queuetest.New(t, 2)
		crowd(t, h, 40)
		look := Look(h.State, h.Now)
		k := untaught(h)
		before := fmt.Sprintf("%+v", look)
		told := New(k, 1).All(look)
		crowd(t, h, 40)
		if after := fmt.Sprintf("%+v", look); after != before {
			t.Fatalf("the look has changed:\n%s\n%s", before, after)
		}
		if again := New(k, 1).All(look); !reflect.DeepEqual(told, again) {
			t.Fatalf("the same look, another forecast")
		}
	})
}

func TestRangesAreInOrderAndNeverInThePast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := queuetest.New(t, 2)
		crowd(t, h, 60)
		look, k := Look(h.State, h.Now), untaught(h)
		for _, fc := range []*Forecast{New(k, 1).All(look), Rough(k, look)} {
			check := func(who string, r Range) {
				if r.Never {
					return
				}
				for _, x := range [][2]time.Time{{h.Now.Truncate(time.Millisecond), r.Low}, {r.Low, r.Median}, {r.Median, r.Likely}, {r.Likely, r.High}} {
					if x[1].Before(x[0]) {
						t.Fatalf("%s at %s: %+v", who, h.Now, r)
					}
				}
			}
			for n, r := range fc.Tickets {
				check(n, r)
			}
			for id, o := range fc.Themes {
				check(id, o.Range)
				if o.Fits < 0 || o.Fits > 100 {
					t.Fatalf("%s fits to %d %%", id, o.Fits)
				}
			}
			for tk := range h.State.Live {
				if _, ok := fc.Tickets[tk.Number]; ok != (tk.State == queue.Waiting) {
					t.Fatalf("%s is %s, in the forecast: %t", tk.Number, tk.State, ok)
				}
			}
		}
	})
}

func TestANumberIsToldTheSameAloneAsWithAllOthers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := queuetest.New(t, 2)
		crowd(t, h, 60)
		look, k := Look(h.State, h.Now), untaught(h)
		all, rough := New(k, 7).All(look), Rough(k, look)
		e := New(k, 7)
		for i, n := range slices.Sorted(maps.Keys(all.Tickets)) {
			if i%5 > 0 {
				continue
			}
			r := all.Tickets[n]
			if x, ok := e.Ticket(look, n); !ok || x != r {
				t.Fatalf("%s: alone %+v, with all %+v", n, x, r)
			}
			if x, ok := RoughTicket(k, look, n); !ok || x != rough.Tickets[n] {
				t.Fatalf("%s by formula: alone %+v, with all %+v", n, x, rough.Tickets[n])
			}
		}
		if _, ok := e.Ticket(look, "Z999"); ok {
			t.Fatal("a number that nobody has is told something")
		}
	})
}

func TestWhatOtherThemesDoChangesNothingWhereNoWindowServesBoth(t *testing.T) {
	h := apart(t, 2)
	busy(t, h)
	var mine []string
	for range 6 {
		mine = append(mine, h.Issue(t, "business"))
	}
	k := untaught(h)
	before := New(k, 3).All(Look(h.State, h.Now))
	for range 9 {
		h.Issue(t, "general")
	}
	h.Do(t, queue.Finish{Window: "5"})
	h.Do(t, queue.SignOut{Window: "5"})
	after := New(k, 3).All(Look(h.State, h.Now))
	for _, n := range mine {
		// On the first day who comes is taken from all who came, so it may differ by that.
		if before.Tickets[n] != after.Tickets[n] {
			t.Errorf("%s: %+v, then %+v", n, before.Tickets[n], after.Tickets[n])
		}
	}
	if before.Themes["general"] == after.Themes["general"] {
		t.Error("general has another hall now, and the same outlook")
	}
}

func TestAHallWithoutChanceIsForeseenExactly(t *testing.T) {
	h := apart(t, 2)
	k := clockwork(h)
	var numbers []string
	for range 8 { // ten minutes each
		numbers = append(numbers, h.IssueAs(t, queue.Issue{Items: []string{"A-2"}, Source: queue.SourceKiosk}))
	}
	h.Next(t, "1")
	h.Wait(24 * time.Second)
	h.Do(t, queue.Start{Window: "1"})
	h.Wait(4 * time.Minute)
	h.Next(t, "2")
	h.Wait(24 * time.Second)
	h.Do(t, queue.Start{Window: "2"})
	// Window 1 is free in 5:36, window 2 in 10:00, and a visit with its walk takes 10:24.
	want := []time.Duration{5*time.Minute + 36*time.Second, 10 * time.Minute, 16 * time.Minute, 20*time.Minute + 24*time.Second, 26*time.Minute + 24*time.Second}
	fc := New(k, 1).All(Look(h.State, h.Now))
	for i, w := range want {
		r := fc.Tickets[numbers[i+2]]
		for _, at := range []time.Time{r.Low, r.Median, r.Mean, r.Likely, r.High} {
			if off := at.Sub(h.Now) - w; off > time.Second || off < -time.Second {
				t.Errorf("%s is foreseen in %s, and comes in %s", numbers[i+2], at.Sub(h.Now), w)
			}
		}
		if r.Ahead != i {
			t.Errorf("%s has %d before, not %d", numbers[i+2], i, r.Ahead)
		}
	}
}

func TestTheSameReportsTeachTheSameAfterARestart(t *testing.T) {
	h := queuetest.New(t, 2)
	busy(t, h)
	h.Wait(7 * time.Minute)
	for _, w := range h.State.Windows {
		h.Do(t, queue.Finish{Window: w.ID})
	}
	h.Do(t, queue.CloseDay{})
	day := report.Of(h.State)
	b, err := day.Encode()
	if err != nil {
		t.Fatal(err)
	}
	read, err := report.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	set, cat := h.State.Settings, h.State.Catalogue
	k := Learn(set, cat, []*report.Day{day, day})
	if again := Learn(set, cat, []*report.Day{read, read}); !reflect.DeepEqual(k, again) {
		x, _ := json.Marshal(day.Lessons)
		t.Fatalf("learned another thing from the same report %s", x)
	}
	if reflect.DeepEqual(k, untaught(h)) {
		t.Fatal("a day has taught nothing")
	}
}
