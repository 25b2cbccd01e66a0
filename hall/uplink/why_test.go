package uplink_test

import (
	"strings"
	"testing"
	"time"

	"onewindow/hall/uplink"
)

func TestWhyThereIsNoLinkIsWhyTheNewestTryFailed(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	seed := c.enrol(hallID)
	p := openProxy(t, c.url())
	c.stop()
	h := openHall(t, t.TempDir())
	u := h.link(p.url("nats"), seed, (*uplink.Settings).HastyDial)
	why := func(text string) {
		t.Helper()
		within(t, time.Minute, func() string { return "it says " + text + ", not " + u.State().Why }, func() bool { return strings.Contains(u.State().Why, text) })
	}
	why("EOF") // the line ends where nobody answers

	// From now on the centre is reached, and not heard.
	p.set(func(p *proxy) { p.mute = true })
	c.start()
	why("the connection is not made within")
	p.set(func(p *proxy) { p.mute = false })
	isUp(t, u)

	p.close()
	why("connection refused")
}
