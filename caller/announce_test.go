package caller

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var morning = time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC)

// sec is a moment some seconds into the morning.
func sec(s int) time.Time { return morning.Add(time.Duration(s) * time.Second) }

// called is a call to window 3 made at a second.
func called(number string, s, times int, zones ...string) Call {
	return Call{Number: number, Window: "w3", Label: "3", Zones: zones, At: sec(s), Times: times}
}

// running is an announcer that has been there before the first call.
func running(zones ...string) *Announcer {
	a := NewAnnouncer(zones)
	a.Calls(sec(0), nil)
	return a
}

// story says in words what an announcer does next, and lets it be said.
func story(a *Announcer, now time.Time) string {
	var all []string
	for {
		n, ok, dropped := a.Next(now)
		all = append(all, losses(dropped)...)
		if !ok {
			return strings.Join(all, " ")
		}
		s := n.Call.Number
		if n.Again {
			s += "+"
		}
		if n.Short {
			s += "-"
		}
		all = append(all, s)
		a.Began()
		all = append(all, losses(a.Ended(true))...)
	}
}

func losses(dropped []Dropped) (all []string) {
	for _, d := range dropped {
		all = append(all, d.Call.Number+":"+string(d.Reason))
	}
	return all
}

func TestCallsAreSaidInTheOrderInWhichTheyWereMade(t *testing.T) {
	a := running()
	a.Calls(sec(5), []Call{called("B2", 4, 1), called("A1", 3, 1), called("C3", 5, 1)})
	if got := story(a, sec(5)); got != "A1 B2 C3" {
		t.Errorf("said %q", got)
	}
	a.Calls(sec(6), []Call{called("A1", 3, 1), called("B2", 4, 1), called("C3", 5, 1), called("D4", 6, 1)})
	if got := story(a, sec(6)); got != "D4" {
		t.Errorf("then said %q", got)
	}
}

func TestOneIsSaidAtATime(t *testing.T) {
	a := running()
	a.Calls(sec(1), []Call{called("A1", 1, 1), called("B2", 1, 1)})
	if _, ok, _ := a.Next(sec(1)); !ok {
		t.Fatal("nothing to say")
	}
	if n, ok, _ := a.Next(sec(2)); ok {
		t.Errorf("%s was to be said over another", n.Call.Number)
	}
}

func TestAListenerOfAZoneHearsItsCallsOnly(t *testing.T) {
	list := []Call{called("A1", 1, 1, "z1"), called("B2", 2, 1, "z2"), called("C3", 3, 1, "z1", "z2"), called("D4", 4, 1)}
	for want, zones := range map[string][]string{"A1 C3 D4": {"z1"}, "B2 C3 D4": {"z2"}, "A1 B2 C3 D4": nil, "A1 B2 C3 D4 ": {"*"}} {
		a := running(zones...)
		if d := a.Calls(sec(5), list); len(d) > 0 {
			t.Errorf("zones %q: dropped %v", zones, d)
		}
		if got := story(a, sec(5)); got != strings.TrimSpace(want) {
			t.Errorf("zones %q hear %q, want %q", zones, got, want)
		}
	}
}

func TestWhoCameIsNotCalledAnyMore(t *testing.T) {
	a := running()
	a.Calls(sec(1), []Call{called("A1", 1, 1), called("B2", 1, 1)})
	if got := losses(a.Calls(sec(2), []Call{called("B2", 1, 1)})); !slices.Equal(got, []string{"A1:over"}) {
		t.Errorf("dropped %q", got)
	}
	if got := story(a, sec(2)); got != "B2" {
		t.Errorf("said %q", got)
	}
}

func TestWhoeverIsCalledForAMinuteIsNotSaidAnyMore(t *testing.T) {
	a := running()
	a.Calls(sec(1), []Call{called("A1", 1, 1), called("B2", 20, 1)})
	if got := story(a, sec(62)); got != "A1:stale B2-" {
		t.Errorf("said %q", got)
	}
	if got := story(a, sec(63)); got != "" {
		t.Errorf("then said %q", got)
	}
}

func TestACallThatIsTenSecondsBehindIsSaidInFewWords(t *testing.T) {
	a := running()
	a.Calls(sec(1), []Call{called("A1", 1, 1), called("B2", 2, 1)})
	if got := story(a, sec(11)); got != "A1- B2" {
		t.Errorf("said %q", got)
	}
}

