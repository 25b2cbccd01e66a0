package cli

import (
	"context"
	"testing"
	"time"

	"onewindow/cli/demo"
)

func TestTimeGoesOnForAsLongAsADemonstrationIsLived(t *testing.T) {
	for _, empty := range []bool{true, false} {
		h, err := openDemo(t.TempDir(), demoOptions{hall: "LG-PH", at: "09:30", seed: 1, speed: 60, load: demo.Load, empty: empty})
		if err != nil {
			t.Fatal(err)
		}
		start := h.clock.Now()
		ctx, stop := context.WithCancel(t.Context())
		lived := make(chan struct{})
		go func() { defer close(lived); h.live(ctx, empty) }()
		tick := time.NewTicker(10 * time.Millisecond)
		for deadline := time.Now().Add(time.Minute); h.clock.Now().Sub(start) < 3*time.Minute; <-tick.C {
			if time.Now().After(deadline) {
				t.Fatalf("empty %v: %s have passed", empty, h.clock.Now().Sub(start))
			}
		}
		stop()
		<-lived
		for deadline, was := time.Now().Add(time.Minute), (time.Time{}); ; <-tick.C {
			now := h.clock.Now()
			if now.Equal(was) {
				break
			}
			if was = now; time.Now().After(deadline) {
				t.Fatalf("empty %v: time does not stop where nobody lives", empty)
			}
		}
		tick.Stop()
		if err := h.close(); err != nil {
			t.Error(err)
		}
	}
}
