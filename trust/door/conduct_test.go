package door

import (
	"testing"
	"time"
)

func TestStrikesRunDownAndBarForAWhile(t *testing.T) {
	t.Parallel()
	c := &Conduct{}
	now := time.Now()
	// A terminal that errs now and then is never cut.
	for range 10_000 {
		now = now.Add(10 * time.Millisecond)
		if log, out := c.Strike("a", StrikeRefused, now); !log || out {
			t.Fatal("a slow sinner was cut")
		}
	}
	outs, quiet := 0, 0
	for range strikesOut + 10 {
		log, out := c.Strike("a", StrikeRefused, now)
		if out {
			outs++
		}
		if !log {
			quiet++
		}
	}
	if outs != 1 || quiet == 0 {
		t.Errorf("cut %d times, %d not logged", outs, quiet)
	}
	if !c.Barred("a", now.Add(BarTime-1)) || c.Barred("a", now.Add(BarTime)) || c.Barred("b", now) {
		t.Error("barred for the wrong time, or the wrong terminal")
	}
	c.Forget("a")
	if c.Barred("a", now) {
		t.Error("not forgotten")
	}
}
