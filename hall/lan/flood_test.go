package lan

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"onewindow/wire"
)

func TestAFloodOfLargeRequestsIsCutOffAndTheOthersAreServed(t *testing.T) {
	h := newFakeHall()
	s := listenOn(t, t.TempDir(), -1, h, func(s *Settings) { s.NoTLS, s.strict = true, 5 }) // three a second from a slow machine are no flood
	good := dialed(t, enrolled(t, s, wire.RoleKiosk, ""), Options{})
	var bad []Identity
	for range 2 {
		bad = append(bad, enrolled(t, s, wire.RoleKiosk, ""))
	}
	payload := bytes.Repeat([]byte("x"), maxPayload)
	var wg sync.WaitGroup
	cut := make(chan Identity, len(bad))
	for _, id := range bad {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.URLs()[0], "nats://"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		greet(t, conn, bufioReader(conn), id)
		msg := fmt.Appendf(nil, "PUB %s %s.r %d\r\n%s\r\n", wire.ReqSubject(id.Terminal, "ticket", "issue"), wire.InboxPrefix(id.Terminal), len(payload), payload)
		wg.Go(func() { _, _ = io.Copy(io.Discard, conn) })
		wg.Go(func() {
			for {
				if _, err := conn.Write(msg); err != nil {
					cut <- id
					return
				}
			}
		})
	}
	asked, gone := 0, 0
	var last Identity
	deadline := time.After(time.Minute)
	for gone < len(bad) {
		select {
		case last = <-cut:
			gone++
			continue
		case <-deadline:
			t.Fatalf("%d of %d were cut", gone, len(bad))
		default:
		}
		if err := good.Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
			t.Fatal(err)
		}
		asked++
	}
	wg.Wait()
	if err := good.Do(testContext(t), "ticket", "issue", nil, nil); err != nil {
		t.Fatal(err)
	}
	if n, _ := h.counts(); n != asked+1 {
		t.Errorf("%d effects of %d requests", n, asked+1)
	}
	if !good.Link().Up {
		t.Errorf("link: %+v", good.Link())
	}
	c := dialed(t, last, Options{}) // the other may be let in again by now
	within(t, time.Minute, "the terminal that flooded is kept out", func() bool {
		return strings.Contains(c.Link().Why, "refuses")
	})
}
