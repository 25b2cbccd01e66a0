package wait

import (
	"testing"

	"onewindow/queue"
	"onewindow/queue/queuetest"
	"onewindow/queue/report"
)

// attendedBy is a day on which those windows were there from nine to six.
func attendedBy(ids ...string) *report.Day {
	there := make([]int, halfHours)
	for i := 18; i < 36; i++ {
		there[i] = 30
	}
	d := &report.Day{Lessons: report.Lessons{Present: map[string][]int{}}}
	for _, id := range ids {
		d.Lessons.Present[id] = there
	}
	return d
}

// comesTomorrow is how likely a window, by its place in the settings, is taken to come, an
// hour before the hall opens.
func comesTomorrow(t *testing.T, set queue.Settings, days []*report.Day, window int) float64 {
	t.Helper()
	h := queuetest.Empty(t, set)
	h.Now = at("08:00")
	look := Look(h.State, h.Now)
	look.Date, look.Close = tomorrow, at("18:00")
	_, p := look.duty(Learn(h.State.Settings, h.State.Catalogue, days), window)
	return p
}

func TestWindowsThatTheHallHasNoMoreMakeNobodyAbsent(t *testing.T) {
	set := queuetest.Settings(2)
	all := []string{"1", "2", "3", "4", "5", "6"}
	var days []*report.Day
	for range 30 {
		days = append(days, attendedBy(append(all, "20", "21", "22")...))
	}
	for n := range 20 {
		days = append(days, attendedBy(all...))
		if p := comesTomorrow(t, set, days, 0); p != 1 {
			t.Fatalf("window 1 was there on each day, and %d days after others were given back comes with %.3f", n+1, p)
		}
	}
}

func TestAWindowWithAPlanOfItsOwnMakesNoOtherAbsent(t *testing.T) {
	set := queuetest.Settings(2)
	set.Windows[5].Duty = []queue.Session{{Open: 9 * 60, Close: 10 * 60}}
	var days []*report.Day
	for n := range 30 {
		ids := []string{"1", "2", "3", "4", "5", "6"}
		days = append(days, attendedBy(ids[:6-n%3/2]...))
	}
	if p := comesTomorrow(t, set, days, 0); p != 1 {
		t.Errorf("window 1 was there on each day, and comes with %.3f", p)
	}
}

func TestAWindowThatIsRarelyUsedSaysLittleOfOthers(t *testing.T) {
	set := queuetest.Settings(2)
	var days []*report.Day
	for n := range 40 {
		ids := []string{"1", "2", "3", "4", "5"}
		if n%5 < 3 {
			ids = append(ids, "6")
		}
		days = append(days, attendedBy(ids...))
	}
	if p := comesTomorrow(t, set, days, 0); p < 0.97 {
		t.Errorf("window 1 was there on each day, and comes with %.3f", p)
	}
	if p := comesTomorrow(t, set, days, 5); p < 0.6 || p > 0.85 {
		t.Errorf("window 6 was there on three of five days, and comes with %.3f", p)
	}
}

func TestANewWindowWasNotAbsentBefore(t *testing.T) {
	set := queuetest.Settings(2)
	var days []*report.Day
	for n := range 40 {
		ids := []string{"1", "2", "3", "4", "5"}
		if n >= 15 {
			ids = append(ids, "6")
		}
		days = append(days, attendedBy(ids...))
	}
	if p := comesTomorrow(t, set, days, 5); p != 1 {
		t.Errorf("window 6 was there on each day since it came, and comes with %.3f", p)
	}
}