func TestARecallIsAnotherCall(t *testing.T) {
	a := running()
	a.Calls(sec(1), []Call{called("A1", 1, 1)})
	first := story(a, sec(1))
	a.Calls(sec(20), []Call{called("A1", 20, 2)})
	if second := story(a, sec(20)); first != "A1" || second != "A1+" {
		t.Errorf("said %q, then %q", first, second)
	}
}

func TestARecallTakesThePlaceOfTheCallThatNobodyHeard(t *testing.T) {
	a := running()
	a.Calls(sec(1), []Call{called("A1", 1, 1), called("B2", 2, 1)})
	if got := losses(a.Calls(sec(4), []Call{called("B2", 2, 1), called("A1", 4, 2)})); !slices.Equal(got, []string{"A1:replaced"}) {
		t.Errorf("dropped %q", got)
	}
	if got := story(a, sec(4)); got != "A1 B2" { // and not as a recall: it is the first that is heard
		t.Errorf("said %q", got)
	}
}

func TestARecallWhileTheCallIsBeingSaidComesAfterIt(t *testing.T) {
	a := running()
	a.Calls(sec(1), []Call{called("A1", 1, 1)})
	a.Next(sec(1))
	a.Began()
	if d := a.Calls(sec(2), []Call{called("A1", 2, 2)}); len(d) > 0 {
		t.Errorf("dropped %v", d)
	}
	a.Ended(true)
	if got := story(a, sec(3)); got != "A1+" {
		t.Errorf("said %q", got)
	}
}

func TestAfterARestartOnlyWhatIsFreshIsSaid(t *testing.T) {
	a := NewAnnouncer(nil)
	list := []Call{called("A1", 1, 1), called("B2", 16, 2), called("C3", 18, 1)}
	if got := losses(a.Calls(sec(20), list)); !slices.Equal(got, []string{"A1:earlier"}) {
		t.Errorf("dropped %q", got)
	}
	if got := story(a, sec(20)); got != "B2+ C3" {
		t.Errorf("said %q", got)
	}
	if d := a.Calls(sec(21), list); len(d) > 0 || story(a, sec(21)) != "" {
		t.Errorf("the same list again dropped %v", d)
	}
}

func TestAfterARestartWhatAVoiceHasBegunIsNotSaidAgainHoweverFresh(t *testing.T) {
	a := NewAnnouncer(nil)
	heard := called("A1", 19, 1)
	heard.Heard = true
	if got := losses(a.Calls(sec(20), []Call{heard, called("B2", 19, 2)})); !slices.Equal(got, []string{"A1:earlier"}) {
		t.Errorf("dropped %q", got)
	}
	if got := story(a, sec(20)); got != "B2+" {
		t.Errorf("said %q", got)
	}
}

func TestWithAClockThatIsWrongNothingOldIsTakenForNew(t *testing.T) {
	a := NewAnnouncer(nil)
	if got := losses(a.Calls(sec(20), []Call{called("A1", 3600, 1)})); !slices.Equal(got, []string{"A1:earlier"}) {
		t.Errorf("dropped %q", got)
	}
}

func TestACallThatLeavesTheListAndComesBackIsNotSaidTwice(t *testing.T) {
	a := running()
	list := []Call{called("A1", 1, 1)}
	a.Calls(sec(1), list)
	story(a, sec(1))
	a.Calls(sec(2), nil)
	a.Calls(sec(3), list)
	if got := story(a, sec(3)); got != "" {
		t.Errorf("said %q", got)
	}
}

func TestWhatWasCutOffIsSaidAgainOnceAndThenGivenUp(t *testing.T) {
	a := running()
	a.Calls(sec(1), []Call{called("A1", 1, 1), called("B2", 2, 1)})
	for range 2 {
		n, ok, _ := a.Next(sec(3))
		if !ok || n.Call.Number != "A1" {
			t.Fatalf("next is %+v", n)
		}
		a.Began()
		if d := a.Ended(false); n.Call.Number != "A1" || len(d) > 0 && d[0].Reason != UnsaidFailed {
			t.Errorf("dropped %v", d)
		}
	}
	if got := story(a, sec(4)); got != "B2" {
		t.Errorf("said %q", got)
	}
}

