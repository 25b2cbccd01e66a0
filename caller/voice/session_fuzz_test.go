package voice_test

import (
	"context"
	"sync"
	"testing"
	"time"

	. "onewindow/caller/voice"
)

// FuzzSession: whatever a device answers, a sentence comes to its end or to an
// error in time, begins once at most, and the session ends when it is told to.
func FuzzSession(f *testing.F) {
	f.Add([]byte{0x41, 0x4F, 0x41, 0x4F})
	f.Add([]byte{0x4A, 0x45, 0x45, 0x00, 0xFF})
	f.Add([]byte{0x41, 0x4E, 0x41, 0x4E, 0x4E})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, answers []byte) {
		l := newLine()
		ctx, cancel := context.WithCancel(context.Background())
		var all sync.WaitGroup
		all.Go(func() { // answers the next byte to every frame, round and round
			for i := 0; ; i++ {
				select {
				case <-l.toDevice:
					if len(answers) > 0 {
						l.toHost <- []byte{answers[2*i%len(answers)], answers[(2*i+1)%len(answers)]}
					}
				case <-ctx.Done():
					return
				}
			}
		})
		quick := Timing{Accept: time.Millisecond, Probe: time.Millisecond, Syllable: 100 * time.Microsecond, Slack: time.Millisecond, Watch: time.Millisecond, Retry: time.Millisecond}
		m := NewModule(SYN6288(), ModuleOptions{Baud: 4000000, Timing: quick})
		all.Go(func() { _ = m.Session(ctx, l) })
		begun := time.Now()
		for range 5 {
			n := 0
			err := m.Say(ctx, plainText("请到三号窗口，请到三号窗口"), Manner{5, 5}, func() { n++ })
			if n > 1 || err == nil && n != 1 {
				t.Errorf("began %d times, error %v", n, err)
			}
		}
		if d := time.Since(begun); d > 20*time.Second {
			t.Errorf("five sentences took %s", d)
		}
		cancel()
		all.Wait()
	})
}
