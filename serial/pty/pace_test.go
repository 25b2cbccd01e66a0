package pty

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestABusyLineLosesNoTimeThatTheMachineOversleeps(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		baud := rapid.SampledFrom([]int{9600, 19200, 38400, 115200}).Draw(r, "baud")
		p := newPace(baud)
		start := time.Unix(1000, 0)
		p.begin(start, 0)
		total := 0
		for range 20 {
			n := rapid.IntRange(1, 200).Draw(r, "n")
			late := rapid.Int64Range(0, int64(rxSlack)).Draw(r, "late")
			p.begin(p.free.Add(time.Duration(late)), rxSlack)
			p.pass(n)
			total += n
		}
		want := time.Duration(total) * 10 * time.Second / time.Duration(baud)
		// What is lost is the rounding of a byte's time to a nanosecond.
		if lost := want - p.free.Sub(start); lost < 0 || lost > time.Duration(total) {
			r.Fatalf("%d bytes took %v, want %v", total, p.free.Sub(start), want)
		}
	})
}

func TestNothingPassesBeforeItCanHave(t *testing.T) {
	p := newPace(9600)
	now := time.Unix(1000, 0)
	p.begin(now, 0)
	first := p.pass(96) // 0.1 s
	if d := first.Sub(now); d < 99*time.Millisecond || d > 101*time.Millisecond {
		t.Fatal(d)
	}
	// After a second of silence the line does not make up for it.
	now = first.Add(time.Second)
	p.begin(now, rxSlack)
	if d := p.pass(96).Sub(now); d < 99*time.Millisecond || d > 101*time.Millisecond {
		t.Fatal(d)
	}
}

func TestAnUnpacedLineNeverWaits(t *testing.T) {
	p := newPace(0)
	now := time.Unix(1000, 0)
	p.begin(now, 0)
	if p.pass(1 << 20).After(now) {
		t.Fatal("an unpaced line waits")
	}
}
