package central

import (
	"slices"
	"testing"
	"time"

	"onewindow/queue"
	"onewindow/wire"
)

var noon = time.Date(2026, 11, 26, 4, 0, 0, 0, time.UTC) // 12:00 in the halls

// watched is a hall whose alerts are judged second by second.
type watched struct {
	t      *testing.T
	alarms ringing
	s      sighting
}

func watchHall(t *testing.T) *watched {
	return &watched{t: t, alarms: ringing{}, s: sighting{row: wire.HallRow{Hall: "LG-1", Standing: wire.HallOpen}, open: true, now: noon}}
}

// after lets time pass and says what rings then.
func (w *watched) after(d time.Duration) map[wire.HallAlertKind]wire.HallAlert {
	for range int(d / time.Second) {
		w.s.now = w.s.now.Add(time.Second)
		w.alarms.judge(&w.s)
	}
	if d == 0 {
		w.alarms.judge(&w.s)
	}
	is := map[wire.HallAlertKind]wire.HallAlert{}
	for _, a := range w.alarms.alerts() {
		is[a.Kind] = a
	}
	return is
}

// goes takes the hall's line away.
func (w *watched) goes() {
	w.s.away, w.s.row.Since, w.s.row.Standing = w.s.now, w.s.now, wire.HallAway
}

// comes brings the hall back.
func (w *watched) comes() { w.s.away, w.s.row.Standing = time.Time{}, wire.HallOpen }

func TestAnOpenHallThatIsAwayForAMinuteRingsAndAClosedOneDoesNot(t *testing.T) {
	w := watchHall(t)
	w.goes()
	if is := w.after(59 * time.Second); len(is) != 0 {
		t.Fatalf("after 59 s: %v", is)
	}
	if a := w.after(time.Second)[wire.AlertHallAway]; a.Level != queue.Warning || a.Hall != "LG-1" || a.Value != 60 {
		t.Fatalf("after a minute: %+v", a)
	}
	if a := w.after(4 * time.Minute)[wire.AlertHallAway]; a.Level != queue.Critical || a.Value != 300 {
		t.Errorf("after five minutes: %+v", a)
	}
	w.comes()
	if is := w.after(9 * time.Second); len(is) != 1 {
		t.Errorf("it has ended before the hall was there for ten seconds: %v", is)
	}
	if is := w.after(2 * time.Second); len(is) != 0 {
		t.Errorf("it goes on: %v", is)
	}
	closed := watchHall(t)
	closed.s.open = false
	closed.goes()
	if is := closed.after(10 * time.Minute); len(is) != 0 {
		t.Errorf("a hall that is closed rings: %v", is)
	}
}

func TestALineThatFlickersRingsOnce(t *testing.T) {
	w := watchHall(t)
	w.goes()
	first := w.after(90 * time.Second)[wire.AlertHallAway]
	for range 20 {
		w.comes()
		w.after(3 * time.Second)
		w.goes()
		w.after(5 * time.Second)
	}
	if a := w.after(0)[wire.AlertHallAway]; a.Since != first.Since || a.Since.IsZero() {
		t.Errorf("it rang again: %v, first %v", a.Since, first.Since)
	}
}

func TestALongWaitRingsAtItsThresholdAndEndsWellBelow(t *testing.T) {
	w := watchHall(t)
	longest := func(minutes int) (a wire.HallAlert, rings bool) {
		w.s.row.Figures.Longest = minutes * 60
		is := w.after(31 * time.Second)
		a, rings = is[wire.AlertHallWait]
		return a, rings
	}
	for _, step := range []struct {
		minutes int
		level   queue.AlertLevel
	}{{29, ""}, {30, queue.Warning}, {29, queue.Warning}, {24, queue.Warning}, {23, ""}, {29, ""}, {61, queue.Critical}, {40, queue.Critical}, {10, ""}} {
		a, rings := longest(step.minutes)
		if rings != (step.level != "") || a.Level != step.level {
			t.Fatalf("at %d minutes: rings %v at %q, want %q", step.minutes, rings, a.Level, step.level)
		}
		if rings && a.Value != step.minutes*60 && step.minutes >= 30 {
			t.Errorf("at %d minutes it says %d s", step.minutes, a.Value)
		}
	}
}

