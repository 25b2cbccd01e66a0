package halls

import (
	"fmt"
	"testing"
	"time"

	"onewindow/central/network"
)

func TestWhatIsNotedWhileTheRegistryIsReadIsNewer(t *testing.T) {
	t.Parallel()
	m := newMembers(nil, nil)
	before := time.Now().Add(-time.Minute)
	list := []network.Enrolled{{Hall: "A", Key: "a"}, {Hall: "B", Key: "b"}, {Hall: "C", Key: "c"}}
	if c := m.merge(list, before); fmt.Sprint(c) != "{[A B C] [] []}" {
		t.Fatal(c)
	}
	m.set("A", "")   // revoked
	m.set("B", "b2") // another machine
	m.set("D", "d")  // enrolled
	if c := m.merge(list, before.Add(time.Second)); fmt.Sprint(c) != "{[] [] []}" {
		t.Error(c)
	}
	for hall, want := range map[string]bool{"A": false, "B": true, "C": true, "D": true} {
		if m.has(hall) != want {
			t.Errorf("%s: %v", hall, m.has(hall))
		}
	}
	// A look that began later prevails.
	if c := m.merge([]network.Enrolled{{Hall: "A", Key: "a3"}, {Hall: "B", Key: "b3"}}, time.Now().Add(time.Second)); fmt.Sprint(len(c.came), len(c.rekeyed), len(c.went)) != "1 1 2" {
		t.Error(c)
	}
}

func TestVisitsComeBackWithTime(t *testing.T) {
	t.Parallel()
	var v visits
	now := time.Now()
	for n := range visitsAtOnce {
		if v.tooMany("A", now) {
			t.Fatalf("the %d. is too many", n+1)
		}
	}
	if !v.tooMany("A", now) || v.tooMany("B", now) {
		t.Error("not bounded, or not for each hall")
	}
	if v.tooMany("A", now.Add(3*time.Second)) || !v.tooMany("A", now.Add(3*time.Second)) {
		t.Error("one comes back in two seconds")
	}
}
