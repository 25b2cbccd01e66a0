package demo

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"onewindow/queue/queuetest"
)

func TestTimeWaitsWherePeopleStandStill(t *testing.T) {
	var real time.Duration
	c := newClock(queuetest.Morning, 20, func() time.Duration { return real })
	want := func(what string, d time.Duration) {
		t.Helper()
		if got := c.Now().Sub(queuetest.Morning); got != d {
			t.Errorf("%s: %s have passed, want %s", what, got, d)
		}
	}
	for range 50 {
		real += 200 * time.Millisecond
		c.Beat()
	}
	want("ten seconds of life", 200*time.Second)
	real += 30 * time.Second
	want("a machine that stands still", 200*time.Second+20*time.Second)
	if d := c.After(c.Now().Add(time.Nanosecond)); d < time.Millisecond {
		t.Errorf("looks again after %s", d)
	}
	c.Beat()
	real += 200 * time.Millisecond
	want("life goes on", 200*time.Second+20*time.Second+4*time.Second)
	if d := c.After(c.Now().Add(time.Minute)); d != 3*time.Second {
		t.Errorf("a minute takes %s", d)
	}
}

func TestTimeNeverGoesBackAndNeverFasterThanItsPace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var real time.Duration
		pace := rapid.Float64Range(0.1, 100).Draw(t, "pace")
		c := newClock(queuetest.Morning, pace, func() time.Duration { return real })
		was := c.Now()
		for range rapid.IntRange(1, 30).Draw(t, "moments") {
			d := time.Duration(rapid.Int64Range(0, int64(5*time.Second)).Draw(t, "passes"))
			real += d
			if rapid.Bool().Draw(t, "beat") {
				c.Beat()
			}
			now := c.Now()
			if gone := now.Sub(was); gone < 0 || gone > time.Duration(float64(d)*pace)+time.Microsecond {
				t.Fatalf("%s pass in %s at %g", gone, d, pace)
			}
			was = now
		}
	})
}