func TestWhatCouldNotBeBegunWaitsForTheVoice(t *testing.T) {
	a := running()
	a.Calls(sec(1), []Call{called("A1", 1, 1)})
	for s := 2; s < 9; s++ {
		if n, ok, _ := a.Next(sec(s)); !ok || n.Short {
			t.Fatalf("next is %+v, %v", n, ok)
		}
		if d := a.Ended(false); len(d) > 0 {
			t.Fatalf("dropped %v", d)
		}
	}
	if got := story(a, sec(20)); got != "A1-" {
		t.Errorf("said %q", got)
	}
}

func TestACallThatEndsWhileItIsCutOffIsToldAsUnsaid(t *testing.T) {
	a := running()
	a.Calls(sec(1), []Call{called("A1", 1, 1)})
	a.Next(sec(1))
	a.Began()
	if d := a.Calls(sec(2), nil); len(d) > 0 {
		t.Errorf("dropped %v while it was said", d)
	}
	if got := losses(a.Ended(false)); !slices.Equal(got, []string{"A1:over"}) {
		t.Errorf("dropped %q", got)
	}
}

func TestInQuietHoursNothingIsKeptForLater(t *testing.T) {
	a := running()
	a.Calls(sec(1), []Call{called("A1", 1, 1), called("B2", 1, 1)})
	if got := losses(a.Hush(UnsaidQuiet)); !slices.Equal(got, []string{"A1:quiet", "B2:quiet"}) {
		t.Errorf("dropped %q", got)
	}
	if got := story(a, sec(2)); got != "" {
		t.Errorf("said %q", got)
	}
}

func TestWhatWasOpenWhileNobodyWasCalledIsNotSaidAfterwards(t *testing.T) {
	a := running()
	open := []Call{called("A1", 1, 1), called("B2", 1, 1)}
	a.Calls(sec(1), open)
	if got := losses(a.Hush(UnsaidStopped)); !slices.Equal(got, []string{"A1:stopped", "B2:stopped"}) {
		t.Errorf("dropped %q", got)
	}
	a.Calls(sec(90), open)
	if got := losses(a.Hush(UnsaidStopped)); len(got) > 0 {
		t.Errorf("dropped again %q", got)
	}
	a.Calls(sec(91), append(open, called("C3", 91, 1)))
	if got := story(a, sec(91)); got != "C3" {
		t.Errorf("said %q", got)
	}
}

func TestWhatThisVoiceCannotSayIsGivenUpAtOnce(t *testing.T) {
	a := running()
	a.Calls(sec(1), []Call{called("A1", 1, 1), called("B2", 2, 1)})
	a.Next(sec(2))
	if got := losses(a.Refused()); !slices.Equal(got, []string{"A1:failed"}) {
		t.Errorf("dropped %q", got)
	}
	if got := story(a, sec(2)); got != "B2" {
		t.Errorf("said %q", got)
	}
}