func TestACallForHelpRingsAtOnceAndStaysWhenTheLineIsLost(t *testing.T) {
	w := watchHall(t)
	w.s.row.Panics, w.s.row.Faulty = 1, 2
	if a := w.after(0)[wire.AlertHallPanic]; a.Level != queue.Critical || a.Value != 1 {
		t.Fatalf("it does not ring: %+v", a)
	}
	if is := w.after(time.Minute); len(is) != 2 {
		t.Fatalf("devices that do not work ring after a minute: %v", is)
	}
	w.goes()
	is := w.after(time.Hour)
	if _, ok := is[wire.AlertHallPanic]; !ok {
		t.Error("a threat is forgotten because the line is cut")
	}
	if _, ok := is[wire.AlertHallDevice]; ok {
		t.Error("a device of an hour ago still rings")
	}
	w.comes()
	w.s.row.Panics, w.s.row.Faulty = 0, 0
	if is := w.after(15 * time.Second); len(is) != 0 {
		t.Errorf("all is well: %v", is)
	}
}

func TestWhatTheCentreSeesItselfRings(t *testing.T) {
	w := watchHall(t)
	w.s.row.Standing, w.s.row.Why = wire.HallRefused, wire.RefuseUp(wire.CodeEpochForked)
	w.s.machine = []wire.Error{{Code: wire.CodeStorageFull}}
	w.s.row.Urgent = 2
	is := w.after(0)
	for kind, want := range map[wire.HallAlertKind]string{wire.AlertHallRefused: wire.CodeEpochForked, wire.AlertHallMachine: wire.CodeStorageFull, wire.AlertHallUrgent: ""} {
		if a, ok := is[kind]; !ok || a.Code != want {
			t.Errorf("%s: %+v", kind, a)
		}
	}
	w.s.row.Standing, w.s.row.Why = wire.HallCopied, nil
	is = w.after(0)
	if _, ok := is[wire.AlertHallCopied]; !ok {
		t.Error("a copy does not ring")
	}
}

func TestAPublicationThatAHallDoesNotRunRingsAfterAMinuteAndOneThatItRefusedAtOnce(t *testing.T) {
	w := watchHall(t)
	w.s.astray = 1
	if is := w.after(59 * time.Second); len(is) != 0 {
		t.Errorf("it rings while the hall may still take it: %v", is)
	}
	if a := w.after(2 * time.Second)[wire.AlertHallPart]; a.Level != queue.Warning || a.Value != 1 || a.Code != "" {
		t.Errorf("after a minute: %+v", a)
	}
	w.s.astray = 0
	if is := w.after(0); len(is) != 0 {
		t.Errorf("it goes on: %v", is)
	}
	w.s.astray, w.s.refused, w.s.code = 2, true, "bad_catalogue"
	if a := w.after(0)[wire.AlertHallPart]; a.Value != 2 || a.Code != "bad_catalogue" {
		t.Errorf("a refusal: %+v", a)
	}
	w.s.astray, w.s.refused, w.s.code = 0, false, ""
	if is := w.after(0); len(is) != 0 {
		t.Errorf("nothing is wanted any more, and it goes on: %v", is)
	}

	// What is published while a hall is away does not ring, nor when it comes back and
	// takes it.
	w.goes()
	w.s.open, w.s.astray = false, 1
	if is := w.after(10 * time.Minute); len(is) != 0 {
		t.Errorf("a hall that is away: %v", is)
	}
	w.comes()
	if is := w.after(10 * time.Second); len(is) != 0 {
		t.Errorf("a hall that has just come: %v", is)
	}
}

func TestTheGravestAlertComesFirst(t *testing.T) {
	list := []wire.HallAlert{
		{Hall: "b", Kind: wire.AlertHallDevice, Level: queue.Warning, Since: noon},
		{Hall: "b", Kind: wire.AlertHallAway, Level: queue.Critical, Since: noon},
		{Hall: "c", Kind: wire.AlertHallAway, Level: queue.Warning, Since: noon.Add(time.Second)},
		{Hall: "a", Kind: wire.AlertHallAway, Level: queue.Warning, Since: noon},
		{Hall: "a", Kind: wire.AlertHallPanic, Level: queue.Critical, Since: noon.Add(time.Hour)},
	}
	gravest(list)
	var got []string
	for _, a := range list {
		got = append(got, a.Hall+" "+string(a.Kind))
	}
	if want := []string{"a panic", "b away", "a away", "c away", "b device"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestEachKindOfAlertHasOneRule(t *testing.T) {
	seen := map[wire.HallAlertKind]bool{}
	for _, r := range rules {
		if seen[r.kind] {
			t.Errorf("%s twice", r.kind)
		}
		seen[r.kind] = true
	}
	for _, k := range []wire.HallAlertKind{wire.AlertHallAway, wire.AlertHallRefused, wire.AlertHallCopied, wire.AlertHallPanic, wire.AlertHallStopped,
		wire.AlertHallWait, wire.AlertHallUrgent, wire.AlertHallDevice, wire.AlertHallPart, wire.AlertHallMachine} {
		if !seen[k] {
			t.Errorf("nothing raises %s", k)
		}
	}
}
