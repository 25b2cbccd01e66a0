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
		now := start
		total := 0
		for range 200 {
			p.begin(now, total == 0)
			n := rapid.IntRange(1, p.most()).Draw(r, "n")
			total += n
			due := p.pass(n)
			if due.After(now) {
				now = due
			}
			now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(r, "late")) * time.Microsecond)
		}
		want := start.Add(time.Duration(total) * 10 * time.Second / time.Duration(baud))
		// A line that can keep up does; nothing passes early.
		if p.free.Before(want.Add(-time.Millisecond)) {
			r.Fatalf("%d bytes passed %v early", total, want.Sub(p.free))
		}
	})
}

func TestNothingPassesBeforeItCanHave(t *testing.T) {
	p := newPace(9600)
	now := time.Unix(1000, 0)
	p.begin(now, true)
	first := p.pass(96) // 0.1 s
	if d := first.Sub(now); d < 99*time.Millisecond || d > 101*time.Millisecond {
		t.Fatal(d)
	}
	// After a second of silence the line does not make up for it.
	now = first.Add(time.Second)
	p.begin(now, false)
	if d := p.pass(96).Sub(now); d < 99*time.Millisecond || d > 101*time.Millisecond {
		t.Fatal(d)
	}
}

func TestAnUnpacedLineNeverWaits(t *testing.T) {
	p := newPace(0)
	now := time.Unix(1000, 0)
	p.begin(now, true)
	if p.pass(1 << 20).After(now) {
		t.Fatal("an unpaced line waits")
	}
}
