package figures_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/kiosk/figures"
)

func TestPeriodsFollowEachOtherWithoutGaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SampledFrom([]figures.Period{figures.ByDay, figures.ByWeek, figures.ByMonth}).Draw(t, "period")
		date := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 3000).Draw(t, "day"))
		from, to := p.Around(date)
		next, _ := p.Around(p.Step(date, 1))
		_, before := p.Around(p.Step(date, -1))
		switch {
		case date.Before(from) || date.After(to):
			t.Fatalf("%s of %v is %v to %v", p, date, from, to)
		case !next.Equal(to.AddDate(0, 0, 1)) || !before.Equal(from.AddDate(0, 0, -1)):
			t.Fatalf("%s %v to %v: the one before ends on %v, the next begins on %v", p, from, to, before, next)
		}
	})
	if from, to := figures.ByWeek.Around(time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC)); from.Weekday() != time.Monday || to.Weekday() != time.Sunday {
		t.Errorf("a week goes from %v to %v", from.Weekday(), to.Weekday())
	}
}
