package uplink_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/hall/uplink"
	"onewindow/wire"
)

// goroutines are those of the link and its library.
func goroutines() (all []string) {
	b := make([]byte, 1<<20)
	for _, g := range strings.Split(string(b[:runtime.Stack(b, true)]), "\n\n") {
		if strings.Contains(g, "hall/uplink.") || strings.Contains(g, "nats-io/nats%2ego.(*Conn)") {
			all = append(all, g)
		}
	}
	return all
}

// It is not parallel: the others' links would be counted.
func TestAClosedLinkLeavesNothingBehind(t *testing.T) {
	c := openCentre(t, how{})
	h := openHall(t, t.TempDir())
	seed := c.enrol(hallID)
	c.nc.Close() // its own goroutines
	mute, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer mute.Close()
	for name, url := range map[string]string{
		"a centre that is there":         c.url(),
		"nobody":                         "nats://127.0.0.1:1",
		"somebody who says nothing":      "nats://" + mute.Addr().String(),
		"a centre that comes at the end": c.url(),
	} {
		u := h.link(url, seed)
		if name == "a centre that is there" {
			within(t, time.Minute, says("it is connected"), func() bool { return strings.Contains(u.State().Why, "service does not run") })
		}
		u.Close()
		u.Close()
		within(t, time.Minute, func() string { return fmt.Sprintf("%s: all ends:\n%s", name, strings.Join(goroutines(), "\n\n")) }, func() bool {
			return len(goroutines()) == 0
		})
	}
}

func TestAnswersIntoAStuckLineHoldUpNobody(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	p := openProxy(t, c.url())
	h := openHall(t, t.TempDir())
	s := &slow{Source: h.Node, data: bytes.Repeat([]byte("1"), 500<<10)}
	set := uplink.Settings{Hall: hallID, URLs: []string{p.url("nats")}, Seed: c.enrol(hallID)}
	set.Quick()
	set.Sound() // by pings the library would give up a write by itself
	u, err := uplink.Open(set, s)
	if err != nil {
		t.Fatal(err)
	}
	defer u.Close()
	isUp(t, u)
	var answers atomic.Int64
	if _, err := c.nc.Subscribe("answers.*", func(*nats.Msg) { answers.Add(1) }); err != nil {
		t.Fatal(err)
	}
	for i := range 64 {
		b, err := json.Marshal(h.command(fmt.Sprintf("request-%d", i), wire.IssueRequest{Theme: "business"}))
		if err == nil {
			err = c.nc.PublishRequest(wire.DownSubject(hallID, "ticket", "issue"), fmt.Sprintf("answers.%d", i), b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	within(t, time.Minute, says("they are taken"), func() bool { return s.open() == 64 })
	p.set(func(p *proxy) { p.held = true })
	given := make(chan struct{})
	go func() {
		defer close(given)
		s.give() // 32 MB, which no line's buffers take
	}()
	select {
	case <-given:
	case <-time.After(time.Minute):
		t.Fatal("the hall waits for the line")
	}
	h.issue(100)
	p.set(func(p *proxy) { p.held = false })
	within(t, time.Minute, says("the answers arrive"), func() bool { return answers.Load() == 64 })
	c.has(h)
}

func TestAStuckCentreHoldsUpNobodyInTheHall(t *testing.T) {
	t.Parallel()
	c := openCentre(t, how{})
	p := openProxy(t, c.url())
	h := openHall(t, t.TempDir())
	u := h.link(p.url("nats"), c.enrol(hallID))
	isUp(t, u)
	for name, stick := range map[string]func(stuck bool){
		"the service answers nothing": func(stuck bool) { c.silent.Store(stuck) },
		"the line passes nothing":     func(stuck bool) { p.set(func(p *proxy) { p.held = stuck }) },
	} {
		stick(true)
		h.issue(500)
		within(t, time.Minute, says(name+": the link is down"), func() bool { return !u.State().Up })
		stick(false)
		p.cut()
		c.has(h)
	}
}
