package halls_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"onewindow/central/halls"
	"onewindow/wire"
)

// floods are what LG-1 and strangers do without end, while LG-2 wants to work. Each
// has a world of its own.
func floods() []attempt {
	const who = "LG-1"
	inbox := wire.HallInboxPrefix("LG-1") + ".f"
	say := func(does, subject string, body func(h *fakeHall) []byte) attempt {
		return attempt{who, does, func(w *world) string {
			return flood(w, func(h *fakeHall) (int, error) {
				data := body(h)
				return len(data), h.nc.PublishRequest(subject, inbox, data)
			})
		}}
	}
	list := []attempt{
		say("hellos without end", wire.HelloSubject("LG-1"), func(h *fakeHall) []byte { return mustJSON(h.greeting(1000)) }),
		say("questions without end", wire.AskSubject("LG-1", wire.AskClaim), func(*fakeHall) []byte { return request(nil) }),
		say("stale segments without end", wire.SegmentSubject("LG-1"), func(h *fakeHall) []byte { return mustJSON(h.segmentOf(1)) }),
		say("nonsense without end", wire.SegmentSubject("LG-1"), func(*fakeHall) []byte { return []byte("nonsense") }),
		say("segments of 3.5 MB without end", wire.SegmentSubject("LG-1"), func(*fakeHall) []byte { return bytes.Repeat([]byte(" "), 7<<19) }),
		say("how it is, without end", wire.LiveSubject("LG-1"), func(h *fakeHall) []byte {
			return mustJSON(wire.Live{V: wire.Version, Hall: "LG-1", Instance: h.instance, Epoch: epoch, At: time.Now()})
		}),
		say("how it is, 300 kB of it without end", wire.LiveSubject("LG-1"), func(*fakeHall) []byte { return bytes.Repeat([]byte(" "), 300<<10) }),
		{who, "connections without end", func(w *world) string {
			for n := range 300 {
				h, err := tryDial(w.t, w.bad, w.urls[n%2])
				if err != nil {
					return outWord(err)
				}
				if n%2 == 0 {
					h.nc.Close()
				}
			}
			return "ALL 300 ARE LET IN"
		}},
		{"a stranger", "connections without end", func(w *world) string {
			_, seed := key(w.t)
			var wg sync.WaitGroup
			for range 8 {
				wg.Go(func() {
					for range (halls.Attempts + 40) / 8 {
						if nc, err := nats.Connect(w.urls[0], w.safely(w.urls[0], signed(w.t, seed))...); err == nil {
							nc.Close()
							w.t.Error("a stranger was let in")
						}
					}
				})
			}
			wg.Wait()
			looks, start := w.c.reg.Looks(), time.Now()
			for range 20 {
				if nc, err := nats.Connect(w.urls[0], w.safely(w.urls[0], signed(w.t, seed))...); err == nil {
					nc.Close()
				}
			}
			// Attempts come back as time passes; and LG-2 comes too.
			if n := w.c.reg.Looks() - looks; n > int(time.Since(start).Seconds()*halls.AttemptsRefill)+8 {
				return fmt.Sprintf("THE REGISTRY IS ASKED %d TIMES", n)
			}
			// A hall behind the same address.
			h, err := tryDial(w.t, w.sound, w.urls[0])
			if err != nil {
				return "NOR IS LG-2 LET IN"
			}
			h.nc.Close()
			return "not let in, soon without a look at who they are; a hall behind the same address is"
		}},
		{"a stranger", "200 connections that say nothing", func(w *world) string { return slow(w, nil) }},
		{"a stranger", "200 connections that say one byte at a time", func(w *world) string { return slow(w, []byte{0x16}) }},
	}
	for i := range list {
		try := list[i].try
		list[i].try = func(w *world) string { return meanwhile(w, func() string { return try(w) }) }
	}
	return list
}

// meanwhile has LG-2 work while something else is done.
func meanwhile(w *world, do func() string) string {
	over := make(chan struct{})
	var bad error
	n := 0
	var wg sync.WaitGroup
	wg.Go(func() {
		do := w.works
		for {
			// A command finds two lines of LG-2 where the attempt is that it comes back.
			if err := do(); err != nil && code(err) != wire.CodeUnreachable && bad == nil {
				bad = err
			} else if err == nil {
				n++
			}
			// All counts more in this world, and who says hello all the time is no sound hall.
			do = func() error {
				_, err := w.c.Do(ctx(w.t), issue("LG-2"))
				if err == nil {
					err = w.other.send(1)
				}
				return err
			}
			select {
			case <-over:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	})
	word := do()
	close(over)
	wg.Wait()
	switch {
	case bad != nil:
		return word + "; BUT MEANWHILE LG-2: " + bad.Error()
	case n == 0:
		return word + "; BUT MEANWHILE LG-2 WAS NOT SERVED"
	}
	return word
}

// flood has LG-1 do something until it is cut.
func flood(w *world, do func(h *fakeHall) (bytes int, err error)) string {
	h := w.line()
	if err := h.hello(1000); err != nil {
		return err.Error()
	}
	h.acked = 500 // what it sends is stale
	for end := time.Now().Add(time.Minute); !h.nc.IsClosed(); {
		if time.Now().After(end) {
			return "NOT CUT"
		}
		for n := 0; n < 64<<10 && !h.nc.IsClosed(); {
			size, err := do(h)
			if err != nil {
				break
			}
			n += max(size, 256)
		}
		if err := h.nc.FlushTimeout(time.Minute); err != nil {
			break
		}
	}
	_, err := tryDial(w.t, w.bad, w.urls[0])
	return "cut, then " + outWord(err)
}

func outWord(err error) string {
	if err == nil {
		return "LET IN"
	}
	return "kept out for a while"
}

// slow opens connections that never get to the point, and waits until all are cut.
func slow(w *world, each []byte) string {
	var conns []net.Conn
	for i := range 200 {
		u, err := url.Parse(w.urls[i%2])
		if err != nil {
			return err.Error()
		}
		c, err := net.Dial("tcp", u.Host)
		if err != nil {
			return err.Error()
		}
		defer c.Close()
		conns = append(conns, c)
	}
	start := time.Now()
	h, err := tryDial(w.t, w.sound, w.urls[0])
	if err != nil {
		return "LG-2 IS NOT LET IN: " + err.Error()
	}
	h.nc.Close()
	buf := make([]byte, 4096)
	for len(conns) > 0 {
		if time.Since(start) > 4*handTime+time.Minute {
			return fmt.Sprintf("%d OF THEM STAY", len(conns))
		}
		var left []net.Conn
		for _, c := range conns {
			if err := c.SetDeadline(time.Now().Add(time.Millisecond)); err != nil {
				continue
			}
			if len(each) > 0 {
				if _, err := c.Write(each); err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
					continue
				}
			}
			if _, err := c.Read(buf); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
				left = append(left, c)
			} else if !errors.Is(err, io.EOF) && !strings.Contains(err.Error(), "reset") {
				return err.Error()
			}
		}
		conns = left
	}
	return "cut when the time for the handshake is over; LG-2 is let in meanwhile"
}
