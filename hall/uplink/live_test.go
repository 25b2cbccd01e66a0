package uplink_test

import (
	"fmt"
	"testing"
	"time"

	"onewindow/wire"
)

// last is what a hall told last, and how often it has told.
func (c *centre) last(hall string) (l wire.Live, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n = len(c.lives[hall]); n > 0 {
		l = c.lives[hall][n-1]
	}
	return l, n
}

func TestTheCentreKnowsHowTheHallIsWithoutAFlood(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	p := openProxy(t, c.url())
	h := openHall(t, t.TempDir())
	u := h.link(p.url("nats"), c.enrol(hallID))
	shows := func(waiting int) {
		t.Helper()
		within(t, 10*time.Second, func() string { return fmt.Sprintf("the centre sees %d waiting", waiting) }, func() bool {
			l, _ := c.last(hallID)
			return l.Seq == h.Last() && l.Figures.Waiting == waiting && l.Epoch == h.journal.Epoch() && l.Instance != ""
		})
	}
	shows(0)
	h.issue(200)
	shows(200)
	_, n := c.last(hallID)
	// Nothing happens, and it is told all the same, now and then.
	within(t, 10*time.Second, says("a quiet hall is heard"), func() bool { _, now := c.last(hallID); return now > n+1 })

	// What was said into a cut line is made good.
	p.set(func(p *proxy) { p.held = true })
	h.issue(5)
	p.cut()
	p.set(func(p *proxy) { p.held = false })
	isUp(t, u)
	shows(205)
	c.mu.Lock()
	defer c.mu.Unlock()
	close := 0
	for i := 1; i < len(c.liveAt); i++ {
		// They are sent 50 ms apart here; on the way two may come nearer to each other.
		if c.liveAt[i].Sub(c.liveAt[i-1]) < 10*time.Millisecond {
			close++
		}
	}
	if close > len(c.liveAt)/4 {
		t.Errorf("%d of %d came at once", close, len(c.liveAt))
	}
}
