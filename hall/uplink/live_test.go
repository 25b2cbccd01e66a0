package uplink_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"onewindow/hall/uplink"
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

// asked notes when the hall was asked how it is.
type asked struct {
	uplink.Source
	mu sync.Mutex
	at []time.Time
}

func (a *asked) Standing() (wire.Live, bool) {
	a.mu.Lock()
	a.at = append(a.at, time.Now())
	a.mu.Unlock()
	return a.Source.Standing()
}

func TestTheCentreKnowsHowTheHallIsWithoutAFlood(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	p := openProxy(t, c.url())
	h := openHall(t, t.TempDir())
	asked := &asked{Source: h.Node}
	set := uplink.Settings{Hall: hallID, URLs: []string{p.url("nats")}, Seed: c.enrol(hallID)}
	set.Quick()
	u, err := uplink.Open(set, asked)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Close()
	shows := func(waiting int) {
		t.Helper()
		within(t, time.Minute, func() string { return fmt.Sprintf("the centre sees %d waiting", waiting) }, func() bool {
			l, _ := c.last(hallID)
			return l.Seq == h.Last() && l.Figures.Waiting == waiting && l.Epoch == h.journal.Epoch() && l.Instance != ""
		})
	}
	shows(0)
	h.issue(200)
	shows(200)
	_, n := c.last(hallID)
	// Nothing happens, and it is told all the same, now and then.
	within(t, time.Minute, says("a quiet hall is heard"), func() bool { _, now := c.last(hallID); return now > n+1 })

	// What was said into a cut line is made good.
	p.set(func(p *proxy) { p.held = true })
	h.issue(5)
	p.cut()
	p.set(func(p *proxy) { p.held = false })
	isUp(t, u)
	shows(205)
	asked.mu.Lock()
	defer asked.mu.Unlock()
	for i := 1; i < len(asked.at); i++ {
		if d := asked.at[i].Sub(asked.at[i-1]); d < uplink.QuickLive {
			t.Errorf("it was told again after %v", d)
		}
	}
}