// TestNoCallIsLostWithoutAWord lives through random mornings beside a simple book
// of what has to become of every call.
func TestNoCallIsLostWithoutAWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := NewAnnouncer(nil)
		now := sec(0)
		var list []Call
		fate := map[callID]string{} // "" waits, "now", "said", or why it was dropped
		begun := map[callID]int{}   // without getting to the end
		var speaking *callID
		first, serial := true, 0

		drop := func(dropped []Dropped) {
			for _, d := range dropped {
				id := idOf(d.Call)
				was, known := fate[id]
				if !known || was != "" && was != "now" {
					t.Fatalf("%v was dropped as %s after %q", id, d.Reason, was)
				}
				if speaking != nil && *speaking == id {
					t.Fatalf("%v was dropped while it is being said", id)
				}
				age := now.Sub(d.Call.At)
				listed := slices.ContainsFunc(list, func(c Call) bool { return idOf(c) == id })
				switch d.Reason {
				case UnsaidStale:
					if age <= stale {
						t.Fatalf("%v is stale after %s", id, age)
					}
				case UnsaidOver, UnsaidReplaced:
					if listed {
						t.Fatalf("%v is %s and still listed", id, d.Reason)
					}
				case UnsaidEarlier:
					if !first || age <= fresh {
						t.Fatalf("%v is from before, %s old", id, age)
					}
				}
				fate[id] = string(d.Reason)
			}
		}
		hand := func() {
			for _, c := range list {
				if _, ok := fate[idOf(c)]; !ok {
					fate[idOf(c)] = ""
				}
			}
			shuffled := rapid.Permutation(list).Draw(t, "order")
			drop(a.Calls(now, shuffled))
			first = false
			for id, f := range fate { // nobody who left the list may wait
				listed := slices.ContainsFunc(list, func(c Call) bool { return idOf(c) == id })
				if f == "" && !listed {
					t.Fatalf("%v is over and nobody was told", id)
				}
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"time passes": func(t *rapid.T) {
				now = now.Add(time.Duration(rapid.IntRange(0, 20000).Draw(t, "ms")) * time.Millisecond)
			},
			"nothing happens for long": func(t *rapid.T) { now = now.Add(time.Duration(rapid.IntRange(20, 70).Draw(t, "s")) * time.Second) },
			"a number is called": func(t *rapid.T) {
				serial++
				back := time.Duration(rapid.IntRange(0, 8000).Draw(t, "late")) * time.Millisecond
				list = append(list, Call{Number: fmt.Sprintf("A%03d", serial), Window: rapid.SampledFrom([]string{"w1", "w2"}).Draw(t, "window"), At: now.Add(-back), Times: 1})
				hand()
			},
			"a number is called again": func(t *rapid.T) {
				if len(list) == 0 {
					t.Skip()
				}
				c := &list[rapid.IntRange(0, len(list)-1).Draw(t, "which")]
				c.Times, c.At = c.Times+1, now
				hand()
			},
			"somebody comes": func(t *rapid.T) {
				if len(list) == 0 {
					t.Skip()
				}
				i := rapid.IntRange(0, len(list)-1).Draw(t, "which")
				list = slices.Delete(list, i, i+1)
				hand()
			},
			"the same list again": func(*rapid.T) { hand() },
			"the loudspeaker is free": func(t *rapid.T) {
				n, ok, dropped := a.Next(now)
				drop(dropped)
				if !ok {
					for id, f := range fate {
						if f == "" && speaking == nil {
							t.Fatalf("%v waits and nothing is said", id)
						}
					}
					return
				}
				id := idOf(n.Call)
				if speaking != nil {
					t.Fatalf("%v is said over %v", id, *speaking)
				}
				if fate[id] != "" || now.Sub(n.Call.At) > stale || !slices.ContainsFunc(list, func(c Call) bool { return idOf(c) == id }) {
					t.Fatalf("%v is said: %q", id, fate[id])
				}
				for _, c := range list {
					// A recall may have the place of an older call that nobody heard.
					if fate[idOf(c)] == "" && c.At.Before(n.Call.At) && n.Call.Times == 1 {
						t.Fatalf("%v is said before %v", id, idOf(c))
					}
				}
				if age := now.Sub(n.Call.At); n.Call.Times == 1 && n.Short != (age >= behind) {
					t.Fatalf("%v is %s behind, in few words: %v", id, age, n.Short)
				}
				speaking, fate[id] = &id, "now"
			},
			"it has been said": func(t *rapid.T) {
				if speaking == nil {
					t.Skip()
				}
				a.Began()
				id := *speaking
				speaking, fate[id] = nil, "said"
				drop(a.Ended(true))
			},
			"it fails": func(t *rapid.T) {
				if speaking == nil {
					t.Skip()
				}
				id := *speaking
				if rapid.Bool().Draw(t, "in the middle") {
					a.Began()
					if begun[id]++; begun[id] > tries {
						t.Fatalf("%v was begun %d times", id, begun[id])
					}
				}
				speaking, fate[id] = nil, ""
				drop(a.Ended(false))
			},
		})
		if len(a.calls) > len(fate) {
			t.Fatalf("%d calls are remembered of %d", len(a.calls), len(fate))
		}
		// Later everything is told, and nothing is remembered that is over.
		if speaking != nil {
			a.Began()
			fate[*speaking] = "said"
			speaking = nil
			drop(a.Ended(true))
		}
		now = now.Add(2 * stale)
		list = nil
		hand()
		if waits := slices.Collect(maps.Values(fate)); slices.Contains(waits, "") {
			t.Fatalf("somebody is lost: %v", fate)
		}
		if len(a.calls) > 0 {
			t.Fatalf("%d calls are remembered for ever", len(a.calls))
		}
	})
}
