package caller

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// BenchmarkFortyStripsOnOneSlowLine is how long a call takes from Show to the last
// byte of its frame at the strip, with forty cards on a line of 9600 baud that are
// refreshed and asked at their usual times.
//
//	go test -run '^$' -bench FortyStrips -benchtime 600x ./caller
//
// Calls come at random as in a hall of forty windows with visits of 160 s: one in
// four seconds, and as often a window changes to something else. What happened long
// before does not delay a call, so gaps of more than 300 ms are shortened to between
// 300 and 700 ms; short ones are as frequent as they are by chance. The line's
// refreshing is so at its true speed.
func BenchmarkFortyStripsOnOneSlowLine(b *testing.B) {
	const n, gap = 40, 2 * time.Second // between changes of any kind
	l := build(b, plan{cards: n, baud: 9600, timing: usualTiming})
	signs := allSigns(n, SignIdle)
	l.strips.Show(signs, nil, Text{})
	prove(b, l, signs)
	var took []time.Duration
	b.ResetTimer()
	for i := range b.N {
		for d := nextGap(gap); ; d = nextGap(gap) {
			<-time.After(d)
			if rand.N(2) == 0 {
				break
			}
			change(signs, SignServing, 0)
			l.strips.Show(signs, nil, Text{})
		}
		w := change(signs, SignCalling, 100+i%900)
		text := "请" + signs[w].Number + "号"
		from := time.Now()
		l.strips.Show(signs, nil, Text{})
		took = append(took, l.arrival(b, w+1, text).Sub(from))
	}
	b.StopTimer()
	slices.Sort(took)
	at := func(q float64) float64 {
		return float64(took[min(int(math.Ceil(q*float64(len(took)))), len(took))-1]) / float64(time.Millisecond)
	}
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.99), "p99-ms")
	b.ReportMetric(at(1), "max-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkTwentyCallsAtOnceOnOneSlowLine is how long it takes until the last of twenty
// windows that call in the same moment shows its number.
func BenchmarkTwentyCallsAtOnceOnOneSlowLine(b *testing.B) {
	const n, at = 40, 20
	l := build(b, plan{cards: n, baud: 9600, timing: usualTiming})
	signs := allSigns(n, SignIdle)
	prove(b, l, signs)
	var last time.Duration
	b.ResetTimer()
	for i := range b.N {
		for w := range at {
			signs[w].State, signs[w].Number = SignCalling, fmt.Sprintf("B%03d", (i*at+w)%1000)
		}
		from := time.Now()
		l.strips.Show(signs, nil, Text{})
		for w := range at {
			within(b, time.Minute, "the call is there", func() bool { return l.text(w+1) == "请"+signs[w].Number+"号" })
		}
		last += time.Since(from)
		b.StopTimer()
		l.quiet(b)
		b.StartTimer()
	}
	b.ReportMetric(float64(last.Milliseconds())/float64(b.N), "last-ms")
	b.ReportMetric(0, "ns/op")
}

// nextGap is a gap of chance, shortened where it does not matter.
func nextGap(mean time.Duration) time.Duration {
	d := time.Duration(rand.ExpFloat64() * float64(mean))
	if d < 300*time.Millisecond {
		return d
	}
	return 300*time.Millisecond + rand.N(400*time.Millisecond)
}

// change puts a window that is not in a state into it and returns which.
func change(signs []Sign, state SignState, number int) int {
	w := rand.N(len(signs))
	signs[w].State, signs[w].Times = state, 1
	if state == SignCalling {
		signs[w].Number = fmt.Sprintf("A%03d", number)
	} else if signs[w].Number == "" {
		signs[w].Number = "B001"
	}
	return w
}

// prove lets each strip confirm its fonts, as it has after the first calls of a day.
func prove(b *testing.B, l *plant, signs []Sign) {
	for _, state := range []SignState{SignCalling, SignServing, SignIdle} {
		for i := range signs {
			signs[i].State = state
			signs[i].Number = fmt.Sprintf("A%03d", i)
		}
		l.strips.Show(signs, nil, Text{})
		for i := range signs {
			want := map[SignState]string{SignCalling: "请" + signs[i].Number + "号", SignServing: signs[i].Number, SignIdle: "请下一位"}[state]
			within(b, time.Minute, "all strips are there", func() bool { return l.text(i+1) == want })
		}
	}
	l.quiet(b)
}

// quiet waits until the strips were told and asked all, so that what is measured next
// is that alone.
func (l *plant) quiet(b *testing.B) {
	line := l.strips.lines[0]
	within(b, time.Minute, "all is said twice", func() bool {
		line.mu.Lock()
		defer line.mu.Unlock()
		return !slices.ContainsFunc(line.strips, func(s *lineStrip) bool { return !s.repeat.IsZero() || s.ask.Before(time.Now()) })
	})
}

// arrival waits for a text on strip i and returns when it came.
func (l *plant) arrival(b *testing.B, i int, text string) (at time.Time) {
	until(b, "the call is there", func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		for _, s := range l.seen {
			if s.screen.Name == fmt.Sprint("s", i) && s.screen.Text() == text {
				at = s.at
				l.seen = nil
				return true
			}
		}
		return false
	})
	return at
}
