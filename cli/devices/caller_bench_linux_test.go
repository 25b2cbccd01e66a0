package devices

import (
	"context"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/caller/virtual"
	"onewindow/hall/lan"
	"onewindow/queue"
	"onewindow/wire"
)

// BenchmarkACallReachesItsStrip is how long after the answer to window.next the number
// is on the strip, with forty cards on a line of 9600 baud that are refreshed and asked
// at their usual times; and how long after the caller has heard of it.
//
//	go test -run '^$' -bench ACallReachesItsStrip -benchtime 300x ./cli/devices
//
// A window does something every two seconds on average: it calls, begins or ends.
// Longer pauses are shortened to between 300 and 700 ms; short ones are as frequent as
// they are by chance.
func BenchmarkACallReachesItsStrip(b *testing.B) {
	const n = 40
	s := openStage(b)
	shown := newSightings()
	var windows []string
	for w := 1; w <= n; w++ {
		windows = append(windows, strconv.Itoa(w))
	}
	line := hang(b, 9600, func(screen virtual.Screen) {
		shown.note(strings.TrimSuffix(screen.Name, "号窗口"), screen.Text(), time.Now())
	}, windows...)
	heard := newSightings()
	s.listen(b, settingsOf(b, line), heard)
	prove(s, line, windows)

	var answered, told []time.Duration
	b.ResetTimer()
	for len(answered) < b.N {
		<-time.After(pauseOfChance())
		w := windows[rand.N(n)]
		var state queue.WindowState
		s.Read(func(q *queue.State, _ time.Time) { state = q.Window(w).State })
		switch state {
		case queue.Calling:
			s.do(queue.Start{Window: w})
			continue
		case queue.WindowServing:
			s.do(queue.Finish{Window: w})
			continue
		}
		number := s.call(w)
		from := time.Now()
		at := shown.await(b, w, number)
		answered = append(answered, max(0, at.Sub(from)))
		told = append(told, at.Sub(heard.await(b, w, number)))
	}
	b.StopTimer()
	report := func(what string, all []time.Duration) {
		slices.Sort(all)
		at := func(q float64) float64 {
			return float64(all[min(int(math.Ceil(q*float64(len(all)))), len(all))-1]) / float64(time.Millisecond)
		}
		b.ReportMetric(at(0.5), what+"-p50-ms")
		b.ReportMetric(at(0.99), what+"-p99-ms")
		b.ReportMetric(at(1), what+"-max-ms")
	}
	report("answer", answered)
	report("heard", told)
	b.ReportMetric(0, "ns/op")
}

// listen runs a caller, and notes when it hears of which number at which window.
func (s *stage) listen(b *testing.B, set CallerSettings, heard *sightings) {
	client, err := s.net.Local(context.Background(), wire.Terminal{Role: wire.RoleCaller, Name: "caller"}, lan.Options{Clock: s.Now})
	if err != nil {
		b.Fatal(err)
	}
	register := NewRegister(client, quiet())
	c, err := NewCaller(set, client.Now, client, register, quiet())
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	watch, passed := client.Watch([]wire.Topic{wire.TopicSigns}), make(chan wire.Message)
	var all sync.WaitGroup
	all.Go(func() { register.Run(ctx) })
	all.Go(func() { c.run(ctx, passed) })
	all.Go(func() {
		for m := range watch.C() {
			at := time.Now()
			select {
			case passed <- m:
			case <-ctx.Done():
				return
			}
			var signs wire.Signs
			if json.Unmarshal(m.Data, &signs) == nil {
				for _, w := range signs.Windows {
					heard.note(w.Window, w.Number, at)
				}
			}
		}
	})
	b.Cleanup(func() {
		cancel()
		watch.Close()
		all.Wait()
		client.Close()
	})
}

// prove lets each card show each kind of face once, as it has after the first calls of
// a day: the caller then knows that it can.
func prove(s *stage, line *strips, windows []string) {
	numbers := map[string]string{}
	for _, w := range windows {
		numbers[w] = s.call(w)
	}
	for _, w := range windows {
		line.shows(w, "请"+numbers[w])
	}
	for _, w := range windows {
		s.do(queue.Start{Window: w})
	}
	for _, w := range windows {
		line.shows(w, "办理中")
		s.do(queue.Finish{Window: w})
	}
	for _, w := range windows {
		line.shows(w, "请下一位")
	}
}

// pauseOfChance is a pause of two seconds on average, shortened where that does not
// matter.
func pauseOfChance() time.Duration {
	d := time.Duration(rand.ExpFloat64() * float64(2*time.Second))
	if d < 300*time.Millisecond {
		return d
	}
	return 300*time.Millisecond + rand.N(400*time.Millisecond)
}

// sightings are what was seen at windows, and when first.
type sightings struct {
	mu  sync.Mutex
	all map[string][]sighting
}

type sighting struct {
	text string
	at   time.Time
}

func newSightings() *sightings { return &sightings{all: map[string][]sighting{}} }

func (s *sightings) note(window, text string, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if seen := s.all[window]; len(seen) == 0 || seen[len(seen)-1].text != text {
		s.all[window] = append(seen, sighting{text, at})
	}
}

// await waits until a number was seen at a window, and is when.
func (s *sightings) await(b *testing.B, window, number string) (at time.Time) {
	b.Helper()
	for end := time.Now().Add(20 * time.Second); ; {
		s.mu.Lock()
		for _, one := range s.all[window] {
			if strings.Contains(one.text, number) {
				at = one.at
				break
			}
		}
		s.mu.Unlock()
		if !at.IsZero() {
			return at
		}
		if time.Now().After(end) {
			b.Fatalf("in twenty seconds %s is not seen at window %s", number, window)
		}
		<-time.After(time.Millisecond)
	}
}
