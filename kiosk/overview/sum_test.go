package overview_test

import (
	"testing"
	"time"

	"onewindow/kiosk/overview"
	"onewindow/kiosk/words"
	"onewindow/queue"
	"onewindow/wire"
)

const today = "2026-11-25"

// open is a hall that is there, on an open day.
func open(hall string, f wire.Figures) wire.HallRow {
	return wire.HallRow{Hall: hall, Standing: wire.HallOpen, Day: today, Figures: f}
}

// sum is that of some halls.
func sum(halls ...wire.HallRow) (s overview.Sum) {
	for i := range halls {
		s.Add(overview.Of(&halls[i], today))
	}
	return s
}

func TestTheShareWithin15MinutesCountsEachHallByItsCalls(t *testing.T) {
	s := sum(open("a", wire.Figures{Called: 300, Within15: 60}), open("b", wire.Figures{Called: 100, Within15: 100}))
	if n, ok := s.Within(); !ok || n != 70 {
		t.Errorf("it is %d, %v; 60 %% of 300 and all of 100 are 70 %%", n, ok)
	}
	if _, ok := sum(open("a", wire.Figures{})).Within(); ok {
		t.Error("before the first call there is a share")
	}
}

func TestTheChangeComparesHallsOfWhichBothDaysAreKnown(t *testing.T) {
	a, b, c := open("a", wire.Figures{Issued: 90}), open("b", wire.Figures{Issued: 500}), open("c", wire.Figures{Issued: 30})
	a.Before, c.Before = &wire.SameTime{Issued: 100}, &wire.SameTime{Issued: 20}
	s := sum(a, b, c)
	if n, ok := s.Change(); !ok || n != 0 || s.Issued != 620 {
		t.Errorf("120 against 120 is %d, %v; %d were given in all", n, ok, s.Issued)
	}
	for _, tc := range []struct{ now, then, want int }{{115, 100, 15}, {85, 100, -15}, {2, 3, -33}, {4, 3, 33}, {1000, 1, 99900}} {
		a.Figures.Issued, a.Before = tc.now, &wire.SameTime{Issued: tc.then}
		if n, ok := sum(a).Change(); !ok || n != tc.want {
			t.Errorf("%d against %d is %d %%, not %d", tc.now, tc.then, n, tc.want)
		}
	}
	if _, ok := sum(b).Change(); ok {
		t.Error("a change is told of a hall of which last week is not known")
	}
	a.Before.Issued = 0
	if _, ok := sum(a).Change(); ok {
		t.Error("a change is told against none at all")
	}
}

func TestWhatAHallSaidLastOrYesterdayIsInNoSum(t *testing.T) {
	full := wire.Figures{Waiting: 9, Longest: 900, Called: 9, Within15: 50, Issued: 9, Open: 9}
	for _, st := range []wire.HallStanding{wire.HallAway, wire.HallRefused, wire.HallCopied, wire.HallNever} {
		h := open("a", full)
		h.Standing = st
		if s := sum(h); s.Waiting+s.Longest+s.Called+s.Issued+s.Open != 0 || s.Halls != 1 || s.There != 0 || s.Away+s.Refused+s.Never != 1 {
			t.Errorf("%s: %+v", st, s)
		}
	}
	old := open("a", full)
	old.Day = "2026-11-24"
	if s := sum(old); s.Issued+s.Called != 0 || s.There != 1 {
		t.Errorf("numbers of yesterday count as today's: %+v", s)
	}
	if s := sum(open("a", wire.Figures{Longest: 60}), open("b", full)); s.LongestAt != "b" || s.Longest != 900 {
		t.Errorf("the longest wait is said to be at %s, of %d s", s.LongestAt, s.Longest)
	}
}

func TestHallsAreRankedByHowMuchTheyNeedSomebody(t *testing.T) {
	ranks := []wire.HallRow{
		{Standing: wire.HallNever, Alerts: 3},
		{Standing: wire.HallClosed},
		{Standing: wire.HallOpen},
		{Standing: wire.HallOpen, Alerts: 1},
		{Standing: wire.HallOpen, Figures: wire.Figures{Longest: 15 * 60}},
		{Standing: wire.HallOpen, Faulty: 1},
		{Standing: wire.HallOpen, Urgent: 1},
		{Standing: wire.HallOpen, Figures: wire.Figures{Longest: 30 * 60}},
		{Standing: wire.HallAway},
		{Standing: wire.HallStopped},
		{Standing: wire.HallRefused},
		{Standing: wire.HallAway, Panics: 1},
	}
	for i := 1; i < len(ranks); i++ {
		if overview.Gravity(&ranks[i-1]) >= overview.Gravity(&ranks[i]) {
			t.Errorf("%+v is not graver than %+v", ranks[i], ranks[i-1])
		}
	}
}

func TestAnAlertOfAHallThatIsAwayGoesOnByItself(t *testing.T) {
	now := time.Date(2026, 11, 25, 10, 24, 0, 0, time.UTC)
	w := overview.Words{Lang: words.En, Now: now, Zone: time.UTC}
	for want, a := range map[string]wire.HallAlert{
		"away for 12 min": {Kind: wire.AlertHallAway, Level: queue.Critical, Since: now.Add(-12 * time.Minute), Value: 60},
		"away for 5 min":  {Kind: wire.AlertHallAway, Level: queue.Critical, Value: 300},
		"away for 17 h":   {Kind: wire.AlertHallAway, Level: queue.Critical, Since: now.Add(-17 * time.Hour)},
	} {
		if got := w.Alert(a); got != want {
			t.Errorf("it says %q, not %q", got, want)
		}
	}
}
